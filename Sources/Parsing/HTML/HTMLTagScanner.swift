/// Reads one tag: its name and those of its attributes that matter, in every quoting browsers allow.
struct HTMLTagScanner {
    private let source: UnsafeBufferPointer<UInt32>
    private let names = HTMLNames.attributes
    /// The name, packed.
    private(set) var key: UInt64 = 0
    /// Ends with `/>`.
    private(set) var isSelfClosing = false
    private var present: UInt32 = 0
    private var starts = [Int](repeating: 0, count: 32)
    private var ends = [Int](repeating: 0, count: 32)

    init(_ source: UnsafeBufferPointer<UInt32>) { self.source = source }

    /// Reads the tag whose name begins at `start`; gives where it ends, nil where the source does before.
    mutating func scan(_ start: Int) -> Int? {
        present = 0
        isSelfClosing = false
        key = 0
        var i = start
        let end = source.count
        while i < end, !Self.endsName(source[i]) {
            key = HTMLNames.extend(key, source[i])
            i += 1
        }
        while i < end {
            let c = source[i]
            if c == 0x3E { return i + 1 }
            if c == 0x2F {
                isSelfClosing = i + 1 < end && source[i + 1] == 0x3E
                i += 1
            } else if Self.isWhite(c) {
                i += 1
            } else if let next = attribute(i) {
                i = next
            } else {
                return nil
            }
        }
        return nil
    }

    /// Whether the attribute is there, with or without a value.
    @inline(__always)
    func has(_ attribute: HTMLAttribute) -> Bool { present & 1 << UInt32(attribute.rawValue) != 0 }

    /// Whether any of those that change how an element is shown or named is there.
    @inline(__always)
    var hasAny: Bool { present != 0 }

    /// The value as it stands in the source, references unread; empty where there is none.
    func value(_ attribute: HTMLAttribute) -> Range<Int> {
        guard has(attribute) else { return 0..<0 }
        let index = Int(attribute.rawValue)
        return starts[index]..<ends[index]
    }

    private mutating func attribute(_ start: Int) -> Int? {
        var i = start
        let end = source.count
        var name: UInt64 = 0
        // A name may begin with an equals sign.
        repeat {
            name = HTMLNames.extend(name, source[i])
            i += 1
        } while i < end && source[i] != 0x3D && !Self.endsName(source[i])
        let known = names.find(name)
        var valueStart = i
        var valueEnd = i
        while i < end, Self.isWhite(source[i]) { i += 1 }
        if i < end, source[i] == 0x3D {
            i += 1
            while i < end, Self.isWhite(source[i]) { i += 1 }
            guard i < end else { return nil }
            let quote = source[i]
            if quote == 0x22 || quote == 0x27 {
                i += 1
                valueStart = i
                while i < end, source[i] != quote { i += 1 }
                guard i < end else { return nil }
                valueEnd = i
                i += 1
            } else {
                valueStart = i
                while i < end, source[i] != 0x3E, !Self.isWhite(source[i]) { i += 1 }
                valueEnd = i
            }
        }
        if let known, present & 1 << UInt32(known) == 0 {
            present |= 1 << UInt32(known)
            starts[Int(known)] = valueStart
            ends[Int(known)] = valueEnd
        }
        return i
    }

    @inline(__always)
    static func isWhite(_ c: UInt32) -> Bool { c == 0x20 || (c >= 0x09 && c <= 0x0D && c != 0x0B) }

    @inline(__always)
    private static func endsName(_ c: UInt32) -> Bool { c == 0x3E || c == 0x2F || isWhite(c) }
}

/// What a `style` attribute says that decides what is seen and where lines end.
struct HTMLStyle {
    var isHidden = false
    var isBlock = false
    var isPreformatted = false

    init(_ text: UnsafeBufferPointer<UInt32>.SubSequence) {
        for declaration in text.split(separator: 0x3B) {
            guard let colon = declaration.firstIndex(of: 0x3A) else { continue }
            let value = Self.key(declaration[(colon + 1)...])
            switch Self.key(declaration[..<colon]) {
            case Self.display:
                isHidden = value == Self.none
                isBlock = value == Self.block
            case Self.visibility: if value == Self.hidden { isHidden = true }
            case Self.whiteSpace: isPreformatted = Self.preformatted.contains(value)
            default: break
            }
        }
    }

    /// The first word, packed.
    private static func key(_ text: UnsafeBufferPointer<UInt32>.SubSequence) -> UInt64 {
        var key: UInt64 = 0
        for c in text {
            if HTMLTagScanner.isWhite(c) || c == 0x21 {
                if key != 0 { break }
            } else {
                key = HTMLNames.extend(key, c)
            }
        }
        return key
    }

    private static func packed(_ word: String) -> UInt64 {
        word.unicodeScalars.reduce(0) { HTMLNames.extend($0, $1.value) }
    }

    private static let display = packed("display")
    private static let visibility = packed("visibility")
    private static let whiteSpace = packed("white-space")
    private static let none = packed("none")
    private static let hidden = packed("hidden")
    private static let block = packed("block")
    private static let preformatted = ["pre", "pre-wrap", "pre-line", "break-spaces"].map(packed)
}
