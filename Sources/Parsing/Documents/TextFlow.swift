internal import Reports

/// Gathers the paragraphs of an Office document into page text: one a line, the cells of a row joined by tabs.
///
/// Paragraphs may stand inside one another, as those of a text box do inside the one it is anchored in.
struct TextFlow {
    private struct Line {
        var text: [UInt32]
        var heading: Int?

        var isBlank: Bool { text.allSatisfy { Scalars.isBlank($0) } }
    }

    private struct Paragraph {
        var text: [UInt32] = []
        /// From 1; 0 is the document's title, under which all others move down.
        var heading: Int?
        /// Its end mark is deleted or hidden: the next paragraph goes on in its line.
        var joinsNext = false
        /// Text boxes anchored in it; they follow it.
        var boxes: [Line] = []
    }

    private struct Container {
        var lines: [Line] = []
        /// What a paragraph without an end left for the next.
        var carried: Paragraph?
    }

    private var containers = [Container()]
    private var paragraphs: [Paragraph] = []
    private var rows: [[Container]] = []
    private var notes: [String: [Line]] = [:]
    private var noteOrder: [String] = []
    private(set) var scalarCount = 0

    // MARK: Paragraphs

    mutating func beginParagraph(heading: Int? = nil) {
        var paragraph = Paragraph(heading: heading)
        if let carried = containers[containers.count - 1].carried {
            paragraph.text = carried.text
            paragraph.boxes = carried.boxes
            containers[containers.count - 1].carried = nil
        }
        paragraphs.append(paragraph)
    }

    mutating func setHeading(_ level: Int?) {
        if !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].heading = level }
    }

    mutating func joinNext() {
        if !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].joinsNext = true }
    }

    mutating func append(_ scalar: UInt32) {
        guard !paragraphs.isEmpty else { return }
        paragraphs[paragraphs.count - 1].text.append(scalar)
        scalarCount += 1
    }

    mutating func append(_ text: [UInt32]) {
        guard !paragraphs.isEmpty else { return }
        paragraphs[paragraphs.count - 1].text += text
        scalarCount += text.count
    }

    mutating func endParagraph() {
        guard let paragraph = paragraphs.popLast() else { return }
        if paragraph.joinsNext {
            containers[containers.count - 1].carried = paragraph
        } else {
            finish(paragraph)
        }
    }

    private mutating func finish(_ paragraph: Paragraph) {
        scalarCount += 1
        let isBlank = paragraph.text.allSatisfy { Scalars.isBlank($0) }
        if !isBlank || paragraph.boxes.isEmpty { emit([Line(text: paragraph.text, heading: paragraph.heading)]) }
        emit(paragraph.boxes)
    }

    private mutating func emit(_ lines: [Line]) {
        containers[containers.count - 1].lines += lines
    }

    private mutating func closeContainer() -> Container {
        guard containers.count > 1, var container = containers.popLast() else { return Container() }
        if let carried = container.carried {
            container.lines.append(Line(text: carried.text, heading: carried.heading))
            container.lines += carried.boxes
        }
        return container
    }

    // MARK: Boxes, notes, tables

    mutating func beginBox() { containers.append(Container()) }

    mutating func endBox() {
        let lines = closeContainer().lines
        if paragraphs.isEmpty { emit(lines) } else { paragraphs[paragraphs.count - 1].boxes += lines }
    }

    mutating func beginNote() { containers.append(Container()) }

    mutating func endNote(_ name: String) { notes[name] = closeContainer().lines }

    /// Says that the text refers to a note, which then follows the text.
    mutating func refer(to note: String) {
        noteOrder.append(note)
    }

    mutating func beginRow() { rows.append([]) }

    mutating func beginCell() { containers.append(Container()) }

    mutating func endCell() {
        let cell = closeContainer()
        if rows.isEmpty { emit(cell.lines) } else { rows[rows.count - 1].append(cell) }
    }

    mutating func endRow(isDeleted: Bool = false) {
        guard let cells = rows.popLast(), !isDeleted else { return }
        let filled = cells.filter { $0.lines.contains { !$0.isBlank } }
        guard let only = filled.first else { return }
        // A table of one column is there for the layout, and its paragraphs are those of a text.
        if filled.count == 1, cells.count == 1 { return emit(only.lines) }
        var row: [UInt32] = []
        let last = cells.lastIndex { !$0.lines.allSatisfy(\.text.isEmpty) } ?? 0
        for (index, cell) in cells[...last].enumerated() {
            if index > 0 { row.append(0x09) }
            let lines = cell.lines.filter { !$0.text.isEmpty }
            // Words broken over short lines are one entry; long lines are paragraphs.
            let isEntry = lines.reduce(0) { $0 + $1.text.count } <= Self.longestEntry
            for (number, line) in lines.enumerated() {
                if number > 0 { row.append(isEntry ? 0x20 : 0x0A) }
                row += line.text
            }
        }
        emit([Line(text: row)])
    }

    private static let longestEntry = 24

    // MARK: The end

    /// The page text and its headings; notes follow in the order in which the text refers to them.
    mutating func finished() -> (scalars: [UInt32], regions: [MarkedRegion]) {
        while let paragraph = paragraphs.popLast() { finish(paragraph) }
        while containers.count > 1 { emit(closeContainer().lines) }
        if let carried = containers[0].carried { finish(carried) }
        containers[0].carried = nil
        for name in noteOrder {
            if let lines = notes.removeValue(forKey: name) { emit(lines) }
        }
        let hasTitle = containers[0].lines.contains { $0.heading == 0 && !$0.isBlank }
        var scalars: [UInt32] = []
        var regions: [MarkedRegion] = []
        for (number, line) in containers[0].lines.enumerated() {
            if number > 0 { scalars.append(0x0A) }
            let start = scalars.count
            scalars += line.text
            if let heading = line.heading, !line.isBlank {
                let level = min(hasTitle ? heading + 1 : max(heading, 1), 6)
                regions.append(MarkedRegion(.heading(level: level), Span(start, scalars.count)))
            }
        }
        return (scalars, regions)
    }
}
