import Operations
import Testing

@testable import Stages

struct TopicPlanTests {
    private func plan(_ values: [String: String] = [:]) throws -> TopicPlan {
        TopicPlan(
            settings: try Settings.load(
                file: nil, environment: [:],
                overrides: values.map { .init(key: $0.key, value: $0.value, flag: "--set") }))
    }

    @Test func fiveTopicsAsTheConfigurationHasThem() throws {
        let plan = try plan([
            "namespace": "test", "partitions": "16", "replication-factor": "3", "topics.raw.retention": "90d",
            "topics.message-bytes": "1MiB",
        ])
        #expect(
            plan.topics.map(\.name) == [
                "test.reports.raw", "test.reports.parsed", "test.reports.enriched", "test.reports.dead",
                "test.reports.ledger",
            ])
        #expect(plan.topics.map(\.partitions) == [16, 16, 16, 16, 1])
        #expect(plan.topics.allSatisfy { $0.replication == 3 })
        #expect(plan.topics[0].configuration["retention.ms"] == "7776000000")
        #expect(plan.topics[1].configuration["retention.ms"] == "604800000")
        #expect(
            plan.topics.map { $0.configuration["cleanup.policy"] } == [
                "delete", "delete", "delete", "compact", "compact",
            ])
    }

    @Test func aDeadLetterHasRoomForAWholeMessageAndWhy() throws {
        let limits = try plan().topics.prefix(4).compactMap {
            $0.configuration["max.message.bytes"].flatMap { Int($0) }
        }
        #expect(limits.count == 4)
        #expect(limits.last == (limits.dropLast().max() ?? 0) + 65_536)
    }

    @Test func stepsSayWhatIsMissingAndWhatAPersonMustDecide() throws {
        let plan = try plan(["partitions": "4"])
        let steps = plan.steps(found: ["reports.raw": 4, "reports.parsed": 8])
        #expect(
            steps == [
                .keep(plan.topics[0]), .conflict(plan.topics[1], found: 8), .create(plan.topics[2]),
                .create(plan.topics[3]), .create(plan.topics[4]),
            ])
    }

    @Test func namesHaveTheNamespaceInFront() {
        let plain = TopicNames(namespace: "")
        #expect(plain.aligned == ["reports.raw", "reports.parsed", "reports.enriched", "reports.dead"])
        #expect(plain.all.last == "reports.ledger")
        #expect(plain.group(of: .parse) == "guazhi-parse")
        let named = TopicNames(namespace: "north")
        #expect(named.raw == "north.reports.raw")
        #expect(named.group(of: .archive) == "north.guazhi-archive")
        #expect(named.transactionalIdentifier(of: .enrich, random: "x7") == "north.enrich.x7")
        #expect(named.transactionalIdentifier(of: .parse, worker: "w1", lane: 2) == "north-parse-w1-2")
        #expect(plain.transactionalIdentifier(of: .parse, worker: "w1", lane: 0) == "parse-w1-0")
    }
}
