import Foundation
import Testing

/// One of the programs under test, run as a shell would run it.
struct Executable {
    let name: String

    /// What a run left behind.
    struct Outcome {
        let code: Int32
        let output: Data
        let errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
        /// Standard output as lines of JSON.
        var jsonLines: [[String: Any]] {
            get throws {
                try text.split(separator: "\n").map {
                    try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
                }
            }
        }
    }

    /// Runs it to its end, with the tests' environment but for keys of the configuration.
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guazhi-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, not pipes: nobody has to read while it runs.
        let files = ["output", "errors"].map { folder.appending(path: $0) }
        for file in files { try Data().write(to: file) }
        let process = Process()
        process.executableURL = Self.folder.appending(path: name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GUAZHI_") }
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        let errors = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
        try #require(process.terminationReason == .exit, "\(name) \(arguments) was killed by a signal: \(errors)")
        return Outcome(code: process.terminationStatus, output: try Data(contentsOf: files[0]), errors: errors)
    }

    /// Where the build put the programs: beside the tests' own executable.
    private static let folder: URL = {
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        if FileManager.default.isExecutableFile(atPath: own.appending(path: "guazhi").path) { return own }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.appending(path: ".build/debug")
    }()
}
