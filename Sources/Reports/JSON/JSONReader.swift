/// A cursor over JSON bytes that hands out one value after another and keeps none.
///
/// Stricter than RFC 8259 where records need it: UTF-8 must be valid, a lone surrogate escape is refused, nesting ends
/// at ``maximumDepth``, and whoever collects members refuses a name given twice. Any bytes give a value or an error.
///
/// ## Usage
///
///     let total = try JSONReader.read(bytes) { reader throws(RecordError) in
///         var sum = 0
///         try reader.array { reader throws(RecordError) in sum += try reader.integer() }
///         return sum
///     }
public struct JSONReader {
    /// Objects and arrays within one another.
    public static let maximumDepth = 64

    let input: UnsafeBufferPointer<UInt8>
    /// The next byte, from 0.
    public internal(set) var offset = 0
    private var depth = 0
    /// Where strings with escapes are put together, as large as the input; made for the first of them.
    private var scratch: UnsafeMutablePointer<UInt8>?

    private init(_ input: UnsafeBufferPointer<UInt8>) { self.input = input }

    /// Lends `body` a reader at the start of `bytes`; the reader must not outlive the call.
    ///
    /// - Throws: What `body` throws, and ``RecordError`` when it leaves anything but blanks unread.
    public static func read<Result>(
        _ bytes: [UInt8], _ body: (inout JSONReader) throws(RecordError) -> Result
    ) throws(RecordError) -> Result {
        try bytes.withUnsafeBufferPointer { input throws(RecordError) in
            var reader = JSONReader(input)
            defer { reader.scratch?.deallocate() }
            let result = try body(&reader)
            reader.skipBlanks()
            guard reader.offset == input.count else { throw reader.malformed("something follows the value") }
            return result
        }
    }

    /// What the next value is; nil at the end and for what begins no value. Moves to its first byte.
    public mutating func peek() -> JSONKind? {
        skipBlanks()
        guard offset < input.count else { return nil }
        return switch input[offset] {
        case 0x7B: .object
        case 0x5B: .array
        case 0x22: .string
        case 0x74, 0x66: .bool
        case 0x6E: .null
        case 0x2D, 0x30...0x39: .number
        default: nil
        }
    }

    /// Reads an array, `element` each of its values.
    @inline(__always)
    public mutating func array(
        _ element: (inout JSONReader) throws(RecordError) -> Void
    ) throws(RecordError) {
        try open(0x5B, "an array")
        if take(0x5D) { return leave() }
        repeat { try element(&self) } while take(0x2C)
        guard take(0x5D) else { throw malformed("expected , or ] in an array") }
        leave()
    }

    /// Reads an object, `member` each of its values; whether a name came before is for `member` to say.
    public mutating func object(
        _ member: (_ name: String, inout JSONReader) throws(RecordError) -> Void
    ) throws(RecordError) {
        try beginObject()
        if take(0x7D) { return leave() }
        repeat {
            let name = try string()
            try colon()
            try member(name, &self)
        } while take(0x2C)
        try endObject()
    }

    /// Reads `null` if it is there.
    @inline(__always)
    public mutating func null() throws(RecordError) -> Bool {
        skipBlanks()
        guard offset < input.count, input[offset] == 0x6E else { return false }
        try word("null")
        return true
    }

    /// Reads `true` or `false`.
    public mutating func bool() throws(RecordError) -> Bool {
        switch peek() {
        case .bool where input[offset] == 0x74:
            try word("true")
            return true
        case .bool:
            try word("false")
            return false
        default: throw malformed("expected true or false")
        }
    }

    /// Reads a whole number written without fraction or exponent, within 2^53 - 1 either way.
    @inline(__always)
    public mutating func integer() throws(RecordError) -> Int {
        skipBlanks()
        let start = offset
        let negative = offset < input.count && input[offset] == 0x2D
        if negative { offset &+= 1 }
        let first = offset
        var value = 0
        while offset < input.count {
            let digit = input[offset] &- 0x30
            guard digit < 10 else { break }
            guard offset &- first < 16 else { throw malformed("a whole number beyond 2^53 - 1", at: start) }
            value = value &* 10 &+ Int(digit)
            offset &+= 1
        }
        guard offset > first, offset == first &+ 1 || input[first] != 0x30 else {
            throw malformed("expected a whole number", at: start)
        }
        if offset < input.count {
            let next = input[offset]
            if next == 0x2E || next | 0x20 == 0x65 { throw malformed("expected a whole number", at: start) }
        }
        guard value < 1 << 53 else { throw malformed("a whole number beyond 2^53 - 1", at: start) }
        guard !(negative && value == 0) else { throw malformed("expected a whole number", at: start) }
        return negative ? -value : value
    }

    /// Reads a number as the characters it is written with.
    public mutating func numberText() throws(RecordError) -> String {
        skipBlanks()
        let start = offset
        if current == 0x2D { offset += 1 }
        guard let first = current, 0x30...0x39 ~= first else { throw malformed("expected a number", at: start) }
        offset += 1
        if first != 0x30 { skipDigits() }
        if current == 0x2E {
            offset += 1
            guard skipDigits() else { throw malformed("a number needs digits after its point", at: start) }
        }
        if current == 0x65 || current == 0x45 {
            offset += 1
            if current == 0x2B || current == 0x2D { offset += 1 }
            guard skipDigits() else { throw malformed("a number needs digits in its exponent", at: start) }
        }
        if let next = current, 0x30...0x39 ~= next { throw malformed("a number begins with a needless 0", at: start) }
        return String(decoding: input[start..<offset], as: UTF8.self)
    }

    /// Reads a string.
    @inline(__always)
    public mutating func string() throws(RecordError) -> String {
        skipBlanks()
        guard offset < input.count, input[offset] == 0x22 else { throw malformed("expected a string") }
        let start = offset &+ 1
        let plain = JSONScan.plain(input, from: start)
        guard plain.end < input.count, input[plain.end] == 0x22 else { return try escapedString(from: start, plain) }
        offset = plain.end &+ 1
        return try text(UnsafeBufferPointer(rebasing: input[start..<plain.end]), plain, at: start)
    }

    /// Reads any value.
    public mutating func value() throws(RecordError) -> JSONValue {
        switch peek() {
        case .null:
            try word("null")
            return .null
        case .bool: return .bool(try bool())
        case .string: return .string(try string())
        case .number:
            let start = offset
            guard let value = Double(try numberText()), let text = CanonicalNumber.text(of: value) else {
                throw malformed("a number beyond the range of a double", at: start)
            }
            return .number(text)
        case .array:
            var elements: [JSONValue] = []
            try array { reader throws(RecordError) in elements.append(try reader.value()) }
            return .array(elements)
        case .object:
            var members: [String: JSONValue] = [:]
            try object { name, reader throws(RecordError) in
                let place = reader.offset
                guard members.updateValue(try reader.value(), forKey: name) == nil else {
                    throw reader.malformed("the member \(name) is given twice", at: place)
                }
            }
            return .object(members)
        case nil: throw malformed("expected a value")
        }
    }

    /// Reads any value and forgets it.
    public mutating func skip() throws(RecordError) {
        switch peek() {
        case .string: _ = try string()
        case .number: _ = try numberText()
        case .array: try array { reader throws(RecordError) in try reader.skip() }
        case .object: try object { _, reader throws(RecordError) in try reader.skip() }
        case .null, .bool, nil: _ = try value()
        }
    }

    /// An error of code `malformed` at `offset`, or at the next byte.
    public func malformed(_ message: String, at offset: Int? = nil) -> RecordError {
        RecordError(.malformed, message, byteOffset: offset ?? self.offset)
    }
}

// MARK: - Steps

extension JSONReader {
    @inline(__always)
    mutating func beginObject() throws(RecordError) { try open(0x7B, "an object") }

    /// Takes the brace that ends an object.
    @inline(__always)
    mutating func endObject() throws(RecordError) {
        guard take(0x7D) else { throw malformed("expected , or } in an object") }
        leave()
    }

    @inline(__always)
    mutating func colon() throws(RecordError) {
        guard take(0x3A) else { throw malformed("expected : after a member's name") }
    }

    /// Takes `byte` if it is the next after blanks.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard offset < input.count, input[offset] == byte else { return false }
        offset &+= 1
        return true
    }

    @inline(__always)
    mutating func skipBlanks() {
        while offset < input.count {
            let byte = input[offset]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            offset &+= 1
        }
    }

    @inline(__always)
    private mutating func open(_ bracket: UInt8, _ what: StaticString) throws(RecordError) {
        guard take(bracket) else { throw malformed("expected \(what)") }
        guard depth < Self.maximumDepth else {
            throw malformed("more than \(Self.maximumDepth) objects and arrays within one another", at: offset - 1)
        }
        depth &+= 1
    }

    @inline(__always)
    private mutating func leave() { depth &-= 1 }

    private var current: UInt8? { offset < input.count ? input[offset] : nil }

    @discardableResult
    private mutating func skipDigits() -> Bool {
        let start = offset
        while let byte = current, 0x30...0x39 ~= byte { offset += 1 }
        return offset > start
    }

    private mutating func word(_ text: StaticString) throws(RecordError) {
        let start = offset
        for index in 0..<text.utf8CodeUnitCount {
            guard current == text.utf8Start[index] else { throw malformed("expected \(text)", at: start) }
            offset += 1
        }
    }

    @inline(__always)
    private func text(
        _ bytes: UnsafeBufferPointer<UInt8>, _ plain: JSONScan.Plain, at start: Int
    ) throws(RecordError) -> String {
        guard plain.isValid else { throw malformed("a string that is not UTF-8", at: start) }
        // Valid by the look at its bytes on the way to its end.
        return String(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: plain.isASCII))
    }

    /// The way round for strings with escapes, and for those that do not end.
    @inline(never)
    private mutating func escapedString(from start: Int, _ first: JSONScan.Plain) throws(RecordError) -> String {
        let bytes = scratch ?? .allocate(capacity: input.count)
        scratch = bytes
        var count = 0
        var from = start
        var whole = first
        var to = first.end
        while true {
            // No escape stands for more bytes than it is written with, so there is room for all.
            if let base = input.baseAddress { (bytes + count).initialize(from: base + from, count: to &- from) }
            count &+= to &- from
            offset = to
            guard let byte = current else { throw malformed("a string without an end", at: start - 1) }
            guard byte >= 0x20 else { throw malformed("a control character in a string") }
            offset &+= 1
            if byte == 0x22 { break }
            try escape(into: bytes, &count)
            from = offset
            let plain = JSONScan.plain(input, from: from)
            // What an escape stands for is UTF-8, and no scalar goes on behind it.
            whole.isValid = whole.isValid && plain.isValid
            to = plain.end
        }
        whole.isASCII = false
        return try text(UnsafeBufferPointer(start: bytes, count: count), whole, at: start)
    }

    /// Reads what follows a backslash.
    private mutating func escape(into bytes: UnsafeMutablePointer<UInt8>, _ count: inout Int) throws(RecordError) {
        let start = offset - 1
        guard let byte = current else { throw malformed("a string without an end", at: start) }
        offset += 1
        func put(_ byte: UInt8) {
            (bytes + count).initialize(to: byte)
            count += 1
        }
        switch byte {
        case 0x22, 0x5C, 0x2F: put(byte)
        case 0x62: put(0x08)
        case 0x66: put(0x0C)
        case 0x6E: put(0x0A)
        case 0x72: put(0x0D)
        case 0x74: put(0x09)
        case 0x75:
            var value = try codeUnit()
            if 0xD800..<0xDC00 ~= value, current == 0x5C {
                offset += 1
                guard current == 0x75 else { throw malformed("a lone surrogate", at: start) }
                offset += 1
                let low = try codeUnit()
                guard 0xDC00..<0xE000 ~= low else { throw malformed("a lone surrogate", at: start) }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw malformed("a lone surrogate", at: start) }
            for byte in scalar.utf8 { put(byte) }
        default: throw malformed("an unknown escape", at: start)
        }
    }

    private mutating func codeUnit() throws(RecordError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Hexadecimal.value(byte | 0x20), byte >= 0x30 else {
                throw malformed("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }
}

/// The kinds of JSON value.
public enum JSONKind: Hashable, Sendable {
    case object, array, string, number, bool, null
}
