/// Names that a label or a form of address makes sure, whatever word they are.
extension PersonFinder {
    /// 姓名:包容  民族:汉: what a form's label names, up to a blank, a mark or the line's end.
    func labelled(_ start: Int) -> Int? {
        var colon = start - 1
        while reading.at(colon) == 0x20 { colon -= 1 }
        // 本报驻疆记者  靳朝阳  通讯员  某人: a byline's names between blanks.
        if start - colon > 1, reading.anyOf(rules.reporters, before: colon + 1) != nil {
            return stop(start, blanks: true)
        }
        guard reading.at(colon) == 0x3A, reading.anyOf(["姓名"], before: colon) != nil else { return nil }
        return stop(start, blanks: true)
    }

    /// 喇平安同志为…, 由荷锄同志(…)递补: two or three characters between a clause's beginning and 同志 with what an
    /// appointment goes on with.
    func comrade(_ start: Int) -> Int? {
        let before = reading.at(start - 1)
        guard reading.at(start) != 0x7531 else { return nil }
        guard
            before == 0x0A || before == 0x7531 || Scalars.endsClause(before) || before == Han.listComma
                || reading.anyOf(rules.appointing, before: start) != nil,
            reading.begins(.surname, at: start) || before == 0x7531 || before == 0x0A
        else { return nil }
        for length in 2...3 {
            let end = start + length
            guard reading.has("同志", at: end), reading.anyOf(rules.appointed, at: end + 2) != nil else {
                continue
            }
            let isNamed = (start..<end).allSatisfy {
                Scalars.isHan(reading.at($0)) && !NumberReader.begins(reading.at($0)) && reading.at($0) != Han.of
            }
            return isNamed && reading.anyOf(rules.anybody, at: start) == nil ? end : nil
        }
        return nil
    }

    private func stop(_ start: Int, blanks: Bool) -> Int? {
        var end = start
        while Scalars.isHan(reading.at(end)), end - start < 5 { end += 1 }
        let next = reading.at(end)
        guard (2...4).contains(end - start),
            Scalars.isBlank(next) || next == 0x0A || next == 0x28 || Scalars.endsClause(next) || end == reading.count
        else { return nil }
        return end
    }
}
