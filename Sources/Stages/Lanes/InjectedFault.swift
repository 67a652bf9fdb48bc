import Glibc
import Kafka
import Operations
import Reports
import Synchronization

/// A stage that dies or hangs on purpose, so that the quarantine of documents that do so can be proven.
///
/// Nothing but the environment turns it on: `GUAZHI_TEST_CRASH` and `GUAZHI_TEST_HANG` each hold the bytes that a message
/// must contain for the process to abort, or to compute without end, inside its transform.
struct InjectedFault: Stage {
    let stage: any Stage
    let crash: [UInt8]
    let hang: [UInt8]

    var name: StageName { stage.name }

    /// The stage itself where the environment asks for no fault.
    static func wrap(_ stage: any Stage, logger: Logger) -> any Stage {
        let crash = variable("GUAZHI_TEST_CRASH")
        let hang = variable("GUAZHI_TEST_HANG")
        if crash.isEmpty, hang.isEmpty { return stage }
        logger.warning("GUAZHI_TEST_CRASH or GUAZHI_TEST_HANG is set: documents with its text kill this process")
        return InjectedFault(stage: stage, crash: crash, hang: hang)
    }

    func transform(_ record: ConsumerRecord) throws(StageError) -> [StageOutput] {
        let bytes = record.value ?? []
        if Self.holds(bytes, crash) { abort() }
        if Self.holds(bytes, hang) {
            // Half a thousand years of counting, on a processor that does one a nanosecond.
            let spins = Atomic<UInt64>(0)
            while spins.add(1, ordering: .relaxed).newValue < .max {}
        }
        return try stage.transform(record)
    }

    private static func variable(_ name: String) -> [UInt8] {
        getenv(name).map { Array(String(cString: $0).utf8) } ?? []
    }

    private static func holds(_ bytes: [UInt8], _ mark: [UInt8]) -> Bool {
        guard let first = mark.first, bytes.count >= mark.count else { return false }
        return bytes.indices.dropLast(mark.count - 1).contains { start in
            bytes[start] == first && bytes[start...].starts(with: mark)
        }
    }
}
