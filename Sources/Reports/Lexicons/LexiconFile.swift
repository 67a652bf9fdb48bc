internal import Glibc

/// A lexicon: tab-separated UTF-8 text that a curator may change.
///
/// A line that begins with `#` is a comment, a blank line is nothing, and a first row that repeats the column names is a
/// header. Fields are kept as ranges of the file's bytes, so that reading a file of fifty thousand rows allocates
/// nothing for each of them. Fields have no escapes: a tab or a line break cannot stand in one.
public struct LexiconFile: Sendable {
    /// What errors name.
    public let path: String
    /// The file as read, for hashing; a byte-order mark is part of it.
    public let bytes: [UInt8]
    /// Names of the columns, in order.
    public let columns: [String]
    private var fieldStarts: [Int32] = []
    private var fieldEnds: [Int32] = []
    private var firstFields: [Int32] = [0]
    private var lines: [Int32] = []
    private var lineStarts: [Int32] = []

    /// Reads a file whole.
    ///
    /// - Parameters:
    ///   - columns: Names of the columns, in order; a row with more fields is an error.
    ///   - required: How many fields each row must have (those after them read as empty); all of them unless said.
    public static func read(
        _ path: String, columns: [String], required: Int? = nil
    ) throws(LexiconError) -> LexiconFile {
        try LexiconFile(path: path, bytes: read(path), columns: columns, required: required)
    }

    /// All bytes of a file.
    public static func read(_ path: String) throws(LexiconError) -> [UInt8] { try contents(of: path) }

    /// Takes apart what is in memory already; `path` is what errors name.
    public init(path: String, bytes: [UInt8], columns: [String], required: Int? = nil) throws(LexiconError) {
        self.path = path
        self.bytes = bytes
        self.columns = columns
        guard bytes.count < Int32.max else { throw LexiconError(file: path, message: "larger than 2 GiB") }
        let required = required ?? columns.count
        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line: Int32 = 0
        while position < bytes.count {
            line += 1
            let start = position
            while position < bytes.count, bytes[position] != 0x0A { position += 1 }
            var end = position
            position += 1
            if end > start, bytes[end - 1] == 0x0D { end -= 1 }
            try checkEncoding(start, end, line: Int(line))
            if start == end || bytes[start] == UInt8(ascii: "#") || isBlank(start, end) { continue }
            split(start, end)
            lines.append(line)
            lineStarts.append(Int32(start))
            if lines.count == 1, isHeader {
                removeHeader()
                continue
            }
            let row = Row(file: self, index: lines.count - 1)
            if row.count > columns.count {
                throw row.error(columns.count, "\(row.count) fields, expected \(columns.joined(separator: ", "))")
            }
            if row.count < required {
                throw row.error(row.count - 1, "field \(columns[row.count]) is missing")
            }
        }
    }

    /// The rows, comments and header left out.
    public var rows: Rows { Rows(file: self) }

    /// One line's fields.
    public struct Row: Sendable {
        let file: LexiconFile
        let index: Int

        /// Line number in the file, from 1.
        public var line: Int { Int(file.lines[index]) }
        /// Fields written; at least those that are required.
        public var count: Int { Int(file.firstFields[index + 1] - file.firstFields[index]) }

        /// A field's UTF-8 bytes; empty where it was left out.
        public func bytes(_ column: Int) -> ArraySlice<UInt8> {
            guard column >= 0, column < count else { return [] }
            let field = Int(file.firstFields[index]) + column
            return file.bytes[Int(file.fieldStarts[field])..<Int(file.fieldEnds[field])]
        }

        /// A field as text; empty where it was left out.
        public subscript(column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }

        /// A field as a whole number.
        public func integer(_ column: Int) throws(LexiconError) -> Int {
            guard let value = Int(self[column]) else {
                throw error(column, "\(name(column)) must be a whole number, not “\(self[column])”")
            }
            return value
        }

        /// An error that points at a field.
        public func error(_ column: Int, _ message: String) -> LexiconError {
            let start = Int(file.lineStarts[index])
            let field = Int(file.firstFields[index]) + min(max(column, 0), count - 1)
            let before = file.bytes[start..<Int(file.fieldStarts[field])]
            let scalars = before.count { $0 & 0xC0 != 0x80 }
            return LexiconError(file: file.path, line: line, column: scalars + 1, message: message)
        }

        private func name(_ column: Int) -> String {
            file.columns.indices.contains(column) ? file.columns[column] : "field \(column + 1)"
        }
    }

    /// The rows as a collection.
    public struct Rows: RandomAccessCollection, Sendable {
        let file: LexiconFile

        /// Always 0.
        public var startIndex: Int { 0 }
        /// How many rows there are.
        public var endIndex: Int { file.lines.count }
        /// The row at a position.
        public subscript(position: Int) -> Row { Row(file: file, index: position) }
    }

    private var isHeader: Bool {
        let row = Row(file: self, index: 0)
        return row.count == columns.count && columns.indices.allSatisfy { row[$0] == columns[$0] }
    }

    private mutating func removeHeader() {
        fieldStarts = []
        fieldEnds = []
        firstFields = [0]
        lines = []
        lineStarts = []
    }

    private mutating func split(_ start: Int, _ end: Int) {
        var field = start
        for position in start..<end where bytes[position] == 0x09 {
            fieldStarts.append(Int32(field))
            fieldEnds.append(Int32(position))
            field = position + 1
        }
        fieldStarts.append(Int32(field))
        fieldEnds.append(Int32(end))
        firstFields.append(Int32(fieldStarts.count))
    }

    private func isBlank(_ start: Int, _ end: Int) -> Bool {
        bytes[start..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    private func checkEncoding(_ start: Int, _ end: Int, line: Int) throws(LexiconError) {
        if bytes[start..<end].allSatisfy({ $0 < 0x80 }) { return }
        guard String(validating: bytes[start..<end], as: UTF8.self) != nil else {
            throw LexiconError(file: path, line: line, message: "not UTF-8")
        }
    }

    private static func contents(of path: String) throws(LexiconError) -> [UInt8] {
        func failure() -> LexiconError {
            LexiconError(file: path, message: String(cString: strerror(errno)))
        }
        guard let file = fopen(path, "rb") else { throw failure() }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: block[..<count])
        }
        if ferror(file) != 0 { throw failure() }
        return bytes
    }
}
