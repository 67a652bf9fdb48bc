/// Writes JSON in the one form of RFC 8785.
///
/// Commas are its business, the order of members is the caller's: RFC 8785 wants them sorted by UTF-16 code units, and
/// the callers here write fixed names in that order. ``JSONValue`` sorts its own.
///
/// It owns the memory it writes to, which an array's checks at every piece would cost as much as the writing. Behind each
/// value stands a comma, which the bracket that closes, or whoever asks for the bytes, takes back.
///
/// ## Usage
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.key("count")
///     writer.integer(3)
///     writer.endObject()
///     writer.bytes        // {"count":3}
public struct JSONWriter: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var capacity: Int

    /// Starts with nothing written.
    public init() { self.init(capacity: 256) }

    /// Starts with room for so many bytes.
    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// What has been written.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: written) { bytes, filled in
            bytes.baseAddress?.initialize(from: base, count: written)
            filled = written
        }
    }

    /// Appends what has been written to other bytes.
    func append(to bytes: inout [UInt8]) { bytes += UnsafeBufferPointer(start: base, count: written) }

    private var written: Int { count > 0 && base[count &- 1] == 0x2C ? count &- 1 : count }

    /// Opens an object.
    @inline(__always)
    public mutating func beginObject() { open(0x7B) }
    /// Closes the object opened last.
    @inline(__always)
    public mutating func endObject() { close(0x7D) }
    /// Opens an array.
    @inline(__always)
    public mutating func beginArray() { open(0x5B) }
    /// Closes the array opened last.
    @inline(__always)
    public mutating func endArray() { close(0x5D) }

    /// Writes a member's name; `name` is ASCII that needs no escape.
    @inline(__always)
    public mutating func key(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        reserve(length &+ 3)
        let place = base + count
        place.initialize(to: 0x22)
        (place + 1).initialize(from: name.utf8Start, count: length)
        (place + 1 + length).initialize(to: 0x22)
        (place + 2 + length).initialize(to: 0x3A)
        count &+= length &+ 3
    }

    /// Writes a member's name, escaped where it must be. (Without its label it would be taken for every literal.)
    public mutating func key(named name: String) {
        string(name)
        base[count &- 1] = 0x3A
    }

    /// Writes `null`.
    public mutating func null() { literal("null,") }
    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { literal(value ? "true," : "false,") }

    /// Writes a whole number; RFC 8785 readers hold it exactly up to 2^53 - 1 either way.
    public mutating func integer(_ value: Int) {
        reserve(24)
        if value < 0 { put(0x2D) }
        if value >= 0, value < 10_000 {
            // Offsets, nearly all of them.
            let small = UInt32(truncatingIfNeeded: value)
            if small >= 1000 { put(0x30 &+ UInt8(truncatingIfNeeded: small / 1000)) }
            if small >= 100 { put(0x30 &+ UInt8(truncatingIfNeeded: small / 100 % 10)) }
            if small >= 10 { put(0x30 &+ UInt8(truncatingIfNeeded: small / 10 % 10)) }
            put(0x30 &+ UInt8(truncatingIfNeeded: small % 10))
        } else {
            digits(UInt64(value.magnitude))
        }
        put(0x2C)
    }

    /// Writes a whole number, or `null`.
    public mutating func integer(_ value: Int?) {
        guard let value else { return null() }
        integer(value)
    }

    /// Writes a decimal exactly.
    public mutating func decimal(_ value: DecimalValue) {
        // Below 10^13 no exponent is written, and the division is one of words.
        guard let millionths = UInt64(exactly: value.millionths.magnitude) else { return token(value.description) }
        reserve(32)
        if value.millionths < 0 { put(0x2D) }
        var (whole, fraction) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
        digits(whole)
        if fraction != 0 {
            put(0x2E)
            whole = 100_000
            while fraction != 0 {
                put(0x30 &+ UInt8(truncatingIfNeeded: fraction / whole))
                fraction %= whole
                whole /= 10
            }
        }
        put(0x2C)
    }

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
        if value.utf8.withContiguousStorageIfAvailable({ string(utf8: $0) }) == nil {
            var value = value
            value.withUTF8 { string(utf8: $0) }
        }
    }

    /// Writes a string given as UTF-8, which must be valid.
    public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        reserve(text.count &+ 16)
        put(0x22)
        if let start = text.baseAddress { copy(UnsafeRawPointer(start), text.count) }
        put(0x22)
        put(0x2C)
    }

    /// Writes a hash in 16 hexadecimal digits, as a string.
    mutating func hash(_ value: UInt64) {
        reserve(24)
        put(0x22)
        UnsafeMutableRawPointer(base + count).storeBytes(of: Hexadecimal.digits(value &>> 32), as: UInt64.self)
        UnsafeMutableRawPointer(base + count + 8)
            .storeBytes(of: Hexadecimal.digits(value & 0xFFFF_FFFF), as: UInt64.self)
        count &+= 16
        put(0x22)
        put(0x2C)
    }

    /// Writes an already canonical value as it is.
    public mutating func raw(_ value: borrowing [UInt8]) {
        let length = value.count
        reserve(length &+ 1)
        value.withUnsafeBufferPointer { value in
            if let start = value.baseAddress { (base + count).initialize(from: start, count: length) }
        }
        count &+= length
        put(0x2C)
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
                key(named: name)
                self.value(member)
            }
            endObject()
        }
    }

    // MARK: - Pieces

    /// Makes room for more bytes, doubling at least, so that many small pieces stay cheap.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let wider = max(count &+ more, capacity &* 2)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wider)
        larger.initialize(from: base, count: count)
        base.deallocate()
        (base, capacity) = (larger, wider)
    }

    /// Writes a byte there is room for.
    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        (base + count).initialize(to: byte)
        count &+= 1
    }

    @inline(__always)
    private mutating func open(_ bracket: UInt8) {
        reserve(1)
        put(bracket)
    }

    @inline(__always)
    private mutating func close(_ bracket: UInt8) {
        reserve(2)
        if base[count &- 1] == 0x2C { count &-= 1 }
        put(bracket)
        put(0x2C)
    }

    @inline(__always)
    private mutating func literal(_ text: StaticString) {
        reserve(text.utf8CodeUnitCount)
        (base + count).initialize(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count &+= text.utf8CodeUnitCount
    }

    private mutating func token(_ text: String) {
        reserve(text.utf8.count &+ 1)
        for byte in text.utf8 { put(byte) }
        put(0x2C)
    }

    /// Writes digits there is room for.
    @inline(__always)
    private mutating func digits(_ value: UInt64) {
        var length = 1
        var limit: UInt64 = 10
        while value >= limit, length < 20 {
            length &+= 1
            limit = length < 20 ? limit &* 10 : .max
        }
        var rest = value
        var place = count &+ length
        count = place
        repeat {
            place &-= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            (base + place).initialize(to: 0x30 &+ UInt8(truncatingIfNeeded: digit))
            rest = quotient
        } while rest != 0
    }

    /// Copies a string's bytes, for which and eight more there is room, eight at a time; what needs an escape is met on
    /// the way.
    @inline(__always)
    private mutating func copy(_ text: UnsafeRawPointer, _ length: Int) {
        var text = text
        let end = text + length
        while true {
            var out = UnsafeMutableRawPointer(base + count)
            var hits: UInt64 = 0
            var word: UInt64 = 0
            while end - text >= 8 {
                word = text.loadUnaligned(as: UInt64.self)
                out.storeBytes(of: word, as: UInt64.self)
                hits = JSONScan.hits(word)
                if hits != 0 { break }
                text += 8
                out += 8
            }
            if hits == 0 {
                let left = end - text
                if left > 0 {
                    word = JSONScan.last(text, left)
                    out.storeBytes(of: word, as: UInt64.self)
                    hits = JSONScan.hits(word)
                }
                if hits == 0 {
                    count = UnsafeRawPointer(out) - UnsafeRawPointer(base) &+ left
                    return
                }
            }
            let plain = hits.trailingZeroBitCount &>> 3
            count = UnsafeRawPointer(out) - UnsafeRawPointer(base) &+ plain
            text += plain &+ 1
            escape(UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: plain &* 8)))
            reserve(end - text &+ 16)
        }
    }

    @inline(never)
    private mutating func escape(_ byte: UInt8) {
        reserve(8)
        put(0x5C)
        switch byte {
        case 0x08: put(0x62)
        case 0x09: put(0x74)
        case 0x0A: put(0x6E)
        case 0x0C: put(0x66)
        case 0x0D: put(0x72)
        case 0x22, 0x5C: put(byte)
        default:
            put(0x75)
            put(0x30)
            put(0x30)
            put(Hexadecimal.digit(byte >> 4))
            put(Hexadecimal.digit(byte & 15))
        }
    }
}
