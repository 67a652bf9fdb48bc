package import Reports

/// Notices when a stage refuses so much for one reason that the reason is likelier its own: a bad release, a folder that
/// is not mounted, a limit set too low. Pure: time is passed in.
///
/// It counts over the last documents of a lane. A value type, so that a lane can go back to what it was before a batch
/// that is read again.
package struct Brake: Sendable {
    /// When it takes hold.
    package struct Limits: Hashable, Sendable {
        /// Over how many documents it counts.
        package var window: Int
        /// Fewer refusals than this never stop a stage.
        package var minimum: Int
        /// Percent of the documents in the window; 0: never.
        package var share: Int
        /// Reasons that lie in the document and come in rows.
        package var ordinary: Set<Refusal.Code>

        package init(window: Int, minimum: Int, share: Int, ordinary: Set<Refusal.Code>) {
            self.window = window
            self.minimum = minimum
            self.share = share
            self.ordinary = ordinary
        }

        /// Never.
        package static let off = Limits(window: 1, minimum: 1, share: 0, ordinary: [])
    }
    /// Why a stage stands still.
    package struct Trip: Hashable, Sendable {
        /// The reason that came too often.
        package var code: Refusal.Code
        /// How often it came…
        package var refused: Int
        /// …among so many documents.
        package var documents: Int
        /// When the first of those refusals was.
        package var since: Timestamp

        package init(code: Refusal.Code, refused: Int, documents: Int, since: Timestamp) {
            self.code = code
            self.refused = refused
            self.documents = documents
            self.since = since
        }
    }
    private struct Outcome {
        /// Nil: passed, or refused for an ordinary reason.
        var code: Refusal.Code?
        var time: Timestamp
    }
    private let limits: Limits
    /// The last documents; a ring once it is full.
    private var outcomes: [Outcome] = []
    private var oldest = 0
    private var counts: [Refusal.Code: Int] = [:]

    /// Set once it has taken hold, and for good: a person lets it go.
    package private(set) var trip: Trip?

    package init(limits: Limits) { self.limits = limits }

    /// A document was passed on.
    package mutating func passed() { add(Outcome(code: nil, time: Timestamp(nanoseconds: 0))) }

    /// A document was refused.
    package mutating func refused(_ code: Refusal.Code, at now: Timestamp) {
        guard !limits.ordinary.contains(code) else { return passed() }
        add(Outcome(code: code, time: now))
        guard trip == nil, limits.share > 0, let count = counts[code], count >= limits.minimum,
            count * 100 >= limits.share * outcomes.count
        else { return }
        let since = outcomes.lazy.filter { $0.code == code }.map(\.time).min() ?? now
        trip = Trip(code: code, refused: count, documents: outcomes.count, since: since)
    }

    private mutating func add(_ outcome: Outcome) {
        guard limits.share > 0 else { return }
        if outcomes.count < limits.window {
            outcomes.append(outcome)
        } else {
            if let code = outcomes[oldest].code { counts[code, default: 0] -= 1 }
            outcomes[oldest] = outcome
            oldest = (oldest + 1) % outcomes.count
        }
        if let code = outcome.code { counts[code, default: 0] += 1 }
    }
}
