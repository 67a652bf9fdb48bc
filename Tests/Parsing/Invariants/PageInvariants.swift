public import Parsing
public import Reports

/// What holds for the records of every page, whatever stands on it.
///
/// It is asked for by the unit tests, by the fuzzer and by the replay of the fuzzer's corpus, and knows only what is
/// public, so that it does not share a mistake with the parser.
public enum PageInvariants {
    /// What is wrong with the records of a page, one sentence each; empty where all is right.
    public static func violations(of page: Page, _ parsed: [ParsedReport]) -> [String] {
        var found: [String] = []
        if parsed.isEmpty { found.append("neither a record nor a refusal") }
        // How many records keep or remove each character of the page.
        var owners = [UInt8](repeating: 0, count: page.scalars.count)
        for (number, parsedReport) in parsed.enumerated() {
            let name = "record \(number + 1) of \(parsed.count)"
            check(parsedReport.report, page, &owners).forEach { found.append("\(name): \($0)") }
            check(parsedReport.context, page).forEach { found.append("\(name): \($0)") }
        }
        let unaccounted = page.scalars.indices.filter { !isBlank(page.scalars[$0]) && owners[$0] != 1 }
        if let first = unaccounted.first {
            found.append(
                "\(unaccounted.count) characters of the page are not accounted for once, the first at \(first) is "
                    + "U+\(String(page.scalars[first], radix: 16, uppercase: true)), owned \(owners[first]) times")
        }
        return found
    }

    private static func check(_ report: Report, _ page: Page, _ owners: inout [UInt8]) -> [String] {
        var found: [String] = []
        let text = report.text.unicodeScalars.map(\.value)
        guard report.sightings.count == 1, let sighting = report.sightings.first else { return ["not one sighting"] }
        var mapped = [Bool](repeating: false, count: text.count)
        var previous = (text: 0, page: 0)
        for entry in sighting.textMap {
            guard entry.length > 0, isWithin(entry.textStart, entry.length, text.count),
                isWithin(entry.pageStart, entry.length, page.scalars.count)
            else {
                found.append("\(entry) is out of range")
                continue
            }
            let (inText, inPage) = (
                entry.textStart..<entry.textStart + entry.length, entry.pageStart..<entry.pageStart + entry.length
            )
            if entry.textStart < previous.text || entry.pageStart < previous.page { found.append("\(entry) goes back") }
            previous = (inText.upperBound, inPage.upperBound)
            let isSame = zip(text[inText], page.scalars[inPage]).allSatisfy { $0 == scalarValue($1) }
            if !isSame { found.append("\(entry) maps different texts") }
            for k in inText { mapped[k] = true }
            for k in inPage { owners[k] &+= owners[k] < 200 ? 1 : 0 }
            if !sighting.extent.contains(Span(inPage.lowerBound, inPage.upperBound)) {
                found.append("\(entry) is outside \(sighting.extent)")
            }
        }
        if let ours = text.indices.first(where: { !mapped[$0] && text[$0] != 0x0A && text[$0] != 0x20 }) {
            found.append("the scalar at \(ours) of the text comes from nowhere")
        }
        if !isWithin(sighting.extent, page.scalars.count) { found.append("\(sighting.extent) is outside the page") }
        for block in sighting.removed {
            guard isWithin(block.span, page.scalars.count) else {
                found.append("removed \(block.span) is out of range")
                continue
            }
            for k in block.span.start..<block.span.end { owners[k] &+= owners[k] < 200 ? 1 : 0 }
            if !equals(block.text, page.scalars[block.span.start..<block.span.end]) {
                found.append("removed \(block.span) has another text")
            }
        }
        for section in report.sections {
            guard isWithin(section.span, text.count), section.level >= 1 else {
                found.append("section \(section.span), level \(section.level), is out of range")
                continue
            }
            if !equals(section.title, text[section.span.start..<section.span.end]) {
                found.append("section \(section.span) has another title")
            }
        }
        if let span = report.author?.span, !isWithin(span, text.count) || span.count == 0 {
            found.append("author \(span) is out of range")
        }
        if zip(report.fingerprint, report.fingerprint.dropFirst()).contains(where: { $0 >= $1 }) {
            found.append("the fingerprint is not ascending")
        }
        if report.id.utf8.count != 35 || !report.id.hasPrefix("r1:") { found.append("the id is \(report.id)") }
        return found
    }

    private static func check(_ context: PageContext, _ page: Page) -> [String] {
        var found: [String] = []
        var bytes = 0
        for passage in context.passages {
            let scalars = passage.text.unicodeScalars
            bytes += passage.text.utf8.count
            if !isWithin(passage.start, scalars.count, page.scalars.count)
                || !equals(passage.text, page.scalars[passage.start..<passage.start + scalars.count])
            {
                found.append("context at \(passage.start) is not of the page")
            }
        }
        if bytes > 16 * 1024 { found.append("\(bytes) bytes of context") }
        return found
    }

    private static func isWithin(_ start: Int, _ length: Int, _ count: Int) -> Bool {
        start >= 0 && length >= 0 && start <= count && length <= count - start
    }

    private static func isWithin(_ span: Span, _ count: Int) -> Bool {
        span.start >= 0 && span.start <= span.end && span.end <= count
    }

    private static func equals(_ text: String, _ scalars: ArraySlice<UInt32>) -> Bool {
        text.unicodeScalars.count == scalars.count
            && zip(text.unicodeScalars, scalars).allSatisfy {
                $0.value == scalarValue($1)
            }
    }

    /// What a string holds for it: U+FFFD for what is no scalar.
    private static func scalarValue(_ c: UInt32) -> UInt32 { Unicode.Scalar(c)?.value ?? 0xFFFD }

    /// As Python's `str.isspace` has it, which judges the records of the annotated pages.
    private static func isBlank(_ c: UInt32) -> Bool {
        (0x1C...0x1F).contains(c) || Unicode.Scalar(c)?.properties.isWhitespace == true
    }
}
