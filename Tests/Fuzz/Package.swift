// swift-tools-version: 6.2
// The fuzzer of decode + parse and the replay of its corpus: a package of its own, so that building the product builds
// neither, and so that one build can have the sanitizers and the other not.
//
//     Tests/Fuzz/fuzz.sh [--executions N] [--seconds S]    builds with libFuzzer and AddressSanitizer and runs
//     Tests/Fuzz/replay.sh                                 builds without, and holds every input to time and memory
//
// `corpus` holds what the fuzzer found worth keeping, `fixed` the inputs of crashes that were mended, each named for its
// cause; both are replayed by the unit tests too. `crashes` holds what is not mended yet and is not part of the repository.
// `ParsingInvariants` is the folder Tests/Parsing/Invariants, which the unit tests compile as well.
import PackageDescription

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "guazhi", path: "../..")],
    targets: [
        .target(
            name: "ParsingInvariants",
            dependencies: [.product(name: "Parsing", package: "guazhi"), .product(name: "Reports", package: "guazhi")]),
        // libFuzzer brings main.
        .executableTarget(
            name: "fuzz", dependencies: ["ParsingInvariants", .product(name: "Parsing", package: "guazhi")],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
        .target(name: "CAllocations", cSettings: [.unsafeFlags(["-O2"])]),
        .executableTarget(
            name: "replay",
            dependencies: ["CAllocations", "ParsingInvariants", .product(name: "Parsing", package: "guazhi")]),
    ],
    swiftLanguageModes: [.v6]
)
