import Kafka
import Reports
import Stages

/// How the pipeline stands, as ``StatusReader`` found it.
struct PipelineStatus {
    /// A consumer group, and how far it is.
    struct Stage {
        let name: StageName
        let group: String
        let state: String
        let members: [GroupMember]
        /// By topic: offsets not passed yet, transaction markers included.
        let lags: [(topic: String, lag: Int64)]
        /// The partitions that a worker's brake left unread, and why.
        let braked: [Int32: BrakeNote]

        var lag: Int64 { lags.reduce(0) { $0 + $1.lag } }
        /// The archive assigns itself all partitions and is no member of its group.
        var joinsGroup: Bool { name != .archive }
    }
    struct Topic {
        let name: String
        let partitions: Int
        /// Offsets in the log, transaction markers included.
        let messages: Int64
    }
    /// What lies in the dead-letter topic.
    enum DeadLetters {
        case counted([Letter])
        /// Too many to read: at most so many.
        case atMost(Int64)
    }
    /// The oldest message that a group has not passed.
    struct Oldest: Hashable {
        /// When ingest sent the document: stages carry it on.
        let time: Timestamp
        /// Where it waits: `reports.parsed/3`.
        let place: TopicPartition
    }
    /// What waits for the archive.
    enum Waiting {
        case nothing
        case since(Oldest)
        /// There is a lag, but the broker did not give the messages in time.
        case unknown
    }

    let servers: String
    let cluster: String
    let stages: [Stage]
    let topics: [Topic]
    let deadLetters: DeadLetters
    let waiting: Waiting
    /// The archive's folder, where one is named, and its counts where it has an archive.json.
    let archive: (directory: String, counts: ArchiveCounts?)?
}
