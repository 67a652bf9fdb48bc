/// Tells a test what is done to files, in order, so that it can cut the power after any of it.
enum FileJournal {
    enum Operation: Hashable, Sendable {
        case makeFolder(String)
        /// A file is opened and made where it is not there.
        case create(String)
        case write(String, at: Int64, [UInt8])
        case truncate(String, to: Int64)
        /// `fsync` of a file or a folder returned.
        case sync(String)
        case rename(String, to: String)
        case remove(String)
    }

    /// Who is told; nobody outside tests.
    @TaskLocal static var record: (@Sendable (Operation) -> Void)?

    static func note(_ operation: @autoclosure () -> Operation) {
        if let record { record(operation()) }
    }
}
