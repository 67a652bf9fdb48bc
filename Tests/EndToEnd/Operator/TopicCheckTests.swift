import Operations
import Stages
import Testing

@testable import guazhi

/// What makes the stages unable to work, and what is only another wish.
struct TopicCheckTests {
    private static let names = ["reports.raw", "reports.parsed", "reports.enriched", "reports.dead", "reports.ledger"]

    private func check(_ change: (inout [String: FoundTopic]) -> Void) throws -> TopicCheck {
        let settings = try Settings.load(file: nil, environment: [:], overrides: [])
        let plan = TopicPlan(settings: settings)
        var found: [String: FoundTopic] = [:]
        for topic in plan.topics {
            // As a broker tells it: defaults included.
            var configuration = ["retention.ms": "604800000", "max.message.bytes": "1048588", "segment.bytes": "1"]
            configuration.merge(topic.configuration) { $1 }
            found[topic.name] = FoundTopic(
                partitions: topic.partitions, replication: topic.replication, configuration: configuration)
        }
        change(&found)
        return TopicCheck(plan: plan, names: TopicNames(namespace: ""), found: found)
    }

    @Test func asConfiguredNothingDiffers() throws {
        let check = try check { _ in }
        #expect(check.problems.isEmpty)
        #expect(check.rows.map(\.topic) == Self.names)
        #expect(check.rows.allSatisfy { $0.exists && !$0.differs })
    }

    @Test(arguments: names)
    func aMissingTopicIsAProblem(name: String) throws {
        let check = try check { $0[name] = nil }
        #expect(check.problems.count == 1)
        #expect(check.problems.first?.contains("\(name) is not there") == true)
        #expect(check.problems.first?.contains("guazhi topics apply") == true)
    }

    @Test func unequalPartitionsAreAProblemAndTheLedgersDoNotCount() throws {
        let unequal = try check { $0["reports.parsed"]?.partitions = 4 }
        #expect(unequal.problems.count == 1)
        #expect(unequal.problems.first?.contains("reports.parsed has 4") == true)
        #expect(try check { $0["reports.ledger"]?.partitions = 4 }.problems.isEmpty)
    }

    /// The stages work with any number, as long as it is the same.
    @Test func otherPartitionsThanConfiguredAreOnlyMarked() throws {
        let check = try check { found in
            for name in Self.names.prefix(4) { found[name]?.partitions = 5 }
        }
        #expect(check.problems.isEmpty)
        #expect(check.rows.map(\.differs) == [true, true, true, true, false])
        let setting = check.rows[0].setting("partitions")
        #expect(setting?.found == "5" && setting?.wanted == "8")
    }

    @Test func deadMustTake64KiBMoreThanTheLargestOther() throws {
        func problems(dead: Int) throws -> [String] {
            try check { found in
                found["reports.enriched"]?.configuration["max.message.bytes"] = "2000000"
                for name in ["reports.raw", "reports.parsed"] {
                    found[name]?.configuration["max.message.bytes"] = "1000000"
                }
                found["reports.dead"]?.configuration["max.message.bytes"] = String(dead)
            }.problems
        }
        #expect(try problems(dead: 2_065_536).isEmpty)
        let found = try problems(dead: 2_065_535)
        #expect(found.count == 1)
        #expect(found.first?.contains("at least 2065536") == true)
    }

    @Test func retentionAndCompactionAreMarked() throws {
        let check = try check { found in
            found["reports.raw"]?.configuration["retention.ms"] = "-1"
            found["reports.dead"]?.configuration["cleanup.policy"] = "delete"
        }
        #expect(check.problems.isEmpty)
        #expect(check.rows.filter(\.differs).map(\.topic) == ["reports.raw", "reports.dead"])
        let table = check.table().render()
        #expect(table.contains("for ever ≠ 30d") && table.contains("delete ≠ compact"))
    }
}
