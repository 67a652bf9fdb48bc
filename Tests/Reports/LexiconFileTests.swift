import Testing

@testable import Reports

struct LexiconFileTests {
    private func read(_ text: String, _ columns: [String] = ["name", "code"], required: Int? = nil) throws(LexiconError)
        -> LexiconFile
    {
        try LexiconFile(path: "x.tsv", bytes: Array(text.utf8), columns: columns, required: required)
    }

    @Test func commentsBlankLinesHeaderAndByteOrderMarkAreNoRows() throws {
        let file = try read("\u{FEFF}# source: nobody\n\nname\tcode\n姜堰\t321204\r\n \n海陵\t321202")
        #expect(file.rows.map { $0[0] } == ["姜堰", "海陵"])
        #expect(file.rows.map(\.line) == [4, 6])
        #expect(try file.rows[0].integer(1) == 321204)
    }

    @Test func aFieldLeftOutReadsAsEmpty() throws {
        let file = try read("姜堰\n海陵\t\n", required: 1)
        #expect(file.rows.map { $0[1] } == ["", ""])
        #expect(file.rows.map(\.count) == [1, 2])
    }

    @Test(arguments: [
        ("姜堰\n", "x.tsv:1:1: field code is missing"),
        ("# c\n姜堰\t1\t2\n", "x.tsv:2:6: 3 fields, expected name, code"),
    ])
    func wrongNumberOfFields(text: String, message: String) {
        let error = #expect(throws: LexiconError.self) { try read(text) }
        #expect(error?.description == message)
    }

    @Test func errorsNameTheField() throws {
        let row = try #require(try read("姜堰\tabc\n").rows.first)
        let error = #expect(throws: LexiconError.self) { try row.integer(1) }
        #expect(error?.description == "x.tsv:1:4: code must be a whole number, not “abc”")
    }

    @Test func invalidUTF8NamesTheLine() {
        let error = #expect(throws: LexiconError.self) {
            try LexiconFile(path: "x.tsv", bytes: [0x61, 0x0A, 0xFF], columns: ["name"])
        }
        #expect(error?.description == "x.tsv:2: not UTF-8")
    }

    @Test func aFileThatIsNotThereIsSaid() {
        let error = #expect(throws: LexiconError.self) {
            try LexiconFile.read("/nonexistent/x.tsv", columns: ["name"])
        }
        #expect(error?.description == "/nonexistent/x.tsv: No such file or directory")
    }
}
