import Kafka
import Operations
import Stages
import Testing

/// The words are those that librdkafka 2.0.2 and OpenSSL 3.0 said of an Apache Kafka 4.3.1.
@Suite("Why no broker could be talked to")
struct ConnectionTroubleTests {
    @Test(arguments: [
        (
            "SASL authentication error: Authentication failed: Invalid username or password (after 104ms in state AUTH_REQ)",
            ConnectionTrouble.login, ExitCode.configuration, "GUAZHI_KAFKA_SASL_PASSWORD"
        ),
        (
            "Local: Timed out; last seen: [thrd:sasl_ssl://a:1/bootstrap]: sasl_ssl://a:1/bootstrap: SASL authentication error: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512 (after 5ms in state AUTH_REQ); this librdkafka (2.0.2) cannot log in to Kafka 4 with SCRAM even if the password is right: use librdkafka 2.6.1 or newer",
            .login, .configuration, "use librdkafka 2.6.1"
        ),
        (
            "SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate could not be verified",
            .untrustedBroker, .configuration, "kafka.ssl.ca.location"
        ),
        (
            "Receive failed: error:0A000412:SSL routines::sslv3 alert bad certificate: SSL alert number 42",
            .clientCertificate, .configuration, "kafka.ssl.certificate.location"
        ),
        (
            "a:1/bootstrap: Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol configuration (connecting to a SSL listener?)",
            .protocolMismatch, .configuration, "kafka.security.protocol"
        ),
        (
            "SSL handshake failed: error:0A000126:SSL routines::unexpected eof while reading",
            .protocolMismatch, .configuration, "kafka.security.protocol"
        ),
        (
            "Local: Broker transport failure; last seen: [thrd:a:1/bootstrap]: a:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused (after 0ms in state CONNECT)",
            .noAnswer, .unavailable, "(Connect to ipv4#127.0.0.1:1 failed: Connection refused)"
        ),
    ])
    func whatItSays(reason: String, trouble: ConnectionTrouble, code: ExitCode, words: String) {
        #expect(ConnectionTrouble(reason: reason) == trouble)
        let failure = ConnectionTrouble.failure(
            KafkaError(code: .transport, operation: "describe topics", reason: reason), servers: "a:1")
        #expect(failure.exitCode == code)
        #expect(failure.description.contains("a:1"))
        #expect(failure.description.contains(words))
        #expect(!failure.description.contains("[thrd:") && !failure.description.contains("in state"))
    }

    @Test("What a person needs of librdkafka's words")
    func cause() {
        #expect(ConnectionTrouble.cause("Local: Timed out") == "Local: Timed out")
    }
}
