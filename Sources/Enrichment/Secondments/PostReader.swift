internal import Reports

/// Reads what stands behind 任, 挂任 …: a unit and the post held there.
struct PostReader {
    let analysis: Analysis
    private var reading: Reading { analysis.reading }

    /// A unit and a post, each with its place in the text.
    struct Result {
        var unit: Span?
        /// The last place of the unit's name or chain.
        var place: FoundPlace?
        var isMasked: Bool
        var post: Span?
        var end: Int
    }

    func read(_ start: Int) -> Result? {
        var index = start
        while reading.at(index) == 0x20 { index += 1 }
        let limit = clauseEnd(index)
        guard limit > index else { return nil }
        if let mask = analysis.masks.first(where: { $0.start == index }) {
            let post = postSpan(mask.end, limit)
            return Result(unit: nil, place: nil, isMasked: true, post: post, end: post?.end ?? mask.end)
        }
        if let organisation = analysis.organisations.first(where: { $0.span.start == index }) {
            return fromOrganisation(organisation.span, limit)
        }
        if let chain = analysis.placeChain(at: index) {
            let post = postSpan(chain.span.end, limit)
            if let post, let split = genericUnit(post) {
                return Result(
                    unit: Span(index, split), place: chain.last, isMasked: false, post: Span(split, post.end),
                    end: post.end)
            }
            return Result(
                unit: chain.span, place: chain.last, isMasked: false, post: post, end: post?.end ?? chain.span.end)
        }
        guard let post = postSpan(index, limit) else { return nil }
        if let split = genericUnit(post) {
            return Result(
                unit: Span(post.start, split), place: nil, isMasked: false, post: Span(split, post.end), end: post.end)
        }
        return Result(unit: nil, place: nil, isMasked: false, post: post, end: post.end)
    }

    /// 和龙市委|常委: the body of a party committee belongs to the post, its place is the unit.
    func fromOrganisation(_ span: Span, _ limit: Int) -> Result {
        let place = analysis.places.last { span.contains($0.span) }
        let post = postSpan(span.end, limit)
        if let place, let post, place.span.end >= span.end - 3, reading.anyOf(["委", "党工委"], before: span.end) != nil,
            reading.anyOf(["常委", "委员", "副书记", "书记"], at: span.end) != nil
        {
            // The level's character goes with the body: 市委常委, 镇党委副书记.
            let isDoubled = reading.anyOf(["县委", "市委", "区委", "镇党委", "乡党委"], at: place.span.end) != nil
            let from = isDoubled ? place.span.end : place.span.end - 1
            let unit = Span(span.start, place.span.end)
            return Result(unit: unit, place: place, isMasked: false, post: Span(from, post.end), end: post.end)
        }
        return Result(unit: span, place: place, isMasked: false, post: post, end: post?.end ?? span.end)
    }

    func clauseEnd(_ start: Int) -> Int {
        var end = start
        while end < reading.count, end - start < 60 {
            let scalar = reading.at(end)
            if Scalars.endsClause(scalar) || scalar == 0x28 || scalar == 0x29 || scalar == 0x09 {
                // A line broken in mid-sentence: 挂任镇⏎党委副书记.
                if scalar == 0x0A, end > start, end - start < 4, Scalars.isHan(reading.at(end + 1)) {
                    end += 1
                    continue
                }
                break
            }
            if end > start, reading.anyOf(["并", "分管", "负责", "协助", "期间", "以来", "为期", "主要"], at: end) != nil { break }
            end += 1
        }
        return end
    }

    /// From here to the last head of a post in the clause.
    func postSpan(_ start: Int, _ limit: Int) -> Span? {
        var end: Int?
        var index = start
        while index < limit {
            if let hit = reading.longest(at: index, [.postHead, .rank]), index + Int(hit.length) <= limit {
                index += Int(hit.length)
                end = index
                if reading.at(index) != Han.listComma, reading.longest(at: index, .postHead) == nil { break }
                continue
            }
            index += 1
            if let last = end, index - last > 24 { break }
            if end == nil, index - start > 24 { break }
        }
        guard let end, end > start else { return nil }
        return Span(start, end)
    }

    /// 县教育局|副局长: the unit before the post, where it has no name; 县委 and 镇党委 stay with the post.
    private func genericUnit(_ post: Span) -> Int? {
        var index = post.start + 2
        while index < post.end {
            let startsPost =
                reading.longest(at: index, .postHead) != nil
                || reading.longest(at: index, .postPrefix).map {
                    reading.longest(at: index + Int($0.length), .postHead) != nil
                } ?? false
            if startsPost,
                reading.longestEnding(at: index, [.strongEnding, .weakEnding]).map({ $0.start >= post.start }) ?? false
            {
                let isBody =
                    reading.anyOf(["党委", "县委", "市委", "区委", "党组", "工委", "州委", "旗委", "党支部"], before: index) != nil
                return isBody ? nil : index
            }
            index += 1
        }
        return nil
    }
}
