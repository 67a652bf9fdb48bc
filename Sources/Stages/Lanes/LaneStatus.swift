import Synchronization

/// What a lane tells the rest of its process; written by its thread alone, read by any.
final class LaneStatus: Sendable {
    /// Odd while inside a transform, even between: the watchdog sees a hang by a number that stays odd.
    let transforms = Atomic<UInt64>(0)
    /// Monotonic time since which there is nothing to do; 0 while there is.
    let idleSince = Atomic<Int64>(0)
    let records = Atomic<UInt64>(0)
    let refusals = Atomic<UInt64>(0)
    let hasEnded = Atomic<Bool>(false)
    /// The lane is to end its batch and close.
    let drain = Atomic<Bool>(false)

    var isDraining: Bool { drain.load(ordering: .relaxed) }
}
