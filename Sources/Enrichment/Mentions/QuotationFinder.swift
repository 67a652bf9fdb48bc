internal import Reports

/// Finds somebody's words within quotation marks.
struct QuotationFinder {
    private let reading: Reading
    private var rules: SpeechRules { reading.store.rules.speech }
    private(set) var quotations: [(span: Span, hasClose: Bool)] = []
    /// Stretches within marks, whatever they are: names of products and campaigns too.
    private(set) var marked: [Span] = []

    init(_ reading: Reading) { self.reading = reading }

    mutating func find() {
        var index = 0
        while index < reading.count {
            guard let close = QuotationFinder.closing(reading.at(index)) else {
                if reading.at(index) == 0x201D || reading.at(index) == 0x300D { unopened(index) }
                index = reading.next(QuotationFinder.marks, from: index + 1)
                continue
            }
            let open = reading.at(index)
            guard let end = matching(index, open, close) else {
                index += 1
                continue
            }
            let span = Span(index + 1, end)
            marked.append(span)
            if isQuotation(span) { quotations.append((span, true)) }
            index = end + 1
        }
        attributed()
        quotations.sort { $0.span < $1.span }
    }

    private static let marks = ScalarFilter([0x201C, 0x201D, 0x300C, 0x300D, 0x300E, 0x22])

    private static func closing(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x201C: 0x201D
        case 0x300C: 0x300D
        case 0x300E: 0x300F
        case 0x22: 0x22
        default: nil
        }
    }

    /// The closing mark on the same line, inner pairs skipped; nil where it is missing.
    private func matching(_ start: Int, _ open: UInt32, _ close: UInt32) -> Int? {
        var depth = 0
        var index = start + 1
        while index < reading.count {
            let scalar = reading.at(index)
            if scalar == 0x0A { return nil }
            if scalar == close, depth == 0 { return index }
            if scalar == close { depth -= 1 }
            if scalar == open, open != close {
                depth += 1
                // A mark was lost: take the nearer pair.
                if depth > 1 { return nil }
            }
            index += 1
        }
        return nil
    }

    /// A closing mark without an opening one: the words since the last colon are the quotation.
    private mutating func unopened(_ end: Int) {
        if let last = marked.last, last.end >= end { return }
        var index = end - 1
        while index >= 0, end - index < 120 {
            let scalar = reading.at(index)
            if scalar == 0x0A || scalar == 0x201C || scalar == 0x201D || scalar == 0x300C { return }
            if scalar == 0x3A {
                let span = Span(index + 1, end)
                if letters(span) >= 6 { quotations.append((span, false)) }
                return
            }
            index -= 1
        }
    }

    private func letters(_ span: Span) -> Int {
        var count = 0
        for index in span.start..<max(span.start, span.end)
        where Scalars.isHan(reading.at(index)) || Scalars.isLatin(reading.at(index)) {
            count += 1
        }
        return count
    }

    private func isQuotation(_ span: Span) -> Bool {
        guard letters(span) >= 6 else { return false }
        let said = isSaid(span)
        if said { return true }
        let inner = (span.start..<span.end).contains { isPause(reading.at($0)) }
        let lastNoun = reading.anyOf(rules.named, before: span.end) != nil
        if inner { return !lastNoun || reading.at(span.end - 1) == 0x3002 }
        if lastNoun
            || reading.anyOf(rules.namedBehind, at: span.end + 1) != nil
        {
            return false
        }
        // Without a pause a quotation needs a verb or a finite turn in it.
        return letters(span) >= 7 || hasVerb(span)
    }

    private func isPause(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x2C, 0x3002, 0x21, 0x3F, 0x3B, 0x3001, 0x3A, 0xB7, 0x2026: true
        default: false
        }
    }

    /// 说:“…”, “…”他说.
    private func isSaid(_ span: Span) -> Bool {
        let before = span.start - 2
        if reading.at(before) == 0x3A { return true }
        if reading.anyOf(rules.saidBefore, before: span.start - 1) != nil { return true }
        if reading.at(before) == 0x2C, reading.anyOf(rules.saidBefore, before: before) != nil { return true }
        return false
    }

    private func hasVerb(_ span: Span) -> Bool {
        var index = span.start
        while index < span.end, let token = reading.token(at: index) {
            if token.wordClass == WordClass.verb || token.wordClass == WordClass.idiom
                || token.wordClass == WordClass.phrase
            {
                return true
            }
            index = max(Int(token.end), index + 1)
        }
        return false
    }

    /// A paragraph whose next line says where it is taken from.
    private mutating func attributed() {
        var index = 0
        while index < reading.count {
            let end = reading.lineEnd(index)
            if reading.has("——摘自", at: index), index >= 2 {
                let paragraphEnd = index - 1
                let start = reading.lineStart(paragraphEnd - 1)
                let span = Span(start, paragraphEnd)
                if letters(span) >= 20, !marked.contains(where: { $0 == span }) {
                    quotations.removeAll { span.contains($0.span) }
                    quotations.append((span, true))
                }
            }
            index = end + 1
        }
    }
}
