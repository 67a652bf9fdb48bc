internal import Reports

/// The name of a paper, a journal or an account in the first lines of its page.
extension FactsReader {
    /// 《某某青年》2023年第8期 目录, 某某之声 第12期, 某某访谈录 | 第58期: what stands before the number of an issue, a date or
    /// the word for its edition.
    func masthead(_ raw: ArraySlice<UInt32>) -> String? {
        guard let first = raw.first, raw.count <= 80 else { return nil }
        if let closer = Self.closer(of: first) {
            guard let close = raw.firstIndex(of: closer), saysIssue(raw[(close + 1)...]) else { return nil }
            let name = raw[(raw.startIndex + 1)..<close]
            return (2...12).contains(name.count) && name.allSatisfy(Scalars.isHan) ? Scalars.string(name) : nil
        }
        guard let end = raw.firstIndex(where: { !Scalars.isHan($0) }), (3...12).contains(end - raw.startIndex) else {
            return nil
        }
        let rest = raw[end...].drop { Scalars.isBlank($0) || PageStructure.isStroke($0) || $0 == 0x30FB }
        let isSetApart = rest.startIndex > end || raw[end] == 0x28 || raw[end] == 0xFF08
        guard isSetApart, saysIssue(rest) else { return nil }
        // 旗情简报 第18期 names what is given out, not who does.
        return lexicons.cues.sheets.ending(fold(raw[..<end])) == nil ? plainName(raw[..<end]) : nil
    }

    /// Whether what stands behind a name says which issue or edition of it this is.
    private func saysIssue(_ rest: ArraySlice<UInt32>) -> Bool {
        let text = fold(rest.prefix(24)).drop { $0 == 0x28 || $0 == 0x7C }
        if lexicons.cues.issues.beginning(text) != nil { return true }
        guard let mark = text.first else { return false }
        if mark == 0x7B2C || mark == 0x603B { return lexicons.cues.issueWords.occurs(in: text.prefix(9)) }
        guard Scalars.isDigit(mark), let start = rest.firstIndex(where: { Scalars.isDigit(lexicons.folding.fold($0)) })
        else { return false }
        return DateReader.first(in: rest)?.start == start || text.dropFirst(4).first == Self.year
    }

    /// 年
    private static let year: UInt32 = 0x5E74

    private static func closer(of c: UInt32) -> UInt32? {
        switch c {
        case 0x300A: 0x300B
        case 0x3010: 0x3011
        default: nil
        }
    }

    /// 某某快讯·会议专栏: the name without that of its column.
    func withoutColumn(_ name: String) -> String {
        let text = Scalars.array(name)
        guard let dot = text.lastIndex(where: { $0 == 0xB7 || $0 == 0x30FB || $0 == 0x2022 || $0 == 0x7C }), dot >= 3,
            lexicons.cues.columns.ending(fold(text[(dot + 1)...])) != nil
        else { return name }
        var head = text[..<dot]
        while let last = head.last, Scalars.isBlank(last) { head = head.dropLast() }
        return Scalars.string(head)
    }
}
