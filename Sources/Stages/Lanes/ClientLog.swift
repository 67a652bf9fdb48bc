package import Kafka
package import Operations

/// Hands what a Kafka client says to the log.
///
/// librdkafka repeats connection errors for every broker and every attempt; its own level decides what is worth a
/// line, and a stage that makes progress stays silent at info.
package func clientObserver(logger: Logger, lane: Int) -> ClientObserver {
    ClientObserver(
        log: { line in
            let metadata: LogMetadata = [
                "kafka.facility": line.facility, "kafka.client": line.client, "lane": lane,
            ]
            switch line.level {
            case 0...3: logger.warning(line.message, metadata)
            default: logger.debug(line.message, metadata)
            }
        },
        error: { error in logger.debug("kafka", ["error": error.description, "lane": String(lane)]) })
}
