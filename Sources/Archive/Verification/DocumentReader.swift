internal import Glibc
internal import Reports

/// Reads `archive.json`, which has each row on a line of its own, without holding it.
struct DocumentReader {
    private let directory: String
    private let path: String

    init(_ directory: String) throws(ArchiveError) {
        self.directory = directory
        path = directory + "/" + Consolidation.fileName
        guard Folder.exists(path) else {
            throw ArchiveError(
                .notFound, path: path, "\(path) is not there: write it with guazhi archive consolidate \(directory)")
        }
    }

    /// Hands out all rows with the array they stand in; reports also where they stand in shards.
    func rows(_ body: (_ array: String, _ row: [UInt8]) throws(ArchiveError) -> Void) throws(ArchiveError) {
        var array = ""
        var shards: [String] = []
        try Self.lines(of: path) { line throws(ArchiveError) in
            if line.first == 0x22, let name = line.dropFirst().split(separator: 0x22, maxSplits: 1).first {
                array = String(decoding: name, as: UTF8.self)
                return
            }
            guard line.first == 0x7B, line.count > 1 else { return }
            // Behind the row stand a comma, or the bracket that ends the array, or both.
            var row = Array(line)
            while let last = row.last, last != 0x7D { row.removeLast() }
            if array == "shards", let shard = Self.member("path", of: row) {
                shards.append(shard)
            } else {
                try body(array, row)
            }
        }
        for shard in shards {
            try Self.lines(of: directory + "/" + shard) { line throws(ArchiveError) in try body("reports", Array(line))
            }
        }
    }

    func rows(about subject: String) throws(ArchiveError) -> [[UInt8]] {
        let isIdentifier = ["r1:", "s1:", "c1:"].contains { subject.hasPrefix($0) }
        var found: [[UInt8]] = []
        var wanted: [String] = isIdentifier ? [subject] : []
        if !isIdentifier {
            // Documents stand before the reports, but shards or not, two readings are simpler than a promise.
            try rows { array, row throws(ArchiveError) in
                guard array == "documents", Self.contains(row, subject) else { return }
                guard ["location", "path"].contains(where: { Self.member($0, of: row) == subject }) else { return }
                found.append(row)
                wanted += Self.strings("reports", of: row)
            }
        }
        guard !wanted.isEmpty else { return found }
        try rows { array, row throws(ArchiveError) in
            guard ["reports", "secondments", "clusters"].contains(array) else { return }
            guard wanted.contains(where: { Self.contains(row, $0) }), let id = Self.member("id", of: row) else {
                return
            }
            if wanted.contains(where: { id.hasPrefix($0) }) { found.append(row) }
        }
        return found
    }

    /// A member of a row that is a text.
    static func member(_ name: String, of row: [UInt8]) -> String? {
        guard case .object(let members)? = try? JSONValue.parse(row), case .string(let text)? = members[name] else {
            return nil
        }
        return text
    }

    private static func strings(_ name: String, of row: [UInt8]) -> [String] {
        guard case .object(let members)? = try? JSONValue.parse(row), case .array(let values)? = members[name] else {
            return []
        }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// Whether the bytes of `text`, as JSON has them, stand in `row`: a quick look before the row is parsed.
    private static func contains(_ row: [UInt8], _ text: String) -> Bool {
        let needle = Array(JSONValue.string(text).json().dropFirst().dropLast())
        guard let first = needle.first else { return true }
        return row.withUnsafeBytes { hay in
            guard let base = hay.baseAddress else { return false }
            var at = 0
            while at + needle.count <= hay.count {
                let left = hay.count - needle.count + 1 - at
                guard let hit = memchr(base + at, Int32(first), left) else { return false }
                if memcmp(hit, needle, needle.count) == 0 { return true }
                at = UnsafeRawPointer(hit) - base + 1
            }
            return false
        }
    }

    private static func lines(
        of path: String, _ body: (ArraySlice<UInt8>) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        let content = try SegmentContent(SegmentFile(number: 0, path: path, isSealed: false))
        var lines = LineCursor(content)
        while let line = try lines.next() { try body(line.last == 0x0A ? line.dropLast() : line) }
    }
}
