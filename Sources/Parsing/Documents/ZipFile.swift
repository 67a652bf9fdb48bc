internal import CArchive
internal import Reports

/// A ZIP file in memory, read by libarchive.
///
/// Nothing is written anywhere, so names with `..`, absolute paths and links in it are no more than names.
struct ZipFile {
    /// Names of all entries, in the order of the file.
    let names: [String]
    /// Whether an entry needs a password.
    let isEncrypted: Bool
    private let bytes: [UInt8]
    private let location: String
    private let limits: DocumentLimits

    /// Lists the entries.
    init(_ bytes: [UInt8], location: String, limits: DocumentLimits) throws(Refusal) {
        self.bytes = bytes
        self.location = location
        self.limits = limits
        var names: [String] = []
        var isEncrypted = false
        try Self.walk(bytes, location) { (archive, entry) throws(Refusal) in
            guard names.count < limits.entries else {
                throw Refusal(
                    .tooLarge, "\(location) is a ZIP file of more than \(limits.entries) entries, which is not read.")
            }
            names.append(Self.name(of: entry))
            if archive_entry_is_encrypted(entry) != 0 { isEncrypted = true }
            return true
        }
        self.names = names
        self.isEncrypted = isEncrypted
    }

    /// The contents of those entries that `isWanted` picks by name; of two entries with one name the first.
    func contents(where isWanted: (String) -> Bool) throws(Refusal) -> [String: [UInt8]] {
        let allowed = min(limits.unpackedBytes, max(limits.unpackedBytesAlways, bytes.count * limits.unpackedRatio))
        var total = 0
        var result: [String: [UInt8]] = [:]
        try Self.walk(bytes, location) { (archive, entry) throws(Refusal) in
            let name = Self.name(of: entry)
            guard isWanted(name), result[name] == nil else { return true }
            var content: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = archive_read_data(archive, &block, block.count)
                if count == 0 { break }
                // What the directory says of sizes may be a lie; what is counted is what comes out.
                guard count > 0 else { throw Self.damaged(location, archive) }
                total += count
                guard total <= allowed else {
                    throw Refusal(
                        .tooLarge,
                        "\(location) unpacks to more than \(allowed) bytes from \(bytes.count), which is not read.")
                }
                content += block[..<count]
            }
            result[name] = content
            return true
        }
        return result
    }

    private static func name(of entry: OpaquePointer) -> String {
        // Nil where the name's bytes are no text in this locale; no part that is read here has such a name.
        archive_entry_pathname(entry).map { String(cString: $0) } ?? ""
    }

    /// Visits the headers until `visit` returns false.
    private static func walk(
        _ bytes: [UInt8], _ location: String, _ visit: (OpaquePointer, OpaquePointer) throws(Refusal) -> Bool
    ) throws(Refusal) {
        guard let archive = archive_read_new() else {
            throw Refusal(.undecodable, "\(location) could not be unpacked for want of memory.")
        }
        defer { archive_read_free(archive) }
        var refusal: Refusal?
        // The seeking reader goes by the directory at the end, as Office does: a cut-off file has none.
        archive_read_support_format_zip_seekable(archive)
        bytes.withUnsafeBytes { raw in
            guard archive_read_open_memory(archive, raw.baseAddress, raw.count) == ARCHIVE_OK else {
                refusal = damaged(location, archive)
                return
            }
            do throws(Refusal) {
                while true {
                    var entry: OpaquePointer?
                    let status = archive_read_next_header(archive, &entry)
                    if status == ARCHIVE_EOF { return }
                    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
                        throw damaged(location, archive)
                    }
                    guard try visit(archive, entry) else { return }
                }
            } catch { refusal = error }
        }
        if let refusal { throw refusal }
    }

    private static func damaged(_ location: String, _ archive: OpaquePointer) -> Refusal {
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "no reason given"
        return Refusal(.undecodable, "\(location) is a ZIP or Office file that is damaged or cut off (\(reason)).")
    }
}
