internal import Glibc
internal import Reports

/// Rows of a large lexicon, read without an allocation for each field.
///
/// `LexiconFile` is the reader for files of some hundred rows; the gazetteer and the word list have two hundred thousand
/// rows and must be ready in a few tens of milliseconds, so their fields are handed on as ranges of the file's bytes.
struct LexiconTable {
    let path: String
    let bytes: [UInt8]

    init(_ path: String) throws(LexiconError) {
        self.path = path
        guard let file = fopen(path, "rb") else {
            throw LexiconError(file: path, message: String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        let size = max(0, ftell(file))
        rewind(file)
        var read = 0
        bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            read = fread(buffer.baseAddress, 1, size, file)
            count = read
        }
        if read < size { throw LexiconError(file: path, message: "could only be read in part") }
    }

    /// Calls `body` for each row that is no comment, no blank line and not the header, with the fields' ranges.
    func forEachRow(
        columns: Int, _ body: (_ line: Int, _ fields: [Range<Int>]) throws(LexiconError) -> Void
    ) throws(LexiconError) {
        var fields: [Range<Int>] = []
        fields.reserveCapacity(columns)
        var position = 0
        var line = 0
        var headerSeen = false
        while position < bytes.count {
            line += 1
            let start = position
            var field = position
            fields.removeAll(keepingCapacity: true)
            while position < bytes.count, bytes[position] != 0x0A {
                if bytes[position] == 0x09 {
                    fields.append(field..<position)
                    field = position + 1
                }
                position += 1
            }
            fields.append(field..<position)
            position += 1
            if start + 1 >= position || bytes[start] == UInt8(ascii: "#") { continue }
            if !headerSeen {
                headerSeen = true
                continue
            }
            guard fields.count == columns else {
                throw LexiconError(file: path, line: line, message: "\(fields.count) fields, expected \(columns)")
            }
            try body(line, fields)
        }
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func integer(_ range: Range<Int>, line: Int) throws(LexiconError) -> Int {
        var value = 0
        for index in range {
            guard case 0x30...0x39 = bytes[index], value < 1 << 50 else {
                throw LexiconError(file: path, line: line, message: "“\(text(range))” must be a whole number")
            }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        return value
    }

    /// Decodes a field into scalars; false where it is not UTF-8.
    func scalars(_ range: Range<Int>, into scalars: inout [UInt32]) -> Bool {
        scalars.removeAll(keepingCapacity: true)
        var index = range.lowerBound
        while index < range.upperBound {
            let lead = bytes[index]
            let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            guard index + length <= range.upperBound, lead < 0x80 || lead >= 0xC2 else { return false }
            var value = length == 1 ? UInt32(lead) : UInt32(lead) & (0x7F >> UInt32(length))
            for next in 1..<max(length, 1) {
                let byte = bytes[index + next]
                guard byte & 0xC0 == 0x80 else { return false }
                value = value << 6 | UInt32(byte & 0x3F)
            }
            scalars.append(value)
            index += length
        }
        return true
    }
}
