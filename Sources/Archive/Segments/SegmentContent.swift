internal import Glibc

/// The plain bytes of a segment, whichever form it has; offsets do not change when it is sealed.
final class SegmentContent {
    private enum Form {
        case plain
        case sealed(SealedIndex)
    }

    let path: String
    let number: Int
    /// How many plain bytes there are to read.
    let count: Int64
    private let file: File
    private let form: Form
    /// Frames taken apart last, the newest at the end.
    private var cache: [(frame: Int, bytes: [UInt8])] = []
    private let cachedFrames: Int

    static let chunk = 1 << 20

    /// Opens `segment`, in its sealed form if it was sealed since it was listed.
    ///
    /// - Parameter limit: Plain bytes to show at most; the writer may be adding to the rest.
    init(_ segment: SegmentFile, limit: Int64? = nil, cachedFrames: Int = 1) throws(ArchiveError) {
        number = segment.number
        self.cachedFrames = cachedFrames
        let opened: (file: File, isSealed: Bool)
        do throws(ArchiveError) {
            opened = (try File.open(segment.path, O_RDONLY), segment.isSealed)
        } catch {
            guard error.code == .notFound, !segment.isSealed else { throw error }
            opened = (try File.open(segment.path + ".zst", O_RDONLY), true)
        }
        file = opened.file
        path = file.path
        if opened.isSealed {
            let index = try SealedIndex.read(file)
            form = .sealed(index)
            count = min(index.plainCount, limit ?? .max)
        } else {
            form = .plain
            count = min(try file.size(), limit ?? .max)
        }
    }

    var isSealed: Bool {
        if case .sealed = form { true } else { false }
    }

    var index: SealedIndex? {
        if case .sealed(let index) = form { index } else { nil }
    }

    /// Some bytes from `offset`, at least one unless `offset` is the end; what comes cheap at once.
    func chunk(at offset: Int64) throws(ArchiveError) -> ArraySlice<UInt8> {
        guard offset < count else { return [] }
        let most = count - offset
        switch form {
        case .plain:
            return try file.read(at: offset, count: Int(min(most, Int64(Self.chunk))))[...]
        case .sealed(let index):
            guard let frame = index.frame(holding: offset) else { return [] }
            let content = try content(ofFrame: frame, of: index)
            let start = Int(offset - index.frames[frame].plainStart)
            return content[start..<min(content.count, start + Int(min(most, Int64(content.count))))]
        }
    }

    /// Exactly `count` bytes from `offset`.
    func bytes(at offset: Int64, count: Int) throws(ArchiveError) -> [UInt8] {
        if case .plain = form, offset + Int64(count) <= self.count { return try file.read(at: offset, count: count) }
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try chunk(at: offset + Int64(bytes.count))
            guard !more.isEmpty else {
                throw ArchiveError(.damaged, path: path, offset: offset, "\(path) ends within an entry")
            }
            bytes += more.prefix(count - bytes.count)
        }
        return bytes
    }

    /// The raw bytes of a sealed segment's frame.
    func rawFrame(_ frame: SealedIndex.Frame) throws(ArchiveError) -> [UInt8] {
        try file.read(at: frame.start, count: frame.count)
    }

    /// The raw bytes after a sealed segment's frames.
    func rawFooter(of index: SealedIndex) throws(ArchiveError) -> [UInt8] {
        try file.read(at: index.framesCount, count: Int(try file.size() - index.framesCount))
    }

    private func content(ofFrame frame: Int, of index: SealedIndex) throws(ArchiveError) -> [UInt8] {
        if let position = cache.firstIndex(where: { $0.frame == frame }) {
            let hit = cache.remove(at: position)
            cache.append(hit)
            return hit.bytes
        }
        let facts = index.frames[frame]
        guard let bytes = Zstandard.content(of: try rawFrame(facts), count: facts.plainCount) else {
            throw ArchiveError(
                .damaged, path: path, offset: facts.start,
                "\(path): the frame at byte \(facts.start) is damaged; bring the file back from a copy")
        }
        if cache.count >= cachedFrames { cache.removeFirst() }
        cache.append((frame, bytes))
        return bytes
    }
}

/// The lines of a segment one after another.
struct LineCursor {
    private let content: SegmentContent
    private var buffer: ArraySlice<UInt8> = []
    /// Of the next line's first byte.
    private(set) var offset: Int64

    init(_ content: SegmentContent, from offset: Int64 = 0) {
        self.content = content
        self.offset = offset
    }

    /// The next line with its line feed; without one only where the segment ends so.
    mutating func next() throws(ArchiveError) -> ArraySlice<UInt8>? {
        var searched = buffer.startIndex
        while true {
            if let end = Self.lineFeed(buffer, from: searched) {
                let line = buffer[buffer.startIndex...end]
                buffer = buffer[(end + 1)...]
                offset += Int64(line.count)
                return line
            }
            let more = try content.chunk(at: offset + Int64(buffer.count))
            if more.isEmpty {
                guard !buffer.isEmpty else { return nil }
                let rest = buffer
                buffer = []
                offset += Int64(rest.count)
                return rest
            }
            if buffer.isEmpty {
                buffer = more
                searched = buffer.startIndex
            } else {
                // Rebased, so that the array behind a slice does not grow with the segment.
                var joined = Array(buffer)
                searched = joined.count
                joined += more
                buffer = joined[...]
            }
        }
    }

    private static func lineFeed(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
        guard start < bytes.endIndex else { return nil }
        return bytes.withUnsafeBytes { buffer in
            let skipped = start - bytes.startIndex
            guard let base = buffer.baseAddress,
                let hit = memchr(base + skipped, 0x0A, buffer.count - skipped)
            else { return nil }
            return bytes.startIndex + (UnsafeRawPointer(hit) - base)
        }
    }
}
