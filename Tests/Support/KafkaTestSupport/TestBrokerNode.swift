import Foundation
import Synchronization

/// One Kafka process. `Process` is used under the mutex only.
final class TestBrokerNode: Sendable {
    private struct Running {
        /// A shell that waits for the end of its standard input and then kills Kafka: so Kafka ends when we do.
        var guardian: Process
        var lifeline: Pipe
        /// Where this start's output begins in the log.
        var logStart: Int
    }

    private let home: String
    private let folder: URL
    private let running = Mutex<Running?>(nil)
    private var log: URL { folder.appendingPathComponent("server.log") }
    private var settings: URL { folder.appendingPathComponent("server.properties") }

    init(home: String, folder: URL, cluster: String, properties: [String: String]) throws {
        self.home = home
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let data = folder.appendingPathComponent("data").path
        let lines = properties.merging(["log.dirs": data]) { $1 }.sorted { $0.key < $1.key }
        try Data(lines.map { "\($0.key)=\($0.value)\n" }.joined().utf8).write(to: settings)
        let format = Process()
        format.executableURL = URL(fileURLWithPath: "\(home)/bin/kafka-storage.sh")
        format.arguments = ["format", "-t", cluster, "-c", settings.path]
        format.environment = environment
        let output = Pipe()
        format.standardOutput = output
        format.standardError = output
        try format.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        format.waitUntilExit()
        guard format.terminationStatus == 0 else {
            throw TestBroker.Failure(
                description: "kafka-storage.sh format failed: \(String(decoding: said, as: UTF8.self))")
        }
    }

    private var environment: [String: String] {
        ProcessInfo.processInfo.environment.merging([
            "KAFKA_HEAP_OPTS": "-Xmx768m", "LOG_DIR": folder.path,
        ]) { $1 }
    }

    func launch() throws {
        let guardian = Process()
        guardian.executableURL = URL(fileURLWithPath: "/bin/sh")
        guardian.arguments = [
            "-c",
            """
            "$0" "$1" </dev/null >>"$2" 2>&1 & kafka=$!
            trap 'kill -9 $kafka 2>/dev/null' EXIT
            cat >/dev/null
            """, "\(home)/bin/kafka-server-start.sh", settings.path, log.path,
        ]
        guardian.environment = environment
        let lifeline = Pipe()
        guardian.standardInput = lifeline
        let logStart = (try? Data(contentsOf: log).count) ?? 0
        try guardian.run()
        let started = Running(guardian: guardian, lifeline: lifeline, logStart: logStart)
        running.withLock { $0 = started }
    }

    /// Closing the lifeline makes the guardian kill Kafka; waits until both are gone.
    func end() {
        running.withLock { running in
            guard let current = running else { return }
            running = nil
            try? current.lifeline.fileHandleForWriting.close()
            current.guardian.waitUntilExit()
        }
    }

    func waitUntilReady(seconds: Int = 120) throws {
        let limit = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < limit {
            let start = running.withLock { $0?.logStart } ?? 0
            let said = ((try? Data(contentsOf: log)) ?? Data()).dropFirst(start)
            if said.range(of: Data("Kafka Server started".utf8)) != nil { return }
            usleep(50_000)
        }
        let said = String(decoding: (try? Data(contentsOf: log)) ?? Data(), as: UTF8.self)
        throw TestBroker.Failure(description: "Kafka did not start within \(seconds) s: \(said.suffix(2000))")
    }
}
