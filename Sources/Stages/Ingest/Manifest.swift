import CSystem
import Glibc
import Operations
import Reports

/// What a scraper knew of the files it left: a table of `path`, `url`, `retrieved_at`, `media_type` and `charset`.
///
/// Tab-separated UTF-8, one file a line; lines that begin with `#` and empty lines are passed over, an empty field is
/// "not known", and columns at the end may be missing. A first line that begins with `path` names the columns, in any
/// order. A path is absolute, or relative to the manifest's folder, or to a root. A manifest that is wrong in one place
/// is refused whole (65, `file:line:column`): half of a scraper's knowledge would give half of the documents other
/// locations.
struct Manifest: Sendable {
    /// What one line says.
    struct Row: Hashable, Sendable {
        var path: BytePath
        var line: Int
        var url: String?
        var retrievedAt: Timestamp?
        var mediaType: String?
        var charset: String?
        /// Where it is; nil where it was not there when the manifest was read.
        var found: BytePath?
    }

    var file: BytePath
    var state: FileState
    var rows: [Row]
    /// Row by resolved path.
    private var index: [BytePath: Int] = [:]

    /// Reads the manifest at `file`, its relative paths also tried below `roots`.
    init(file: BytePath, roots: [SourceRoot]) throws(Failure) {
        let contents: FileContents
        switch FileReader(maximumBytes: 1 << 30).read(file, unlessWritten: false) {
        case .contents(let read): contents = read
        case .vanished: throw Failure(.noInput, "the manifest \(file.text) is not there")
        case .tooLarge: throw Failure(.dataError, "the manifest \(file.text) is larger than 1 GiB; split it")
        case .changing, .beingWritten:
            throw Failure(.temporaryFailure, "the manifest \(file.text) is being written; try again when it is whole")
        case .unreadable(let error):
            throw Failure(.noInput, "the manifest \(file.text) cannot be read: \(error.text)")
        }
        self.file = file
        state = contents.state
        rows = try Self.rows(contents.bytes, file: file)
        let folders = [file.parent] + roots.filter(\.isDirectory).map(\.path)
        for (number, row) in rows.enumerated() {
            let candidates = row.path.isAbsolute ? [row.path] : folders.map { $0.appending(row.path.bytes) }
            rows[number].found = candidates.first { candidate in
                if case .success = FileState.of(candidate, following: false) { true } else { false }
            }
            // One that is not there yet may come to any of the places.
            for key in Set((rows[number].found.map { [$0] } ?? candidates).compactMap(Self.key)) {
                guard let other = index.updateValue(number, forKey: key), other != number else { continue }
                throw Failure(
                    .dataError,
                    "\(file.text):\(row.line):1: \(row.path.text) was described in line \(rows[other].line) already")
            }
        }
    }

    /// The number of the row that describes the file at `path`.
    func row(for path: BytePath) -> Int? {
        guard !rows.isEmpty, let key = Self.key(path) else { return nil }
        return index[key]
    }

    /// The folder resolved, the last name as it is: a link is described by its own name, not by its target's.
    private static func key(_ path: BytePath) -> BytePath? {
        path.parent.resolved?.appending(path.lastComponent)
    }

    private enum Column: String, CaseIterable {
        case path, url, retrievedAt = "retrieved_at", mediaType = "media_type", charset
    }

    private static func rows(_ bytes: [UInt8], file: BytePath) throws(Failure) -> [Row] {
        var rows: [Row] = []
        var columns = Column.allCases
        var isFirst = true
        var number = 0
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        for line in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let fields = (line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
                .split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            guard let first = fields.first, first.first != UInt8(ascii: "#"), fields.contains(where: { !$0.isEmpty })
            else { continue }
            if isFirst, first.elementsEqual(Column.path.rawValue.utf8) {
                columns = try header(fields, file, number)
            } else {
                rows.append(try row(fields, columns, file, number))
            }
            isFirst = false
        }
        return rows
    }

    private static func header(
        _ fields: [ArraySlice<UInt8>], _ file: BytePath, _ line: Int
    ) throws(Failure) -> [Column] {
        var columns: [Column] = []
        for (position, field) in fields.enumerated() {
            let name = String(decoding: field, as: UTF8.self)
            guard let column = Column(rawValue: name), !columns.contains(column) else {
                let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
                throw failure(
                    file, line, fields, position, "\"\(name)\" is no column, or here twice; there are \(known)")
            }
            columns.append(column)
        }
        return columns
    }

    private static func row(
        _ fields: [ArraySlice<UInt8>], _ columns: [Column], _ file: BytePath, _ line: Int
    ) throws(Failure) -> Row {
        var row = Row(path: BytePath(bytes: []), line: line)
        for (position, field) in fields.enumerated() where !field.isEmpty {
            func wrong(_ what: String) -> Failure { failure(file, line, fields, position, what) }
            guard position < columns.count else {
                throw wrong("more fields than the \(columns.count) columns; is there a tab inside a field?")
            }
            if columns[position] == .path {
                row.path = BytePath(bytes: Array(field)).withoutTrailingSlashes
                continue
            }
            guard let text = String(validating: field, as: UTF8.self) else { throw wrong("this field is not UTF-8") }
            guard
                !text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F })
                    || columns[position] == .mediaType
            else { throw wrong("\(columns[position].rawValue) holds a blank or a control character") }
            switch columns[position] {
            case .path: break
            case .url:
                guard text.contains(":") else {
                    throw wrong("\"\(text)\" is no URL; it needs its scheme, as in https://…")
                }
                row.url = text
            case .retrievedAt:
                guard let time = Timestamp(rfc3339: text) else {
                    throw wrong("\"\(text)\" is no time; write it as 2026-11-21T16:46:00Z")
                }
                row.retrievedAt = time
            case .mediaType:
                guard text.contains("/"), !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
                else { throw wrong("\"\(text)\" is no media type; write it as text/html") }
                row.mediaType = text
            case .charset: row.charset = text
            }
        }
        guard !row.path.bytes.isEmpty else { throw failure(file, line, fields, 0, "the path is missing") }
        return row
    }

    private static func failure(
        _ file: BytePath, _ line: Int, _ fields: [ArraySlice<UInt8>], _ position: Int, _ what: String
    ) -> Failure {
        let before = fields[..<position].reduce(1) { $0 + String(decoding: $1, as: UTF8.self).unicodeScalars.count + 1 }
        return Failure(.dataError, "\(file.text):\(line):\(before): \(what)")
    }
}
