/// A text's bytes read in the wrong encoding.
struct Misreading: Sendable {
    /// What they were, and what they were read as.
    let name: String
    private let actual: String
    private let bytesOf: @Sendable ([UInt32]) -> [UInt8]

    static let all = [
        Misreading("UTF-8", readAs: "GB18030", { doubleBytes($0, gbk, euro: 0x80) }),
        Misreading("UTF-8", readAs: "windows-1252", westernBytes),
        Misreading("GB18030", readAs: "windows-1252", westernBytes),
        Misreading("Big5", readAs: "windows-1252", westernBytes),
        Misreading("UTF-8", readAs: "Big5", { doubleBytes($0, big5) }),
        Misreading("Big5", readAs: "GB18030", { doubleBytes($0, gbk, euro: 0x80) }),
        Misreading("GB18030", readAs: "Big5", { doubleBytes($0, big5) }),
    ]

    private init(_ actual: String, readAs other: String, _ bytesOf: @escaping @Sendable ([UInt32]) -> [UInt8]) {
        name = "\(actual) read as \(other)"
        self.actual = actual
        self.bytesOf = bytesOf
    }

    /// Whether ASCII may have been parts of characters, as in Big5 it often is.
    var takesASCII: Bool { actual == "Big5" }

    /// The text as it was; `unreadable` counts the characters that are lost.
    func undo(_ scalars: [UInt32]) -> TextCodec.Result? {
        guard let result = TextCodec.decode(bytesOf(scalars)[...], as: actual) else { return nil }
        // The bytes of one broken character stand together.
        var lost = 0
        var previous: UInt32 = 0
        for c in result.scalars {
            if c == 0xFFFD, previous != 0xFFFD { lost += 1 }
            previous = c
        }
        return TextCodec.Result(scalars: result.scalars, unreadable: lost)
    }

    /// Stands for what the wrong encoding has no bytes for; no encoding has a character for it.
    private static let none: UInt8 = 0xFF

    private struct Codes: Sendable {
        var basic: [UInt16]
        var beyond: [UInt32: UInt16]

        init(_ table: DoubleByteTable) { (basic, beyond) = (table.inverse(), table.inverseBeyond()) }

        subscript(_ c: UInt32) -> UInt16 { c < 0x10000 ? basic[Int(c)] : beyond[c] ?? 0 }
    }

    private static let gbk = Codes(.gb18030)
    private static let big5 = Codes(.big5)

    /// - Parameter euro: Windows reads this byte, which is no character of GBK, as the euro sign.
    private static func doubleBytes(_ scalars: [UInt32], _ codes: Codes, euro: UInt8? = nil) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count * 2)
        for c in scalars {
            if c < 0x80 {
                bytes.append(UInt8(c))
            } else if c == 0x20AC, let euro {
                bytes.append(euro)
            } else if codes[c] != 0 {
                bytes.append(UInt8(codes[c] >> 8))
                bytes.append(UInt8(codes[c] & 0xFF))
            } else {
                bytes.append(none)
            }
        }
        return bytes
    }

    /// Latin-1 and what Windows has in the place of its control characters.
    private static func westernBytes(_ scalars: [UInt32]) -> [UInt8] {
        scalars.map { c in
            if c < 0x100 { return UInt8(c) }
            return western.firstIndex(of: c).map { 0x80 + UInt8($0) } ?? none
        }
    }

    /// 0x80 to 0x9F of windows-1252; 0 where it has none.
    private static let western: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]
}
