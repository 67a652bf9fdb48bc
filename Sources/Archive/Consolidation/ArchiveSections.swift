internal import Reports

/// The arrays of `archive.json`.
struct ArchiveSections {
    let documents: SectionWriter
    let reports: SectionWriter
    let secondments: SectionWriter
    let people: SectionWriter
    let units: SectionWriter
    let places: SectionWriter
    let clusters: SectionWriter

    init(documents: SectionWriter, in temporary: String) {
        self.documents = documents
        reports = SectionWriter(path: temporary + "/reports")
        secondments = SectionWriter(path: temporary + "/secondments")
        people = SectionWriter(path: temporary + "/people")
        units = SectionWriter(path: temporary + "/units")
        places = SectionWriter(path: temporary + "/places")
        clusters = SectionWriter(path: temporary + "/clusters")
    }

    /// In the order of the file.
    var all: [(name: StaticString, section: SectionWriter)] {
        [
            ("documents", documents), ("reports", reports), ("secondments", secondments), ("people", people),
            ("units", units), ("places", places), ("clusters", clusters),
        ]
    }

    func count(_ summary: inout ConsolidationSummary) {
        summary.reports = reports.rows
        summary.secondments = secondments.rows
        summary.people = people.rows
        summary.units = units.rows
        summary.places = places.rows
        summary.clusters = clusters.rows
    }
}

/// `archive.json` and its shards on the disk.
///
/// The file is one JSON object: `schema`, `generator` {name, version}, `counts`, then the arrays `documents`, `reports` (or
/// `shards`), `secondments`, `people`, `units`, `places` and `clusters`. The members stand in this order and each row of an
/// array on a line of its own, so that two archives can be compared line by line; the rows themselves are canonical (RFC
/// 8785). Nothing in it depends on when, how or in which order the documents came.
struct ArchiveOutput {
    let directory: String
    let temporary: String
    let options: ConsolidationOptions

    /// Assembles the sections and gives the result its name.
    func write(_ sections: ArchiveSections, _ summary: inout ConsolidationSummary, publish: Bool) throws(ArchiveError) {
        let total = sections.all.reduce(Int64(4096)) { $0 + $1.section.count }
        let isSharded = total > options.maximumDocumentBytes
        let shards = isSharded ? try writeShards(sections.reports, publish: publish) : []
        let path = temporary + "/" + Consolidation.fileName
        let output = try StreamWriter(path: path)
        try output.write(head(summary))
        for (name, section) in sections.all {
            let isShards = isSharded && section === sections.reports
            let rows = isShards ? SectionWriter(path: temporary + "/shards") : section
            if isShards { for shard in shards { try rows.add(shard.row) } }
            try output.write(Array(",\n\"\(isShards ? "shards" : "\(name)")\":[".utf8))
            try Self.write(rows, to: output)
        }
        try output.write([0x0A, 0x7D, 0x0A])
        summary.sha256 = try output.finish()
        summary.bytes = output.count
        summary.path = directory + "/" + Consolidation.fileName
        guard publish else { return }
        try Folder.rename(path, to: summary.path)
        try Folder.sync(directory)
        try removeShards(except: Set(shards.map(\.name)))
    }

    private func head(_ summary: ConsolidationSummary) -> [UInt8] {
        var counts = JSONWriter()
        counts.beginObject()
        counts.key("clusters")
        counts.integer(summary.clusters)
        counts.key("documents")
        counts.integer(summary.documents)
        counts.key("people")
        counts.integer(summary.people)
        counts.key("places")
        counts.integer(summary.places)
        counts.key("refused")
        counts.integer(summary.refused)
        counts.key("reports")
        counts.integer(summary.reports)
        counts.key("secondments")
        counts.integer(summary.secondments)
        counts.key("sightings")
        counts.integer(summary.sightings)
        counts.key("superseded")
        counts.integer(summary.superseded)
        counts.key("units")
        counts.integer(summary.units)
        counts.endObject()
        var generator = JSONWriter()
        generator.beginObject()
        generator.key("name")
        generator.string("guazhi")
        generator.key("version")
        generator.string(options.version)
        generator.endObject()
        return Array("{\n\"schema\":\"\(Consolidation.schema)\",\n\"generator\":".utf8) + generator.bytes
            + Array(",\n\"counts\":".utf8) + counts.bytes
    }

    /// The rows with commas between, and the bracket that ends them.
    private static func write(_ rows: SectionWriter, to output: StreamWriter) throws(ArchiveError) {
        var isFirst = true
        var startsRow = true
        try rows.read { piece throws(ArchiveError) in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(piece.count + 4096)
            var start = 0
            while start < piece.count {
                if startsRow {
                    if !isFirst { bytes.append(0x2C) }
                    bytes.append(0x0A)
                    isFirst = false
                    startsRow = false
                }
                if let end = piece[start...].firstIndex(of: 0x0A) {
                    bytes += piece[start..<end]
                    start = end + 1
                    startsRow = true
                } else {
                    bytes += piece[start...]
                    start = piece.count
                }
            }
            try output.write(bytes)
        }
        try output.write([0x5D])
    }
}

// MARK: - Shards

extension ArchiveOutput {
    private struct Shard {
        var name: String
        var row: [UInt8]
    }

    /// Writes the reports as JSON Lines into files named by their SHA-256.
    ///
    /// A row of `shards` has `bytes`, `path`, `reports` (how many) and `sha256`.
    private func writeShards(_ reports: SectionWriter, publish: Bool) throws(ArchiveError) -> [Shard] {
        if publish { try Folder.make(directory + "/" + Consolidation.shardFolder) }
        var shards: [Shard] = []
        var open: StreamWriter?
        var rows = 0
        var written: Int64 = 0
        let path = temporary + "/shard"
        var line: [UInt8] = []
        try reports.read { piece throws(ArchiveError) in
            var start = 0
            while let end = piece[start...].firstIndex(of: 0x0A) {
                line += piece[start...end]
                start = end + 1
                if let full = open, written + Int64(line.count) > options.shardBytes {
                    shards.append(try close(full, at: path, rows: rows, publish: publish))
                    open = nil
                }
                let shard: StreamWriter
                if let current = open {
                    shard = current
                } else {
                    shard = try StreamWriter(path: path)
                    open = shard
                    (rows, written) = (0, 0)
                }
                try shard.write(line)
                rows += 1
                written += Int64(line.count)
                line = []
            }
            line += piece[start...]
        }
        if let open { shards.append(try close(open, at: path, rows: rows, publish: publish)) }
        if publish { try Folder.sync(directory + "/" + Consolidation.shardFolder) }
        return shards
    }

    private func close(_ shard: StreamWriter, at path: String, rows: Int, publish: Bool) throws(ArchiveError) -> Shard {
        let hash = try shard.finish()
        let name = "\(hash).jsonl"
        if publish { try Folder.rename(path, to: "\(directory)/\(Consolidation.shardFolder)/\(name)") }
        var row = JSONWriter()
        row.beginObject()
        row.key("bytes")
        row.integer(Int(shard.count))
        row.key("path")
        row.string("\(Consolidation.shardFolder)/\(name)")
        row.key("reports")
        row.integer(rows)
        row.key("sha256")
        row.string(hash)
        row.endObject()
        return Shard(name: name, row: row.bytes)
    }

    /// Removes shards of earlier versions, which nothing names any more.
    private func removeShards(except kept: Set<String>) throws(ArchiveError) {
        let folder = directory + "/" + Consolidation.shardFolder
        guard Folder.isFolder(folder) else { return }
        for name in try Folder.names(folder) where name.hasSuffix(".jsonl") && !kept.contains(name) {
            try Folder.remove(folder + "/" + name)
        }
    }
}
