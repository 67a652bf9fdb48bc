/// How a process ends: lanes are asked once, and waited for until a deadline. Pure: time is passed in.
struct DrainMachine {
    enum Action: Hashable {
        case keepRunning
        /// Ask every lane to end its batch and close.
        case drainLanes
        case wait
        /// Every lane has ended.
        case finish
        /// The deadline has passed: leave; what was not committed is read again.
        case abandon
    }
    private var deadline: Int64?
    let limitNanoseconds: Int64

    init(limitNanoseconds: Int64) { self.limitNanoseconds = limitNanoseconds }

    var isDraining: Bool { deadline != nil }

    /// - Parameters:
    ///   - requested: SIGTERM came, a lane failed, or all lanes were idle for long enough.
    ///   - running: lanes that have not ended.
    mutating func next(requested: Bool, running: Int, at now: Int64) -> Action {
        guard running > 0 else { return .finish }
        guard let deadline else {
            guard requested else { return .keepRunning }
            deadline = now + limitNanoseconds
            return .drainLanes
        }
        return now < deadline ? .wait : .abandon
    }
}
