import Kafka
import KafkaTestSupport
import Testing

/// What only a real broker can show.
@Suite(.enabled(if: TestBroker.isAvailable, "KAFKA_HOME is not set"))
struct RealBrokerTests {
    @Test func start() throws {
        let broker = try TestBroker.shared()
        let admin = try Admin(properties: ["bootstrap.servers": broker.bootstrapServers])
        print(try admin.clusterIdentifier())
        #expect(admin.close())
    }
}
