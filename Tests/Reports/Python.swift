import Foundation

/// The Python that checks us where it is installed.
enum Python {
    static let found = works(["--version"])
    static let hasJSONSchema = works(["-c", "import jsonschema; jsonschema.Draft202012Validator"])

    private static func works(_ arguments: [String]) -> Bool {
        ((try? run(arguments))?.status ?? 1) == 0
    }

    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
