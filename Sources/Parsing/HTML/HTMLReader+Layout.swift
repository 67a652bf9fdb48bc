internal import Reports

/// What opening and closing an element does to the text and its regions.
extension HTMLReader {
    /// Begins an element that is seen; it is on the stack already.
    mutating func show(_ element: HTMLElement, _ traits: HTMLElement.Traits, _ style: HTMLStyle?) {
        let at = entries.count - 1
        var entry = entries[at]
        switch element {
        case .table: writer.openTable()
        case .tr: writer.openRow()
        case .td, .th: writer.openCell()
        case .ul, .ol: writer.lineBreak(entry.outer >= 0 || last[Int(HTMLElement.li.rawValue)] >= 0 ? 1 : 2)
        default:
            entry.isBlock = traits.contains(.block) || (style?.isBlock ?? false)
            if entry.isBlock { writer.lineBreak(2) } else if traits.contains(.line) { writer.lineBreak(1) }
        }
        entry.isPreformatted =
            element == .pre || element == .listing || (style?.isPreformatted ?? false)
        if entry.isPreformatted {
            preformatted += 1
            if element == .pre || element == .listing, i < source.count, source[i] == 0x0A { i += 1 }
        }
        entry.isLink = element == .a && tag.has(.href)
        entry.isShown = true
        entry.start = writer.count
        entry.ink = writer.ink
        entry.linkInk = linkInk
        entry.links = links
        entry.regions = regions.count
        if let role = role(element, traits) {
            entry.region = regions.begin(role.role, isByName: role.isByName, writer: writer) ?? -1
        }
        entries[at] = entry
    }

    /// Ends an element that was seen.
    mutating func hide(_ entry: Entry) {
        let traits = traits[Int(entry.slot)]
        if entry.isPreformatted { preformatted -= 1 }
        if entry.region >= 0 { regions.end(entry.region, writer: writer) }
        let ink = writer.ink - entry.ink
        if entry.isLink, ink > 0 {
            // Of links in links, which only misnesting makes, the outer one counts.
            links = entry.links + 1
            linkInk = entry.linkInk + ink
        }
        if traits.contains(.container), entry.region < 0, links - entry.links >= 2 {
            // Beside each link at most a mark and a bracket: rows of links have separators.
            let beside = ink - (linkInk - entry.linkInk)
            if beside <= 2 * (links - entry.links) {
                regions.addLinks(from: entry.start, first: entry.regions, writer: writer)
            }
        }
        switch entry.element {
        case .table: writer.closeTable()
        case .tr: writer.closeRow()
        case .td, .th: writer.closeCell()
        case .ul, .ol: writer.lineBreak(last[Int(HTMLElement.li.rawValue)] >= 0 ? 1 : 2)
        default: if entry.isBlock { writer.lineBreak(2) } else if traits.contains(.line) { writer.lineBreak(1) }
        }
    }

    /// An element without content.
    mutating func void(_ element: HTMLElement) {
        switch element {
        case .br: writer.lineBreak(1, adding: true)
        case .hr: writer.lineBreak(2)
        case .input:
            switch HTMLFacts.name(source[tag.value(.type)]) {
            case "hidden": break
            case "button", "submit", "reset":
                regions.controls += 1
                value(tag.value(.value))
            default: regions.controls += 1
            }
        default: break
        }
    }

    /// Writes what a button says.
    private mutating func value(_ range: Range<Int>) {
        for c in HTMLFacts.decoded(source, range, entities) {
            if HTMLTagScanner.isWhite(c) { writer.blank(hasLineFeed: false) } else { writer.write(c) }
        }
    }

    private func role(
        _ element: HTMLElement, _ traits: HTMLElement.Traits
    ) -> (role: MarkedRegion.Role, isByName: Bool)? {
        switch element {
        case .h1, .h2, .h3, .h4, .h5, .h6:
            return (.heading(level: Int(element.rawValue - HTMLElement.h1.rawValue) + 1), false)
        case .nav: return (.navigation, false)
        case .aside: return (.complementary, false)
        case .footer: return (.contentInfo, false)
        case .search: return (.form, false)
        default: break
        }
        guard tag.hasAny, traits.contains(.container) else { return element == .form ? (.form, false) : nil }
        if tag.has(.role) {
            switch HTMLFacts.name(source[tag.value(.role)]) {
            case "navigation": return (.navigation, false)
            case "complementary": return (.complementary, false)
            case "contentinfo": return (.contentInfo, false)
            case "search", "form": return (.form, false)
            case "main", "article": return nil
            default: break
            }
        }
        if let named = words.role(of: source[tag.value(.class)]) ?? words.role(of: source[tag.value(.id)]) {
            return (named, true)
        }
        return element == .form ? (.form, false) : nil
    }
}
