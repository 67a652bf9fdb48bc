internal import Glibc

/// Words at places, in memory while they are few and in a temporary file beyond that.
final class ScratchWords {
    /// Words there are.
    private(set) var count = 0
    private var words: [UInt32] = []
    private var file: File?
    /// Words at the end that the file has not got yet.
    private var tail: [UInt32] = []
    private let budget: Int
    private let path: String

    private static let tailCount = 1 << 16
    private static let stride = MemoryLayout<UInt32>.stride

    /// - Parameters:
    ///   - path: A temporary file it may make; the name goes as soon as the file is open.
    ///   - budget: Bytes to hold in memory.
    init(path: String, budget: Int) {
        self.path = path
        self.budget = budget
    }

    /// Adds words at the end.
    func append(_ more: some Collection<UInt32>) throws(ArchiveError) {
        count += more.count
        if file == nil {
            words += more
            if words.count * Self.stride > budget { try move() }
        } else {
            tail += more
            if tail.count >= Self.tailCount { try flush() }
        }
    }

    /// The words at `range`.
    func read(_ range: Range<Int>) throws(ArchiveError) -> [UInt32] {
        guard let file else { return Array(words[range]) }
        if range.upperBound > count - tail.count { try flush() }
        let bytes = try file.read(at: Int64(range.lowerBound * Self.stride), count: range.count * Self.stride)
        return [UInt32](unsafeUninitializedCapacity: range.count) { words, filled in
            filled = bytes.count / Self.stride
            UnsafeMutableRawBufferPointer(words).copyBytes(from: bytes.prefix(filled * Self.stride))
        }
    }

    /// Replaces the word at `place`.
    func set(_ word: UInt32, at place: Int) throws(ArchiveError) {
        guard let file else {
            words[place] = word
            return
        }
        if place >= count - tail.count { try flush() }
        try file.write(Self.bytes([word]), at: Int64(place * Self.stride))
    }

    private func move() throws(ArchiveError) {
        file = try File.open(path, O_RDWR | O_CREAT | O_TRUNC, mode: 0o600)
        try Folder.remove(path)
        swap(&tail, &words)
        try flush()
        tail = []
    }

    private func flush() throws(ArchiveError) {
        guard let file, !tail.isEmpty else { return }
        try file.write(Self.bytes(tail), at: Int64((count - tail.count) * Self.stride))
        tail.removeAll(keepingCapacity: true)
    }

    private static func bytes(_ words: [UInt32]) -> [UInt8] { words.withUnsafeBytes { Array($0) } }
}
