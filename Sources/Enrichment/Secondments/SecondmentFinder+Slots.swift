internal import Reports

/// Where somebody was sent, from where and when.
extension SecondmentFinder {
    func fillHost(
        _ posting: inout Posting, _ result: PostReader.Result?, _ host: (unit: Span?, place: FoundPlace?, masked: Bool)?
    ) {
        if let post = result?.post { posting.post = .init(value: analysis.text(post), basis: .stated) }
        if let unit = result?.unit {
            posting.hostUnit = .init(value: analysis.text(unit), basis: .stated)
            if let division = result?.place?.division { posting.hostPlace = (division, .stated) }
        } else if result?.isMasked ?? false {
            posting.missing["host_unit"] = .masked
        }
        if let host {
            if host.masked {
                if posting.hostUnit == nil { posting.missing["host_unit"] = .masked }
                if posting.hostPlace == nil { posting.missing["host_place"] = .masked }
            } else {
                if posting.hostUnit == nil, posting.missing["host_unit"] == nil, let unit = host.unit {
                    posting.hostUnit = .init(value: analysis.text(unit), basis: .stated)
                }
                if posting.hostPlace == nil, let division = host.place?.division {
                    posting.hostPlace = (division, .stated)
                }
            }
        } else if result?.isMasked ?? false, posting.hostPlace == nil {
            posting.missing["host_place"] = .masked
        }
    }

    /// 从X来到, 由X选派, 我原是X的, 他是X副局长: the unit before.
    func fillSending(_ posting: inout Posting, _ index: Int, _ group: Range<Int>) {
        for organisation in analysis.organisations
        where organisation.span.start >= group.lowerBound && organisation.span.end <= index {
            let start = organisation.span.start
            let said = reading.anyOf(["从", "由", "是", "系", "原"], before: start) != nil
            let atStart = start == group.lowerBound && isThirdPerson
            guard said || atStart else { continue }
            if reading.anyOf(["组织部", "人社局"], before: organisation.span.end) != nil,
                reading.anyOf(["选派", "安排"], at: organisation.span.end) != nil
            {
                continue
            }
            let result = posts.fromOrganisation(organisation.span, organisation.span.end + 12)
            posting.sendingUnit = .init(value: analysis.text(result.unit ?? organisation.span), basis: .stated)
            posting.sendingPlace = result.place?.division
            posting.attest(group, "sending_unit")
            return
        }
        for mask in analysis.masks
        where mask.start >= group.lowerBound && mask.end <= index && reading.anyOf(["从"], before: mask.start) != nil {
            posting.missing["sending_unit"] = .masked
        }
    }

    // MARK: When

    func fillTimes(_ posting: inout Posting, _ index: Int, _ group: Range<Int>, _ sentence: Range<Int>) {
        let inside = analysis.dates.filter { $0.span.start >= group.lowerBound && $0.span.end <= group.upperBound }
        if let date = inside.last(where: { $0.span.end <= index }) ?? inside.first {
            posting.start = .init(value: date.start.value, basis: date.basis)
            if let finish = date.finish { posting.finish = .init(value: finish.value, basis: date.basis) }
            posting.attest(group, "start")
        } else if let mask = analysis.maskedDates.first(where: {
            $0.start >= group.lowerBound && $0.end <= group.upperBound
        }) {
            posting.missing["start"] = .masked
            let isRange =
                (mask.start..<mask.end).contains { reading.anyOf(["至", "到", "—", "-"], at: $0) != nil }
                || analysis.maskedDates.filter { $0.start >= group.lowerBound && $0.end <= group.upperBound }.count > 1
            if isRange { posting.missing["finish"] = .masked }
        }
        for quantity in analysis.quantities
        where quantity.span.start >= sentence.lowerBound && quantity.span.end <= sentence.upperBound {
            guard let text = duration(quantity) else { continue }
            let said =
                reading.anyOf(
                    ["为期", "时间", "任期", "期限", "挂职", "共", "援疆", "援藏", "援青", "锻炼", "历时", "时间为", "时间是", "期"],
                    before: quantity.span.start) != nil
            guard said || reading.anyOf(["的挂职"], at: quantity.span.end) != nil else { continue }
            posting.duration = .init(value: text, basis: .stated)
            posting.attest(sentence, "duration")
            return
        }
    }

    /// P1Y for 一年, P6M for 半年.
    func duration(_ quantity: FoundQuantity) -> String? {
        guard !quantity.isApproximate else { return nil }
        let value = quantity.millionths
        switch quantity.unit {
        case "year":
            if value % 1_000_000 == 0 { return "P\(value / 1_000_000)Y" }
            return value % 500_000 == 0 ? "P\(value * 12 / 1_000_000)M" : nil
        case "month": return value % 1_000_000 == 0 ? "P\(value / 1_000_000)M" : nil
        case "week": return value % 1_000_000 == 0 ? "P\(value / 1_000_000)W" : nil
        case "day": return value % 1_000_000 == 0 ? "P\(value / 1_000_000)D" : nil
        default: return nil
        }
    }

    func fillProgramme(_ posting: inout Posting, _ range: Range<Int>) {
        for index in range {
            guard let hit = reading.longest(at: index, .programme), let programme = store.programmes[hit.node] else {
                continue
            }
            posting.programme = .init(value: programme.name, basis: .stated)
            posting.attest(range, "programme")
            return
        }
    }
}
