import Foundation
import Operations
import Testing

/// A folder that is gone after the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "operations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ text: String, to name: String = "guazhi.yaml") throws -> String {
        try write(Data(text.utf8), to: name)
    }

    @discardableResult
    func write(_ data: Data, to name: String) throws -> String {
        let url = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
        return url.path
    }
}

struct SettingsTests {
    private static func load(
        _ yaml: String?, environment: [String: String] = [:], _ arguments: [String] = []
    ) throws -> Settings {
        let folder = try TemporaryFolder()
        let file = try folder.write(yaml ?? "")
        return try Settings.load(
            try Fixture.run(["run", "page", "--config", file] + arguments), environment: environment)
    }

    @Test func theLaterSourceWins() throws {
        let yaml = "batch:\n  records: 10\n  linger: 20ms\nlanes: 2\n"
        let environment = ["GUAZHI_LANES": "3", "GUAZHI_BATCH_LINGER": "30ms", "PATH": "/bin"]
        let settings = try Self.load(
            yaml, environment: environment,
            ["--set", "lanes=4", "--set", "partitions=4", "--set", "partitions=5", "--lanes", "6"])
        #expect(settings.integer("batch.records") == 10)
        #expect(settings.origin(of: "batch.records").description.hasSuffix("guazhi.yaml:2:3"))
        #expect(settings.milliseconds("batch.linger") == 30)
        #expect(settings.duration("batch.linger") == .milliseconds(30))
        #expect(settings.origin(of: "batch.linger") == .environment("GUAZHI_BATCH_LINGER"))
        #expect(settings.integer("lanes") == 6)
        #expect(settings.origin(of: "lanes") == .flag("--lanes"))
        #expect(settings.integer("partitions") == 5)
        #expect(settings.origin(of: "partitions") == .flag("--set"))
        #expect(settings.bytes("batch.bytes") == 16 << 20)
        #expect(settings.origin(of: "batch.bytes") == .builtIn)
    }

    @Test(arguments: [
        "batch: {records: 10}", "batch.records: 10", "batch:\n  records: \"10\"", "{batch: {records: 10}}",
        "---\nbatch:\n  records: 10\n...\n", "\u{FEFF}batch.records: 10", "? batch.records\n: 10\n",
    ])
    func nestedAndDottedKeysAreTheSame(yaml: String) throws {
        #expect(try Self.load(yaml).integer("batch.records") == 10)
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "kafka: {}", "batch: {}", "topics: {raw: {}}", "{}"])
    func filesThatSayNothing(yaml: String) throws {
        let settings = try Self.load(yaml)
        #expect(settings.lines.map(\.value) == Settings.defaults.lines.map(\.value))
    }

    @Test(
        arguments: [
            ("ingest.exclude: [a, 'b, c', \"*.bak\"]", ["a", "b, c", "*.bak"]),
            ("ingest.exclude: a, b ,c", ["a", "b", "c"]),
            ("ingest.exclude: []", []), ("ingest.exclude:", []), ("ingest.exclude:\n  - 挂职\n", ["挂职"]),
        ] as [(String, [String])])
    func lists(yaml: String, expected: [String]) throws {
        #expect(try Self.load(yaml).list("ingest.exclude") == expected)
    }

    @Test func kafkaPropertiesPassThrough() throws {
        let yaml = """
            kafka:
              security.protocol: SASL_SSL
              sasl: {username: guazhi}
              enable.idempotence: true
            kafka.linger.ms: 5
            """
        let settings = try Self.load(
            yaml, environment: ["GUAZHI_KAFKA_SASL_PASSWORD": "s3cret", "GUAZHI_KAFKA_LINGER_MS": "7"],
            ["--set", "kafka.client.id=a=b"])
        #expect(
            settings.kafkaProperties() == [
                "security.protocol": "SASL_SSL", "sasl.username": "guazhi", "enable.idempotence": "true",
                "linger.ms": "7", "sasl.password": "s3cret", "client.id": "a=b",
            ])
    }

    @Test func secretsAreNotShown() throws {
        let settings = try Self.load(
            "kafka: {ssl.key.password: hunter2, ssl.key.pem: hunter2, ssl_key: hunter2, ssl.ca.location: /ca.pem}",
            environment: ["GUAZHI_KAFKA_SASL_PASSWORD": "hunter2"])
        let shown = settings.table().render() + settings.json() + settings.lines.description
        #expect(!shown.contains("hunter2"))
        #expect(shown.contains("/ca.pem"))
        #expect(settings.lines.filter { $0.value == "[redacted]" }.count == 4)
        #expect(settings.kafkaProperties()["sasl.password"] == "hunter2")
    }

    @Test("A secret on the command line is refused, where a key lies is none")
    func secretsOnTheCommandLine() throws {
        let error = #expect(throws: Failure.self) { try Self.load("", ["--set", "kafka.sasl.password=hunter2"]) }
        #expect(error?.exitCode == .configuration)
        #expect(error?.description.contains("GUAZHI_KAFKA_SASL_PASSWORD") == true)
        #expect(error?.description.contains("hunter2") == false)
        let settings = try Self.load("", ["--set", "kafka.ssl.key.location=/key.pem"])
        #expect(settings.kafkaProperties()["ssl.key.location"] == "/key.pem")
    }

    @Test func settingsPrintAsJSON() throws {
        let settings = try Self.load("namespace: 'a'\nparse.default-encoding: \"x\\\"\\\\\\n挂\"")
        let parsed = try JSONSerialization.jsonObject(with: Data(settings.json().utf8))
        let object = try #require(parsed as? [String: [String: String]])
        #expect(object.count == Configuration.keys.count)
        #expect(object["parse.default-encoding"]?["value"] == "x\"\\\n挂")
        #expect(object["lanes"] == ["value": "1", "from": "default"])
    }

    @Test(
        arguments: [
            ("lanes: 1\nbatch:\n  linge: 5ms", "3:3: unknown key batch.linge, did you mean batch.linger?"),
            ("nonsense: 1", "1:1: unknown key nonsense"),
            ("kafka.: 1", "1:1: unknown key kafka."),
            ("lanes: 1\npartitions: 2\nlanes: 3", "3:1: lanes is given twice, first in line 1"),
            ("batch: {records: 1}\nbatch.records: 2", "2:1: batch.records is given twice, first in line 1"),
            ("lanes: two", "1:8: lanes takes a whole number from 1 to 64, not 'two'"),
            ("lanes: 65", "1:8: lanes takes a whole number from 1 to 64, not '65'"),
            ("lanes: 1.0", "1:8: lanes takes a whole number from 1 to 64, not '1.0'"),
            ("lanes:", "1:7: lanes takes a whole number from 1 to 64, not ''"),
            ("lanes: ~", "1:8: lanes takes a whole number from 1 to 64, not ''"),
            ("lanes: [1]", "1:8: lanes takes a whole number from 1 to 64, not a list"),
            ("lanes: {a: 1}", "1:9: unknown key lanes.a, did you mean lanes?"),
            ("lanes: {}", "1:8: lanes takes a whole number from 1 to 64, not keys and values"),
            ("batch: 5", "1:1: batch takes no value itself, only keys in it, such as batch.records"),
            ("kafka: 5", "1:1: kafka takes no value itself, only keys in it"),
            ("nothing: {}", "1:1: unknown key nothing"),
            (
                "batch.linger: 150",
                "1:15: batch.linger takes a length of time such as 150ms, 5s or 1m30s from 1ms to 1m, not '150'"
            ),
            ("batch.bytes: 1", "1:14: batch.bytes takes a size such as 384KiB or 16MiB from 1KiB to 1GiB, not '1'"),
            (
                "delivery: exactly_once",
                "1:11: delivery takes exactly-once or at-least-once, not 'exactly_once', did you mean exactly-once?"
            ),
            (
                "namespace: a b",
                "1:12: namespace takes a name of at most 100 letters, digits, '.', '_' or '-', not 'a b'"
            ),
            ("ingest.exclude: [a, [b]]", "1:17: ingest.exclude takes a list of texts"),
            ("lanes: 1\n  partitions: 2", "2:13: not valid YAML: mapping values are not allowed in this context"),
            ("lanes: 'x", "1:10: not valid YAML: found unexpected end of stream"),
            ("- lanes", "1:1: the file must hold keys and values, such as 'partitions: 8'"),
            ("lanes", "1:1: the file must hold keys and values, such as 'partitions: 8'"),
            ("[a]: 1", "1:1: a key must be a word"),
            ("lanes: 1\n---\nlanes: 2", "3:1: there is a second document"),
            ("batch: &x {records: 1}\nkafka: *x", "1:8: anchors and aliases are not supported"),
            ("kafka: &x {a: *x}", "1:8: anchors and aliases are not supported"),
        ])
    func faultsOfTheFile(yaml: String, message: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(yaml)
        let failure = #expect(throws: Failure.self) {
            try Settings.load(file: file, environment: [:], overrides: [])
        }
        #expect(failure == Failure(.configuration, "\(file):\(message)"))
    }

    @Test func keysThatContradictEachOther() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("retry: {backoff: 10s, backoff-max: 5s}")
        let failure = #expect(throws: Failure.self) { try Settings.load(file: file, environment: [:], overrides: []) }
        let message = "\(file):1:9: retry.backoff is longer than retry.backoff-max (\(file):1:23)"
        #expect(failure == Failure(.configuration, message))
    }

    @Test(arguments: [
        (["GUAZHI_LANE": "1"], "environment: unknown variable GUAZHI_LANE, did you mean GUAZHI_LANES?"),
        (["GUAZHI_KAFKA_": "1"], "environment: unknown variable GUAZHI_KAFKA_"),
        (["GUAZHI_LANES": "x"], "GUAZHI_LANES: lanes takes a whole number from 1 to 64, not 'x'"),
        (["GUAZHI_LANES": ""], "GUAZHI_LANES: lanes takes a whole number from 1 to 64, not ''"),
    ])
    func faultsOfTheEnvironment(environment: [String: String], message: String) {
        let failure = #expect(throws: Failure.self) { try Self.load(nil, environment: environment) }
        #expect(failure == Failure(.configuration, message))
    }

    @Test func reservedVariablesAreNoKeys() throws {
        let settings = try Self.load(
            "lanes: 2",
            environment: ["GUAZHI_PARENT_PID": "1", "GUAZHI_TEST_ANYTHING": "x", "GUAZHI_CONFIG": "/nowhere"])
        #expect(settings.integer("lanes") == 2)
    }

    @Test func theEnvironmentNamesTheFile() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("lanes: 5")
        let settings = try Settings.load(try Fixture.run(["status"]), environment: ["GUAZHI_CONFIG": file])
        #expect(settings.file == file)
        #expect(settings.integer("lanes") == 5)
    }

    @Test(arguments: [
        (["--set", "lane=1"], "--set: unknown key lane, did you mean lanes?"),
        (["--set", "lanes=x"], "--set: lanes takes a whole number from 1 to 64, not 'x'"),
        (["--set", "kafka.=x"], "--set: unknown key kafka."),
    ])
    func faultsOfFlags(arguments: [String], message: String) {
        let failure = #expect(throws: Failure.self) { try Self.load(nil, arguments) }
        #expect(failure == Failure(.configuration, message))
    }

    @Test func aFileThatCannotBeRead() throws {
        let folder = try TemporaryFolder()
        for (path, reason) in [
            ("\(folder.path)/none.yaml", "No such file or directory"), (folder.path, "Is a directory"),
        ] {
            let failure = #expect(throws: Failure.self) {
                try Settings.load(file: path, environment: [:], overrides: [])
            }
            let message = "configuration file \(path): \(reason); name another with --config, or leave it out"
            #expect(failure == Failure(.configuration, message))
        }
        let large = try folder.write(String(repeating: "#\n", count: 600_000))
        let failure = #expect(throws: Failure.self) { try Settings.load(file: large, environment: [:], overrides: []) }
        #expect(failure?.message == "\(large): too large for a configuration")
        let binary = try folder.write(Data([0x6C, 0xFF, 0xFE, 0x00]), to: "binary.yaml")
        let invalid = #expect(throws: Failure.self) { try Settings.load(file: binary, environment: [:], overrides: []) }
        #expect(invalid?.message.hasPrefix("\(binary): not valid YAML: ") == true)
    }

    /// Bytes that are almost a configuration: read or refused, never a trap.
    @Test func anyBytesAreReadOrRefused() throws {
        let seed: UInt64 = 20_261_121
        var generator = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let valid = Array(Configuration.yaml().utf8.prefix(1500))
        let noise = Array(":{}[]&*!|>'\"%@`#-?, \n\t~\0\u{FF}a1".utf8)
        var refused = 0
        for _ in 0..<500 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = noise[Int.random(in: 0..<noise.count, using: &generator)]
            }
            let file = try folder.write(Data(bytes), to: "noise.yaml")
            do {
                _ = try Settings.load(file: file, environment: [:], overrides: [])
            } catch {
                refused += 1
                #expect(error.exitCode == .configuration && error.message.hasPrefix(file), "seed \(seed)")
            }
        }
        #expect(refused > 50 && refused < 500, "seed \(seed)")
    }

    @Test func childrenGetTheSameSettings() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("batch.records: 7\ningest.exclude: [x]")
        let environment = ["GUAZHI_GENERATION": "3"]
        let parent = try Settings.load(
            try Fixture.run(["run", "p", "--config", file, "--lanes", "2", "--set", "kafka.client.id=me"]),
            environment: environment
        ).overriding("bootstrap-servers", with: "127.0.0.1:1,127.0.0.1:2", by: "guazhi run")
        #expect(parent.origin(of: "bootstrap-servers") == .program("guazhi run"))
        let arguments = parent.childArguments()
        #expect(
            arguments == [
                "--config", file, "--set", "bootstrap-servers=127.0.0.1:1,127.0.0.1:2", "--set", "kafka.client.id=me",
                "--set", "lanes=2",
            ])
        let child = try Settings.load(try Fixture.run(["status"] + arguments), environment: environment)
        #expect(child.lines.map(\.value) == parent.lines.map(\.value))
    }

    @Test func whatTheFileLeavesAtItsDefaultIsNotSet() throws {
        let settings = try Self.load(
            "lanes: 1\npartitions: 4", environment: ["GUAZHI_GENERATION": "1"], ["--set", "namespace=a"])
        #expect(!settings.isSet("lanes"))
        #expect(settings.isSet("partitions"))
        #expect(settings.isSet("generation"))
        #expect(settings.isSet("namespace"))
        #expect(!settings.isSet("kafka.client.id"))
        #expect(settings.stringIfSet("namespace") == "a")
        #expect(settings.stringIfSet("worker.id") == nil)
    }

    @Test func lexiconsStandBesideTheFile() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("lanes: 1")
        try folder.write("x", to: "lexicons/places.tsv")
        let settings = try Settings.load(file: file, environment: [:], overrides: [])
        #expect(try settings.lexiconsDirectory() == "\(folder.path)/lexicons")
        let named = try settings.overriding("lexicons", with: "/other", by: "test")
        #expect(try named.lexiconsDirectory() == "/other")
    }

    @Test func theDefaultFileIsTheNearestAboveTheExecutable() throws {
        let folder = try TemporaryFolder()
        let outer = try folder.write("lanes: 1", to: "package/config/guazhi.yaml")
        let program = "\(folder.path)/package/.build/debug/guazhi-parse"
        #expect(ConfigurationFile.defaultPath(executable: program) == outer)
        let inner = try folder.write("lanes: 1", to: "package/.build/config/guazhi.yaml")
        #expect(ConfigurationFile.defaultPath(executable: program) == inner)
    }
}

struct ConfigurationTableTests {
    /// Every default fits its own kind and survives being written and read.
    @Test(arguments: Configuration.keys)
    func defaultsFit(key: ConfigurationKey) throws {
        let value = try key.kind.parse(key.defaultText)
        #expect(key.kind.format(value) == key.defaultText)
        #expect(!key.documentation.isEmpty && !key.kind.expectation.isEmpty)
        #expect(key.environmentName.allSatisfy { $0.isUppercase || $0 == "_" })
    }

    @Test(arguments: [
        ("kafka.sasl.password", true), ("kafka.ssl.key.pem", true), ("kafka.ssl.keystore.password", true),
        ("kafka.sasl.oauthbearer.client.secret", true), ("kafka.ssl_key", true),
        ("kafka.sasl.oauthbearer.config", true),
        ("kafka.ssl.ca.location", false), ("kafka.sasl.username", false), ("batch.records", false),
    ])
    func secrets(name: String, expected: Bool) {
        #expect(Configuration.isSecret(name) == expected)
    }
}
