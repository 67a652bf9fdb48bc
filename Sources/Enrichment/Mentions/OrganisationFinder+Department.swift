internal import Reports

/// Departments that stand behind a unit's name and that no list knows.
extension OrganisationFinder {
    /// 某市人民检察院|公诉二处, 某供电公司|线路工区: a few characters up to a department's ending, where a post, a name or a mark
    /// follows.
    func withDepartment(_ span: Span) -> Span {
        // 某县中医医院|骨科医生: a ward is no unit of one's own.
        if reading.anyOf(rules.hospitals, before: span.end) != nil { return span }
        var end = span.end
        while end < reading.count, end - span.end < 8, Scalars.isHan(reading.at(end)), !stop[end],
            reading.anyOf(rules.departmentBreaks, at: end) == nil, placeEnd(from: end) == nil
        {
            if let token = reading.token(at: end), Int(token.start) == end, token.count > 1,
                reading.anyOf(rules.verbs, at: end) == token.count || postStarts(end)
            {
                return span
            }
            end += 1
            guard end - span.end >= 2, reading.anyOf(rules.departmentEndings, before: end) != nil, closes(end) else {
                continue
            }
            return Span(span.start, end)
        }
        return span
    }

    private func closes(_ end: Int) -> Bool {
        guard end < reading.count else { return true }
        let next = reading.at(end)
        return Scalars.endsClause(next) || Scalars.isBlank(next) || next == 0x29 || next == Han.of || stop[end]
            || postStarts(end)
    }
}
