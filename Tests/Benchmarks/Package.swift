// swift-tools-version: 6.2
// The benchmarks of Guazhi: a package of its own, so that building the product does not build them.
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "guazhi", path: "../..")],
    targets: [
        .target(
            name: "CLoop", cSettings: [.unsafeFlags(["-O2"])], linkerSettings: [.linkedLibrary("rdkafka")]),
        .executableTarget(
            name: "passthrough",
            dependencies: [
                "CLoop", .product(name: "Kafka", package: "guazhi"),
                .product(name: "KafkaTestSupport", package: "guazhi"),
                .product(name: "Operations", package: "guazhi"), .product(name: "Stages", package: "guazhi"),
                .product(name: "Reports", package: "guazhi"),
            ]),
        // Large archives for Tests/EndToEnd/scale.py.
        .executableTarget(
            name: "scale",
            dependencies: [
                "BenchmarkCorpus", .product(name: "Archive", package: "guazhi"),
                .product(name: "Reports", package: "guazhi"),
            ]),
        .executableTarget(
            name: "parsing",
            dependencies: [
                "BenchmarkCorpus", .product(name: "Parsing", package: "guazhi"),
                .product(name: "Reports", package: "guazhi"),
            ]),
        .executableTarget(
            name: "enrichment",
            dependencies: [
                "BenchmarkCorpus", .product(name: "Enrichment", package: "guazhi"),
                .product(name: "Parsing", package: "guazhi"), .product(name: "Reports", package: "guazhi"),
            ],
            exclude: ["peers.py"]),
        .target(
            name: "BenchmarkCorpus",
            dependencies: [.product(name: "Parsing", package: "guazhi"), .product(name: "Reports", package: "guazhi")]),
    ],
    swiftLanguageModes: [.v6]
)
