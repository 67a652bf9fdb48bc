internal import Reports

extension Analysis {
    /// Adjacent places from here on: 江苏省泰州市姜堰区.
    func placeChain(at start: Int) -> (span: Span, last: FoundPlace)? {
        let found = places(in: start..<start + 1)
        guard !found.isEmpty else { return nil }
        var index = found.startIndex
        var end = places[index].span.end
        while index + 1 < places.count, places[index + 1].span.start == end {
            index += 1
            end = places[index].span.end
        }
        return (Span(start, end), places[index])
    }

    /// The stretch's text, a name broken over two lines joined.
    func text(_ span: Span) -> String {
        reading.joined(span.start, span.end)
    }
}

extension String {
    /// Whether its last bytes are another's.
    func ends(with other: String) -> Bool {
        var (text, other) = (self, other)
        return text.withUTF8 { text in
            other.withUTF8 { other in
                guard other.count <= text.count else { return false }
                let start = text.count - other.count
                return other.indices.allSatisfy { text[start + $0] == other[$0] }
            }
        }
    }
}
