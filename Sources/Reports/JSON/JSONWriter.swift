/// Appends JSON to a byte array in the one form of RFC 8785.
///
/// Commas are its business, the order of members is the caller's: RFC 8785 wants them sorted by UTF-16 code units, and
/// the callers here write fixed names in that order. ``JSONValue`` sorts its own.
///
/// ## Usage
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.key("count")
///     writer.integer(3)
///     writer.endObject()
///     writer.bytes        // {"count":3}
public struct JSONWriter: Sendable {
    /// What has been written, after what was there before.
    public var bytes: [UInt8]
    private var needsComma = false

    /// Starts after `bytes`, which stay as they are.
    public init(appendingTo bytes: consuming [UInt8] = []) { self.bytes = bytes }

    /// Opens an object.
    public mutating func beginObject() { open(0x7B) }
    /// Closes the object opened last.
    public mutating func endObject() { close(0x7D) }
    /// Opens an array.
    public mutating func beginArray() { open(0x5B) }
    /// Closes the array opened last.
    public mutating func endArray() { close(0x5D) }

    /// Writes a member's name; `name` is ASCII that needs no escape.
    @inline(__always)
    public mutating func key(_ name: StaticString) {
        let count = name.utf8CodeUnitCount
        let comma = needsComma
        grow(by: count + 4)
        if comma { bytes.append(0x2C) }
        bytes.append(0x22)
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: count))
        bytes.append(0x22)
        bytes.append(0x3A)
        needsComma = false
    }

    /// Writes a member's name, escaped where it must be.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(0x3A)
        needsComma = false
    }

    /// Writes `null`.
    public mutating func null() { literal("null") }
    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// Writes a whole number; RFC 8785 readers hold it exactly up to 2^53 - 1 either way.
    public mutating func integer(_ value: Int) {
        separate()
        if value >= 0 && value < 10 {
            bytes.append(0x30 &+ UInt8(truncatingIfNeeded: value))
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = value.magnitude
            var at = 20
            repeat {
                at &-= 1
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                digits[at] = 0x30 &+ UInt8(truncatingIfNeeded: digit)
                rest = quotient
            } while rest != 0
            if value < 0 {
                at &-= 1
                digits[at] = 0x2D
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[at...]))
        }
    }

    /// Writes a whole number, or `null`.
    public mutating func integer(_ value: Int?) {
        guard let value else { return null() }
        integer(value)
    }

    /// Writes a decimal exactly.
    public mutating func decimal(_ value: DecimalValue) { token(value.description) }

    /// Writes a double as ECMAScript does; `null` for what JSON has no number for (infinities, NaN).
    public mutating func number(_ value: Double) {
        guard let text = CanonicalNumber.text(of: value) else { return null() }
        token(text)
    }

    /// Writes a string, or `null`.
    @inline(__always)
    public mutating func string(_ value: String?) {
        guard let value else { return null() }
        string(value)
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { string(utf8: $0) }
    }

    /// Writes a string given as UTF-8, which must be valid.
    public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        grow(by: text.count + 3)
        separate()
        bytes.append(0x22)
        var start = 0
        while start < text.count {
            let end = JSONScan.plainEnd(text, from: start)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
            if end < text.count { escape(text[end]) }
            start = end &+ 1
        }
        bytes.append(0x22)
    }

    /// Writes an already canonical value as it is.
    public mutating func raw(_ value: borrowing [UInt8]) {
        separate()
        bytes.append(contentsOf: copy value)
    }

    /// Writes any value, its members sorted.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let text): token(text)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for name in members.keys.sorted(by: JSONScan.precedes) {
                guard let member = members[name] else { continue }
                key(name)
                self.value(member)
            }
            endObject()
        }
    }

    /// Makes room, doubling at least, so that many small appends stay cheap.
    @inline(__always)
    mutating func grow(by count: Int) {
        let needed = bytes.count &+ count
        if needed > bytes.capacity { bytes.reserveCapacity(max(needed, bytes.capacity &* 2)) }
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }

    @inline(__always)
    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    @inline(__always)
    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func token(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(0x5C)
        switch byte {
        case 0x08: bytes.append(0x62)
        case 0x09: bytes.append(0x74)
        case 0x0A: bytes.append(0x6E)
        case 0x0C: bytes.append(0x66)
        case 0x0D: bytes.append(0x72)
        case 0x22, 0x5C: bytes.append(byte)
        default:
            bytes.append(contentsOf: [0x75, 0x30, 0x30, Hexadecimal.digit(byte >> 4), Hexadecimal.digit(byte & 15)])
        }
    }
}
