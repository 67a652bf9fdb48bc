/// Reads the text of a Word document (WordprocessingML): what a reader sees of it with all changes accepted.
///
/// Left out: deleted text, field instructions (the result stays), hidden runs, comments, ruby, the second rendering that
/// `mc:Fallback` offers, and what stands in other parts than this (headers, footers).
final class WordBody: XMLHandler {
    private enum Element {
        case paragraph, paragraphProperties, run, runProperties, rowProperties, text
        case row, cell, box, note(String), choices, field, other
    }

    private(set) var flow = TextFlow()
    /// The text of another file is put in here by reference; it is not read.
    private(set) var embedsOtherText = false
    private let styles: WordStyles
    private let numbering: WordNumbering
    private let maximumScalars: Int
    private var open: [Element] = []
    /// How many elements of a part that is left out are open.
    private var skipped = 0
    /// Of each field that is open, whether its result has begun.
    private var fields: [Bool] = []
    private var takenChoices: [Bool] = []
    private var deletedRows: [Bool] = []
    private var isRunHidden = false
    private var paragraphs: [ParagraphState] = []

    private struct ParagraphState {
        var isHidden = false
        var heading: Int?
        var list: WordNumbering.Place?
        var label: [UInt32] = []
    }

    init(styles: WordStyles, numbering: WordNumbering, maximumScalars: Int) {
        self.styles = styles
        self.numbering = numbering
        self.maximumScalars = maximumScalars
    }

    var isSatisfied: Bool { flow.scalarCount <= maximumScalars }

    func finished() -> (scalars: [UInt32], regions: [MarkedRegion]) { flow.finished() }

    // MARK: Elements

    func begin(_ name: String, in namespace: XMLNamespace, _ attributes: XMLAttributes) {
        guard skipped == 0 else {
            skipped += 1
            return
        }
        switch namespace {
        case .word: beginWord(name, attributes)
        case .compatibility: beginChoice(name)
        case .math: open.append(name == "t" ? .text : .other)
        case .vml:
            // WordArt of old: its text is an attribute.
            if name == "textpath", let art = attributes["string"], isVisible {
                flow.beginBox()
                flow.beginParagraph()
                flow.append(Scalars.array(art))
                flow.endParagraph()
                flow.endBox()
            }
            open.append(.other)
        default: open.append(.other)
        }
    }

    private func beginChoice(_ name: String) {
        switch name {
        case "AlternateContent":
            takenChoices.append(false)
            open.append(.choices)
        case "Choice", "Fallback":
            guard let taken = takenChoices.last, !taken else {
                skipped = 1
                return
            }
            takenChoices[takenChoices.count - 1] = true
            open.append(.other)
        default: open.append(.other)
        }
    }

    private func beginWord(_ name: String, _ attributes: XMLAttributes) {
        switch name {
        case "p":
            paragraphs.append(ParagraphState())
            flow.beginParagraph()
            open.append(.paragraph)
        case "pPr": open.append(.paragraphProperties)
        case "r":
            isRunHidden = false
            open.append(.run)
        case "rPr": open.append(.runProperties)
        case "t": open.append(.text)
        case "tr":
            deletedRows.append(false)
            flow.beginRow()
            open.append(.row)
        case "trPr": open.append(.rowProperties)
        case "tc":
            flow.beginCell()
            open.append(.cell)
        case "txbxContent":
            flow.beginBox()
            open.append(.box)
        case "footnote", "endnote":
            flow.beginNote()
            open.append(.note(name + (attributes["id"] ?? "")))
        case "fldSimple": open.append(.field)
        case "del", "moveFrom": beginDeletion()
        case "delText", "delInstrText", "instrText", "sdtPr", "rt", "rPrChange", "pPrChange", "sectPrChange",
            "tblPrChange", "tblGridChange", "tblPrExChange", "trPrChange", "tcPrChange", "numberingChange", "sectPr":
            skipped = 1
        default:
            leaf(name, attributes)
            open.append(.other)
        }
    }

    /// In the properties of a paragraph's mark or of a row the deletion is theirs, elsewhere that of what it holds.
    private func beginDeletion() {
        switch (open.last, open.dropLast().last) {
        case (.runProperties, .paragraphProperties):
            flow.joinNext()
            open.append(.other)
        case (.rowProperties, _):
            if !deletedRows.isEmpty { deletedRows[deletedRows.count - 1] = true }
            open.append(.other)
        default: skipped = 1
        }
    }

    func end() {
        guard skipped == 0 else {
            skipped -= 1
            return
        }
        switch open.popLast() {
        case .paragraph:
            endInstructions()
            flow.endParagraph()
            paragraphs.removeLast()
        case .paragraphProperties: endParagraphProperties()
        case .row: flow.endRow(isDeleted: deletedRows.removeLast())
        case .cell: flow.endCell()
        case .box: flow.endBox()
        case .note(let name): flow.endNote(name)
        case .choices: takenChoices.removeLast()
        case .run: isRunHidden = false
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard skipped == 0, case .text = open.last, isVisible else { return }
        // A line end here is that of the XML file; those of the text are elements.
        append(String(decoding: utf8, as: UTF8.self).unicodeScalars.map { $0.value < 0x20 ? 0x20 : $0.value })
    }

    // MARK: Properties and single elements

    private func leaf(_ name: String, _ attributes: XMLAttributes) {
        switch open.last {
        case .run: inRun(name, attributes)
        case .paragraphProperties: property(name, attributes)
        case .runProperties:
            switch (open.dropLast().last, name) {
            case (.run, "vanish"): isRunHidden = attributes.isOn
            case (.run, "rStyle"): isRunHidden = attributes["val"].flatMap { styles[$0].isHidden } ?? isRunHidden
            case (.paragraphProperties, "vanish"): if attributes.isOn { flow.joinNext() }
            default: break
            }
        case .other:
            // w:numPr holds the two.
            if name == "numId" || name == "ilvl" { property(name, attributes) }
        default: break
        }
        if name == "altChunk" { embedsOtherText = true }
    }

    private func inRun(_ name: String, _ attributes: XMLAttributes) {
        if name == "fldChar" { return turn(attributes["fldCharType"]) }
        guard isVisible else { return }
        switch name {
        case "tab", "ptab": append([0x09])
        case "br", "cr": append([0x0A])
        case "noBreakHyphen": append([0x2D])
        case "sym": if let sign = WordSymbol.scalar(attributes["char"], font: attributes["font"]) { append([sign]) }
        case "footnoteReference", "endnoteReference":
            if let id = attributes["id"] { flow.refer(to: name.replacing("Reference", with: "") + id) }
        default: break
        }
    }

    private func property(_ name: String, _ attributes: XMLAttributes) {
        guard let last = paragraphs.indices.last, let value = attributes["val"] else { return }
        switch name {
        case "pStyle":
            let style = styles[value]
            paragraphs[last].heading = style.heading
            paragraphs[last].isHidden = style.isHidden ?? false
            paragraphs[last].list = style.list
        case "outlineLvl":
            let level = WordStyles.heading(outlineLevel: value)
            paragraphs[last].heading = level == WordStyles.bodyText ? nil : level ?? paragraphs[last].heading
        case "ilvl":
            paragraphs[last].list = WordNumbering.Place(
                list: paragraphs[last].list?.list ?? "", level: Int(value) ?? 0)
        case "numId":
            paragraphs[last].list = WordNumbering.Place(list: value, level: paragraphs[last].list?.level ?? 0)
        default: break
        }
    }

    private func endParagraphProperties() {
        guard let last = paragraphs.indices.last else { return }
        flow.setHeading(paragraphs[last].heading)
        if let place = paragraphs[last].list { paragraphs[last].label = numbering.next(at: place) }
    }

    // MARK: What is seen

    private var isVisible: Bool {
        !isRunHidden && paragraphs.last?.isHidden != true && fields.allSatisfy { $0 }
    }

    private func append(_ text: [UInt32]) {
        guard let last = paragraphs.indices.last else { return }
        if !paragraphs[last].label.isEmpty {
            flow.append(paragraphs[last].label)
            paragraphs[last].label = []
        }
        flow.append(text)
    }

    private func turn(_ part: String?) {
        switch part {
        case "begin": if fields.count < 64 { fields.append(false) }
        case "separate": if !fields.isEmpty { fields[fields.count - 1] = true }
        case "end": _ = fields.popLast()
        default: break
        }
    }

    /// An instruction ends with its paragraph: one that is never ended must not hide the rest of the document.
    private func endInstructions() {
        if paragraphs.count == 1 { fields.removeAll { !$0 } }
    }
}
