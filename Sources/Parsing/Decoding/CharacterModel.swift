/// How unlikely each character is in Chinese prose, in quarters of a bit: by rank for the thousand commonest, by the level
/// of the national character sets for the others.
///
/// The bytes of a page were made by one encoding from one text, so that the encoding in which they read as the likeliest
/// text is the one, whatever the number of characters it makes of them (Bayes' rule with equal priors).
struct CharacterModel: Sendable {
    static let simplified = CharacterModel(
        tiers: [CommonCharacters.firstSimplified, CommonCharacters.secondSimplified, CommonCharacters.thirdSimplified],
        table: .gb18030, firstLevel: 0xB0A1...0xD7F9, secondLevel: 0xD8A1...0xF7FE)
    static let traditional = CharacterModel(
        tiers: [
            CommonCharacters.firstSimplified + CommonCharacters.firstTraditional,
            CommonCharacters.secondSimplified + CommonCharacters.secondTraditional,
            CommonCharacters.thirdSimplified + CommonCharacters.thirdTraditional,
        ],
        table: .big5, firstLevel: 0xA440...0xC67E, secondLevel: 0xC940...0xF9D5)

    /// By scalar below 0x10000.
    private let costs: [UInt8]

    /// A scalar no byte could be read as; such text is hardly ever what someone wrote.
    private static let unreadable: UInt8 = 120
    private static let beyond: UInt8 = 92

    private init(
        tiers: [String], table: DoubleByteTable, firstLevel: ClosedRange<UInt16>, secondLevel: ClosedRange<UInt16>
    ) {
        var costs = [UInt8](repeating: 80, count: 0x10000)
        func set(_ range: ClosedRange<Int>, _ cost: UInt8) {
            for c in range { costs[c] = cost }
        }
        set(0x00...0x1F, 96)
        set(0x20...0x7E, 20)
        set(0x7F...0x9F, 100)
        set(0xA0...0xBF, 68)
        // Letters of other languages; bytes read as Latin-1 are as often signs.
        set(0xC0...0xFF, 52)
        set(0x2010...0x2027, 36)
        set(0x2460...0x249B, 52)
        set(0x2500...0x25FF, 56)
        set(0x3000...0x3002, 20)
        set(0x3003...0x3015, 36)
        set(0x3041...0x30FF, 64)
        set(0xD800...0xDFFF, 120)
        set(0xE000...0xF8FF, 96)
        set(0xFF01...0xFF5E, 44)
        for c in [0x09, 0x0A, 0x0D] { costs[c] = 20 }
        for c in [0xFF0C, 0xFF1A, 0xFF1B, 0xFF08, 0xFF09, 0x201C, 0x201D] { costs[c] = 28 }
        costs[0xB7] = 44
        let codes = table.inverse()
        for c in 0x3400..<0xA000 where codes[c] != 0 {
            if firstLevel.contains(codes[c]) { costs[c] = 54 } else if secondLevel.contains(codes[c]) { costs[c] = 68 }
        }
        for (tier, cost) in zip(tiers, [30, 37, 44] as [UInt8]) {
            for scalar in tier.unicodeScalars where scalar.value < 0x10000 {
                // A simplified form that traditional texts do not have is rare in them, however common it is.
                let c = Int(scalar.value)
                if firstLevel.contains(codes[c]) { costs[c] = cost }
            }
        }
        costs[0xFFFD] = Self.unreadable
        self.costs = costs
    }

    /// The cost of a text in the script it is likelier in, and of its characters beyond ASCII, or of control, alone.
    static func measure(_ scalars: ArraySlice<UInt32>) -> Measure {
        var (narrow, count, inSimplified, inTraditional) = (0, 0, 0, 0)
        scalars.withUnsafeBufferPointer { scalars in
            simplified.costs.withUnsafeBufferPointer { simplified in
                traditional.costs.withUnsafeBufferPointer { traditional in
                    for c in scalars {
                        if c < 0x80, !isControl(c) {
                            narrow &+= Int(simplified[Int(c)])
                            continue
                        }
                        count &+= 1
                        inSimplified &+= Int(c < 0x10000 ? simplified[Int(c)] : beyond)
                        inTraditional &+= Int(c < 0x10000 ? traditional[Int(c)] : beyond)
                    }
                }
            }
        }
        let wide = min(inSimplified, inTraditional)
        return Measure(total: wide + narrow, wide: wide, wideCount: count)
    }

    /// No text has these; UTF-16 read as anything else does.
    private static func isControl(_ c: UInt32) -> Bool { c < 0x09 || (c > 0x0D && c < 0x1C) }

    /// What a text costs.
    struct Measure {
        /// In quarters of a bit.
        var total: Int
        /// Of what is beyond ASCII or controls.
        var wide: Int
        /// How much that is.
        var wideCount: Int

        /// Bits a character beyond ASCII: about 10 in prose, 14 to 17 in lists of rare names, 18 and more in text that was
        /// read in a wrong encoding.
        var bits: Double { wideCount == 0 ? 0 : Double(wide) / 4 / Double(wideCount) }
    }
}
