internal import Reports

/// Rows of a large lexicon, read without an allocation for each field.
///
/// `LexiconFile` is the reader for files of some hundred rows; the gazetteer and the word list have two hundred thousand
/// rows and must be ready in a few tens of milliseconds, so their fields are handed on as ranges of the file's bytes.
struct LexiconTable {
    let path: String
    let bytes: [UInt8]
    private let faults: LexiconFaults

    init(_ path: String, bytes: [UInt8], faults: LexiconFaults) {
        self.path = path
        self.bytes = bytes
        self.faults = faults
    }

    /// Calls `body` for each row that is no comment, no blank line and not the header, with the fields' ranges.
    ///
    /// A row with more or fewer fields than there are columns, or no header with the columns' names, is a mistake.
    func forEachRow(
        _ columns: [String], _ body: (_ fields: [Range<Int>]) throws(LexiconError) -> Void
    ) throws(LexiconError) {
        var fields: [Range<Int>] = []
        fields.reserveCapacity(columns.count)
        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var headerSeen = false
        while position < bytes.count {
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
            let end = position > field && bytes[position - 1] == 0x0D ? position - 1 : position
            fields.append(field..<end)
            position += 1
            if start == end || bytes[start] == UInt8(ascii: "#") { continue }
            if !headerSeen {
                headerSeen = true
                if fields.map(text) != columns {
                    try refuse(start..<end, "the first row must name the columns \(columns.joined(separator: ", "))")
                }
                continue
            }
            guard fields.count == columns.count else {
                let last = fields[min(fields.count, columns.count + 1) - 1]
                let names = columns.joined(separator: ", ")
                try refuse(last, "\(fields.count) fields, expected \(columns.count) separated by tabs: \(names)")
                continue
            }
            try body(fields)
        }
    }

    /// Reports a mistake that stands in a stretch of the file.
    func refuse(_ range: Range<Int>, _ message: String) throws(LexiconError) {
        let place = place(range.lowerBound)
        try faults.add(LexiconError(file: path, line: place.line, column: place.column, message: message))
    }

    /// Reports a mistake of the file as a whole.
    func refuse(_ message: String) throws(LexiconError) {
        try faults.add(LexiconError(file: path, message: message))
    }

    /// In a check, reports a row that says the same again as one before it.
    func refuseRepeated(_ fields: Range<Int>...) throws(LexiconError) {
        guard faults.isCollecting, let first = fields.first else { return }
        let key = fields.map(text).joined(separator: "\t")
        if let before = faults.note(key, file: path, offset: first.lowerBound) {
            try refuse(first, "“\(text(first))” stands in line \(place(before).line) already: remove one of them")
        }
    }

    /// Line and column, in scalars, of a byte; both from 1. Found only where there is a mistake to place.
    private func place(_ offset: Int) -> (line: Int, column: Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return (before.count { $0 == 0x0A } + 1, before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1)
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// A whole number without a sign; 0 where the field is a mistake that was kept.
    func integer(_ range: Range<Int>, _ name: String, in allowed: ClosedRange<Int> = 0...1 << 30)
        throws(LexiconError) -> Int
    {
        var value = 0
        for index in range {
            guard case 0x30...0x39 = bytes[index], value < 1 << 50 else {
                value = -1
                break
            }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        if !range.isEmpty, allowed.contains(value) { return value }
        try refuse(
            range,
            allowed.upperBound < 1 << 30
                ? "\(name) must be a whole number from \(allowed.lowerBound) to \(allowed.upperBound), not “\(text(range))”"
                : "\(name) must be a whole number, not “\(text(range))”")
        return 0
    }

    /// A code of so many digits; 0 where the field is a mistake that was kept.
    func code(_ range: Range<Int>, digits: Int) throws(LexiconError) -> Int32 {
        if range.count == digits, let code = Int32(text(range)), bytes[range.lowerBound] != UInt8(ascii: "-") {
            return code
        }
        try refuse(range, "a code has \(digits) digits, not “\(text(range))”")
        return 0
    }

    /// Decodes a field into scalars; false where it is not UTF-8.
    func scalars(_ range: Range<Int>, into scalars: inout [UInt32]) -> Bool {
        scalars.removeAll(keepingCapacity: true)
        var index = range.lowerBound
        while index < range.upperBound {
            let lead = bytes[index]
            let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            guard index + length <= range.upperBound, lead < 0x80 || lead >= 0xC2, lead < 0xF5 else { return false }
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
