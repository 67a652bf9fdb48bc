internal import Reports

/// Reads an HTML document as its reader sees it.
///
/// One pass over the scalars, without a tree: a stack of the open elements is all that is kept. Tags are read, and left out
/// ones supplied, as the HTML standard says, with differences that bound the damage of careless markup: formatting does
/// not reach into the next paragraph, and what is hidden but never closed hides nothing. A page whose hidden element
/// holds more text than it shows is one that its script reveals, as platforms for articles do: it is shown.
/// Every step is linear in the document, whatever it holds.
struct HTMLReader {
    let source: UnsafeBufferPointer<UInt32>
    let words: MarkupWords
    let entities = HTMLEntities.all
    let elements = HTMLNames.elements
    let traits = HTMLElement.allTraits
    var tag: HTMLTagScanner
    var writer: HTMLTextWriter
    var facts: HTMLFacts
    var regions = HTMLRegions()
    var i = 0

    /// The open elements, outermost first.
    var entries: [Entry] = []
    /// Index of the innermost open element of a name; -1 for none.
    var last = [Int](repeating: -1, count: 256)
    /// Index of the outermost open element that is not shown; -1 for none.
    var hiddenIndex = -1
    /// Where the content of that element begins.
    var hiddenContent = 0
    /// Characters in that element so far.
    var hiddenText = 0
    /// The element hidden by an attribute that holds most text: where its content begins, and how much it is.
    var mostHidden = (content: -1, text: 0)
    /// Where the content begins of an element that is shown although an attribute hides it; -1 for none.
    let revealed: Int
    /// How often an element that hides the rest of the page may be taken to have been meant otherwise.
    var reopenings = maximumReopenings
    private static let maximumReopenings = 4
    var preformatted = 0
    var linkInk = 0
    var links = 0
    /// A title without end was met; there are none further on.
    var titlesAreOpen = false
    /// See ``Measure``.
    var steps = 0

    struct Entry {
        var slot: UInt8
        var element: HTMLElement
        var isDead = false
        /// Not within what is hidden.
        var isShown = false
        var isBlock = false
        var isPreformatted = false
        var isLink = false
        var region = -1
        /// Innermost open element of the same name further out.
        var outer: Int
        /// Innermost elements up to and with this one that bound the reach of end tags.
        var scope: Int
        var special: Int
        var table: Int
        /// What had been written when it was opened.
        var start = 0
        var ink = 0
        var linkInk = 0
        var links = 0
        var regions = 0
    }

    /// - Parameter words: What class names and meta fields say.
    static func read(_ scalars: [UInt32], words: MarkupWords) -> ExtractedText {
        measured(scalars, words: words).text
    }

    /// What tests ask of a reading besides its result.
    struct Measure {
        /// What it took: characters of markup looked at, elements opened and closed.
        var steps = 0
        /// Elements that were to be hidden and are shown: never closed, or holding most of the page.
        var reopened = 0
    }

    /// What is read, and how.
    static func measured(_ scalars: [UInt32], words: MarkupWords) -> (text: ExtractedText, measure: Measure) {
        var extracted = ExtractedText()
        var measure = Measure()
        scalars.withUnsafeBufferPointer { source in
            // No markup is shorter than what it shows.
            let capacity = source.count + 1
            extracted.scalars = [UInt32](unsafeUninitializedCapacity: capacity) { out, count in
                guard let base = out.baseAddress else { return }
                let writer = HTMLTextWriter(base, capacity: capacity)
                var reader = HTMLReader(source, words: words, writer: writer)
                reader.run()
                measure.steps = reader.steps + reader.regions.steps
                if reader.mostHidden.text > max(reader.writer.ink, 200) {
                    reader = HTMLReader(source, words: words, writer: writer, revealed: reader.mostHidden.content)
                    reader.run()
                    measure.steps += reader.steps + reader.regions.steps
                    measure.reopened += 1
                }
                measure.reopened += Self.maximumReopenings - reader.reopenings
                count = reader.writer.count
                extracted.regions = reader.regions.finish(ink: reader.writer.ink)
                let headings = extracted.regions.compactMap { region -> [UInt32]? in
                    guard case .heading = region.role else { return nil }
                    return (region.span.start..<region.span.end).map { reader.writer[$0] }
                }
                extracted.stated = reader.facts.pageFacts(headings: headings)
            }
        }
        return (extracted, measure)
    }

    private init(
        _ source: UnsafeBufferPointer<UInt32>, words: MarkupWords, writer: HTMLTextWriter, revealed: Int = -1
    ) {
        self.revealed = revealed
        self.source = source
        self.words = words
        self.writer = writer
        tag = HTMLTagScanner(source)
        facts = HTMLFacts(source, words: words)
    }

    private mutating func run() {
        repeat {
            while i < source.count {
                if hiddenIndex >= 0 { skipText() } else { text() }
                if i < source.count { markup() }
            }
        } while showHidden()
        while !entries.isEmpty { pop() }
    }

    /// Text up to the next tag.
    private mutating func text() {
        let end = source.count
        while i < end {
            let c = source[i]
            if c > 0x3C || (c > 0x20 && c != 0x3C && c != 0x26) {
                let start = i
                repeat { i += 1 } while i < end && (source[i] > 0x3C || Self.isPlain(source[i]))
                writer.write(source[start..<i])
            } else if c == 0x3C {
                return
            } else if c == 0x26 {
                reference()
            } else if HTMLTagScanner.isWhite(c) {
                if preformatted > 0 { preformattedBlank(c) } else { blanks() }
            } else {
                if c != 0 { writer.write(c) }
                i += 1
            }
        }
    }

    @inline(__always)
    private static func isPlain(_ c: UInt32) -> Bool { c > 0x20 && c != 0x3C && c != 0x26 }

    private mutating func skipText() {
        let start = i
        while i < source.count, source[i] != 0x3C {
            if source[i] > 0x20 { hiddenText += 1 }
            i += 1
        }
        steps &+= i - start
    }

    private mutating func blanks() {
        var hasLineFeed = false
        while i < source.count, HTMLTagScanner.isWhite(source[i]) {
            if source[i] == 0x0A { hasLineFeed = true }
            i += 1
        }
        writer.blank(hasLineFeed: hasLineFeed)
    }

    private mutating func preformattedBlank(_ c: UInt32) {
        i += 1
        if c == 0x0D, i < source.count, source[i] == 0x0A { return }
        if c == 0x0A || c == 0x0D { writer.lineBreak(1, adding: true) } else { writer.write(c) }
    }

    private mutating func reference() {
        guard let found = HTMLCharacterReference.read(source, at: i, end: source.count, entities: entities) else {
            writer.write(0x26)
            i += 1
            return
        }
        i = found.end
        if HTMLTagScanner.isWhite(found.scalar), preformatted == 0 {
            writer.blank(hasLineFeed: found.scalar == 0x0A)
        } else if found.scalar == 0x0A {
            writer.lineBreak(1, adding: true)
        } else {
            writer.write(found.scalar)
        }
    }

    /// What begins with the `<` at `i`.
    private mutating func markup() {
        let start = i
        defer { steps &+= i - start }
        let next = i + 1 < source.count ? source[i + 1] : 0
        switch next {
        case 0x41...0x5A, 0x61...0x7A: startTag()
        case 0x2F:
            let after = i + 2 < source.count ? source[i + 2] : 0
            if Scalars.isLatinLetter(after) {
                endTag()
            } else if after == 0x3E {
                i += 3
            } else if i + 2 >= source.count {
                literal()
            } else {
                skip(past: 0x3E, from: i + 2)
            }
        case 0x21: declaration()
        case 0x3F: skip(past: 0x3E, from: i + 2)
        default: literal()
        }
    }

    /// The `<` stands for itself.
    private mutating func literal() {
        if hiddenIndex < 0 { writer.write(0x3C) }
        i += 1
    }

    /// Comments, doctypes, and CDATA, which is text in SVG and MathML and a comment elsewhere.
    private mutating func declaration() {
        if matches("--", at: i + 2) {
            comment()
        } else if isForeign, matches("[CDATA[", at: i + 2) {
            // Foreign content is not shown, so neither is what this holds.
            var at = i + 9
            while at < source.count, !matches("]]>", at: at) { at += 1 }
            i = min(at + 3, source.count)
        } else {
            skip(past: 0x3E, from: i + 2)
        }
    }

    private mutating func comment() {
        var at = i + 4
        if at < source.count, source[at] == 0x3E { i = at + 1; return }
        if matches("->", at: at) { i = at + 2; return }
        while at < source.count {
            if source[at] == 0x2D, at + 2 < source.count, source[at + 1] == 0x2D {
                if source[at + 2] == 0x3E { i = at + 3; return }
                if source[at + 2] == 0x21, at + 3 < source.count, source[at + 3] == 0x3E { i = at + 4; return }
            }
            at += 1
        }
        i = source.count
    }

    private mutating func skip(past c: UInt32, from start: Int) {
        i = start
        while i < source.count, source[i] != c { i += 1 }
        i = min(i + 1, source.count)
    }

    private mutating func startTag() {
        guard let (element, slot) = scanTag(nameAt: i + 1) else { return }
        if traits[Int(slot)].contains(.raw), !isForeign {
            rawText(element)
        } else {
            open(element, slot: slot)
        }
    }

    private mutating func endTag() {
        guard let (element, slot) = scanTag(nameAt: i + 2) else { return }
        close(element, slot: slot)
    }

    /// Reads the tag whose name begins at a place and goes on behind it; nil, and nothing is left, where it never ends.
    ///
    /// - Returns: The element, and where ``last`` and ``traits`` have it; unknown names share the slots from 192 on.
    private mutating func scanTag(nameAt start: Int) -> (element: HTMLElement, slot: UInt8)? {
        guard let end = tag.scan(start) else {
            i = source.count
            return nil
        }
        i = end
        writer.markTag()
        let number = elements.find(tag.key)
        let slot = number ?? UInt8(truncatingIfNeeded: 192 | (tag.key ^ tag.key >> 20) & 63)
        return (number.flatMap(HTMLElement.init(rawValue:)) ?? .other, slot)
    }

    /// In SVG or MathML.
    var isForeign: Bool {
        last[Int(HTMLElement.svg.rawValue)] >= 0 || last[Int(HTMLElement.math.rawValue)] >= 0
    }

    func matches(_ text: StaticString, at start: Int) -> Bool {
        guard start + text.utf8CodeUnitCount <= source.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { source[start + $0] == UInt32(text.utf8Start[$0]) }
    }
}
