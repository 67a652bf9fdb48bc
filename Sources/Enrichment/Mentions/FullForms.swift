internal import Reports

/// Ties short forms of organisations to the full form that the same report has.
struct FullForms {
    private let rules: OrganisationRules
    private let forms: [[UInt32]]
    /// Reports name a few dozen units; lists of hundreds have no short forms worth the pairs.
    private static let most = 96

    init(_ reading: Reading, _ organisations: [FoundOrganisation]) {
        rules = reading.store.rules.organisations
        var seen: Set<[UInt32]> = []
        for organisation in organisations where seen.count < FullForms.most {
            seen.insert(Array(reading.text[organisation.span.start..<organisation.span.end]))
        }
        forms = seen.sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }
    }

    /// The longest form on the page that is the same name with nothing left out but what short forms leave out; nil
    /// where the surface is that form.
    func full(of short: Slice<UnsafeBufferPointer<UInt32>>) -> String? {
        let short = UnsafeBufferPointer(rebasing: short)
        for form in forms where form.count > short.count && isShort(short, of: form) {
            return Scalars.string(form)
        }
        return nil
    }

    private func isShort(_ short: UnsafeBufferPointer<UInt32>, of form: [UInt32]) -> Bool {
        guard let first = short.first else { return false }
        // 姜堰区政府 in 江苏省泰州市姜堰区政府: divisions in front.
        let front = form.count - short.count
        if short.indices.allSatisfy({ short[$0] == form[front + $0] }) {
            return rules.shortFronts.contains(form[front - 1])
        }
        guard form.first == first else { return false }
        var index = 0
        var gap: [UInt32] = []
        for scalar in form {
            if index < short.count, scalar == short[index] {
                guard gap.isEmpty || rules.shortGaps.contains(gap) else { return false }
                gap = []
                index += 1
            } else {
                gap.append(scalar)
            }
        }
        return index == short.count && (gap.isEmpty || rules.shortTails.contains(gap))
    }
}
