/// Text fitted into columns.
enum Columns {
    /// `text`, or as much of it as fits into `width` columns with `…` at the end.
    static func truncate(_ text: String, to width: Int) -> String {
        guard displayWidth(text) > width else { return text }
        guard width > 0 else { return "" }
        var meter = WidthMeter()
        var used = 0
        var result = ""
        for scalar in text.unicodeScalars {
            used += meter.advance(scalar)
            if used > width - 1 { break }
            result.unicodeScalars.append(scalar)
        }
        return result + "…"
    }

    /// `text` and as many blanks as fill `width` columns.
    static func pad(_ text: String, to width: Int, right: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - displayWidth(text)))
        return right ? blanks + text : text + blanks
    }

    /// `text` broken at blanks into lines of at most `width` columns; a word that is longer stands alone, unless it
    /// holds Chinese, which may be broken anywhere.
    static func wrap(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ").flatMap({ pieces(String($0), width: width) }) {
            let columns = displayWidth(word)
            if !line.isEmpty && used + 1 + columns > width {
                lines.append(line)
                line = ""
                used = 0
            }
            line += line.isEmpty ? word : " " + word
            used += (used == 0 ? 0 : 1) + columns
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    private static func pieces(_ word: String, width: Int) -> [String] {
        guard displayWidth(word) > width, word.unicodeScalars.contains(where: { displayWidth(String($0)) == 2 }) else {
            return [word]
        }
        var result = [""]
        var used = 0
        for character in word {
            let columns = displayWidth(String(character))
            if used + columns > width {
                result.append("")
                used = 0
            }
            result[result.count - 1].append(character)
            used += columns
        }
        return result
    }
}
