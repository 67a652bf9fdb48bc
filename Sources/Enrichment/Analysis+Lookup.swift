internal import Reports

/// Mentions by their position: all lists are in text order and do not overlap.
extension Analysis {
    /// The first element whose key is not below a position.
    private static func lower<T>(_ list: [T], _ position: Int, _ start: (T) -> Int) -> Int {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if start(list[middle]) < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func slice<T>(_ list: [T], _ range: Range<Int>, _ start: (T) -> Int) -> ArraySlice<T> {
        let low = lower(list, range.lowerBound, start)
        return list[low..<max(low, lower(list, range.upperBound, start))]
    }

    func people(in range: Range<Int>) -> ArraySlice<FoundPerson> { Analysis.slice(people, range) { $0.span.start } }
    func dates(in range: Range<Int>) -> ArraySlice<FoundDate> { Analysis.slice(dates, range) { $0.span.start } }
    /// Where the characters that mask a placeholder's name end and what it names begins: *|镇.
    func maskEnd(_ mask: Span) -> Int {
        (mask.start..<mask.end).first { !Scalars.isMask(reading.at($0)) } ?? mask.end
    }

    func masks(in range: Range<Int>) -> ArraySlice<Span> { Analysis.slice(masks, range) { $0.start } }
    func maskedDates(in range: Range<Int>) -> ArraySlice<Span> { Analysis.slice(maskedDates, range) { $0.start } }
    func places(in range: Range<Int>) -> ArraySlice<FoundPlace> { Analysis.slice(places, range) { $0.span.start } }
    func quantities(in range: Range<Int>) -> ArraySlice<FoundQuantity> {
        Analysis.slice(quantities, range) { $0.span.start }
    }
    func organisations(in range: Range<Int>) -> ArraySlice<FoundOrganisation> {
        Analysis.slice(organisations, range) { $0.span.start }
    }

    /// Whether a place's name has begun before a position and goes on: the 原 of 固原市.
    func isInsidePlace(_ index: Int) -> Bool {
        places(in: max(0, index - 4)..<index).contains { $0.span.end > index }
    }

    /// A unit's span with the department behind it.
    func withDepartment(_ span: Span) -> Span {
        guard let position = organisations.firstIndex(where: { $0.span.end == span.end }) else { return span }
        return Span(span.start, units[position].end)
    }

    func organisation(at start: Int) -> FoundOrganisation? { organisations(in: start..<(start + 1)).first }
    func person(at start: Int) -> FoundPerson? { people(in: start..<(start + 1)).first }
    func mask(at start: Int) -> Span? { masks(in: start..<(start + 1)).first }

    /// The last place within a name.
    func lastPlace(_ span: Span) -> FoundPlace? {
        places(in: span.start..<span.end).last { $0.span.end <= span.end }
    }

    func hasPlace(_ span: Span) -> Bool { lastPlace(span) != nil }
}
