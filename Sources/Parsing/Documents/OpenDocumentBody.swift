/// Reads the text of an OpenDocument text: what a reader sees of it with all changes accepted.
final class OpenDocumentBody: XMLHandler {
    private enum Element {
        case paragraph, row, cell, box, note(String), other
    }

    private(set) var flow = TextFlow()
    private let maximumScalars: Int
    private var open: [Element] = []
    /// How many elements of a part that is left out are open.
    private var skipped = 0
    private var noteCount = 0

    init(maximumScalars: Int) { self.maximumScalars = maximumScalars }

    var isSatisfied: Bool { flow.scalarCount <= maximumScalars }

    func finished() -> (scalars: [UInt32], regions: [MarkedRegion]) { flow.finished() }

    func begin(_ name: String, in namespace: XMLNamespace, _ attributes: XMLAttributes) {
        guard skipped == 0 else {
            skipped += 1
            return
        }
        switch (namespace, name) {
        case (.text, "p"), (.text, "h"):
            let level = attributes["outline-level"].flatMap { Int($0) } ?? 1
            flow.beginParagraph(heading: name == "h" ? max(level, 1) : nil)
            open.append(.paragraph)
        case (.table, "table-row"):
            flow.beginRow()
            open.append(.row)
        case (.table, "table-cell"), (.table, "covered-table-cell"):
            flow.beginCell()
            open.append(.cell)
        case (.draw, "text-box"):
            flow.beginBox()
            open.append(.box)
        case (.text, "note"):
            noteCount += 1
            flow.refer(to: String(noteCount))
            flow.beginNote()
            open.append(.note(String(noteCount)))
        case (.text, "tracked-changes"), (.office, "annotation"), (.text, "note-citation"), (.text, "ruby-text"),
            (.office, "forms"), (.text, "sequence-decls"):
            skipped = 1
        default:
            leaf(namespace, name, attributes)
            open.append(.other)
        }
    }

    private func leaf(_ namespace: XMLNamespace, _ name: String, _ attributes: XMLAttributes) {
        guard namespace == .text else { return }
        switch name {
        case "tab": flow.append(0x09)
        case "line-break": flow.append(0x0A)
        // More than a line of spaces is a way to make much out of little.
        case "s":
            let count = attributes["c"].flatMap { Int($0) } ?? 1
            flow.append(Array(repeating: 0x20, count: min(max(count, 1), 64)))
        default: break
        }
    }

    func end() {
        guard skipped == 0 else {
            skipped -= 1
            return
        }
        switch open.popLast() {
        case .paragraph: flow.endParagraph()
        case .row: flow.endRow()
        case .cell: flow.endCell()
        case .box: flow.endBox()
        case .note(let name): flow.endNote(name)
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard skipped == 0 else { return }
        flow.append(String(decoding: utf8, as: UTF8.self).unicodeScalars.map { $0.value < 0x20 ? 0x20 : $0.value })
    }
}
