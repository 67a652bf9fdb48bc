internal import Reports

/// The view of a line that patterns are matched on: one scalar for one, full width as half width, capitals as small
/// letters, traditional characters as their simplified class, and blanks left out.
struct Folding: Sendable {
    /// What a scalar below U+10000 counts as; 0 where it is left out.
    let table: [UInt16]

    init() {
        var anchors: [UInt32: UInt32] = [:]
        for c in Scalars.array(Self.anchors) { anchors[Fold.version1.fold(c) ?? c] = c }
        var table = (0..<0x10000).map { UInt16($0) }
        for c in 0..<0x10000 {
            var folded = UInt32(c)
            if Scalars.isBlank(folded) || Scalars.isInvisible(folded) || folded < 0x20 {
                table[c] = 0
                continue
            }
            if folded >= 0xFF01, folded <= 0xFF5E { folded -= 0xFEE0 }
            if folded >= 0x41, folded <= 0x5A { folded += 0x20 }
            if Scalars.isHan(folded), let member = Fold.version1.fold(folded), member < 0x10000 {
                folded = anchors[member] ?? member
            }
            table[c] = UInt16(Self.punctuation[folded] ?? folded)
        }
        self.table = table
    }

    @inline(__always)
    func fold(_ c: UInt32) -> UInt32 { c < 0x10000 ? UInt32(table[Int(c)]) : c }

    func fold(_ text: String) -> [UInt32] {
        var folded: [UInt32] = []
        folded.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            let c = fold(scalar.value)
            if c != 0 { folded.append(c) }
        }
        return folded
    }

    /// Characters the code itself asks for, which stand for their classes.
    private static let anchors = "〇零一二三四五六七八九十百两年月日号章节部分第篇我们国省市县区说话辞记者是在个人名万亿次条项位某驻届级们您叫期"

    /// Variants of one mark.
    private static let punctuation: [UInt32: UInt32] = [
        0x3014: 0x5B, 0x3015: 0x5D, 0x3016: 0x3010, 0x3017: 0x3011, 0xFE55: 0x3A, 0x2236: 0x3A, 0xFE30: 0x3A,
        0x2013: 0x2014, 0x2015: 0x2014, 0x2500: 0x2014, 0x2501: 0x2014, 0x30FB: 0xB7, 0x2022: 0xB7, 0xFF65: 0xB7,
        0x226B: 0xBB, 0x300A: 0x300A, 0xFF5C: 0x7C, 0x2502: 0x7C, 0xFFE8: 0x7C, 0x203A: 0x3E, 0x3009: 0x3E,
        0x300C: 0x201C, 0x300D: 0x201D, 0x300E: 0x201C, 0x300F: 0x201D, 0x22: 0x201C,
    ]
}
