internal import Glibc
internal import Reports

/// Turns a full segment into its sealed form.
enum SegmentSealer {
    /// Plain bytes a frame has at least, but for the last; a frame ends with a line.
    static let frameBytes = 1 << 20

    /// Writes the sealed form of `number`, reads it back, and only then removes the plain one.
    ///
    /// A process that dies on the way leaves a `.tmp` file, or both forms; ``recover(in:)`` clears either.
    static func seal(_ number: Int, in directory: String) throws(ArchiveError) {
        let plain = SegmentCatalogue.plainPath(number, in: directory)
        let sealed = SegmentCatalogue.sealedPath(number, in: directory)
        let temporary = sealed + ".tmp"
        let content = try SegmentContent(SegmentFile(number: number, path: plain, isSealed: false))
        do throws(ArchiveError) {
            try compress(content, number: number, to: temporary)
            try check(temporary, against: content)
        } catch {
            try Folder.remove(temporary)
            throw error
        }
        try Folder.rename(temporary, to: sealed)
        try Folder.sync(SegmentCatalogue.folder(of: directory))
        try Folder.remove(plain)
        try Folder.sync(SegmentCatalogue.folder(of: directory))
    }

    /// Clears what a process left that died while it sealed; returns a sentence for each file.
    static func recover(in directory: String) throws(ArchiveError) -> [String] {
        var notices: [String] = []
        for path in try SegmentCatalogue.leftovers(of: directory) {
            try Folder.remove(path)
            notices.append("removed \(path), which was not finished")
        }
        for segment in try SegmentCatalogue.segments(of: directory, preferPlain: true) where !segment.isSealed {
            let sealed = SegmentCatalogue.sealedPath(segment.number, in: directory)
            guard Folder.exists(sealed) else { continue }
            do throws(ArchiveError) {
                try check(sealed, against: try SegmentContent(segment))
                try Folder.remove(segment.path)
                notices.append("removed \(segment.path), which is sealed already")
            } catch {
                guard error.code == .damaged else { throw error }
                try Folder.remove(sealed)
                notices.append("removed \(sealed), which is not whole, and kept the plain segment")
            }
        }
        return notices
    }

    private static func compress(_ content: SegmentContent, number: Int, to path: String) throws(ArchiveError) {
        let output = try File.open(path, O_WRONLY | O_CREAT | O_TRUNC)
        guard let compressor = ZstandardCompressor(level: 3) else { throw .system("compress", path, ENOMEM) }
        var index = SealedIndex()
        index.segment = number
        var plainHash = SHA256.Hasher()
        var framesHash = SHA256.Hasher()
        var pending: [UInt8] = []
        pending.reserveCapacity(frameBytes * 5 / 4)
        var lines = LineCursor(content)
        var more = true
        while more {
            if let line = try lines.next() { pending += line } else { more = false }
            guard pending.count >= frameBytes || (!more && !pending.isEmpty) else { continue }
            guard let frame = compressor.frame(pending[...]) else { throw .system("compress", path, ENOMEM) }
            try output.write(frame, at: index.framesCount)
            plainHash.update(pending)
            framesHash.update(frame)
            index.frames.append(
                SealedIndex.Frame(
                    start: index.framesCount, count: frame.count, plainStart: index.plainCount,
                    plainCount: pending.count))
            pending.removeAll(keepingCapacity: true)
        }
        index.sha256 = Bytes.hex(plainHash.finish())
        index.framesHash = Bytes.hex(framesHash.finish())
        try output.write(index.footer(), at: index.framesCount)
        try output.sync()
    }

    /// Reads the sealed file at `path` back and compares it with the plain bytes.
    private static func check(_ path: String, against plain: SegmentContent) throws(ArchiveError) {
        let sealed = try SegmentContent(SegmentFile(number: plain.number, path: path, isSealed: true))
        var differs = sealed.count != plain.count || sealed.index?.segment != plain.number
        var offset: Int64 = 0
        while !differs, offset < sealed.count {
            let chunk = try sealed.chunk(at: offset)
            differs = try plain.bytes(at: offset, count: chunk.count)[...] != chunk
            offset += Int64(chunk.count)
        }
        if differs {
            throw ArchiveError(.damaged, path: path, offset: offset, "\(path) is not what \(plain.path) holds")
        }
    }
}
