import Kafka
import Testing

/// Properties are librdkafka's own; a wrong one is named, a secret one is never shown.
struct PropertyTests {
    @Test(arguments: [
        (["linger.msx": "5"], "unknown property \"linger.msx\""), (["linger.ms": "soon"], "linger.ms"),
        (["acks": "7000000"], "acks"), (["compression.type": "rar"], "compression.type"),
        (["rebalance_cb": "x"], "rebalance_cb"), (["": "x"], "unknown property \"\""),
    ])
    func aWrongPropertyIsNamed(properties: [String: String], expected: String) {
        let error = #expect(throws: KafkaError.self) {
            try PropertyCatalogue.check(properties: properties, for: .producer)
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.operation == "configure producer")
        #expect(error?.reason.contains(expected) == true)
        #expect(throws: KafkaError.self) { try Producer(properties: properties) }
        #expect(throws: KafkaError.self) { try Admin(properties: properties) }
        #expect(throws: KafkaError.self) { try Consumer(properties: properties.merging(["group.id": "g"]) { $1 }) }
    }

    @Test func aConsumerNeedsAGroup() {
        let error = #expect(throws: KafkaError.self) { try Consumer(properties: [:]) }
        #expect(error?.reason.contains("group.id") == true)
    }

    @Test func propertiesThatDoNotGoTogetherAreRefused() {
        let error = #expect(throws: KafkaError.self) {
            try Producer(properties: ["enable.idempotence": "true", "acks": "1"])
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.reason.contains("acks") == true)
    }

    @Test func theTableKnowsWhatIsForWhom() throws {
        let names = PropertyCatalogue.names
        #expect(names.count > 100)
        #expect(names == names.sorted())
        #expect(names.contains("bootstrap.servers"))
        let properties = [
            "bootstrap.servers": "x", "linger.ms": "1", "fetch.min.bytes": "1", "no.such": "y", "acks": "all",
        ]
        #expect(
            PropertyCatalogue.applicable(properties, to: .consumer).keys.sorted()
                == ["bootstrap.servers", "fetch.min.bytes", "no.such"])
        #expect(
            PropertyCatalogue.applicable(properties, to: .producer).keys.sorted()
                == ["acks", "bootstrap.servers", "linger.ms", "no.such"])
        #expect(PropertyCatalogue.applicable(properties, to: .admin).keys.sorted() == ["bootstrap.servers", "no.such"])
        let linger = try #require(PropertyCatalogue.properties.first { $0.name == "linger.ms" })
        #expect(linger.range == "0 .. 900000")
        #expect(linger.defaultValue == "5")
    }

    @Test func secretsAreRedacted() {
        let secrets = [
            "sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password",
            "sasl.oauthbearer.client.secret", "sasl.oauthbearer.config",
        ]
        for name in secrets {
            #expect(PropertyCatalogue.names.contains(name))
            #expect(
                PropertyCatalogue.redacted([name: "hidden", "client.id": "me"])
                    == [name: "[redacted]", "client.id": "me"])
        }
        let error = #expect(throws: KafkaError.self) {
            try Producer(properties: ["ssl.key.pem": "hidden", "security.protocol": "ssl"])
        }
        #expect(error.map { !"\($0)".contains("hidden") } == true)
    }
}
