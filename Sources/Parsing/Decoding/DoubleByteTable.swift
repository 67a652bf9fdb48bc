/// An encoding of one and two bytes as a table, taken from the C library once.
///
/// A table reads an order of magnitude faster than the library does and can be turned round, which is what mending text
/// takes that was read in a wrong encoding.
struct DoubleByteTable: Sendable {
    /// The whole of GBK with the two-byte characters that GB18030 adds; four bytes by ``FourByteTable``.
    static let gb18030 = DoubleByteTable("GB18030", hasFourBytes: true)
    /// Big5 with the Hong Kong supplement, its three rows of symbols as pages are written and browsers read them: the C
    /// library's table of the supplement leaves out the full-width stroke and has rarer twins of others.
    static let big5 = DoubleByteTable("BIG5-HKSCS", symbols: "CP950", hasFourBytes: false)

    /// By lead byte from 0x81 and second byte from 0x40; 0 where there is no character. Above ``pairMark`` stand two
    /// scalars, the first in the bits below it from 16, the second from 0.
    private let scalars: [UInt32]
    private let hasFourBytes: Bool

    private static let pairMark: UInt32 = 0x8000_0000
    private static let firstLead: UInt8 = 0x81
    private static let lastLead: UInt8 = 0xFE
    private static let firstTrail: UInt8 = 0x40
    private static let width = 0xFF - 0x40

    /// - Parameter symbols: The encoding that has the say in the rows 0xA1 to 0xA3.
    private init(_ name: String, symbols: String? = nil, hasFourBytes: Bool) {
        var codes: [[UInt8]] = []
        for lead in Self.firstLead...Self.lastLead {
            for trail in Self.firstTrail..<0xFF { codes.append([lead, trail]) }
        }
        var scalars = Self.entries(codes, name)
        if let symbols {
            for (place, entry) in Self.entries(codes, symbols).enumerated()
            where entry != 0 && !(0xE000..<0xF900).contains(entry) {
                if (0xA1...0xA3).contains(codes[place][0]) { scalars[place] = entry }
            }
        }
        self.scalars = scalars
        self.hasFourBytes = hasFourBytes
    }

    /// What each code stands for; 0 for what is no character.
    fileprivate static func entries(_ codes: [[UInt8]], _ name: String) -> [UInt32] {
        // All in one go, for opening a converter costs a thousand times what a character does. A line feed after each
        // keeps them apart: it is never a part of a longer code, so that an invalid one ends with its line.
        let bytes = Array(codes.joined(separator: [0x0A]))
        let text = TextCodec.converted(bytes[...], from: name)?.scalars ?? []
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        return codes.indices.map { $0 < lines.count ? entry(lines[$0]) : 0 }
    }

    private static func entry(_ scalars: ArraySlice<UInt32>) -> UInt32 {
        guard let first = scalars.first, let last = scalars.last, first != 0xFFFD, last != 0xFFFD else { return 0 }
        switch scalars.count {
        case 1: return first
        case 2 where first >= 0x80 && first < 0x8000: return pairMark | first << 16 | last
        default: return 0
        }
    }

    /// Text of bytes; a byte that begins no character is unreadable.
    func decode(_ bytes: ArraySlice<UInt8>) -> TextCodec.Result {
        var unreadable = 0
        let decoded = bytes.withUnsafeBufferPointer { input in
            scalars.withUnsafeBufferPointer { table in
                [UInt32](unsafeUninitializedCapacity: input.count) { output, count in
                    (count, unreadable) = decode(input, table, into: output)
                }
            }
        }
        return TextCodec.Result(scalars: decoded, unreadable: unreadable)
    }

    private func decode(
        _ input: UnsafeBufferPointer<UInt8>, _ table: UnsafeBufferPointer<UInt32>,
        into output: UnsafeMutableBufferPointer<UInt32>
    ) -> (count: Int, unreadable: Int) {
        var (i, n, unreadable) = (0, 0, 0)
        let end = input.count
        while i < end {
            let lead = input[i]
            if lead < 0x80 {
                output[n] = UInt32(lead)
                n &+= 1
                i &+= 1
                continue
            }
            if lead >= Self.firstLead, lead <= Self.lastLead, i &+ 1 < end {
                let trail = input[i &+ 1]
                if trail >= Self.firstTrail, trail < 0xFF {
                    let value = table[Int(lead &- Self.firstLead) &* Self.width &+ Int(trail &- Self.firstTrail)]
                    if value != 0 {
                        if value & Self.pairMark == 0 {
                            output[n] = value
                        } else {
                            output[n] = (value ^ Self.pairMark) >> 16
                            n &+= 1
                            output[n] = value & 0xFFFF
                        }
                        n &+= 1
                        i &+= 2
                        continue
                    }
                } else if hasFourBytes, i &+ 3 < end,
                    let value = FourByteTable.scalar(lead, trail, input[i &+ 2], input[i &+ 3])
                {
                    output[n] = value
                    n &+= 1
                    i &+= 4
                    continue
                }
            }
            output[n] = 0xFFFD
            unreadable &+= 1
            n &+= 1
            i &+= 1
        }
        return (n, unreadable)
    }

    /// The two bytes of each scalar below 0x10000, the lead in the upper half; 0 where it has none.
    func inverse() -> [UInt16] {
        var result = [UInt16](repeating: 0, count: 0x10000)
        for (place, scalar) in scalars.enumerated() where scalar > 0 && scalar < 0x10000 && result[Int(scalar)] == 0 {
            result[Int(scalar)] = Self.code(place)
        }
        return result
    }

    /// The same of those from 0x10000 on; Hong Kong's characters are among them.
    func inverseBeyond() -> [UInt32: UInt16] {
        var result: [UInt32: UInt16] = [:]
        for (place, scalar) in scalars.enumerated() where scalar >= 0x10000 && scalar < Self.pairMark {
            result[scalar] = Self.code(place)
        }
        return result
    }

    private static func code(_ place: Int) -> UInt16 {
        (UInt16(firstLead) + UInt16(place / width)) << 8 | UInt16(place % width) + UInt16(firstTrail)
    }
}

/// The four-byte characters of GB18030, which number what Unicode has and GBK has not.
enum FourByteTable {
    /// Those below U+10000 in the order of their bytes, from the C library; 0 where there is none.
    private static let basic: [UInt32] = DoubleByteTable.entries((0..<39_420).map(code), "GB18030")

    private static func code(_ index: Int) -> [UInt8] {
        let (a, b) = (UInt8(index / 12_600), UInt8(index / 1260 % 10))
        let (c, d) = (UInt8(index / 10 % 126), UInt8(index % 10))
        return [0x81 + a, 0x30 + b, 0x81 + c, 0x30 + d]
    }

    static func scalar(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt32? {
        guard (0x81...0xFE).contains(a), (0x30...0x39).contains(b), (0x81...0xFE).contains(c), (0x30...0x39).contains(d)
        else { return nil }
        let index = ((Int(a) - 0x81) * 10 + Int(b) - 0x30) * 1260 + (Int(c) - 0x81) * 10 + Int(d) - 0x30
        if index < basic.count { return basic[index] == 0 ? nil : basic[index] }
        // From 0x90308130 on the numbers run as Unicode's do.
        let beyond = index - 189_000
        return beyond >= 0 && beyond < 0x10_0000 ? UInt32(beyond) + 0x10000 : nil
    }
}
