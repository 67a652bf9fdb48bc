public import Kafka
public import Operations
import Reports

/// Finds a message's value, in the message or in the payload store.
public struct PayloadReader: Sendable {
    /// Nil where none is configured.
    let store: PayloadStore?
    /// Longer payloads are not read into memory.
    let maximumBytes: Int

    init(store: PayloadStore?, maximumBytes: Int) {
        self.store = store
        self.maximumBytes = maximumBytes
    }

    /// A reader of the configured `payload-store`.
    public init(settings: Settings) {
        // The records of the largest document are this many times as large at most, or they are refused.
        self.init(
            store: PayloadStore(settings: settings), maximumBytes: 8 * settings.bytes("ingest.max-document-bytes"))
    }

    /// The value of a message, wherever it travels; nil where it is null.
    ///
    /// - Throws: `payload_missing`; a stop (74) where the store itself cannot be read, which says nothing about the
    ///   payload.
    public func value(of record: ConsumerRecord) throws(StageError) -> [UInt8]? {
        guard let name = record.headers.text(HeaderName.payload) else { return record.value }
        guard let store else {
            throw .refuse(
                Refusal(
                    .payloadMissing,
                    "the message's payload travels by reference, and this stage has no payload-store; give it the one ingest has"
                ))
        }
        do throws(PayloadStore.ReadError) {
            return try store.get(name, maximumBytes: maximumBytes)
        } catch {
            switch error {
            case .missing(let refusal): throw .refuse(refusal)
            case .unavailable(let error): throw .stop(Failure(.ioError, error.description))
            }
        }
    }
}
