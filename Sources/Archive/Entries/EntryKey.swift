/// What entries of one part of one document share; of each key an archive keeps one entry.
///
/// Compared and ordered by bytes: two locations that differ in their Unicode normal form are two locations.
public struct EntryKey: Hashable, Sendable, Comparable {
    /// Where the document was found.
    public var location: String
    /// Lower-case hex of the document's SHA-256; empty where its bytes could not be read.
    public var sha256: String
    /// The generation that made the entry; nil for a refusal by ingest, and below all others.
    public var generation: Int?
    /// The report's place on its page; nil for a refusal of the whole document.
    public var part: EntryPart?

    /// Makes a key.
    public init(location: String, sha256: String, generation: Int?, part: EntryPart?) {
        self.location = location
        self.sha256 = sha256
        self.generation = generation
        self.part = part
    }

    /// Whether they are the same bytes.
    public static func == (a: EntryKey, b: EntryKey) -> Bool {
        a.generation == b.generation && a.part == b.part && Bytes.same(a.sha256, b.sha256)
            && Bytes.same(a.location, b.location)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        for byte in location.utf8 { hasher.combine(byte) }
        for byte in sha256.utf8 { hasher.combine(byte) }
        hasher.combine(generation)
        hasher.combine(part)
    }

    /// By location, document, generation and part.
    public static func < (a: EntryKey, b: EntryKey) -> Bool {
        if !Bytes.same(a.location, b.location) { return Bytes.precedes(a.location, b.location) }
        if !Bytes.same(a.sha256, b.sha256) { return Bytes.precedes(a.sha256, b.sha256) }
        if a.generation != b.generation { return (a.generation ?? .min) < (b.generation ?? .min) }
        return (a.part ?? EntryPart.whole) < (b.part ?? EntryPart.whole)
    }
}

/// The header `guazhi-part`: `2/6`; a lone report is `1/1`.
public struct EntryPart: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// From 1.
    public var index: Int
    /// How many reports the page holds.
    public var count: Int

    /// Makes a part.
    public init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    /// Reads `2/6`; nil for anything else.
    public init?(_ text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let index = Int(halves[0]), let count = Int(halves[1]), index > 0, index <= count
        else {
            return nil
        }
        self.init(index: index, count: count)
    }

    /// Stands for the document as a whole, before all parts.
    static let whole = EntryPart(index: 0, count: 0)

    /// As the header has it.
    public var description: String { "\(index)/\(count)" }

    /// By place, then by count.
    public static func < (a: EntryPart, b: EntryPart) -> Bool { (a.index, a.count) < (b.index, b.count) }
}
