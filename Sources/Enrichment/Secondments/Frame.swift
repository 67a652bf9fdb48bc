internal import Reports

/// 挂任, 任 …: a verb and what it says.
struct PostingVerb {
    var index: Int
    var result: PostReader.Result
    /// A title before a name: 第一书记某人.
    var isTitle = false
}

/// 到X, 赴X, 在X: where somebody went.
struct Destination {
    var index: Int
    var unit: PostingUnit
    /// 挂职, 锻炼, 支教 … follows.
    var stays: Bool
}

/// One statement that somebody was posted somewhere.
struct Frame {
    /// The verb, or the destination where there is none.
    var anchor: Int
    var verb: PostingVerb?
    var host: Destination?
    /// From the frame before to the next.
    var range: Range<Int>
    /// Between two ；.
    var group: Range<Int>
    var sentence: Range<Int>
}

/// Whom a frame speaks of.
struct Subject {
    /// Empty for the writer.
    var people: [FoundPerson]
    /// Where the name stands, if elsewhere than in the sentence.
    var source: Range<Int>?
}

/// Who speaks in a report.
struct Voice {
    let isThirdPerson: Bool
    let name: (name: String, span: Span?)?

    init(_ analysis: Analysis) {
        let reading = analysis.reading
        let report = analysis.report
        let isReporter = report.author?.post.map { $0.hasSuffix("记者") || $0.hasSuffix("記者") } ?? false
        let kind = report.kind
        var first = 0
        var introduced: (name: String, span: Span?)?
        let rules = analysis.store.rules.secondments
        let selves = rules.selves.first
        var next = reading.next(selves, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(selves, from: index + 1)
            guard Voice.isFirstPerson(reading, index), !analysis.isQuoted(index) else { continue }
            first += 1
            guard introduced == nil, let length = reading.anyOf(rules.introductions, at: index) else { continue }
            let clause = index..<min(reading.count, index + length + 24)
            if let person = analysis.people(in: clause).first,
                !(index..<person.span.start).contains(where: { Scalars.endsClause(reading.at($0)) }),
                person.span.start == index + length || reading.at(person.span.start - 1) == Han.of
                    || Scalars.endsClause(reading.at(person.span.end))
            {
                introduced = (person.name, person.span)
            }
        }
        let told = isReporter || kind == .notice || kind == .mobilisationSpeech || kind == .feature && introduced == nil
        isThirdPerson = told || first == 0 && report.author?.name == nil && kind != .workSummary
        let isOpening = introduced == nil && first > 0
        if isOpening, report.author?.name == nil { introduced = Voice.label(analysis) }
        if let author = report.author, let name = author.name {
            self.name = (name, author.span)
        } else {
            name = introduced
        }
    }

    /// 盘县屠乾坤: at the beginning of a line, whose words follow.
    private static func label(_ analysis: Analysis) -> (name: String, span: Span?)? {
        let rules = analysis.store.rules.secondments
        for person in analysis.people {
            let start = analysis.reading.lineStart(person.span.start)
            // 述职人 某人: a line that says whose words they are.
            if let length = analysis.reading.anyOf(rules.speakers, at: start) {
                var index = start + length
                while Scalars.isBlank(analysis.reading.at(index)) || analysis.reading.at(index) == 0x3A { index += 1 }
                if index == person.span.start { return (person.name, person.span) }
            }
            guard analysis.reading.at(person.span.end) == 0x3A else { continue }
            let chain = analysis.placeChain(at: start)
            if start == person.span.start || chain?.span.end == person.span.start { return (person.name, person.span) }
        }
        return nil
    }

    /// 我, 本人, 笔者: one person, not 我们, 我县.
    static func isFirstPerson(_ reading: Reading, _ index: Int) -> Bool {
        let rules = reading.store.rules.secondments
        guard reading.anyOf(rules.selves, at: index) != nil else { return false }
        return reading.anyOf(rules.notSelf, at: index) == nil && reading.at(index - 1) != 0x81EA
            && reading.at(index - 1) != 0x5FD8
    }
}

extension Analysis {
    func isQuoted(_ index: Int) -> Bool {
        var (low, high) = (0, quotations.count)
        while low < high {
            let middle = (low + high) / 2
            if quotations[middle].end <= index { low = middle + 1 } else { high = middle }
        }
        return low < quotations.count && quotations[low].start <= index
    }
}
