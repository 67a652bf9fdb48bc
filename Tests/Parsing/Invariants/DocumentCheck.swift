public import Parsing
public import Reports

/// Takes any bytes through decode and parse and says what is wrong with the outcome.
public struct DocumentCheck: Sendable {
    /// How a document ended.
    public enum Outcome: Hashable, Sendable {
        /// A subprocess would read it; not tried.
        case skipped
        /// A typed refusal, with its code.
        case refused(Refusal.Code)
        /// So many records that hold.
        case records(Int)
        /// What does not hold.
        case violations([String])
    }

    private let parser: PageParser
    private let decoder: PageDecoder

    /// - Parameter lexicons: Loaded once; a check reads no file.
    public init(lexicons: ParsingLexicons) {
        parser = PageParser(lexicons: lexicons, generation: 1)
        decoder = PageDecoder(lexicons: lexicons)
    }

    /// - Parameter twice: Whether to parse again, to see that the outcome is the same.
    public func check(_ input: [UInt8], twice: Bool = true) -> Outcome {
        let bytes = StoredPackage.document(of: input)
        if Self.isForSubprocess(bytes) { return .skipped }
        do throws(Refusal) {
            let page = try decoder.decode(bytes, facts: Self.facts(bytes))
            let parsed = try parser.parse(page)
            var violations = PageInvariants.violations(of: page, parsed)
            if twice, try parser.parse(page) != parsed { violations.append("parsing again gives other records") }
            if let sighting = parsed.first?.report.sightings.first,
                sighting.document.unreadableBytes < 0 || sighting.document.unreadableBytes > bytes.count
            {
                violations.append("\(sighting.document.unreadableBytes) unreadable bytes of \(bytes.count)")
            }
            return violations.isEmpty ? .records(parsed.count) : .violations(violations)
        } catch {
            return error.message.isEmpty ? .violations(["a refusal without a sentence"]) : .refused(error.code)
        }
    }

    /// What the source says of the bytes goes by their number, so that a document alone decides what happens to it.
    private static func facts(_ bytes: [UInt8]) -> DocumentFacts {
        var facts = DocumentFacts(location: "fuzz/page", sha256: "", bytes: bytes.count)
        switch bytes.count % 16 {
        case 0: facts.charset = "gb2312"
        case 1: facts.charset = "big5"
        case 2: facts.charset = "utf-16"
        case 3: facts.charset = "utf-8"
        case 4: facts.charset = "hz-gb-2312"
        case 5: facts.charset = "shift_jis"
        case 6: facts.mediaType = "text/html"
        case 7: facts.mediaType = "text/plain"
        default: break
        }
        return facts
    }

    /// A PDF, whose mark may stand anywhere in the first KiB.
    private static func isForSubprocess(_ bytes: [UInt8]) -> Bool {
        let mark: [UInt8] = [0x25, 0x50, 0x44, 0x46]
        let head = bytes.prefix(1024)
        return head.indices.contains { head[$0] == mark[0] && head[$0...].starts(with: mark) }
    }
}
