internal import Reports

/// Ties short forms of organisations to the full form that the same report has.
struct FullForms {
    private let forms: [[UInt32]]
    /// Reports name a few dozen units; lists of hundreds have no short forms worth the pairs.
    private static let most = 96

    init(_ reading: Reading, _ organisations: [FoundOrganisation]) {
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
        for form in forms where form.count > short.count && FullForms.isShort(short, of: form) {
            return Scalars.string(form)
        }
        return nil
    }

    private static func isShort(_ short: UnsafeBufferPointer<UInt32>, of form: [UInt32]) -> Bool {
        guard let first = short.first else { return false }
        // 姜堰区政府 in 江苏省泰州市姜堰区政府: divisions in front.
        let front = form.count - short.count
        if short.indices.allSatisfy({ short[$0] == form[front + $0] }) { return isDivision(form[front - 1]) }
        guard form.first == first else { return false }
        var index = 0
        var gap: [UInt32] = []
        for scalar in form {
            if index < short.count, scalar == short[index] {
                guard gap.isEmpty || gaps.contains(gap) else { return false }
                gap = []
                index += 1
            } else {
                gap.append(scalar)
            }
        }
        return index == short.count && (gap.isEmpty || tails.contains(gap))
    }

    private static func isDivision(_ scalar: UInt32) -> Bool { levels.contains(scalar) }

    private static let levels: Set<UInt32> = Set("省市县区州旗盟镇乡".unicodeScalars.map(\.value))
    /// What a short form leaves out between its characters, and at its end.
    private static let gaps = scalars([
        "省", "市", "县", "区", "州", "旗", "镇", "乡", "自治区", "自治州", "自治县", "人民", "省级", "和", "与", "及", "化", "特别行政区", "街道",
        "民族", "事务", "技术",
    ])
    private static let tails = scalars([
        "员会", "股份有限公司", "有限公司", "有限责任公司", "集团", "集团公司", "集团有限公司", "总公司", "公司", "社", "处", "办公室",
    ])

    private static func scalars(_ words: [String]) -> Set<[UInt32]> {
        Set(words.map { $0.unicodeScalars.map(\.value) })
    }
}
