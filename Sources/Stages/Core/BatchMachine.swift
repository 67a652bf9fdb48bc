/// When a lane begins and ends a batch (a transaction, where delivery is exactly once). Pure: time is passed in.
///
/// A transaction costs about 31 ms on Apache Kafka whatever its size (measured with librdkafka 2.0.2), so it must
/// carry hundreds of records or a tenth of a second's worth; a lane with nothing left to read ends it at once.
struct BatchMachine {
    struct Limits: Hashable {
        var records: Int
        var bytes: Int
        var lingerNanoseconds: Int64
    }
    private enum State: Hashable {
        case closed
        case open(since: Int64, records: Int, bytes: Int)
    }
    private var state = State.closed
    let limits: Limits

    init(limits: Limits) { self.limits = limits }

    var isOpen: Bool { state != .closed }

    /// A record is about to be dealt with. True: begin a transaction first.
    mutating func opens(at now: Int64) -> Bool {
        guard state == .closed else { return false }
        state = .open(since: now, records: 0, bytes: 0)
        return true
    }

    /// A record of `bytes` (what came in plus what went out) was dealt with.
    mutating func added(bytes more: Int) {
        guard case .open(let since, let records, let bytes) = state else { return }
        state = .open(since: since, records: records + 1, bytes: bytes + more)
    }

    /// Whether the batch is to end now.
    func isDue(at now: Int64, drained: Bool) -> Bool {
        guard case .open(let since, let records, let bytes) = state else { return false }
        return drained || records >= limits.records || bytes >= limits.bytes || now - since >= limits.lingerNanoseconds
    }

    /// Nanoseconds until the batch is due by age; nil when none is open.
    func timeLeft(at now: Int64) -> Int64? {
        guard case .open(let since, _, _) = state else { return nil }
        return max(0, limits.lingerNanoseconds - (now - since))
    }

    mutating func closed() { state = .closed }
}
