import Glibc
import Kafka
import Operations
import Reports

/// Takes files one by one: reads them, asks the ledger what they mean, and hands them to the outlet.
final class Intake {
    let client: IngestClient
    let options: IngestOptions
    let roots: [SourceRoot]
    let outlet: any DocumentOutlet
    private(set) var summary = IngestSummary()
    var ledger: Ledger
    private let manifest: ManifestTable
    private let reader: FileReader
    private let store: PayloadStore?
    private let progress: (Ingest.Progress) -> Void
    private var lastProgress: Int64 = 0

    init(
        client: IngestClient, options: IngestOptions, roots: [SourceRoot], manifest: Manifest?, ledger: Ledger,
        outlet: any DocumentOutlet, progress: @escaping (Ingest.Progress) -> Void
    ) {
        self.client = client
        self.options = options
        self.roots = roots
        self.ledger = ledger
        self.outlet = outlet
        self.progress = progress
        self.manifest = ManifestTable(manifest)
        reader = FileReader(
            maximumBytes: Int64(client.settings.bytes("ingest.max-document-bytes")), roots: roots.map(\.resolved))
        store = PayloadStore(settings: client.settings)
        outlet.onDelivered = { [unowned self] in delivered($0) }
    }

    /// What became of a file.
    enum Fate: Hashable {
        /// It was taken, or needed no taking; nil where its state is not known.
        case settled(FileState?)
        /// It changes, or a writer holds it open (`isHeld`).
        case later(isHeld: Bool)
        case gone
    }

    /// Walks the roots, takes every file, and waits until all is sent.
    func readOnce() throws(Failure) {
        let walker = walker()
        try walker.walk { visit throws(Failure) in
            switch visit {
            case .file(let file): try takeOnce(file)
            case .directory: break
            case .leftOut(let reason, _): leaveOut(reason)
            case .problem(let problem): try refuse(problem)
            case .vanished(let path, let location): try refuseVanished(path, location: location)
            }
            return !client.drain.isRequested
        }
        if !client.drain.isRequested { try refuseRowsWithoutFile() }
        try flush()
        if client.drain.isRequested { summary.isComplete = false }
        report(force: true)
    }

    /// A walker that knows the folders to leave out as they are now.
    func walker() -> FileWalker {
        let own = ["archive.directory", "payload-store"].map { client.settings.string($0) }.filter { !$0.isEmpty }
        var exclusions = Exclusions(
            patterns: client.settings.list("ingest.exclude"), ownFolders: own.map { BytePath($0) })
        exclusions.ownFiles = manifest.state.map { [$0] } ?? []
        return FileWalker(roots: roots, exclusions: exclusions)
    }

    func leaveOut(_ reason: Exclusions.Reason) { summary.excluded[reason.rawValue, default: 0] += 1 }

    func flush() throws(Failure) {
        try outlet.flush()
        report(force: false)
    }

    /// Reads the manifest again where it has changed; one that is wrong now leaves the old one standing.
    func refreshManifest() {
        do throws(Failure) {
            try manifest.refresh(roots: roots)
        } catch {
            client.logger.warning("the manifest was not read again", ["reason": error.message])
        }
    }

    // MARK: - One file

    func takeOnce(_ file: FoundFile) throws(Failure) {
        for attempt in 1... {
            switch try take(file, unlessWritten: false) {
            case .settled: return
            case .gone:
                return try refuse(file, state: file.state, Self.vanished(file.path))
            case .later:
                if client.drain.wait(milliseconds: 200) { return }
                if attempt == 5 {
                    return try refuse(
                        file, state: file.state,
                        Refusal(
                            .vanished,
                            "\(file.path.text) changed each time it was read; ingest it again when it is complete"))
                }
            }
        }
    }

    /// Takes a file as it is now. With `unlessWritten` one that a writer holds open is left for later.
    func take(_ file: FoundFile, unlessWritten: Bool) throws(Failure) -> Fate {
        report(force: false)
        let row = manifest.row(for: file.path)
        let location = row?.url ?? file.location
        if ledger.isUntouched(location, file.state) {
            summary.unchanged += 1
            return .settled(file.state)
        }
        if file.state.size > reader.maximumBytes, ledger.isKnownRefusal(location, file.state, .tooLarge) {
            summary.refused += 1
            return .settled(file.state)
        }
        switch reader.read(file.path, unlessWritten: unlessWritten) {
        case .contents(let contents):
            try take(contents, file, row)
            return .settled(contents.state)
        case .tooLarge(let state, let sha256):
            let size = "\(state.size) bytes (\(Readable.bytes(Int(state.size))))"
            let limit = Readable.bytes(Int(reader.maximumBytes))
            try refuse(
                file, state: state,
                Refusal(
                    .tooLarge,
                    "\(file.path.text) has \(size), more than the \(limit) that ingest.max-document-bytes allows; "
                        + "raise it, or split the file"), sha256: sha256)
            return .settled(state)
        case .unreadable(let error):
            try refuse(
                file, state: file.state,
                Refusal(
                    .unreadable,
                    "\(file.path.text) could not be read: \(error.text); give this user permission to read it"))
            return .settled(file.state)
        case .vanished: return .gone
        case .changing: return .later(isHeld: false)
        case .beingWritten: return .later(isHeld: true)
        }
    }

    private func take(_ contents: FileContents, _ file: FoundFile, _ row: Manifest.Row?) throws(Failure) {
        var facts = facts(file, row, contents.state, sha256: contents.sha256)
        let stated = facts.retrievedAt ?? Timestamp(nanoseconds: contents.state.modified)
        switch ledger.decide(
            facts.location, sha256: contents.sha256, retrievedAt: stated, isStated: row?.retrievedAt != nil)
        {
        case .unchanged:
            summary.unchanged += 1
            ledger.refresh(facts.location, contents.state, readAt: now())
            return
        case .superseded:
            leaveOut(.superseded)
            client.logger.notice("older than what was sent from there", ["location": facts.location])
            return
        case .send(let retrievedAt): facts.retrievedAt = retrievedAt
        }
        var value = contents.bytes
        var payload: String?
        if contents.bytes.count > outlet.inlineBytes {
            guard let store else {
                return try refuse(
                    file, state: contents.state,
                    Refusal(
                        .tooLarge,
                        "\(file.path.text) has \(Readable.bytes(contents.bytes.count)), messages here hold "
                            + "\(Readable.bytes(outlet.inlineBytes)), and there is no folder for larger ones; "
                            + "set payload-store, or raise the topic's max.message.bytes"), sha256: contents.sha256)
            }
            do throws(PayloadStoreError) {
                payload = try store.put(contents.bytes)
            } catch { throw Failure(.ioError, error.description) }
            value = []
        }
        let record = ProducerRecord(
            topic: client.names.raw, partition: partition(facts.location), key: Array(facts.location.utf8),
            value: value,
            headers: DocumentHeaders.encode(facts, payload: payload))
        try send(record, facts, contents.state, bytes: contents.bytes.count, refusal: nil)
    }

    // MARK: - Refusals

    /// A folder that could not be read: what lies below it is unknown, so the folder stands for it.
    func refuse(_ problem: WalkProblem) throws(Failure) {
        let code: Refusal.Code = problem.error.isMissing ? .vanished : .unreadable
        let sentence =
            problem.error.isMissing
            ? "\(problem.path.text) was there when ingest began and is gone; ingest it again if it comes back"
            : problem.sentence
        let state =
            problem.state ?? FileState(kind: .directory, inode: 0, size: 0, modified: now().nanoseconds, changed: 0)
        // Its times change with whatever comes and goes in it, so that only the code tells a known refusal.
        if ledger.isKnownRefusal(problem.location, nil, code) { return countRefusal(nil, problem.location) }
        let facts = DocumentFacts(
            location: problem.location, sha256: Self.noHash, bytes: 0, path: problem.location,
            ingestedAt: ingestedAt())
        try send(facts, state, Refusal(code, sentence))
    }

    /// A file that its folder listed and that was gone when its turn came.
    private func refuseVanished(_ path: BytePath, location: String) throws(Failure) {
        // One that was sent is in the pipeline, and its going is no news.
        if let entry = ledger.entries[location], entry.refused == nil { return }
        let state = FileState(kind: .file, inode: 0, size: 0, modified: 0, changed: 0)
        try refuse(FoundFile(path: path, location: location, state: state), state: state, Self.vanished(path))
    }

    private static func vanished(_ path: BytePath) -> Refusal {
        Refusal(.vanished, "\(path.text) was gone when it was to be read; ingest it again if it comes back")
    }

    private func refuse(
        _ file: FoundFile, state: FileState, _ refusal: Refusal, sha256: String = Intake.noHash
    ) throws(Failure) {
        let row = manifest.row(for: file.path)
        var facts = facts(file, row, state, sha256: sha256)
        if ledger.isKnownRefusal(facts.location, state, refusal.code) { return countRefusal(nil, facts.location) }
        // Only bytes that were there supersede those that came before; what could not be read is not newer.
        facts.retrievedAt =
            sha256 == Self.noHash
            ? nil
            : ledger.refusalTime(facts.location, facts.retrievedAt ?? Timestamp(nanoseconds: state.modified))
        try send(facts, state, refusal)
    }

    /// What the manifest names and the folders do not have.
    private func refuseRowsWithoutFile() throws(Failure) {
        for row in manifest.unmetRows {
            let location = row.url ?? likelyLocation(of: row.path)
            let place = "\(manifest.name):\(row.line)"
            if let found = row.found {
                client.logger.warning(
                    "the manifest names a file that is not below the PATHs given, or is left out",
                    ["line": place, "path": found.text])
                continue
            }
            let state = FileState(
                kind: .file, inode: 0, size: 0, modified: row.retrievedAt?.nanoseconds ?? 0, changed: 0)
            let refusal = Refusal(
                .vanished,
                "\(row.path.text), named in \(place), is not below the folders given; ingest it again when it is there")
            if ledger.isKnownRefusal(location, state, .vanished) {
                countRefusal(nil, location)
                continue
            }
            // A document that did come from there once is not superseded by a file that has been cleared away.
            if let entry = ledger.entries[location], entry.refused == nil { continue }
            let facts = DocumentFacts(
                location: location, sha256: Self.noHash, bytes: 0, path: nil, url: row.url,
                ingestedAt: ingestedAt(), mediaType: row.mediaType, charset: row.charset)
            try send(facts, state, refusal)
        }
    }

    /// Where a file that is not there would be: below the root that would hold it.
    private func likelyLocation(of path: BytePath) -> String {
        let folders = roots.filter(\.isDirectory)
        for root in folders {
            if let relative = path.relative(to: root.path) { return root.location(of: relative) }
        }
        guard !path.isAbsolute, folders.count == 1, let root = folders.first else {
            return BytePath.percentEncoded(path.bytes)
        }
        return root.location(of: path.bytes)
    }

    private func send(_ facts: DocumentFacts, _ state: FileState, _ refusal: Refusal) throws(Failure) {
        let record = DeadLetter.letter(
            for: facts, value: nil, refusal: refusal, topic: client.names.dead, partition: partition(facts.location),
            timestamp: nil)
        countRefusal(refusal, facts.location)
        try send(record, facts, state, bytes: 0, refusal: refusal)
    }

    private func countRefusal(_ refusal: Refusal?, _ location: String) {
        summary.refused += 1
        guard let refusal else { return }
        client.logger.notice(
            "refused", ["location": location, "code": refusal.code.rawValue, "reason": refusal.message])
        if summary.refusals.count < IngestSummary.maximumRefusals {
            summary.refusals.append(.init(location: location, refusal: refusal))
        }
    }

    /// The hash of bytes that nobody could read. Smaller than any other, so that a document of the same time wins.
    static let noHash = String(repeating: "0", count: 64)

    // MARK: - Sending

    private func send(
        _ record: ProducerRecord, _ facts: DocumentFacts, _ state: FileState, bytes: Int, refusal: Refusal?
    ) throws(Failure) {
        let readAt = now()
        let entry = LedgerEntry(
            sha256: facts.sha256, state: state, readAt: readAt,
            retrievedAt: facts.retrievedAt ?? ledger.entries[facts.location]?.retrievedAt
                ?? Timestamp(nanoseconds: 0),
            ingestedAt: facts.ingestedAt ?? readAt, refused: refusal?.code)
        ledger.apply(facts.location, entry)
        try outlet.send(
            OutgoingDocument(
                record: record, location: facts.location, entry: entry, refusal: refusal, documentBytes: bytes))
    }

    private func facts(_ file: FoundFile, _ row: Manifest.Row?, _ state: FileState, sha256: String) -> DocumentFacts {
        // The path is the one below the roots' names: where the roots lie is no fact of the document, and another
        // working directory must not give another archive.
        DocumentFacts(
            location: row?.url ?? file.location, sha256: sha256, bytes: Int(state.size), path: file.location,
            url: row?.url, retrievedAt: row?.retrievedAt ?? Timestamp(nanoseconds: state.modified),
            ingestedAt: ingestedAt(), mediaType: row?.mediaType, charset: row?.charset)
    }

    private func partition(_ location: String) -> Int32 {
        murmur2Partition(key: Array(location.utf8), count: outlet.partitions)
    }

    private func ingestedAt() -> Timestamp { options.ingestedAt ?? now() }

    func now() -> Timestamp {
        let time = Logger.timeOfDay()
        return Timestamp(nanoseconds: Int64(time.seconds) * 1_000_000_000 + Int64(time.nanoseconds))
    }

    private func delivered(_ documents: [OutgoingDocument]) {
        for document in documents where document.refusal == nil {
            summary.sent += 1
            summary.sentBytes += document.documentBytes
        }
        report(force: false)
    }

    private func report(force: Bool) {
        let now = monotonicNanoseconds()
        guard force || now - lastProgress > 100_000_000 else { return }
        lastProgress = now
        progress(
            .init(
                sent: summary.sent, sentBytes: summary.sentBytes, unchanged: summary.unchanged, refused: summary.refused
            ))
    }
}
