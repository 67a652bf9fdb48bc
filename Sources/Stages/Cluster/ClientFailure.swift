public import Kafka
public import Operations

extension Failure {
    /// Why a client could not be made: 78 where a property is wrong, 69 where its threads did not start in time (a clock
    /// that jumped, a machine without a processor to spare), which another start mends.
    public init(client error: KafkaError) {
        self =
            error.isTimeout
            ? Failure(.unavailable, "\(error); start it again")
            : Failure(.configuration, "\(error); check the keys under kafka. in the configuration")
    }
}
