/// The schema names that records carry in their member `schema`: `guazhi/NAME/MAJOR`.
///
/// A minor version adds members at the top level of a record and keeps the name; readers of an older one carry such
/// members on unread.
public enum RecordSchema: String, Hashable, Sendable, CaseIterable {
    case report = "guazhi/report/1"
    case parsed = "guazhi/parsed/1"
    case archive = "guazhi/archive/1"

    /// Throws unless `name` is this schema's.
    func check(_ name: String, at offset: Int) throws(RecordError) {
        if name == rawValue { return }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let own = rawValue.split(separator: "/")
        if parts.count == 3, parts[0] == own[0], parts[1] == own[1], let major = Int(parts[2]), major > 1 {
            throw RecordError(
                .newerMajorSchema,
                "\(name) is newer than \(rawValue), which this release reads: upgrade this stage first",
                byteOffset: offset)
        }
        throw RecordError(.wrongSchema, "\(name) stands where \(rawValue) should", byteOffset: offset)
    }

    /// What to throw for a record that could not be read as this schema: that it is of another, if it says so.
    ///
    /// `schema` comes late among sorted members, so that a record of a newer version usually fails before.
    func explain(_ error: RecordError, in bytes: [UInt8]) -> RecordError {
        guard error.code == .malformed else { return error }
        do throws(RecordError) {
            try JSONReader.read(bytes) { reader throws(RecordError) in
                try reader.object { name, reader throws(RecordError) in
                    if name == "schema", reader.peek() == .string {
                        let place = reader.offset
                        try check(try reader.string(), at: place)
                    } else {
                        try reader.skip()
                    }
                }
            }
        } catch {
            if error.code != .malformed { return error }
        }
        return error
    }
}
