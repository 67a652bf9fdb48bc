/// Maps characters that a reader takes for the same to one scalar, for identity and for comparing texts.
///
/// `fold/1` drops blanks, punctuation, symbols and marks, and takes width, compatibility forms, case, and simplified,
/// traditional and variant characters to one scalar of their class. One scalar becomes one scalar or none; what other
/// standards write as several (㎡, ⅒) is dropped or stays. Its table is frozen and our own: no library has a say, so an
/// id means the same under every release of Unicode, OpenCC and Swift. How the table was made:
/// `Tests/Fixtures/fold/generate.py`.
public struct Fold: Sendable {
    /// The only fold there is so far.
    public static let version1 = Fold(
        dropped: FoldTable1.dropped, moved: FoldTable1.moved, classes: FoldTable1.classes)

    /// For each 256 scalars the index of their page; page 0 maps nothing, and its entries are not used.
    private let pages: [UInt16]
    private let entries: [UInt32]
    /// The same of each scalar below U+10000 without pages, for whole texts.
    private let flat: [UInt32]
    private static let dropped = UInt32.max

    /// What `scalar` becomes; nil when it is dropped. Folding again changes nothing.
    @inline(__always)
    public func fold(_ scalar: UInt32) -> UInt32? {
        let folded = entry(scalar)
        return folded == Self.dropped ? nil : folded
    }

    /// What `scalar` becomes; nil when it is dropped.
    public func fold(_ scalar: Unicode.Scalar) -> UInt32? { fold(scalar.value) }

    /// Folds scalar by scalar; the result is never longer.
    public func fold(text: [UInt32]) -> [UInt32] { fold(text, places: [text.indices]) }

    /// Folds stretches of a text one after the other, as one text.
    public func fold(_ text: [UInt32], places: [Range<Int>]) -> [UInt32] {
        // Each is written, and the next goes over it where it was dropped: hence room for one more.
        [UInt32](unsafeUninitializedCapacity: places.reduce(1) { $0 + $1.count }) { result, count in
            flat.withUnsafeBufferPointer { flat in
                var n = 0
                for place in places {
                    text[place].withUnsafeBufferPointer { text in
                        for scalar in text {
                            let folded = scalar < 0x10000 ? flat[Int(scalar)] : entry(scalar)
                            result[n] = folded
                            n &+= folded == Self.dropped ? 0 : 1
                        }
                    }
                }
                count = n
            }
        }
    }

    /// Folds the scalars of `text`.
    public func fold(text: String) -> [UInt32] { text.unicodeScalars.compactMap { fold($0.value) } }

    @inline(__always)
    private func entry(_ scalar: UInt32) -> UInt32 {
        let block = Int(scalar >> 8)
        guard block < pages.count else { return scalar }
        let page = Int(pages[block])
        return page == 0 ? scalar : entries[page &<< 8 &+ Int(scalar & 0xFF)]
    }

    private init(dropped: StaticString, moved: StaticString, classes: StaticString) {
        var table = Builder()
        for token in Self.tokens(dropped) {
            var numbers = HexNumbers(token)
            let first = numbers.next()
            for scalar in first...(numbers.isAtEnd ? first : numbers.next()) { table.set(scalar, Self.dropped) }
        }
        for token in Self.tokens(moved) {
            var numbers = HexNumbers(token)
            let first = numbers.next()
            let last = numbers.mark == 0x2D ? numbers.next() : first
            let step = numbers.mark == 0x2F ? numbers.next() : 1
            let target = numbers.next()
            for scalar in stride(from: first, through: last, by: Int(step)) {
                table.set(scalar, target + scalar - first)
            }
        }
        for token in Self.tokens(classes) {
            var target: UInt32?
            for scalar in String(decoding: token, as: UTF8.self).unicodeScalars {
                if let target { table.set(scalar.value, target) } else { target = scalar.value }
            }
        }
        pages = table.pages
        entries = table.entries
        flat = (0..<0x10000).map { (scalar: UInt32) in
            let page = Int(table.pages[Int(scalar >> 8)])
            return page == 0 ? scalar : table.entries[page << 8 + Int(scalar & 0xFF)]
        }
    }

    private static func tokens(_ text: StaticString) -> [Slice<UnsafeBufferPointer<UInt8>>] {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount).split(separator: 0x20)
    }

    private struct Builder {
        var pages = [UInt16](repeating: 0, count: 0x1100)
        var entries = [UInt32](repeating: 0, count: 256)

        mutating func set(_ scalar: UInt32, _ folded: UInt32) {
            let block = Int(scalar >> 8)
            if pages[block] == 0 {
                pages[block] = UInt16(entries.count >> 8)
                entries += (scalar & ~0xFF)...(scalar | 0xFF)
            }
            entries[Int(pages[block]) << 8 + Int(scalar & 0xFF)] = folded
        }
    }

    /// The hex numbers of one token, with the mark behind the last one read.
    private struct HexNumbers {
        private var rest: Slice<UnsafeBufferPointer<UInt8>>
        private(set) var mark: UInt8 = 0

        init(_ token: Slice<UnsafeBufferPointer<UInt8>>) { rest = token }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func next() -> UInt32 {
            var value: UInt32 = 0
            mark = 0
            while let byte = rest.popFirst() {
                guard byte >= 0x30, byte <= 0x46, byte != 0x3E else {
                    mark = byte
                    break
                }
                value = value << 4 | UInt32(byte <= 0x39 ? byte - 0x30 : byte - 0x37)
            }
            return value
        }
    }
}
