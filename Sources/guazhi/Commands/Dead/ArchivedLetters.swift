import Archive
import Operations
import Reports
import Stages

/// The refusals in an archive's segments, as letters.
struct ArchivedLetters {
    private let folder: ArchiveFolder

    init(directory: String) { folder = ArchiveFolder(directory) }

    /// Reads the letters that `filter` lets through, by location; of each document and reason the last one counts.
    ///
    /// - Parameter keepsBytes: Which of them are to have their original value.
    /// - Throws: 66 without an archive, 74 for a damaged one.
    func letters(
        _ filter: LetterFilter = LetterFilter(), keepsBytes: (Letter) -> Bool = { _ in false }
    ) throws(Failure) -> [Letter] {
        var letters: [EntryKey: Letter] = [:]
        do throws(ArchiveError) {
            try folder.entries { entry, readFrom throws(ArchiveError) in
                guard case .refusal(let refusal) = entry else { return }
                var letter = Letter(refusal, readFrom: readFrom)
                guard filter.matches(letter) else { return }
                if keepsBytes(letter) { letter.bytes = refusal.original }
                letters[refusal.key] = letter
            }
        } catch {
            throw Failure(error)
        }
        return letters.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension Letter {
    /// A refusal in an archive. Its message's key is not kept there, so its place is its id.
    init(_ entry: RefusalEntry, readFrom place: String) {
        id = place
        self.place = place
        stage = entry.stage
        code = entry.code
        message = entry.message
        attempt = entry.attempt
        location = entry.key.location
        origin = entry.origin
        time = entry.ingestedAt ?? entry.retrievedAt
        size = entry.original?.count
        bytes = nil
        let facts: [(String, String?)] = [
            (HeaderName.location, entry.key.location), (HeaderName.document, entry.key.sha256),
            (HeaderName.bytes, entry.bytes.map { String($0) }), (HeaderName.path, entry.path),
            (HeaderName.url, entry.url), (HeaderName.retrievedAt, entry.retrievedAt?.description),
            (HeaderName.ingestedAt, entry.ingestedAt?.description),
            (HeaderName.generation, entry.key.generation.map { String($0) }),
            (HeaderName.part, entry.key.part?.description),
        ]
        headers = facts.compactMap { name, text in text.map { NamedText(name: name, text: $0) } }
    }
}
