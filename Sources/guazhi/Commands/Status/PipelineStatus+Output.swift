import Kafka
import Operations
import Reports
import Stages

extension PipelineStatus {
    /// For a person.
    func page(now: Timestamp, width: Int?) -> String {
        var page = "cluster \(cluster) at \(servers)\n\n"
        page += stageTable.render(width: width) + "\n"
        let members = memberTable
        if !members.isEmpty { page += members.render(width: width) + "\n" }
        page += topicTable.render(width: width) + "\n"
        for (name, text) in facts(now: now) { page += "\(name): \(Printable.line(text))\n" }
        return page
    }

    private var stageTable: TextTable {
        var table = TextTable([
            .init("stage"), .init("group"), .init("state"), .init("members", .right), .init("lag", .right),
            .init("reads"),
        ])
        // Kafka calls a group dead that nobody has used yet, or not for long.
        for stage in stages {
            let reads = stage.lags.map {
                stage.lags.count == 1 ? $0.topic : "\($0.topic) \(Readable.count(Int($0.lag)))"
            }
            table.append([
                stage.name.rawValue, stage.group, stage.state == "Dead" ? "not there" : stage.state,
                // The archive assigns itself its partitions: that nobody has joined says nothing.
                stage.joinsGroup ? Readable.count(stage.members.count) : "–",
                Readable.count(Int(stage.lag)), reads.joined(separator: ", "),
            ])
        }
        return table
    }

    private var memberTable: TextTable {
        var table = TextTable([
            .init("member of"), .init("client"), .init("instance"), .init("host"), .init("partitions"),
        ])
        for stage in stages {
            for member in stage.members {
                table.append([
                    stage.name.rawValue, member.client, member.instance ?? "",
                    // The broker writes the address with a stroke in front.
                    member.host.hasPrefix("/") ? String(member.host.dropFirst()) : member.host,
                    member.partitions.map { String($0.partition) }.joined(separator: ","),
                ])
            }
        }
        return table
    }

    private var topicTable: TextTable {
        var table = TextTable([.init("topic"), .init("partitions", .right), .init("messages", .right)])
        for topic in topics {
            table.append([topic.name, Readable.count(topic.partitions), Readable.count(Int(topic.messages))])
        }
        return table
    }

    private func facts(now: Timestamp) -> [(String, String)] {
        var facts: [(String, String)] = []
        for stage in stages {
            guard let trip = stage.braked.values.first?.trip else { continue }
            let partitions = stage.braked.keys.sorted().map { String($0) }.joined(separator: ",")
            facts.append(
                (
                    "\(stage.name.rawValue) stands still",
                    "\(trip.summary), the first \(trip.since.age(at: now)); partitions \(partitions) wait for a person; the worker's log says what to do"
                ))
        }
        switch deadLetters {
        case .counted(let letters):
            let reasons = Letter.reasons(letters)
            facts.append(
                ("dead letters", Readable.count(letters.count) + (reasons.isEmpty ? "" : " (\(reasons))")))
        case .atMost(let count): facts.append(("dead letters", "≈ \(Readable.count(Int(count)))"))
        }
        if let (directory, counts) = archive {
            facts.append(("archive", Self.text(directory, counts, now: now)))
        }
        let waits =
            switch waiting {
            case .nothing: "none, everything is archived"
            case .unknown: "unknown, the broker did not give it in time"
            case .since(let oldest): "sent \(oldest.time.age(at: now)), waits in \(oldest.place)"
            }
        facts.append(("oldest document not archived yet", waits))
        return facts
    }

    private static func text(_ directory: String, _ counts: ArchiveCounts?, now: Timestamp) -> String {
        guard let counts else { return "\(directory) has no archive.json yet" }
        let nouns = [("reports", "report"), ("documents", "document"), ("refused", "")].compactMap { key, noun in
            counts.counts[key].map { noun.isEmpty ? "\(Readable.count($0)) refused" : Readable.count($0, noun) }
        }
        return "\(nouns.joined(separator: ", ")) in \(counts.file), written \(counts.written.age(at: now))"
    }

    /// For a machine. Counts of messages are offsets: transaction markers are among them.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "cluster": .object(["id": .string(cluster), "servers": .string(servers)]),
            "stages": .array(stages.map(Self.json)),
            "topics": .array(
                topics.map {
                    .object([
                        "name": .string($0.name), "partitions": .integer($0.partitions),
                        "messages": .count($0.messages),
                    ])
                }),
        ]
        switch deadLetters {
        case .counted(let letters):
            members["dead_letters"] = .object(["count": .integer(letters.count), "exact": .bool(true)])
        case .atMost(let count):
            members["dead_letters"] = .object(["count": .count(count), "exact": .bool(false)])
        }
        switch waiting {
        case .nothing: members["oldest_not_archived"] = .null
        case .unknown: members["oldest_not_archived"] = .object(["time": .null, "partition": .null])
        case .since(let oldest):
            members["oldest_not_archived"] = .object([
                "time": .time(oldest.time), "partition": .string(oldest.place.description),
            ])
        }
        if let (directory, counts) = archive {
            members["archive"] = .object([
                "directory": .string(directory), "written": .time(counts?.written),
                "counts": counts.map { .object($0.counts.mapValues { .integer($0) }) } ?? .null,
            ])
        }
        return .object(members)
    }

    private static func json(_ stage: Stage) -> JSONValue {
        .object([
            "name": .string(stage.name.rawValue), "group": .string(stage.group), "state": .string(stage.state),
            "lag": .count(stage.lag),
            "braked": .array(
                stage.braked.sorted { $0.key < $1.key }.map { partition, note in
                    .object([
                        "partition": .integer(Int(partition)), "code": .string(note.trip.code.rawValue),
                        "refused": .integer(note.trip.refused), "documents": .integer(note.trip.documents),
                        "since": .time(note.trip.since),
                    ])
                }),
            "lags": .object(Dictionary(stage.lags.map { ($0.topic, .count($0.lag)) }) { first, _ in first }),
            "members": .array(
                stage.members.map { member in
                    .object([
                        "client": .string(member.client), "host": .string(member.host),
                        "instance": .text(member.instance),
                        "partitions": .array(member.partitions.map { .string($0.description) }),
                    ])
                }),
        ])
    }
}
