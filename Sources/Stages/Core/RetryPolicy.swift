/// Back-off between attempts: doubling from `first` to `most`, given up once `deadline` has passed since the first
/// failure of an unbroken row. Pure: time is passed in.
struct RetryPolicy {
    let firstNanoseconds: Int64
    let mostNanoseconds: Int64
    let deadlineNanoseconds: Int64
    private var failingSince: Int64?
    private var next: Int64

    init(firstNanoseconds: Int64, mostNanoseconds: Int64, deadlineNanoseconds: Int64) {
        self.firstNanoseconds = firstNanoseconds
        self.mostNanoseconds = mostNanoseconds
        self.deadlineNanoseconds = deadlineNanoseconds
        next = firstNanoseconds
    }

    /// An attempt failed: how long to wait before the next, or nil when it is time to give up.
    mutating func failed(at now: Int64) -> Int64? {
        let since = failingSince ?? now
        failingSince = since
        guard now - since < deadlineNanoseconds else { return nil }
        let delay = next
        next = min(next * 2, mostNanoseconds)
        return delay
    }

    mutating func succeeded() {
        failingSince = nil
        next = firstNanoseconds
    }
}
