/// Notices a transform that burns CPU without end. Pure: samples are passed in.
///
/// It looks at the lane's CPU time, not the wall clock: a process that was stopped, or starved by its neighbours, has
/// not hung. Samples need not be regular.
struct Watchdog {
    private var inside: (transforms: UInt64, cpuNanoseconds: Int64)?
    let limitNanoseconds: Int64

    init(limitNanoseconds: Int64) { self.limitNanoseconds = limitNanoseconds }

    /// - Parameters:
    ///   - transforms: ``LaneStatus/transforms``: odd while inside one.
    ///   - cpuNanoseconds: what the lane's thread has used.
    /// - Returns: true when the transform seen before has used more than the limit since it was first seen.
    mutating func isHung(transforms: UInt64, cpuNanoseconds: Int64) -> Bool {
        guard transforms & 1 == 1 else {
            inside = nil
            return false
        }
        guard let seen = inside, seen.transforms == transforms else {
            inside = (transforms, cpuNanoseconds)
            return false
        }
        return cpuNanoseconds - seen.cpuNanoseconds > limitNanoseconds
    }
}
