internal import Reports

/// What the choice among entries needs of one: its key, what it says in short, and where it stands. The first pass over
/// the segments keeps these and not the records.
struct EntryDigest {
    enum Content {
        /// A report's id, and the first half of the SHA-256 of the record without its times.
        case report(id: ReportIdentifier, hash: [UInt8])
        /// A refusal's canonical bytes, which decide between two.
        case refusal(stage: String, code: String, message: String, canonical: [UInt8])
    }

    var key: EntryKey
    var content: Content
    var bytes: Int?
    var path: String?
    var url: String?
    var retrievedAt: Timestamp?
    var ingestedAt: Timestamp?
    var place: EntryPlace

    init(_ entry: Entry, at place: EntryPlace) throws(ArchiveError) {
        key = entry.key
        retrievedAt = entry.retrievedAt
        ingestedAt = entry.ingestedAt
        self.place = place
        switch entry {
        case .report(let report):
            guard let id = ReportIdentifier(report.facts.id) else {
                throw ArchiveError(.damaged, path: key.location, "the record of \(key.location) has no id")
            }
            content = .report(id: id, hash: Array(SHA256.hash(report.timelessRecord).prefix(16)))
            (bytes, path, url) = (report.facts.bytes, report.facts.path, report.facts.url)
        case .refusal(let refusal):
            content = .refusal(
                stage: refusal.stage, code: refusal.code, message: refusal.message,
                canonical: EntrySet.content(refusal, lineage: false))
            (bytes, path, url) = (refusal.bytes, refusal.path, refusal.url)
        }
    }

    /// By location, document, generation, part, reports first.
    var sortKey: [UInt8] {
        var key = SortKey()
        key.text(self.key.location)
        key.text(self.key.sha256)
        key.integer(self.key.generation ?? .min)
        key.integer(self.key.part?.index ?? 0)
        key.integer(self.key.part?.count ?? 0)
        if case .report = content { key.byte(0) } else { key.byte(1) }
        return key.bytes
    }

    var packed: [UInt8] {
        var packer = Packer()
        packer.text(key.location)
        packer.text(key.sha256)
        packer.optional(key.generation)
        packer.optional(key.part?.index)
        packer.optional(key.part?.count)
        packer.optional(bytes)
        packer.optional(path)
        packer.optional(url)
        packer.optional((retrievedAt?.nanoseconds).map { Int($0) })
        packer.optional((ingestedAt?.nanoseconds).map { Int($0) })
        packer.integer(place.segment)
        packer.integer(Int(place.offset))
        packer.integer(place.count)
        switch content {
        case .report(let id, let hash):
            packer.integer(0)
            packer.raw(id.bytes)
            packer.raw(hash)
        case .refusal(let stage, let code, let message, let canonical):
            packer.integer(1)
            packer.text(stage)
            packer.text(code)
            packer.text(message)
            packer.raw(canonical)
        }
        return packer.bytes
    }

    /// Reads ``packed``; nil for anything else.
    init?(_ packed: ArraySlice<UInt8>) {
        var unpacker = Unpacker(packed)
        let location = unpacker.text()
        let sha256 = unpacker.text()
        let generation = unpacker.optionalInteger()
        let index = unpacker.optionalInteger()
        let count = unpacker.optionalInteger()
        var part: EntryPart?
        if let index, let count { part = EntryPart(index: index, count: count) }
        key = EntryKey(location: location, sha256: sha256, generation: generation, part: part)
        bytes = unpacker.optionalInteger()
        path = unpacker.optionalText()
        url = unpacker.optionalText()
        retrievedAt = unpacker.optionalInteger().map { Timestamp(nanoseconds: Int64($0)) }
        ingestedAt = unpacker.optionalInteger().map { Timestamp(nanoseconds: Int64($0)) }
        let segment = unpacker.integer()
        let offset = unpacker.integer()
        place = EntryPlace(segment: segment, offset: Int64(offset), count: unpacker.integer())
        if unpacker.integer() == 0 {
            guard let id = ReportIdentifier(bytes: unpacker.raw()) else { return nil }
            content = .report(id: id, hash: Array(unpacker.raw()))
        } else {
            let stage = unpacker.text()
            let code = unpacker.text()
            let message = unpacker.text()
            content = .refusal(stage: stage, code: code, message: message, canonical: Array(unpacker.raw()))
        }
    }

    var isReport: Bool {
        if case .report = content { true } else { false }
    }
}
