/// Rows and columns for a person: aligned by what a terminal shows, so that Chinese and Latin stand under each other.
public struct TextTable: Sendable {
    /// Which side a column's cells lean to.
    public enum Alignment: Hashable, Sendable {
        /// Text.
        case left
        /// Numbers.
        case right
    }

    /// A column's heading and how its cells are set.
    public struct Column: Hashable, Sendable {
        let title: String
        let alignment: Alignment
        let maximumWidth: Int?

        /// A column; cells wider than `maximumWidth` columns end in `…`.
        public init(_ title: String, _ alignment: Alignment = .left, maximumWidth: Int? = nil) {
            self.title = title
            self.alignment = alignment
            self.maximumWidth = maximumWidth
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    /// An empty table.
    public init(_ columns: [Column]) { self.columns = columns }

    /// Whether there is no row yet.
    public var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; missing cells are empty, surplus ones are left out.
    public mutating func append(_ cells: [String]) {
        let cells = cells.prefix(columns.count).map(Printable.line)
        rows.append(cells + Array(repeating: "", count: columns.count - cells.count))
    }

    /// The table as lines, each ended. With `width` given, the widest left-aligned column gives way until all fits.
    public func render(width: Int? = nil, bold: Bool = false) -> String {
        let widths = widths(fitting: width)
        let header = line(columns.map(\.title), widths)
        return (bold ? "\u{1B}[1m\(header)\u{1B}[0m\n" : header + "\n")
            + rows.map { line($0, widths) + "\n" }.joined()
    }

    private static let gap = 2
    private static let narrowest = 8

    private func widths(fitting limit: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            let widest = rows.map { displayWidth($0[index]) }.max() ?? 0
            let title = displayWidth(columns[index].title)
            return max(title, min(widest, max(title, columns[index].maximumWidth ?? widest)))
        }
        guard let limit else { return widths }
        while widths.reduce(0, +) + Self.gap * (widths.count - 1) > limit {
            let candidates = columns.indices.filter { columns[$0].alignment == .left && widths[$0] > Self.narrowest }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for index in columns.indices {
            if index > 0 { line += String(repeating: " ", count: Self.gap) }
            let cell = Columns.truncate(cells[index], to: widths[index])
            let isLast = index == columns.count - 1
            switch columns[index].alignment {
            case .right: line += Columns.pad(cell, to: widths[index], right: true)
            case .left: line += isLast ? cell : Columns.pad(cell, to: widths[index])
            }
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
