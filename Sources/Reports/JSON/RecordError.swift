/// Bytes that are not the record, or not the JSON, they should be.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for those who must tell a damaged record from one that a later release wrote.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Not JSON, or not of the shape the schema gives.
        case malformed
        /// Of the right kind, but of a major version this release does not know: upgrade, do not consume.
        case newerMajorSchema = "newer_major_schema"
        /// A record of another kind.
        case wrongSchema = "wrong_schema"
    }
    /// What kind of error it is.
    public var code: Code
    /// One sentence without the place.
    public var message: String
    /// The byte to blame, from 0.
    public var byteOffset: Int

    /// Makes an error of `code` at the byte `byteOffset`.
    public init(_ code: Code, _ message: String, byteOffset: Int) {
        self.code = code
        self.message = message
        self.byteOffset = byteOffset
    }

    /// The sentence with its place.
    public var description: String { "\(message) (byte \(byteOffset))" }
}
