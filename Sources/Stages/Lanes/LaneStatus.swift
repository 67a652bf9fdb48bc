package import Synchronization

/// What a lane tells the rest of its process; written by its thread alone, read by any.
package final class LaneStatus: Sendable {
    /// Odd while inside a transform, even between: the watchdog sees a hang by a number that stays odd.
    package let transforms = Atomic<UInt64>(0)
    /// Monotonic time since which there is nothing to do; 0 while there is.
    package let idleSince = Atomic<Int64>(0)
    package let records = Atomic<UInt64>(0)
    package let refusals = Atomic<UInt64>(0)
    package let hasEnded = Atomic<Bool>(false)
    /// The lane is to end its batch and close.
    package let drain = Atomic<Bool>(false)
    /// The lane's brake has taken hold: it stands still until it is to end.
    package let isBraked = Atomic<Bool>(false)
    /// Another lane's brake has taken hold: this one stands still too.
    package let halt = Atomic<Bool>(false)

    package init() {}

    package var isDraining: Bool { drain.load(ordering: .relaxed) }
    package var isHalted: Bool { halt.load(ordering: .relaxed) }
}
