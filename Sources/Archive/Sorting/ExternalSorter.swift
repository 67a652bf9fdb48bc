internal import Glibc

/// Sorts any number of items in bounded memory.
///
/// Items are a key and a payload, ordered by the key's bytes and then the payload's. They gather in one buffer; when it
/// is full they are sorted and put into a temporary file as a run, and at the end the runs are merged. What fits the
/// budget never touches the disk. Time O(n log n), temporary disk the sum of the items.
final class ExternalSorter {
    private struct Item {
        var start: Int
        var keyCount: Int
        var payloadCount: Int
    }

    private var arena: [UInt8] = []
    private var items: [Item] = []
    private var runs: [Range<Int64>] = []
    private var file: File?
    private var fileCount: Int64 = 0
    private let budget: Int
    private let path: String

    /// An empty sorter.
    ///
    /// - Parameters:
    ///   - path: A temporary file it may make; the name goes as soon as the file is open.
    ///   - budget: Bytes to hold in memory, about.
    init(path: String, budget: Int) {
        self.path = path
        self.budget = budget
    }

    /// Adds an item.
    func add(_ key: [UInt8], _ payload: [UInt8]) throws(ArchiveError) {
        let needed = key.count + payload.count + MemoryLayout<Item>.stride
        if !items.isEmpty, arena.count + items.count * MemoryLayout<Item>.stride + needed > budget { try spill() }
        // Grown by halves it would for a moment be there twice.
        if arena.capacity < budget, arena.count > budget / 16 { arena.reserveCapacity(budget) }
        items.append(Item(start: arena.count, keyCount: key.count, payloadCount: payload.count))
        arena += key
        arena += payload
    }

    /// The items in order; the sorter is empty afterwards.
    func sorted() throws(ArchiveError) -> SortedItems {
        if runs.isEmpty {
            sortItems()
            defer { clear() }
            return SortedItems(arena: arena, places: items.map { ($0.start, $0.keyCount, $0.payloadCount) })
        }
        if !items.isEmpty { try spill() }
        arena = []
        items = []
        guard let file else { return SortedItems(arena: [], places: []) }
        // The items' alone from here on: what has been handed out takes no disk while the sorter lives.
        defer { (self.file, runs, fileCount) = (nil, [], 0) }
        return try SortedItems(file: file, runs: runs, budget: budget)
    }

    private func clear() {
        arena = []
        items = []
    }

    private func sortItems() {
        arena.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            items.sort { a, b in
                let keys = memcmp(base + a.start, base + b.start, min(a.keyCount, b.keyCount))
                if keys != 0 { return keys < 0 }
                if a.keyCount != b.keyCount { return a.keyCount < b.keyCount }
                let payloads = memcmp(
                    base + a.start + a.keyCount, base + b.start + b.keyCount, min(a.payloadCount, b.payloadCount))
                return payloads != 0 ? payloads < 0 : a.payloadCount < b.payloadCount
            }
        }
    }

    /// Writes the items as a run: of each the two counts as eight bytes, the key, the payload.
    private func spill() throws(ArchiveError) {
        sortItems()
        let file: File
        if let open = self.file {
            file = open
        } else {
            file = try File.open(path, O_RDWR | O_CREAT | O_TRUNC, mode: 0o600)
            try Folder.remove(path)
            self.file = file
        }
        let start = fileCount
        var out: [UInt8] = []
        for item in items {
            for count in [item.keyCount, item.payloadCount] {
                withUnsafeBytes(of: UInt32(truncatingIfNeeded: count).littleEndian) { out.append(contentsOf: $0) }
            }
            out += arena[item.start..<(item.start + item.keyCount + item.payloadCount)]
            if out.count >= 1 << 18 { try flush(&out, to: file) }
        }
        try flush(&out, to: file)
        runs.append(start..<fileCount)
        arena.removeAll(keepingCapacity: true)
        items.removeAll(keepingCapacity: true)
    }

    private func flush(_ out: inout [UInt8], to file: File) throws(ArchiveError) {
        try file.write(out, at: fileCount)
        fileCount += Int64(out.count)
        out.removeAll(keepingCapacity: true)
    }
}

/// Items in order, handed out once.
final class SortedItems {
    typealias Item = (key: ArraySlice<UInt8>, payload: ArraySlice<UInt8>)

    private let arena: [UInt8]
    private let places: [(start: Int, keyCount: Int, payloadCount: Int)]
    private var position = 0
    /// Cursors of the runs that have an item left, as a heap with the first item's on top.
    private var heap: [RunCursor] = []
    /// The item looked at but not taken.
    private var ahead: Item?

    init(arena: [UInt8], places: [(start: Int, keyCount: Int, payloadCount: Int)]) {
        self.arena = arena
        self.places = places
    }

    init(file: File, runs: [Range<Int64>], budget: Int) throws(ArchiveError) {
        arena = []
        places = []
        // A cursor may hold what it reads twice: an item of the piece before keeps that.
        let chunk = min(RunCursor.largestChunk, max(RunCursor.smallestChunk, budget / (2 * runs.count)))
        for run in runs {
            var cursor = RunCursor(file, run, chunk: chunk)
            if try cursor.advance() { heap.append(cursor) }
        }
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    /// The next item.
    func next() throws(ArchiveError) -> Item? {
        if let item = ahead {
            ahead = nil
            return item
        }
        if position < places.count {
            let place = places[position]
            position += 1
            let middle = place.start + place.keyCount
            return (arena[place.start..<middle], arena[middle..<(middle + place.payloadCount)])
        }
        guard let first = heap.first else { return nil }
        let item = (first.key, first.payload)
        if try heap[0].advance() {
            sink(0)
        } else {
            let last = heap.removeLast()
            if !heap.isEmpty {
                heap[0] = last
                sink(0)
            }
        }
        return item
    }

    /// The next item, which stays to be taken.
    func peek() throws(ArchiveError) -> Item? {
        if ahead == nil { ahead = try next() }
        return ahead
    }

    private func sink(_ start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child].precedes(heap[least]) {
                least = child
            }
            if least == index { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}

/// The items of one run.
private struct RunCursor {
    static let largestChunk = 1 << 17
    static let smallestChunk = 1 << 14

    private let file: File
    /// Bytes to read at once.
    private let chunk: Int
    private var offset: Int64
    private let end: Int64
    private var buffer: ArraySlice<UInt8> = []
    private(set) var key: ArraySlice<UInt8> = []
    private(set) var payload: ArraySlice<UInt8> = []

    init(_ file: File, _ run: Range<Int64>, chunk: Int) {
        self.file = file
        self.chunk = chunk
        offset = run.lowerBound
        end = run.upperBound
    }

    func precedes(_ other: RunCursor) -> Bool {
        let order = Self.compare(key, other.key)
        return order != 0 ? order < 0 : Self.compare(payload, other.payload) < 0
    }

    /// Reads the next item; false at the end.
    mutating func advance() throws(ArchiveError) -> Bool {
        guard try fill(8) else { return false }
        let keyCount = Self.count(buffer)
        let payloadCount = Self.count(buffer.dropFirst(4))
        buffer = buffer.dropFirst(8)
        guard try fill(keyCount + payloadCount) else { return false }
        let middle = buffer.startIndex + keyCount
        key = buffer[buffer.startIndex..<middle]
        payload = buffer[middle..<(middle + payloadCount)]
        buffer = buffer[(middle + payloadCount)...]
        return true
    }

    /// Sees to `count` bytes in the buffer; false where the run has no more.
    private mutating func fill(_ count: Int) throws(ArchiveError) -> Bool {
        if buffer.count >= count { return true }
        let wanted = max(count - buffer.count, chunk)
        let more = try file.read(at: offset, count: Int(min(Int64(wanted), end - offset)))
        offset += Int64(more.count)
        buffer = (Array(buffer) + more)[...]
        return buffer.count >= count
    }

    private static func count(_ bytes: ArraySlice<UInt8>) -> Int {
        var word = 0
        for (place, byte) in bytes.prefix(4).enumerated() { word |= Int(byte) << (8 * place) }
        return word
    }

    private static func compare(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Int32 {
        let order = a.withUnsafeBytes { left in
            b.withUnsafeBytes { right in
                guard let x = left.baseAddress, let y = right.baseAddress else { return Int32(0) }
                return memcmp(x, y, min(left.count, right.count))
            }
        }
        if order != 0 { return order }
        return a.count == b.count ? 0 : (a.count < b.count ? -1 : 1)
    }
}
