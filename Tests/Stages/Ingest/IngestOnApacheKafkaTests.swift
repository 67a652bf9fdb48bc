import CSystem
import Foundation
import Glibc
import Kafka
import KafkaTestSupport
import Operations
import Reports
import Testing

@testable import Stages

/// Ingest on Apache Kafka, where transactions are what they promise.
@Suite(.enabled(if: TestBroker.isAvailable), .serialized) struct IngestOnApacheKafkaTests {
    private let harness: IngestHarness
    private let folder: TemporaryFolder

    init() throws {
        harness = try IngestHarness(
            broker: try TestBroker.shared(), ["ingest.settle": "300ms", "ingest.rescan": "1s", "batch.records": "7"])
        folder = try TemporaryFolder()
        try folder.folder("p")
    }

    private func locations() throws -> [String] { try harness.facts(of: harness.names.raw).map(\.location).sorted() }

    @Test func aSecondRunSendsOnlyWhatHasChangedWithALaterTime() async throws {
        for number in 0..<20 { try folder.file("p/\(number).txt", "page \(number)", modified: 1_600_000_000) }
        #expect(try await harness.run([folder.at("p")]).sent == 20)
        let second = try await harness.run([folder.at("p")])
        #expect(second.sent == 0)
        #expect(second.unchanged == 20)
        // Overwritten by an older copy: newer bytes supersede whatever the file's time says.
        try folder.file("p/3.txt", "page 3, again", modified: 1_500_000_000)
        folder.setModified("p/4.txt", 1_650_000_000)
        let third = try await harness.run([folder.at("p")])
        #expect(third.sent == 1)
        #expect(third.unchanged == 19)
        let versions = try harness.facts(of: harness.names.raw).filter { $0.location == "p/3.txt" }
        #expect(
            versions.map(\.retrievedAt) == [
                Timestamp(nanoseconds: 1_600_000_000_000_000_000), Timestamp(nanoseconds: 1_600_000_000_000_000_001),
            ])
        #expect(try harness.facts(of: harness.names.raw).count == 21)
        #expect(try harness.records(of: harness.names.ledger).count == 21)
    }

    @Test func resendingSendsEverythingOnceMoreAsItWas() async throws {
        for number in 0..<10 { try folder.file("p/\(number).txt", "page \(number)") }
        _ = try await harness.run([folder.at("p")])
        let again = try await harness.run([folder.at("p")], try harness.options(resend: true))
        #expect(again.sent == 10)
        let facts = try harness.facts(of: harness.names.raw)
        #expect(facts.count == 20)
        for (_, pair) in Dictionary(grouping: facts, by: \.location) {
            #expect(Set(pair.map(\.retrievedAt)).count == 1)
            #expect(Set(pair.map(\.sha256)).count == 1)
        }
    }

    @Test func aRefusalIsSentOnceAndStillCountsInTheNextRun() async throws {
        try folder.file("p/a.txt", String(repeating: "a", count: 3000))
        try folder.file("p/b.txt")
        let limits = ["ingest.max-document-bytes": "2000"]
        for run in 1...2 {
            let summary = try await harness.run([folder.at("p")], changing: limits)
            #expect(summary.exitCode == .dataError, "run \(run)")
            #expect(summary.sent == (run == 1 ? 1 : 0))
        }
        #expect(try harness.records(of: harness.names.dead).count == 1)
        // With a higher limit the document goes, and is newer than its refusal.
        #expect(try await harness.run([folder.at("p")]).sent == 1)
        let dead = try #require(try harness.facts(of: harness.names.dead).first)
        let document = try #require(try harness.facts(of: harness.names.raw).first { $0.location == "p/a.txt" })
        let times = (try #require(dead.retrievedAt), try #require(document.retrievedAt))
        #expect(times.0 < times.1)
    }

    @Test func theOlderOfTwoWithTheSameRootsIsFencedAndNothingIsSentTwice() async throws {
        let drain = DrainSignal()
        let older = harness.start([folder.at("p")], try harness.options(follow: true), drain: drain)
        try folder.file("p/a.txt", "one")
        try await harness.eventually("the first document") { try locations() == ["p/a.txt"] }
        let newer = harness.start([folder.at("p")], try harness.options(follow: true), drain: drain)
        // Once the newer one has its place, the next document that both see is sent by it alone.
        try await Task.sleep(for: .seconds(2))
        try folder.file("p/b.txt", "two")
        let failure = await #expect(throws: Failure.self) { try await older.value.get() }
        #expect(failure?.exitCode == .temporaryFailure)
        #expect(failure?.message.contains("taken over") == true)
        try await harness.eventually("the second document") { try locations().contains("p/b.txt") }
        drain.request()
        _ = try await newer.value.get()
        #expect(try locations() == ["p/a.txt", "p/b.txt"])
    }

    @Test func ingestWaitsWhileTheStagesAreTooFarBehind() async throws {
        for number in 0..<40 { try folder.file("p/\(number).txt", String(repeating: "\(number % 10)", count: 100_000)) }
        let ingest = harness.start(
            [folder.at("p")], try harness.options(), changing: ["ingest.max-unread-bytes": "1MiB"])
        var sent = -1
        try await harness.eventually("ingest to wait") {
            let count = try harness.records(of: harness.names.raw).count
            defer { sent = count }
            return count > 0 && count == sent
        }
        #expect(sent <= 11)
        try await harness.eventually("the rest", within: 60) {
            try harness.catchUp(.parse, harness.names.raw)
            return try harness.records(of: harness.names.raw).count == 40
        }
        #expect(try await ingest.value.get().sent == 40)
    }

    @Test func aMissingTopicIsNamedWithTheRemedy() async throws {
        try folder.file("p/a.txt")
        let failure = await #expect(throws: Failure.self) {
            try await harness.run([folder.at("p")], changing: ["namespace": "nothing-here"])
        }
        #expect(failure?.exitCode == .configuration)
        #expect(failure?.message.contains("nothing-here.reports.raw") == true)
        #expect(failure?.message.contains("guazhi topics apply") == true)
    }

    @Test func followingTakesEveryFileOnceAndWhole() async throws {
        let drain = DrainSignal()
        try folder.file("p/old.txt", "there before", modified: 1_600_000_000)
        try folder.file("out/moved.txt", "moved")
        try folder.file("out/linked.txt", "linked")
        try folder.file("out/sub/x.txt", "in a folder")
        try folder.file("out/sub/deep/y.txt", "deeper")
        let ingest = harness.start([folder.at("p")], try harness.options(follow: true), drain: drain)
        try await harness.eventually("what was there") { try locations() == ["p/old.txt"] }

        #expect(rename(folder.at("out/moved.txt"), folder.at("p/moved.txt")) == 0)
        #expect(link(folder.at("out/linked.txt"), folder.at("p/linked.txt")) == 0)
        #expect(rename(folder.at("out/sub"), folder.at("p/sub")) == 0)
        let held = guazhi_open(folder.at("p/held.txt"), O_WRONLY | O_CREAT, 0o644)
        #expect(write(held, "first ", 6) == 6)
        for part in 0..<3 {
            let appended = guazhi_open(folder.at("p/appended.txt"), O_WRONLY | O_CREAT | O_APPEND, 0o644)
            #expect(write(appended, "part\(part)", 5) == 5)
            close(appended)
            try await Task.sleep(for: .milliseconds(100))
        }
        try await harness.eventually("all but the one held open") {
            try locations() == [
                "p/appended.txt", "p/linked.txt", "p/moved.txt", "p/old.txt", "p/sub/deep/y.txt", "p/sub/x.txt",
            ]
        }
        // Longer than two rescans of stillness: it is held, and waited for.
        try await Task.sleep(for: .seconds(3))
        #expect(try !locations().contains("p/held.txt"))
        #expect(write(held, "last", 4) == 4)
        close(held)
        try await harness.eventually("the one held open") { try locations().contains("p/held.txt") }
        // Overwritten, and unfinished downloads.
        try folder.file("p/sub/x.txt", "overwritten")
        try folder.file("p/sub/z.part", "unfinished")
        try await harness.eventually("the new version") { try locations().filter { $0 == "p/sub/x.txt" }.count == 2 }
        try await Task.sleep(for: .seconds(2))
        drain.request()
        #expect(try await ingest.value.get().sent == 8)

        let records = try harness.records(of: harness.names.raw)
        func contents(_ location: String) -> [String] {
            records.filter { $0.key == Array(location.utf8) }.map { String(decoding: $0.value ?? [], as: UTF8.self) }
        }
        #expect(contents("p/appended.txt") == ["part0part1part2"])
        #expect(contents("p/held.txt") == ["first last"])
        #expect(contents("p/sub/x.txt") == ["in a folder", "overwritten"])
        #expect(records.count == 8)
        // A restart sends none twice.
        #expect(try await harness.run([folder.at("p")]).sent == 0)
    }

    @Test func atLeastOnceKeepsALedgerToo() async throws {
        for number in 0..<20 { try folder.file("p/\(number).txt", "page \(number)") }
        let plain = ["delivery": "at-least-once"]
        #expect(try await harness.run([folder.at("p")], changing: plain).sent == 20)
        #expect(try await harness.run([folder.at("p")], changing: plain).unchanged == 20)
        #expect(try await harness.run([folder.at("p")]).unchanged == 20)
        #expect(try locations().count == 20)
    }
}
