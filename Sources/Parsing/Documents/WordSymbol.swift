/// Signs that Word takes from a symbol font by their place in it.
enum WordSymbol {
    /// - Parameter code: Hexadecimal, as `w:sym` has it; symbol fonts stand at F000 to F0FF.
    static func scalar(_ code: String?, font: String?) -> UInt32? {
        guard let value = code.flatMap({ UInt32($0, radix: 16) }), value >= 0x20, Unicode.Scalar(value) != nil else {
            return nil
        }
        guard (0xF000...0xF0FF).contains(value) || (font ?? "").hasPrefix("Wingdings") else { return value }
        if font == "Symbol" { return value == 0xF0B7 ? 0x2022 : value }
        return known[value & 0xFF] ?? value
    }

    /// Those of Wingdings and Wingdings 2 that stand in forms and before list entries.
    private static let known: [UInt32: UInt32] = [
        0x52: 0x2611, 0x6C: 0x25CF, 0x6E: 0x25A0, 0x6F: 0x25A1, 0x70: 0x25A1, 0x71: 0x25A1, 0x75: 0x25C6, 0x76: 0x2756,
        0x9F: 0x2022, 0xA2: 0x25CB, 0xA3: 0x25A1, 0xA7: 0x25AA, 0xA8: 0x25FB, 0xD8: 0x27A2, 0xE0: 0x2192, 0xFB: 0x2717,
        0xFC: 0x2713, 0xFD: 0x2612, 0xFE: 0x2611,
    ]
}
