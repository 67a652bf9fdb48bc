import Kafka
import Operations
import Reports

/// One document, or one refusal, on its way: its message, and what the ledger will say of it.
struct OutgoingDocument: Sendable {
    var record: ProducerRecord
    var location: String
    var entry: LedgerEntry
    /// Why it goes to the dead letters; nil for a document.
    var refusal: Refusal?
    /// Bytes of the document itself.
    var documentBytes: Int

    /// Bytes on the way, the parts that a broker counts.
    var messageBytes: Int { Self.size(of: record) }

    static func size(of record: ProducerRecord) -> Int {
        record.headers.reduce((record.key?.count ?? 0) + (record.value?.count ?? 0) + 64) {
            $0 + $1.name.utf8.count + ($1.value?.count ?? 0) + 4
        }
    }
}

/// Where documents go. Used from one thread.
protocol DocumentOutlet: AnyObject {
    /// The partitions of raw and dead.
    var partitions: Int { get }
    /// The largest message in which a document travels inline.
    var inlineBytes: Int { get }

    /// Connects, makes sure that no predecessor can still send, and reads the ledger where there is one.
    func open(_ ledger: inout Ledger) throws(Failure)
    /// Takes a document; it may be sent at once or later, with others.
    func send(_ document: OutgoingDocument) throws(Failure)
    /// Sends all that was taken, and waits until it is safe. What a drain kept back is not sent, and not lost: no
    /// ledger has it.
    func flush() throws(Failure)
    /// Serves the client while nothing is to be sent.
    func idle() throws(Failure)
    /// Called with what has become safe.
    var onDelivered: ([OutgoingDocument]) -> Void { get set }
    func close()
}
