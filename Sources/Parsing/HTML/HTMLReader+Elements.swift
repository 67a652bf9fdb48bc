/// The stack of open elements: what a start tag opens and ends, and what an end tag ends.
extension HTMLReader {
    mutating func open(_ element: HTMLElement, slot: UInt8) {
        let traits = traits[Int(slot)]
        switch element {
        case .html, .head, .body: return
        case .meta: facts.meta(tag)
        case .link: facts.link(tag)
        case .time: facts.time(tag)
        case .form where index(.form) >= 0: return
        default: break
        }
        if !entries.isEmpty { endImplied(element, traits) }
        if traits.contains(.inTable), table < 0 { return }
        let style = tag.has(.style) ? HTMLStyle(source[tag.value(.style)]) : nil
        let isHidden = traits.contains(.hidden) || (isHiddenByAttribute(element, style) && i != revealed)
        if traits.contains(.void) {
            if hiddenIndex < 0, !isHidden { void(element) }
            return
        }
        if element == .select || element == .button { regions.controls += 1 }
        if isForeign, tag.isSelfClosing { return }
        push(element, slot: slot, traits)
        if hiddenIndex >= 0 { return }
        if isHidden, reopenings > 0 {
            hiddenIndex = entries.count - 1
            hiddenContent = i
            hiddenText = 0
            return
        }
        show(element, traits, style)
    }

    mutating func close(_ element: HTMLElement, slot: UInt8) {
        let at = last[Int(slot)]
        let traits = traits[Int(slot)]
        switch element {
        case .html, .head, .body: return
        case .br: if hiddenIndex < 0 { writer.lineBreak(1, adding: true) }
        case .p:
            if at > buttonScope { pop(to: at) } else if hiddenIndex < 0 { writer.lineBreak(2) }
        case .h1, .h2, .h3, .h4, .h5, .h6:
            let heading = innermost(.h1, .h2, .h3, .h4, .h5, .h6)
            if heading > scope { pop(to: heading) }
        case .li: if at > max(scope, index(.ul), index(.ol)) { pop(to: at) }
        case .dt, .dd: if at > max(scope, index(.dl)) { pop(to: at) }
        case .table: if table >= 0 { pop(to: table) }
        case .form: if at > scope { end(at) }
        default:
            if traits.contains(.inTable) {
                if at > table { pop(to: at) }
            } else if traits.contains(.formatting) {
                if at > scope { end(at) }
            } else if traits.contains(.scope) {
                if at >= 0, at == scope { pop(to: at) }
            } else if !traits.isDisjoint(with: [.special, .hidden]) {
                if at > scope { pop(to: at) }
            } else if at > (entries.last?.special ?? -1) {
                pop(to: at)
            }
        }
    }

    /// Whether an element hides what follows although it is never closed; if so reading goes on behind its start tag.
    mutating func showHidden() -> Bool {
        guard hiddenIndex >= 0 else { return false }
        let at = hiddenIndex
        hiddenIndex = -1
        while entries.count > at, let entry = entries.popLast() {
            if !entry.isDead { last[Int(entry.slot)] = entry.outer }
        }
        reopenings -= 1
        i = hiddenContent
        return true
    }

    mutating func pop() {
        steps &+= 1
        guard let entry = entries.last else { return }
        if !entry.isDead { last[Int(entry.slot)] = entry.outer }
        let at = entries.count - 1
        if hiddenIndex == at {
            endHidden()
        } else if entry.isShown, !entry.isDead {
            hide(entry)
        }
        entries.removeLast()
    }

    private func isHiddenByAttribute(_ element: HTMLElement, _ style: HTMLStyle?) -> Bool {
        (style?.isHidden ?? false) || tag.has(.hidden) || (element == .dialog && !tag.has(.open))
    }

    private mutating func endHidden() {
        let isAttribute = hiddenIndex < entries.count && !traits[Int(entries[hiddenIndex].slot)].contains(.hidden)
        if isAttribute, hiddenText > mostHidden.text { mostHidden = (hiddenContent, hiddenText) }
        hiddenIndex = -1
    }

    private var scope: Int { entries.last?.scope ?? -1 }
    private var table: Int { entries.last?.table ?? -1 }
    /// A button bounds what ends a paragraph, besides what bounds all.
    private var buttonScope: Int { max(scope, index(.button)) }

    private func index(_ element: HTMLElement) -> Int { last[Int(element.rawValue)] }

    private func innermost(_ elements: HTMLElement...) -> Int {
        elements.reduce(-1) { max($0, index($1)) }
    }

    private mutating func pop(to at: Int) {
        while entries.count > max(at, 0) { pop() }
    }

    /// Ends an element that others may still be open in.
    private mutating func end(_ at: Int) {
        guard at >= 0, at < entries.count else { return }
        if at > (entries.last?.special ?? -1) || at == entries.count - 1 {
            pop(to: at)
            return
        }
        let entry = entries[at]
        last[Int(entry.slot)] = entry.outer
        if entry.isShown { hide(entry) }
        if hiddenIndex == at { endHidden() }
        entries[at].isDead = true
    }

    /// Ends what the start tag of an element implies the end of.
    private mutating func endImplied(_ element: HTMLElement, _ traits: HTMLElement.Traits) {
        if traits.contains(.closesP), index(.p) > buttonScope { pop(to: index(.p)) }
        switch element {
        case .li: if index(.li) > max(scope, index(.ul), index(.ol)) { pop(to: index(.li)) }
        case .dt, .dd:
            let open = innermost(.dt, .dd)
            if open > max(scope, index(.dl)) { pop(to: open) }
        case .h1, .h2, .h3, .h4, .h5, .h6:
            if let top = entries.last, self.traits[Int(top.slot)].contains(.heading) { pop() }
        case .a: if index(.a) > scope { end(index(.a)) }
        case .nobr: if index(.nobr) > scope { end(index(.nobr)) }
        case .button: if index(.button) > scope { pop(to: index(.button)) }
        case .rt, .rp:
            if let top = entries.last, top.element == .rt || top.element == .rp { pop() }
        case .select: if index(.select) > scope { pop(to: index(.select)) }
        case .input: if index(.select) > scope { pop(to: index(.select)) }
        case .table: if table >= 0, innermost(.td, .th, .caption) < table { pop(to: table) }
        case .td, .th: endTableParts(innermost(.td, .th, .caption))
        case .tr: endTableParts(innermost(.tr, .caption))
        case .tbody, .thead, .tfoot, .colgroup, .caption:
            let row = index(.tr) > table ? index(.tr) : Int.max
            let group = innermost(.tbody, .thead, .tfoot, .colgroup, .caption)
            endTableParts(min(row, group > table ? group : Int.max))
        default: break
        }
    }

    private mutating func endTableParts(_ at: Int) {
        if table >= 0, at > table, at < entries.count { pop(to: at) }
    }

    private mutating func push(_ element: HTMLElement, slot: UInt8, _ traits: HTMLElement.Traits) {
        steps &+= 1
        let at = entries.count
        var entry = Entry(
            slot: slot, element: element, outer: last[Int(slot)], scope: scope,
            special: entries.last?.special ?? -1, table: table)
        if traits.contains(.scope) { entry.scope = at }
        if traits.contains(.special) { entry.special = at }
        if element == .table || element == .template { entry.table = element == .table ? at : -1 }
        last[Int(slot)] = at
        entries.append(entry)
    }
}
