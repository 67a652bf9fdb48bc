/// Takes the site's and the column's name off a document's title: `年楚河边的三个春天_援藏手记_浦江援建网`.
///
/// What stands before a mark and equals one of the page's headings is the title. Otherwise the part after the last mark
/// goes where it is the site's name, or short and ends as names of sites do.
struct HTMLTitle {
    let words: MarkupWords
    /// The site as the head names it.
    let site: [UInt32]?
    let headings: [[UInt32]]

    func cut(_ whole: [UInt32]) -> (title: ArraySlice<UInt32>, site: ArraySlice<UInt32>?) {
        guard whole.count <= Self.longest else { return (whole[...], nil) }
        let headings = headings.prefix(20).map { $0.filter { !Scalars.isBlank($0) } }
        for mark in whole.indices.reversed() where isMark(whole[mark]) {
            let head = trimmed(whole[..<mark])
            let squeezed = head.filter { !Scalars.isBlank($0) }
            if squeezed.count >= 4, headings.contains(squeezed) {
                let tail = lastPart(whole[...]).tail
                return (head, isSite(tail) ? tail : nil)
            }
        }
        var title = whole[...]
        var name: ArraySlice<UInt32>?
        for _ in 0..<3 {
            let (head, tail) = lastPart(title)
            let isSite = isSite(tail)
            guard head.count >= 4, !tail.isEmpty, isSite || isImprint(tail) else { break }
            if isSite { name = name ?? tail }
            title = head
        }
        return (title, name)
    }

    private func lastPart(_ text: ArraySlice<UInt32>) -> (head: ArraySlice<UInt32>, tail: ArraySlice<UInt32>) {
        guard let mark = text.lastIndex(where: isMark) else { return (text, []) }
        return (trimmed(text[..<mark]), trimmed(text[(mark + 1)...]))
    }

    private func isSite(_ text: ArraySlice<UInt32>) -> Bool {
        if let site, !text.isEmpty, text.elementsEqual(site) || (site.count >= 3 && text.starts(with: site)) {
            return true
        }
        return (2...14).contains(text.count) && words.siteEndings.ending(text) != nil
    }

    private func isImprint(_ text: ArraySlice<UInt32>) -> Bool {
        let small = text.prefix(20).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        return words.siteBeginnings.beginning(small[...]) != nil
    }

    /// Without blanks and marks at its ends.
    private func trimmed(_ text: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        var text = text
        while let first = text.first, Scalars.isBlank(first) || isMark(first) { text.removeFirst() }
        while let last = text.last, Scalars.isBlank(last) || isMark(last) { text.removeLast() }
        return text
    }

    private func isMark(_ c: UInt32) -> Bool {
        switch c {
        case 0x7C, 0xFF5C, 0x5F, 0xFF3F, 0x2D, 0xFF0D, 0x2013, 0x2014, 0x4E28: true  // | ｜ _ ＿ - － – — 丨
        default: false
        }
    }

    private static let longest = 200
}
