/// Tells HTML from plain text by its content.
enum HTMLRecognition {
    /// Whether text is HTML: a document tag stands near its beginning, or it is thick with tags that HTML has.
    ///
    /// A text that mentions a tag or keeps a stray `<br>` or `&nbsp;` stays plain text: what counts is ten tags of known
    /// names, one in two hundred characters, with an end tag or a line break in three of them.
    static func isHTML(_ scalars: [UInt32]) -> Bool {
        scalars.prefix(sample).withUnsafeBufferPointer { text in
            var tag = HTMLTagScanner(text)
            let elements = HTMLNames.elements
            let doctype = "doctype".unicodeScalars.reduce(UInt64(0)) { HTMLNames.extend($0, $1.value) }
            var tags = 0
            var telling = 0
            var i = 0
            while i + 2 < text.count {
                i = Scalars.place(of: 0x3C, in: text, from: i)
                guard i + 2 < text.count else { break }
                let start = i
                i += 1
                let isEnd = text[i] == 0x2F
                let isDeclaration = text[i] == 0x21
                if isEnd || isDeclaration { i += 1 }
                guard Scalars.isLatinLetter(text[i]), let end = tag.scan(i) else { continue }
                if isDeclaration {
                    if tag.key == doctype, start < near, isNamedHTML(text[i..<end]) { return true }
                    continue
                }
                guard end - start <= longestTag,
                    let element = elements.find(tag.key).flatMap(HTMLElement.init(rawValue:))
                else { continue }
                if !isEnd, start < near, element == .html || element == .head || element == .body { return true }
                tags += 1
                if isEnd || element == .br { telling += 1 }
                i = end
            }
            return tags >= 10 && telling * 3 >= tags && tags * 200 >= text.count
        }
    }

    /// Whether text that is no HTML begins as XML documents must.
    static func isXML(_ scalars: [UInt32]) -> Bool {
        let first = scalars.firstIndex { !Scalars.isBlank($0) && !Scalars.isInvisible($0) } ?? scalars.endIndex
        return scalars[first...].starts(with: "<?xml ".unicodeScalars.map(\.value))
    }

    /// `doctype html`, as the first word after the keyword.
    private static func isNamedHTML(_ text: UnsafeBufferPointer<UInt32>.SubSequence) -> Bool {
        let words = text.split { HTMLTagScanner.isWhite($0) || $0 == 0x3E }
        return words.count >= 2 && HTMLFacts.name(words[words.startIndex + 1]) == "html"
    }

    private static let sample = 8192
    private static let near = 2048
    private static let longestTag = 2000
}
