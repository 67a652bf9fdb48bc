/// A segment's number, and in which of its two forms it is there.
struct SegmentFile: Hashable, Sendable {
    let number: Int
    let path: String
    let isSealed: Bool
}

/// The segments of an archive folder as their names tell.
enum SegmentCatalogue {
    static let folderName = "segments"

    static func folder(of directory: String) -> String { directory + "/" + folderName }

    static func plainPath(_ number: Int, in directory: String) -> String {
        "\(folder(of: directory))/\(name(number)).jsonl"
    }

    static func sealedPath(_ number: Int, in directory: String) -> String { plainPath(number, in: directory) + ".zst" }

    /// Eight digits keep the order of names that of numbers for as long as anybody will care.
    private static func name(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    /// All segments from the first to the last; where both forms are there, the plain one if `preferPlain` is set.
    ///
    /// Both are there when a process died after it sealed a segment and before it removed the plain form.
    static func segments(
        of directory: String, preferPlain: Bool = false
    ) throws(ArchiveError) -> [SegmentFile] {
        let folder = folder(of: directory)
        guard Folder.isFolder(folder) else {
            throw ArchiveError(
                .notFound, path: directory, "\(directory) is not an archive: it has no folder \(folderName)")
        }
        var found: [Int: SegmentFile] = [:]
        for name in try Folder.names(folder) {
            let isSealed = name.hasSuffix(".jsonl.zst")
            guard isSealed || name.hasSuffix(".jsonl") else { continue }
            guard let number = Int(name.prefix { $0 != "." }), number > 0 else { continue }
            if let other = found[number], other.isSealed != preferPlain { continue }
            found[number] = SegmentFile(number: number, path: folder + "/" + name, isSealed: isSealed)
        }
        let segments = found.values.sorted { $0.number < $1.number }
        for (index, segment) in segments.enumerated() where segment.number != index + 1 {
            throw ArchiveError(
                .damaged, path: folder,
                "\(folder) lacks segment \(index + 1) though it has \(segment.number): bring the file back from a copy")
        }
        return segments
    }

    /// Names in the folder that a process left when it died while sealing.
    static func leftovers(of directory: String) throws(ArchiveError) -> [String] {
        let folder = folder(of: directory)
        return try Folder.names(folder).filter { $0.hasSuffix(".zst.tmp") }.map { folder + "/" + $0 }
    }
}
