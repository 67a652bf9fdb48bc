/// Gathers what the head of a document, and marks in its body, say of the page.
///
/// Of several fields that state one fact the one named first in the lexicon wins, then the first in the document. A value
/// that cannot be what the field is for, such as `admin` for an author, is as good as none.
struct HTMLFacts {
    private let source: UnsafeBufferPointer<UInt32>
    private let words: MarkupWords
    private let entities = HTMLEntities.all
    private var title: [UInt32]?
    private var stated: [(rank: Int, text: [UInt32])?] = Array(
        repeating: nil, count: MarkupWords.Field.allCases.count)

    init(_ source: UnsafeBufferPointer<UInt32>, words: MarkupWords) {
        self.source = source
        self.words = words
    }

    /// The content of the first `title`.
    mutating func title(_ content: Range<Int>) {
        if title == nil { title = text(content) }
    }

    mutating func meta(_ tag: HTMLTagScanner) {
        guard tag.has(.content) else { return }
        for attribute in [HTMLAttribute.name, .property, .itemprop] where tag.has(attribute) {
            state(Array(source[tag.value(attribute)].prefix(Self.longestName))[...], tag.value(.content))
        }
    }

    mutating func link(_ tag: HTMLTagScanner) {
        guard tag.has(.href), tag.has(.rel) else { return }
        for rel in source[tag.value(.rel)].prefix(Self.longestName).split(whereSeparator: HTMLTagScanner.isWhite)
        where Self.name(rel) == "canonical" {
            state(Scalars.array("canonical")[...], tag.value(.href))
        }
    }

    /// `<time datetime="…" pubdate>`, or with a microdata property.
    mutating func time(_ tag: HTMLTagScanner) {
        guard tag.has(.datetime) else { return }
        if tag.has(.pubdate) { state(Scalars.array("pubdate")[...], tag.value(.datetime)) }
        if tag.has(.itemprop) {
            state(Array(source[tag.value(.itemprop)].prefix(Self.longestName))[...], tag.value(.datetime))
        }
    }

    /// The strings of a JSON-LD script whose keys the lexicon knows; other scripts state nothing.
    mutating func script(_ content: Range<Int>, type: Range<Int>) {
        guard Self.name(source[type]) == "application/ld+json" else { return }
        var key = 0..<0
        var isValue = false
        var i = content.lowerBound
        while i < content.upperBound {
            let c = source[i]
            if c == 0x22 {
                var end = i + 1
                while end < content.upperBound, source[end] != 0x22 { end += source[end] == 0x5C ? 2 : 1 }
                end = min(end, content.upperBound)
                let string = (i + 1)..<max(end, i + 1)
                if isValue { state(Array(source[key].prefix(Self.longestName))[...], string, isMarkup: false) }
                key = isValue ? 0..<0 : string
                isValue = false
                i = end + 1
            } else {
                if c == 0x3A { isValue = !key.isEmpty } else if !HTMLTagScanner.isWhite(c) { isValue = false }
                i += 1
            }
        }
    }

    /// - Parameter headings: Texts of the page's headings, which show where its title ends and the site's name begins.
    func pageFacts(headings: [[UInt32]]) -> PageFacts {
        var facts = PageFacts()
        var site = self[.site]
        let cutting = HTMLTitle(words: words, site: site, headings: headings)
        if let whole = self[.title] ?? title, !whole.isEmpty { facts.title = Scalars.string(cutting.cut(whole).title) }
        if site == nil { site = title.flatMap { cutting.cut($0).site.map { Array($0) } } }
        facts.site = site.map { Scalars.string($0[...]) }
        facts.url = self[.url].map { Scalars.string($0[...]) }
        facts.publishedAt = self[.published].flatMap { HTMLDate.read($0[...]) }
        facts.updatedAt = self[.updated].flatMap { HTMLDate.read($0[...]) }
        if let author = self[.author], author != site { facts.author = Scalars.string(author[...]) }
        return facts
    }

    /// A name without blanks round it, in small letters.
    static func name(_ text: UnsafeBufferPointer<UInt32>.SubSequence) -> String {
        let letters = text.prefix(longestName).filter { !HTMLTagScanner.isWhite($0) }
        return Scalars.string(letters[...]).lowercased()
    }

    /// What an attribute's value says.
    static func decoded(
        _ source: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, _ entities: HTMLEntities
    ) -> [UInt32] {
        var text: [UInt32] = []
        var i = range.lowerBound
        while i < range.upperBound, text.count < longestValue {
            if source[i] == 0x26,
                let found = HTMLCharacterReference.read(
                    source, at: i, end: range.upperBound, entities: entities, inAttribute: true)
            {
                text.append(found.scalar)
                i = found.end
            } else {
                text.append(source[i])
                i += 1
            }
        }
        return text
    }

    private static let longestName = 64
    private static let longestValue = 4096

    private subscript(_ field: MarkupWords.Field) -> [UInt32]? { stated[field.rawValue]?.text }

    private mutating func state(_ name: ArraySlice<UInt32>, _ value: Range<Int>, isMarkup: Bool = true) {
        for (field, rank) in words.field(name) where rank < stated[field.rawValue]?.rank ?? .max {
            let text = isMarkup ? text(value) : Array(source[value].prefix(Self.longestValue))
            if accepts(text, as: field) { stated[field.rawValue] = (rank, text) }
        }
    }

    /// References read, white space collapsed.
    private func text(_ range: Range<Int>) -> [UInt32] {
        let words = Self.decoded(source, range, entities).split { Scalars.isBlank($0) || Scalars.isInvisible($0) }
        return Array(words.joined(separator: [0x20]))
    }

    private func accepts(_ text: [UInt32], as field: MarkupWords.Field) -> Bool {
        switch field {
        case .title: text.count >= 2 && text.contains(where: Scalars.isHan)
        case .site: (2...24).contains(text.count) && isName(text)
        case .url:
            Self.isAddress(text)
        case .published, .updated: HTMLDate.read(text[...]) != nil
        case .author: (2...20).contains(text.count) && text.contains(where: Scalars.isHan) && isName(text)
        }
    }

    /// No address, no number, and not one of the words that stand for nobody.
    private func isName(_ text: [UInt32]) -> Bool {
        text.contains { Scalars.isHan($0) || Scalars.isLatinLetter($0) }
            && !text.contains { [0x2F, 0x40, 0x3A, 0xFF1A, 0x5C, 0x3C, 0x3E, 0x7B, 0x24].contains($0) }
            && !words.nobody.contains(text.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 })
    }

    /// An absolute address of the web.
    private static func isAddress(_ text: [UInt32]) -> Bool {
        let prefix = ["http://", "https://"].map(Scalars.array).first { prefix in
            text.count > prefix.count
                && zip(text, prefix).allSatisfy { ($0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0) == $1 }
        }
        guard let prefix, !text.contains(where: { $0 <= 0x20 || $0 == 0x22 || $0 == 0x3C }) else { return false }
        return text[prefix.count...].prefix { $0 != 0x2F }.contains(0x2E)
    }
}
