/// Bytes whose order as bytes is the order of the values written one after another.
struct SortKey {
    private(set) var bytes: [UInt8] = []

    /// A text by its UTF-8, ended so that a shorter one comes before those that begin with it.
    mutating func text(_ text: String) {
        for byte in text.utf8 {
            bytes.append(byte)
            if byte == 0 { bytes.append(0xFF) }
        }
        bytes.append(0)
        bytes.append(1)
    }

    /// A text, or nil after all texts.
    mutating func textOrLast(_ text: String?) {
        bytes.append(text == nil ? 2 : 1)
        if let text { self.text(text) }
    }

    /// A text, or nil before all texts.
    mutating func textOrFirst(_ text: String?) {
        bytes.append(text == nil ? 1 : 2)
        if let text { self.text(text) }
    }

    mutating func integer(_ value: Int) {
        let word = UInt64(bitPattern: Int64(value)) ^ (1 << 63)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    mutating func byte(_ value: UInt8) { bytes.append(value) }
}

/// Writes values one after another for ``Unpacker`` to read; of no meaning outside one consolidation.
struct Packer {
    private(set) var bytes: [UInt8] = []

    mutating func integer(_ value: Int) {
        withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func optional(_ value: Int?) {
        bytes.append(value == nil ? 0 : 1)
        if let value { integer(value) }
    }

    mutating func text(_ text: String) { raw(Array(text.utf8)) }

    mutating func optional(_ text: String?) {
        bytes.append(text == nil ? 0 : 1)
        if let text { self.text(text) }
    }

    mutating func raw(_ raw: [UInt8]) {
        integer(raw.count)
        bytes += raw
    }

    mutating func list(_ values: [Int]) {
        integer(values.count)
        for value in values { integer(value) }
    }

    mutating func words(_ words: [UInt32]) {
        integer(words.count)
        for word in words { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
    }
}

/// Reads what ``Packer`` wrote, in the same order.
struct Unpacker {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func integer() -> Int {
        var word: UInt64 = 0
        for (place, byte) in rest.prefix(8).enumerated() { word |= UInt64(byte) << (8 * UInt64(place)) }
        rest = rest.dropFirst(8)
        return Int(Int64(bitPattern: word))
    }

    mutating func optionalInteger() -> Int? { rest.popFirst() == 1 ? integer() : nil }

    mutating func text() -> String { String(decoding: raw(), as: UTF8.self) }

    mutating func optionalText() -> String? { rest.popFirst() == 1 ? text() : nil }

    mutating func raw() -> ArraySlice<UInt8> {
        let count = min(max(0, integer()), rest.count)
        let raw = rest.prefix(count)
        rest = rest.dropFirst(count)
        return raw
    }

    mutating func list() -> [Int] {
        let count = min(max(0, integer()), rest.count / 8)
        return (0..<count).map { _ in integer() }
    }

    mutating func words() -> [UInt32] {
        let count = min(max(0, integer()), rest.count / 4)
        let words = rest.withUnsafeBytes { bytes in
            (0..<count).map { UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)) }
        }
        rest = rest.dropFirst(4 * count)
        return words
    }
}
