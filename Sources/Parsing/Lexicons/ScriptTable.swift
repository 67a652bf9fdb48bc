internal import Reports

/// Characters that only one of the two scripts has.
struct ScriptTable: Sendable {
    /// 1 simplified, 2 traditional.
    private var scripts = [UInt8](repeating: 0, count: 0x10000)

    init(_ file: LexiconFile) throws(LexiconError) {
        for row in file.rows {
            for column in 0...1 {
                guard let c = row[column].unicodeScalars.first?.value, row[column].unicodeScalars.count == 1,
                    c < 0x10000
                else { throw row.error(column, "expected one character") }
                scripts[Int(c)] = UInt8(column + 1)
            }
        }
    }

    /// 1 where only simplified Chinese has the character, 2 where only traditional has it, 0 for any other below U+10000.
    func script(of c: UInt32) -> UInt8 { scripts[Int(c)] }
}
