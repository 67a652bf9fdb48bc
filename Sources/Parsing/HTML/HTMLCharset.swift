/// The encoding that an HTML document declares, found before it can be decoded (WHATWG HTML, section 13.2.3.2: prescan).
enum HTMLCharset {
    /// The label in `<meta charset>`, `<meta http-equiv=content-type content=…charset=…>` or an XML declaration, within the
    /// first 4096 bytes; nil where there is none. A declared UTF-16 is UTF-8, for the declaration could be read.
    static func declared(in bytes: [UInt8]) -> String? {
        guard bytes.prefix(prescanned).contains(0x3C) else { return nil }
        let head = bytes.prefix(prescanned).map { UInt32($0) }
        return head.withUnsafeBufferPointer { head in
            guard let label = label(head) else { return nil }
            let name = label.lowercased()
            return name.hasPrefix("utf-16") || name == "utf16" ? "utf-8" : label
        }
    }

    static let prescanned = 4096

    private static func label(_ head: UnsafeBufferPointer<UInt32>) -> String? {
        var tag = HTMLTagScanner(head)
        let meta = "meta".unicodeScalars.reduce(UInt64(0)) { HTMLNames.extend($0, $1.value) }
        var i = 0
        while i + 1 < head.count {
            guard head[i] == 0x3C else {
                i += 1
                continue
            }
            if starts(head, i, "<!--") {
                i = end(of: "-->", head, from: i + 2)
            } else if starts(head, i, "<?xml") {
                let close = end(of: "?>", head, from: i)
                if let label = value(of: "encoding", head, i..<close) { return label }
                i = close
            } else if starts(head, i, "<!") || starts(head, i, "<?") {
                i = end(of: ">", head, from: i)
            } else if Scalars.isLatinLetter(head[i + 1]) || head[i + 1] == 0x2F {
                let isEnd = head[i + 1] == 0x2F
                guard let next = tag.scan(i + (isEnd ? 2 : 1)) else { return nil }
                if !isEnd, tag.key == meta, let label = label(of: tag, head) { return label }
                i = next
            } else {
                i += 1
            }
        }
        return nil
    }

    private static func label(of tag: HTMLTagScanner, _ head: UnsafeBufferPointer<UInt32>) -> String? {
        if tag.has(.charset) {
            let label = Scalars.string(head[tag.value(.charset)].filter { !HTMLTagScanner.isWhite($0) }[...])
            return label.isEmpty ? nil : label
        }
        guard tag.has(.httpequiv), HTMLFacts.name(head[tag.value(.httpequiv)]) == "content-type" else { return nil }
        return value(of: "charset", head, tag.value(.content))
    }

    /// What follows a name and an equals sign, in quotes or up to a blank or semicolon.
    private static func value(
        of name: StaticString, _ head: UnsafeBufferPointer<UInt32>, _ range: Range<Int>
    ) -> String? {
        var i = range.lowerBound
        while i < range.upperBound {
            guard starts(head, i, name) else {
                i += 1
                continue
            }
            i += name.utf8CodeUnitCount
            while i < range.upperBound, HTMLTagScanner.isWhite(head[i]) { i += 1 }
            guard i < range.upperBound, head[i] == 0x3D else { continue }
            i += 1
            while i < range.upperBound, HTMLTagScanner.isWhite(head[i]) || head[i] == 0x22 || head[i] == 0x27 { i += 1 }
            let label = head[i..<range.upperBound].prefix {
                $0 > 0x20 && $0 < 0x7F && ![0x22, 0x27, 0x3B, 0x3F, 0x3E].contains($0)
            }
            return label.isEmpty ? nil : Scalars.string(Array(label)[...])
        }
        return nil
    }

    private static func end(of mark: StaticString, _ head: UnsafeBufferPointer<UInt32>, from start: Int) -> Int {
        var i = start
        while i < head.count, !starts(head, i, mark) { i += 1 }
        return min(i + mark.utf8CodeUnitCount, head.count)
    }

    /// Letters of either case; `text` is in small letters.
    private static func starts(_ head: UnsafeBufferPointer<UInt32>, _ i: Int, _ text: StaticString) -> Bool {
        guard i + text.utf8CodeUnitCount <= head.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy {
            let c = head[i + $0]
            return (c >= 0x41 && c <= 0x5A ? c | 0x20 : c) == UInt32(text.utf8Start[$0])
        }
    }
}
