import Testing

@testable import Enrichment

@Suite struct TermTrieTests {
    /// A trie of some names, each with its number as its kinds.
    private func layout(_ names: [[UInt32]]) throws -> TermTrie {
        var trie = Trie(capacity: names.count)
        var kinds: [Int32: UInt32] = [:]
        for (number, name) in names.enumerated() { kinds[trie.insert(name)] = UInt32(number + 1) }
        var layout = TermTrieLayout(
            trie, kinds: (0..<trie.nodeCount).map { kinds[Int32($0)] ?? 0 },
            scores: [Float](repeating: 0, count: trie.nodeCount))
        let isPlaced = layout.place()
        #expect(isPlaced)
        return TermTrie(layout)
    }

    @Test func everyNameIsFoundAndNothingElse() throws {
        var generator = SplitMix(state: 6)
        var known: Set<[UInt32]> = []
        for _ in 0..<20_000 {
            let length = 1 + Int(generator.next() % 6)
            // Few scalars, so that names share beginnings and blocks fill; some above U+10000.
            known.insert(
                (0..<length).map { _ in
                    let pick = UInt32(truncatingIfNeeded: generator.next() % 300)
                    return pick > 295 ? 0x20000 + pick : 0x4E00 + pick
                })
        }
        let names = known.sorted { $0.lexicographicallyPrecedes($1) }
        let trie = try layout(names)
        for (number, name) in names.enumerated() {
            let node = try #require(trie.node(name))
            #expect(trie.nodes[Int(node)].kinds == UInt32(number + 1))
        }
        let beginnings = Set(names.flatMap { name in (1...name.count).map { Array(name.prefix($0)) } })
        for _ in 0..<20_000 {
            let name = (0..<(1 + Int(generator.next() % 4))).map { _ in 0x4E00 + UInt32(generator.next() % 320) }
            #expect((trie.node(name) != nil) == beginnings.contains(name), "\(name)")
        }
    }

    @Test func aTextsNamesAreThoseOfItsStretches() throws {
        let store = try Fixture.lexicons.get().store
        // Longer than one stretch of the walk, with rare scalars, unknown ones and names over the edge.
        let piece = "中华人民共和国江苏省泰州市姜堰区大伦镇𠮷abc,挂职干部王小明2019年赴新疆维吾尔自治区。"
        let source = String(repeating: piece, count: 40)
        let reading = Reading(source, store: store)
        let scalars = Array(reading.text)
        #expect(scalars == source.unicodeScalars.map { store.folded($0.value) })
        for start in scalars.indices {
            var expected: [Int32] = []
            for end in (start + 1)...min(start + 20, scalars.count) {
                guard let node = store.trie.node(scalars[start..<end]) else { break }
                if !store.kind(node).isEmpty { expected.append(node) }
            }
            #expect(reading.hits(at: start).map(\.node) == expected, "at \(start)")
        }
    }
}

/// A generator that gives the same numbers for the same seed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
