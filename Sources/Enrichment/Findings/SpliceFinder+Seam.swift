internal import Reports

/// Where one text was sewn to another in mid-sentence: a line broken off and joined to one that speaks of elsewhere.
extension SpliceFinder {
    /// How far the places on both sides are compared, in scalars.
    private static let reach = 200
    /// A text set at a fixed width is joined all over; then a joint says nothing.
    private static let mostJoints = 2

    /// The seam, by the places on its two sides and, where there are any, by the people.
    func seam() -> [Sign] {
        let joints = joints()
        guard joints.count <= Self.mostJoints else { return [] }
        for joint in joints {
            let before = max(0, joint - Self.reach)..<joint
            let after = joint..<min(reading.count, joint + Self.reach)
            let places = (counties(in: before), counties(in: after))
            let provinces = (Set(places.0.map(\.province)), Set(places.1.map(\.province)))
            guard places.0.count >= 2, places.1.count >= 2, provinces.0.isDisjoint(with: provinces.1),
                let last = places.0.last?.span, let first = places.1.first?.span
            else { continue }
            let sentence = reading.sentence(joint)
            let seam = Sign(
                says: "a sentence breaks off, and what follows it speaks of another province",
                spans: [last, Span(sentence.lowerBound, sentence.upperBound), first], isStrong: true)
            let people = (analysis.people(in: before), analysis.people(in: after))
            let names = (Set(people.0.map(\.name)), Set(people.1.map(\.name)))
            guard let one = people.0.last, let other = people.1.first, names.0.isDisjoint(with: names.1) else {
                return [seam]
            }
            return [
                seam,
                Sign(says: "other people stand on the two sides of it", spans: [one.span, other.span], isStrong: true),
            ]
        }
        return []
    }

    /// Where lines of the page were joined inside a sentence, and paragraphs that end in mid-sentence.
    private func joints() -> [Int] {
        let map = analysis.report.sightings.first?.textMap ?? []
        var joints: [Int] = []
        for (earlier, later) in zip(map, map.dropFirst()) {
            let end = later.textStart
            guard earlier.length >= 30, end > 0, end < reading.count else { continue }
            let last = reading.at(end - 1) == 0x0A ? end - 2 : end - 1
            if last >= 0, Scalars.isHan(reading.at(last)), Scalars.isHan(reading.at(end)) || reading.at(end) == 0x0A {
                joints.append(end)
            }
        }
        return joints
    }

    private func counties(in range: Range<Int>) -> [(span: Span, province: Int32)] {
        analysis.places.compactMap { place in
            guard range.contains(place.span.start), let division = place.division else { return nil }
            let entry = store.divisions[Int(division)]
            guard entry.level == .county || entry.level == .township else { return nil }
            return (place.span, entry.province)
        }
    }
}
