/// Packs records into waves that the embedded broker can hold: so many bytes and documents a partition, no more.
///
/// The embedded broker drops the oldest of a partition beyond 5 MB without a word, so ingest alone keeps the whole
/// pipeline small: two waves, and all that the stages make of them, stay far below that.
struct WavePlanner: Hashable, Sendable {
    let maximumBytes: Int
    let maximumDocuments: Int
    private var bytes: [Int32: Int] = [:]
    private var documents: [Int32: Int] = [:]

    init(maximumBytes: Int, maximumDocuments: Int) {
        self.maximumBytes = maximumBytes
        self.maximumDocuments = maximumDocuments
    }

    var isEmpty: Bool { documents.isEmpty }

    /// Takes a record into the wave, or returns false where the wave has to go first. A record that is alone in its
    /// partition is always taken: what must not travel inline at all is decided elsewhere.
    mutating func add(partition: Int32, bytes count: Int) -> Bool {
        let taken = documents[partition, default: 0]
        if taken > 0, taken >= maximumDocuments || bytes[partition, default: 0] + count > maximumBytes { return false }
        documents[partition] = taken + 1
        bytes[partition, default: 0] += count
        return true
    }

    /// The wave has gone.
    mutating func reset() {
        bytes = [:]
        documents = [:]
    }
}
