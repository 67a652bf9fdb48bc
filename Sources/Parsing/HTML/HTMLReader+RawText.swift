extension HTMLReader {
    /// Content that is no markup: all of it goes, the title and JSON-LD to the page's facts, save what `xmp` shows.
    mutating func rawText(_ element: HTMLElement) {
        let start = i
        if element == .textarea { regions.controls += 1 }
        let end = element == .script ? endOfScript() : endOfRawText(element)
        var content = start..<(end ?? source.count)
        if end == nil, element == .title {
            // Browsers would take the whole page for its title.
            titlesAreOpen = true
            content = start..<(source[start...].firstIndex(of: 0x3C) ?? source.count)
        }
        if element == .title { facts.title(content) }
        if element == .script { facts.script(content, type: tag.value(.type)) }
        if element == .xmp, hiddenIndex < 0 {
            writer.lineBreak(2)
            for at in content {
                if source[at] == 0x0A { writer.lineBreak(1, adding: true) } else { writer.write(source[at]) }
            }
            writer.lineBreak(2)
        }
        i = content.upperBound
        if end != nil { i = tag.scan(i + 2) ?? source.count }
    }

    private func endOfRawText(_ element: HTMLElement) -> Int? {
        if element == .title, titlesAreOpen { return nil }
        var at = i
        while at + 1 < source.count {
            if source[at] == 0x3C, source[at + 1] == 0x2F, isName(element, at: at + 2) { return at }
            at += 1
        }
        return nil
    }

    /// A script that writes scripts hides their tags in a comment: `<!-- <script> … </script> -->`.
    private func endOfScript() -> Int? {
        var at = i
        var inComment = false
        var inWritten = false
        while at + 1 < source.count {
            if source[at] == 0x2D, inComment, matches("-->", at: at) {
                inComment = false
                inWritten = false
            } else if source[at] == 0x3C {
                if source[at + 1] == 0x2F, isName(.script, at: at + 2) {
                    if !inWritten { return at }
                    inWritten = false
                } else if !inComment, matches("!--", at: at + 1) {
                    inComment = true
                    // The dashes that open it may close it.
                    at += 1
                } else if inComment, isName(.script, at: at + 1) {
                    inWritten = true
                }
            }
            at += 1
        }
        return nil
    }

    /// Whether an element's whole name stands here.
    private func isName(_ element: HTMLElement, at start: Int) -> Bool {
        var key: UInt64 = 0
        var at = start
        while at < source.count, at - start < 10, Scalars.isLatinLetter(source[at]) {
            key = HTMLNames.extend(key, source[at])
            at += 1
        }
        guard at < source.count, elements.find(key) == element.rawValue else { return false }
        return source[at] == 0x3E || source[at] == 0x2F || HTMLTagScanner.isWhite(source[at])
    }
}
