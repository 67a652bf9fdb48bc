/// Puts visible characters into text as CSS lays them out: white space collapsed, blocks apart, cells beside each other.
///
/// A break, a tab or a space is remembered and written before the next character that shows, so that nothing begins or
/// ends with one and two never add up. What a page writes never becomes longer than its markup.
struct HTMLTextWriter {
    private let out: UnsafeMutablePointer<UInt32>
    private let capacity: Int
    /// Scalars written.
    private(set) var count = 0
    /// Non-blank scalars written, for telling how much text an element holds.
    private(set) var ink = 0
    /// Line feeds due before the next character.
    private var breaks = 0
    private var space = false
    private var tab = false
    /// The white space that is due held a line feed of the source.
    private var sourceBreak = false
    /// A tag stands beside the white space that is due.
    private var besideTag = false
    /// Any of breaks, space and tab is due.
    private var isGap = true
    private var rows: [Row] = []

    /// A table whose rows are being written.
    private struct Row {
        /// One of its cells so far shows something.
        var isInked = false
        /// One of its cells so far spans several lines.
        var isBroken = false
        var inCell = false
        var cellInk = 0
        var cellIsBroken = false
        /// Where the tab before the open cell stands; -1 for none.
        var tabAt = -1
    }

    /// - Parameter capacity: Room at `out`; what exceeds it is dropped.
    init(_ out: UnsafeMutablePointer<UInt32>, capacity: Int) {
        self.out = out
        self.capacity = capacity
    }

    subscript(_ i: Int) -> UInt32 { i >= 0 && i < count ? out[i] : 0 }

    /// Writes characters none of which is collapsible white space.
    @inline(__always)
    mutating func write(_ run: UnsafeBufferPointer<UInt32>.SubSequence) {
        guard let first = run.first else { return }
        if isGap { fill(before: first) }
        besideTag = false
        let length = min(run.count, capacity - count)
        var at = count
        var blanks = 0
        for c in run.prefix(length) {
            out[at] = c
            at += 1
            if c == 0xA0 || c == 0x3000 { blanks += 1 }
        }
        count = at
        ink += length - blanks
    }

    @inline(__always)
    mutating func write(_ c: UInt32) {
        if isGap { fill(before: c) }
        besideTag = false
        guard count < capacity else { return }
        out[count] = c
        count += 1
        if !Scalars.isBlank(c) { ink += 1 }
    }

    /// Collapsible white space.
    @inline(__always)
    mutating func blank(hasLineFeed: Bool) {
        if !space { sourceBreak = false }
        space = true
        isGap = true
        if hasLineFeed { sourceBreak = true }
    }

    /// A tag stands here, which keeps the white space beside it.
    @inline(__always)
    mutating func markTag() { besideTag = true }

    /// Begins a new line, with 2 after a blank one. Blanks that end the line before are dropped.
    mutating func lineBreak(_ lines: Int, adding: Bool = false) {
        if let row = rows.last, row.inCell, ink == row.cellInk { return }
        endLine()
        breaks = min(2, adding ? breaks + lines : max(breaks, lines))
    }

    /// Drops the blanks that end what is written; the line feeds among them are due again.
    private mutating func endLine() {
        space = false
        tab = false
        isGap = true
        while count > 0 {
            let last = out[count - 1]
            guard last == 0x0A || last == 0x09 || last == 0x20 || last == 0xA0 || last == 0x3000 else { break }
            if last == 0x0A { breaks = min(breaks + 1, 2) }
            count -= 1
        }
    }

    mutating func openTable() {
        if let last = rows.indices.last, rows[last].inCell { breakCell(last) }
        lineBreak(2)
        rows.append(Row())
    }

    mutating func closeTable() {
        if !rows.isEmpty { rows.removeLast() }
        lineBreak(2)
    }

    mutating func openRow() {
        guard let last = rows.indices.last else { return }
        let lines = rows[last].isBroken ? 2 : 1
        rows[last] = Row()
        lineBreak(lines)
    }

    mutating func openCell() {
        guard let last = rows.indices.last else { return }
        if rows[last].isInked {
            if rows[last].isBroken { lineBreak(2) } else { endLine() }
            tab = !rows[last].isBroken
            isGap = true
        }
        rows[last].inCell = true
        rows[last].cellInk = ink
        rows[last].cellIsBroken = false
        rows[last].tabAt = -1
    }

    mutating func closeCell() {
        guard let last = rows.indices.last, rows[last].inCell else { return }
        rows[last].inCell = false
        guard rows[last].cellIsBroken || ink != rows[last].cellInk else { return }
        rows[last].isInked = true
        if rows[last].cellIsBroken {
            rows[last].isBroken = true
            lineBreak(2)
        } else {
            breaks = 0
        }
    }

    mutating func closeRow() {
        guard let last = rows.indices.last else { return }
        lineBreak(rows[last].isBroken ? 2 : 1)
    }

    /// Writes what is due before a character.
    private mutating func fill(before next: UInt32) {
        isGap = false
        defer {
            breaks = 0
            space = false
            tab = false
        }
        guard count > 0 else { return }
        if breaks > 0 {
            if let last = rows.indices.last, rows[last].inCell, ink != rows[last].cellInk { breakCell(last) }
            for _ in 0..<breaks { append(0x0A) }
        } else if tab {
            if let last = rows.indices.last { rows[last].tabAt = count }
            append(0x09)
        } else if space, !sourceBreak || besideTag || !Self.isWide(out[count - 1]) || !Self.isWide(next) {
            append(0x20)
        }
    }

    /// The open cell has more than a line, so it does not stand beside the one before.
    private mutating func breakCell(_ row: Int) {
        rows[row].cellIsBroken = true
        rows[row].isBroken = true
        if tab {
            tab = false
            breaks = 2
        }
        if rows[row].tabAt >= 0, rows[row].tabAt < count { out[rows[row].tabAt] = 0x0A }
        rows[row].tabAt = -1
    }

    private mutating func append(_ c: UInt32) {
        guard count < capacity else { return }
        out[count] = c
        count += 1
    }

    /// Chinese writes no space where the source breaks a line between two of these (CSS Text 3, section 4.1.3).
    private static func isWide(_ c: UInt32) -> Bool {
        switch c {
        case 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0xB7: true
        case 0x2E80...0x312F, 0x3190...0xA4CF, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60: true
        case 0x20000...0x3FFFF: true
        default: false
        }
    }
}
