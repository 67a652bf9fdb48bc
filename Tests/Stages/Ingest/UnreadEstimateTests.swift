import Testing

@testable import Stages

@Suite struct UnreadEstimateTests {
    @Test func whatWasSentHereIsCountedInBytes() {
        var estimate = UnreadEstimate()
        estimate.observe(ends: [0: 0, 1: 0])
        for _ in 0..<10 { estimate.sent(partition: 0, bytes: 100) }
        estimate.sent(partition: 1, bytes: 5000)
        #expect(estimate.unread(committed: [:], lows: [:]) == 6000)
        // Eleven offsets: a transaction's marker is one.
        estimate.observe(ends: [0: 11, 1: 2])
        #expect(estimate.unobserved == 0)
        #expect(estimate.unread(committed: [:], lows: [:]) == 6000)
        #expect(estimate.unread(committed: [1: 2], lows: [:]) == 1000)
        #expect(estimate.unread(committed: [0: 11, 1: 2], lows: [:]) == 0)
    }

    @Test func aStretchThatIsPartlyReadCountsByItsShare() {
        var estimate = UnreadEstimate()
        estimate.observe(ends: [0: 100])
        for _ in 0..<10 { estimate.sent(partition: 0, bytes: 100) }
        estimate.observe(ends: [0: 110])
        #expect(estimate.unread(committed: [0: 105], lows: [:]) == 500)
        for _ in 0..<10 { estimate.sent(partition: 0, bytes: 10) }
        estimate.observe(ends: [0: 120])
        #expect(estimate.unread(committed: [0: 105], lows: [:]) == 600)
        #expect(estimate.unread(committed: [0: 115], lows: [:]) == 50)
    }

    @Test func whatOthersLeftIsPricedByTheAverage() {
        var estimate = UnreadEstimate()
        estimate.observe(ends: [0: 1000])
        #expect(estimate.unread(committed: [0: 990], lows: [:]) == 10 * UnreadEstimate.assumedBytes)
        #expect(estimate.unread(committed: [:], lows: [0: 999]) == UnreadEstimate.assumedBytes)
        estimate.sent(partition: 0, bytes: 50)
        estimate.observe(ends: [0: 1001])
        #expect(estimate.unread(committed: [0: 990], lows: [:]) == 550)
    }

    @Test func whatIsNotAtTheEndYetIsNotForgotten() {
        var estimate = UnreadEstimate()
        estimate.observe(ends: [0: 5])
        estimate.sent(partition: 0, bytes: 70)
        estimate.observe(ends: [0: 5])
        #expect(estimate.unread(committed: [0: 5], lows: [:]) == 70)
        estimate.observe(ends: [0: 6])
        #expect(estimate.unread(committed: [0: 6], lows: [:]) == 0)
    }

    @Test(arguments: 1...20)
    func forgettingWhatWasReadChangesNothing(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var kept = UnreadEstimate()
        var pruned = UnreadEstimate()
        var end: Int64 = 0
        var position: Int64 = 0
        for _ in 0..<200 {
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let bytes = Int.random(in: 0...999, using: &random)
                kept.sent(partition: 0, bytes: bytes)
                pruned.sent(partition: 0, bytes: bytes)
                end += 1
            }
            position = Int64.random(in: position...end, using: &random)
            kept.observe(ends: [0: end])
            pruned.observe(ends: [0: end])
            pruned.forget(below: [0: position])
            let both = [kept, pruned].map { $0.unread(committed: [0: position], lows: [:]) }
            #expect(both[0] == both[1], "seed \(seed)")
            #expect(both[0] >= 0 && (position < end || both[0] == 0), "seed \(seed)")
        }
    }
}
