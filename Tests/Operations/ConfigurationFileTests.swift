import Foundation
import Operations
import Testing

/// `config/guazhi.yaml` says exactly what the table says.
struct ConfigurationFileTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let file = root.appending(path: "config/guazhi.yaml")

    /// After a change of the table: GUAZHI_TEST_WRITE_CONFIGURATION=1 swift test --filter ConfigurationFileTests
    @Test func theFileIsTheTable() throws {
        let text = Configuration.yaml()
        if ProcessInfo.processInfo.environment["GUAZHI_TEST_WRITE_CONFIGURATION"] != nil {
            try Data(text.utf8).write(to: Self.file)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == text)
    }

    @Test func theFileSetsEveryKeyToItsDefault() throws {
        let settings = try Settings.load(file: Self.file.path, environment: [:], overrides: [])
        let defaults = Dictionary(uniqueKeysWithValues: Settings.defaults.lines.map { ($0.key, $0.value) })
        #expect(settings.lines.count == Configuration.keys.count)
        for line in settings.lines {
            #expect(line.value == defaults[line.key], "\(line.key)")
            guard case .file = line.origin else {
                Issue.record("\(line.key) does not stand in the file")
                continue
            }
        }
    }

    /// Asking the settings for a key that is not in the table traps, so no source may.
    @Test func everyKeyThatTheCodeAsksForIsInTheTable() throws {
        let sources = Self.root.appending(path: "Sources")
        let question =
            /\b[sS]ettings\.(?:string|stringIfSet|integer|milliseconds|duration|bytes|boolean|list|isSet)\("([^"\\]+)"\)/
        var asked = 0
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: question) {
                asked += 1
                #expect(Configuration.key(named: String(match.1)) != nil, "\(file.lastPathComponent): \(match.1)")
            }
        }
        #expect(asked > 0)
    }

    @Test func noTwoKeysShareAVariable() {
        #expect(Set(Configuration.keys.map(\.environmentName)).count == Configuration.keys.count)
        #expect(Set(Configuration.keys.map(\.name)).count == Configuration.keys.count)
    }
}
