// swift-tools-version: 6.2
// Guazhi names no outside Swift package: what is not here comes from the toolchain or from a C library of the system.
import PackageDescription

/// Swift 6 mode with the language's coming defaults; a warning is an error so that main stays quiet.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// A library of ours and its test target; `Tests/NAME` is the folder of `NAMETests`.
func module(_ name: String, _ dependencies: [Target.Dependency], tests: [Target.Dependency] = []) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, swiftSettings: settings),
        .testTarget(
            name: "\(name)Tests", dependencies: [.byName(name: name)] + tests, path: "Tests/\(name)",
            swiftSettings: settings),
    ]
}

func executable(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func library(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
    name: "guazhi",
    products: [
        .library(name: "Kafka", targets: ["Kafka"]),
        .library(name: "KafkaTestSupport", targets: ["KafkaTestSupport"]),
        .library(name: "Operations", targets: ["Operations"]),
        .library(name: "Reports", targets: ["Reports"]),
        .library(name: "Parsing", targets: ["Parsing"]),
        .library(name: "Enrichment", targets: ["Enrichment"]),
        .library(name: "Archive", targets: ["Archive"]),
        .library(name: "Stages", targets: ["Stages"]),
        .executable(name: "guazhi", targets: ["guazhi"]),
        .executable(name: "guazhi-ingest", targets: ["guazhi-ingest"]),
        .executable(name: "guazhi-parse", targets: ["guazhi-parse"]),
        .executable(name: "guazhi-enrich", targets: ["guazhi-enrich"]),
        .executable(name: "guazhi-archive", targets: ["guazhi-archive"]),
    ],
    targets: [
        library("CRdKafka", pkgConfig: "rdkafka", apt: "librdkafka-dev"),
        library("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        library("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        library("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
        library("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
        library("CExpat", pkgConfig: "expat", apt: "libexpat1-dev"),
        library("CSystem", apt: "libc6-dev"),
        .target(name: "CSandbox", path: "Sources/C/CSandbox"),
        // The tests hold our reading of HTML against gumbo's; nothing that is shipped links it.
        library("CGumbo", pkgConfig: "gumbo", apt: "libgumbo-dev"),
        executable(
            "guazhi", ["Archive", "Enrichment", "Kafka", "Operations", "Parsing", "Reports", "Stages", "CSystem"]),
        executable("guazhi-ingest", ["Kafka", "Operations", "Reports", "Stages"]),
        executable("guazhi-parse", ["Kafka", "Operations", "Parsing", "Reports", "Stages"]),
        executable("guazhi-enrich", ["Enrichment", "Kafka", "Operations", "Reports", "Stages"]),
        executable("guazhi-archive", ["Archive", "Kafka", "Operations", "Reports", "Stages", "CSystem"]),
        .target(name: "KafkaTestSupport", path: "Tests/Support/KafkaTestSupport", swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Archive", "Enrichment", "Kafka", "Operations", "Parsing", "Reports", "Stages", "guazhi",
                "guazhi-ingest",
                "guazhi-parse", "guazhi-enrich", "guazhi-archive", "KafkaTestSupport",
            ],
            path: "Tests/EndToEnd",
            exclude: [
                "chaos", "chaos_lab", "clusters.py", "equivalence.py", "faults.py", "follow.py", "harness.py",
                "late.py",
                "letters.py", "membership.py", "readme.py", "scale.py", "scores.py", "secure.py", "throughput.py",
            ],
            swiftSettings: settings),
    ]
        + module("Operations", ["CYAML", "CSystem"])
        + module("Kafka", ["CRdKafka"], tests: ["KafkaTestSupport"])
        + module("Reports", ["CCrypto"])
        + module("Parsing", ["Reports", "CArchive", "CExpat", "CSandbox", "CSystem"], tests: ["CGumbo"])
        + module("Enrichment", ["Reports"])
        + module("Archive", ["Reports", "CZstd", "CSystem"])
        + module(
            "Stages", ["Kafka", "Operations", "Reports", "CSystem"],
            tests: ["Kafka", "KafkaTestSupport", "Operations", "Reports"]),
    swiftLanguageModes: [.v6]
)
