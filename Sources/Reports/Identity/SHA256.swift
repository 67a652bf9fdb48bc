internal import CCrypto

/// SHA-256 (FIPS 180-4), computed by libcrypto.
public enum SHA256 {
    /// The digest of `bytes`, 32 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hasher = Hasher()
        hasher.update(bytes)
        return hasher.finish()
    }

    /// The digest of `bytes` as 64 lower-case hex digits.
    public static func sha256Hex(_ bytes: [UInt8]) -> String { Hexadecimal.text(hash(bytes)) }

    /// Digests what comes in pieces.
    public struct Hasher: ~Copyable {
        private let context: OpaquePointer

        /// An empty digest.
        public init() {
            // Nil only when memory is out, as is a zero from the calls below.
            guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, algorithm.pointer, nil) == 1 else {
                preconditionFailure("libcrypto has no SHA-256")
            }
            self.context = context
        }

        deinit { EVP_MD_CTX_free(context) }

        /// Adds `bytes`.
        public mutating func update(_ bytes: [UInt8]) {
            bytes.withUnsafeBytes { update($0) }
        }

        /// Adds the bytes of `buffer`.
        public mutating func update(_ buffer: UnsafeRawBufferPointer) {
            guard EVP_DigestUpdate(context, buffer.baseAddress, buffer.count) == 1 else {
                preconditionFailure("libcrypto refused bytes to digest")
            }
        }

        /// The digest of all that was added, 32 bytes.
        public consuming func finish() -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
                var length: UInt32 = 0
                guard EVP_DigestFinal_ex(context, digest.baseAddress, &length) == 1 else {
                    preconditionFailure("libcrypto refused to end a digest")
                }
                count = Int(length)
            }
        }
    }
}

/// The algorithm, looked up once: OpenSSL 3 searches its providers anew for each digest otherwise.
private struct Algorithm: @unchecked Sendable {
    /// Never freed, and immutable; OpenSSL lets any threads share it.
    let pointer = EVP_MD_fetch(nil, "SHA256", nil)
}

private let algorithm = Algorithm()
