/// Columns that `text` takes on a terminal: 2 for Chinese characters and emoji, 0 for combining marks, 1 for the rest.
///
/// Ambiguous characters (quotation marks, `…`, `·`) count as 1, as terminals draw them outside legacy East Asian
/// locales. Emoji sequences joined by U+200D, skin tones and U+FE0F count as one emoji.
///
/// - Complexity: O(*n* log *r*), *r* the ranges of ``WideRanges``.
public func displayWidth(_ text: String) -> Int {
    var meter = WidthMeter()
    var width = 0
    for scalar in text.unicodeScalars { width += meter.advance(scalar) }
    return width
}

/// Adds up widths scalar by scalar; what a scalar adds may depend on the one before it.
struct WidthMeter {
    private var previous: Unicode.Scalar = " "
    private var previousWidth = 0
    private var joined = false

    /// How many columns `scalar` adds.
    mutating func advance(_ scalar: Unicode.Scalar) -> Int {
        defer { previous = scalar }
        if scalar.value < 0x300 {
            joined = false
            previousWidth = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0xAD ? 0 : 1
            return previousWidth
        }
        switch scalar.value {
        case 0xFE0F where previousWidth == 1 && previous.properties.isEmoji && previous.value > 0x7F:
            // Emoji presentation asked for: ❤ takes one column, ❤️ two.
            previousWidth = 2
            return 1
        case 0x200D:
            joined = previousWidth == 2
            return 0
        case _ where joined && Self.isPictograph(scalar),
            _ where scalar.properties.isEmojiModifier && previousWidth == 2:
            joined = false
            return 0
        default:
            break
        }
        let width = Self.width(scalar)
        if width > 0 {
            joined = false
            previousWidth = width
        }
        return width
    }

    private static func isPictograph(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isEmoji }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        let value = scalar.value
        // Medial vowels and final consonants of Hangul join the syllable before them.
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
        return isWide(value) ? 2 : 1
    }

    private static func isWide(_ value: UInt32) -> Bool {
        var low = 0
        var high = WideRanges.all.count
        while low < high {
            let middle = (low + high) / 2
            if WideRanges.all[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < WideRanges.all.count && WideRanges.all[low].contains(value)
    }
}
