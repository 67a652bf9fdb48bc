import Kafka
import Testing

@testable import Stages

@Suite struct WaveTests {
    @Test func aWaveIsFullWhenAPartitionIs() {
        var planner = WavePlanner(maximumBytes: 100, maximumDocuments: 3)
        #expect(planner.isEmpty)
        let offers: [(Int32, Int)] = [(0, 60), (1, 60), (0, 40), (0, 1), (1, 0), (1, 0), (1, 0)]
        let taken = offers.map { planner.add(partition: $0.0, bytes: $0.1) }
        #expect(taken == [true, true, true, false, true, true, false])
        planner.reset()
        #expect(planner.isEmpty)
        // Alone it is taken whatever its size: else it could never go.
        let late = [101, 0].map { planner.add(partition: 0, bytes: $0) }
        #expect(late == [true, false])
    }

    @Test(arguments: 1...50)
    func noPartitionOfAWavePassesItsLimits(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var planner = WavePlanner(maximumBytes: 1000, maximumDocuments: 5)
        var wave: [Int32: [Int]] = [:]
        for _ in 0..<500 {
            let partition = Int32.random(in: 0..<4, using: &random)
            let bytes = Int.random(in: 0...600, using: &random)
            if !planner.add(partition: partition, bytes: bytes) {
                planner.reset()
                wave = [:]
                let isTaken = planner.add(partition: partition, bytes: bytes)
                #expect(isTaken, "seed \(seed)")
            }
            wave[partition, default: []].append(bytes)
            #expect(wave.values.allSatisfy { $0.count <= 5 && $0.reduce(0, +) <= 1000 }, "seed \(seed)")
        }
    }

    private func offsets(_ topic: String, _ offsets: Int64...) -> WaveGate.Offsets {
        Dictionary(
            uniqueKeysWithValues: offsets.enumerated().map {
                (TopicPartition(topic: topic, partition: Int32($0.offset)), $0.element)
            })
    }

    @Test func theThirdWaveWaitsUntilTheFirstIsThroughAllStages() {
        var gate = WaveGate()
        #expect(gate.query == nil)
        gate.begin(rawEnds: offsets("raw", 3, 4))
        #expect(gate.mayBegin)
        gate.begin(rawEnds: offsets("raw", 6, 8))
        #expect(!gate.mayBegin)
        #expect(gate.query == .committed(.parse))
        gate.answer(committed: offsets("raw", 3, 3))
        #expect(gate.query == .committed(.parse))
        gate.answer(committed: offsets("raw", 3, 4))
        #expect(gate.query == .ends(.enrich))
        gate.answer(ends: offsets("parsed", 7, 5))
        #expect(gate.query == .committed(.enrich))
        gate.answer(committed: offsets("parsed", 7, 5))
        #expect(gate.query == .ends(.archive))
        gate.answer(ends: offsets("enriched", 7, 4).merging(offsets("dead", 0, 1)) { $1 })
        gate.answer(committed: offsets("enriched", 7, 4))
        #expect(!gate.mayBegin)
        gate.answer(committed: offsets("enriched", 7, 4).merging(offsets("dead", 0, 1)) { $1 })
        #expect(gate.mayBegin)
        #expect(gate.query == .committed(.parse))
    }

    @Test func anAnswerToAnotherQuestionChangesNothing() {
        var gate = WaveGate()
        gate.answer(committed: offsets("raw", 1))
        gate.answer(ends: offsets("raw", 1))
        #expect(gate == WaveGate())
        gate.begin(rawEnds: offsets("raw", 5))
        let before = gate
        gate.answer(ends: offsets("parsed", 1))
        #expect(gate == before)
    }

    @Test func whatAPredecessorLeftMustBeThroughFirst() {
        var gate = WaveGate()
        gate.takeOver(rawEnds: offsets("raw", 5))
        #expect(!gate.mayBegin)
        var rounds = 0
        while let query = gate.query, rounds < 100 {
            rounds += 1
            switch query {
            case .committed: gate.answer(committed: offsets("raw", 5).merging(offsets("parsed", 9)) { $1 })
            case .ends: gate.answer(ends: offsets("parsed", 9))
            }
        }
        #expect(gate == WaveGate())
    }

    /// A simulated pipeline in which every stage lags at random and every record grows to up to five: what is under
    /// way in any topic never passes what two waves can become, and all waves get through.
    @Test(arguments: 1...30)
    func twoWavesAreUnderWayAtMost(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var gate = WaveGate()
        let names = ["raw", "parsed", "enriched"]
        var ends = [Int64](repeating: 0, count: 3)
        var read = [Int64](repeating: 0, count: 3)
        var left = 40
        var rounds = 0
        func at(_ topic: Int, _ offset: Int64) -> WaveGate.Offsets { offsets(names[topic], offset) }
        while (left > 0 || gate.query != nil) && rounds < 100_000 {
            rounds += 1
            if left > 0, gate.mayBegin {
                left -= 1
                ends[0] += Int64.random(in: 1...10, using: &random)
                gate.begin(rawEnds: at(0, ends[0]))
            }
            let stage = Int.random(in: 0..<3, using: &random)
            if read[stage] < ends[stage] {
                read[stage] += 1
                if stage < 2 { ends[stage + 1] += Int64.random(in: 0...5, using: &random) }
            }
            #expect(ends[0] - read[0] <= 20 && ends[1] - read[1] <= 100 && ends[2] - read[2] <= 500, "seed \(seed)")
            switch gate.query {
            case .committed(.parse): gate.answer(committed: at(0, read[0]))
            case .committed(.enrich): gate.answer(committed: at(1, read[1]))
            case .committed(.archive): gate.answer(committed: at(2, read[2]))
            case .ends(.enrich): gate.answer(ends: at(1, ends[1]))
            case .ends(.archive): gate.answer(ends: at(2, ends[2]))
            case .ends(.parse), nil: break
            }
        }
        #expect(left == 0 && gate == WaveGate() && read == ends, "seed \(seed)")
    }
}
