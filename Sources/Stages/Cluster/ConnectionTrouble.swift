public import Kafka
public import Operations

/// Why no broker could be talked to, told from librdkafka's words: its codes say no more than that nothing came back.
///
/// The words are those of librdkafka 2.0.2 (`rdkafka_ssl.c`, `rdkafka_broker.c`, `rdkafka_sasl.c`) and of OpenSSL 3.0.
public enum ConnectionTrouble: Hashable, Sendable {
    /// The broker refuses the name, the password, or the mechanism.
    case login
    /// The broker's certificate is not of an authority that is known here, or not for this host.
    case untrustedBroker
    /// The broker refuses us without a certificate, or with the one we have.
    case clientCertificate
    /// One side speaks TLS and the other does not.
    case protocolMismatch
    /// Nobody is there, or nobody answers in time.
    case noAnswer

    /// - Parameter reason: ``KafkaError/reason``.
    public init(reason: String) {
        func says(_ words: String...) -> Bool { words.contains { reason.contains($0) } }
        if says("alert bad certificate", "alert certificate required", "alert unknown ca", "alert unsupported cert") {
            self = .clientCertificate
        } else if says("certificate verify failed") {
            self = .untrustedBroker
        } else if says("SASL authentication error", "SASL handshake", "Authentication failed", "cannot log in") {
            self = .login
        } else if says(
            "incorrect security.protocol", "SSL handshake failed", "wrong version number",
            "unexpected eof while reading")
        {
            self = .protocolMismatch
        } else {
            self = .noAnswer
        }
    }

    /// One sentence with what to do; 78 where a person must change something, 69 where the broker may come back.
    ///
    /// - Parameter within: how long was waited, such as ` within 5 s`.
    public static func failure(_ error: KafkaError, servers: String, within: String = "") -> Failure {
        let cause = cause(error.reason)
        switch ConnectionTrouble(reason: error.reason) {
        case .login:
            // With SCRAM the client adds what its librdkafka cannot do.
            let remedy =
                cause.contains("cannot log in")
                ? "" : "; check kafka.sasl.mechanism, kafka.sasl.username and the password (GUAZHI_KAFKA_SASL_PASSWORD)"
            return Failure(.configuration, "\(servers) refuses the log-in (\(cause))\(remedy)")
        case .untrustedBroker:
            return Failure(
                .configuration,
                "the certificate of \(servers) is not trusted (\(cause)); set kafka.ssl.ca.location to the certificate of the authority that signed it, PEM, and bootstrap-servers to the name it was made for"
            )
        case .clientCertificate:
            return Failure(
                .configuration,
                "\(servers) wants a client certificate that it trusts (\(cause)); set kafka.ssl.certificate.location and kafka.ssl.key.location"
            )
        case .protocolMismatch:
            return Failure(
                .configuration,
                "\(servers) speaks another protocol than kafka.security.protocol says (\(cause)); set it to that listener's: plaintext, ssl, sasl_plaintext or sasl_ssl"
            )
        case .noAnswer:
            return Failure(
                .unavailable,
                "no broker answers at \(servers)\(within) (\(cause)); check that it runs and that bootstrap-servers is right"
            )
        }
    }

    /// What a person needs of librdkafka's words on a connection: neither its thread nor its state.
    ///
    /// `…; last seen: [thrd:a:1/bootstrap]: a:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused (after
    /// 0ms in state CONNECT)` becomes `Connect to ipv4#127.0.0.1:1 failed: Connection refused`.
    public static func cause(_ reason: String) -> String {
        var cause = reason[...]
        var remedy = ""
        if let start = cause.firstRange(of: "; this librdkafka") {
            remedy = String(cause[start.lowerBound...])
            cause = cause[..<start.lowerBound]
        }
        if let seen = cause.firstRange(of: "last seen: ") { cause = cause[seen.upperBound...] }
        if cause.hasPrefix("[thrd:"), let end = cause.firstRange(of: "]: ") { cause = cause[end.upperBound...] }
        if let end = cause.firstRange(of: "/bootstrap: ") { cause = cause[end.upperBound...] }
        if let end = cause.firstRange(of: " (after ") { cause = cause[..<end.lowerBound] }
        return cause + remedy
    }
}
