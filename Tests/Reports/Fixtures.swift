import Foundation
import Testing

/// Where the fixtures of all modules are.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: path)))
    }

    /// The names in a folder of fixtures that end so, sorted.
    static func names(in path: String, endingIn suffix: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)
        return names.filter { $0.hasSuffix(suffix) }.sorted()
    }
}

/// The SplitMix64 generator: a failing case comes back with its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &self) == 0 }

    mutating func pick<Element>(_ choices: [Element]) throws -> Element {
        try #require(choices.randomElement(using: &self))
    }
}

/// Seeds for property tests: a fixed one, and one from the clock, which the test prints.
let seeds: [UInt64] = [1, DispatchTime.now().uptimeNanoseconds]
