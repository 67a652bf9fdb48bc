/// Numbers and times for a reader, not for a parser: rounded, grouped, with the unit that fits.
public enum Readable {
    /// `1,234,567`
    public static func count(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var result = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return result
    }

    /// `1,234 reports`, `1 report`: `plural` is the noun with an s unless given.
    public static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// `512 B`, `3.4 MiB`
    public static func bytes(_ bytes: Int) -> String {
        let units = ["KiB", "MiB", "GiB", "TiB"]
        guard bytes >= 1024 else { return "\(bytes) B" }
        var value = Double(bytes) / 1024
        var unit = 0
        // 1,023.95 and more would be printed as 1,024.0.
        while value >= 1023.95 && unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return "\(decimal(value)) \(units[unit])"
    }

    /// `850 ms`, `1.3 s`, `2 min 5 s`, `3 h 20 min`, `4 d 2 h`
    public static func duration(milliseconds: Int) -> String {
        let milliseconds = max(0, milliseconds)
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 59_950 { return "\(decimal(Double(milliseconds) / 1000)) s" }
        let seconds = (milliseconds + 500) / 1000
        switch seconds {
        case ..<3600: return two(seconds / 60, "min", seconds % 60, "s")
        case ..<86_400: return two(seconds / 3600, "h", seconds % 3600 / 60, "min")
        default: return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h")
        }
    }

    /// `just now`, `45 s ago`, `3 min ago`, `2 h ago`, `5 d ago`; a time to come is `in 3 min`.
    public static func age(seconds: Int) -> String {
        let magnitude = Int(clamping: seconds.magnitude)
        let text =
            switch magnitude {
            case ..<2: ""
            case ..<60: "\(magnitude) s"
            case ..<3600: "\(magnitude / 60) min"
            case ..<86_400: "\(magnitude / 3600) h"
            default: "\(count(magnitude / 86_400)) d"
            }
        if text.isEmpty { return "just now" }
        return seconds < 0 ? "in \(text)" : "\(text) ago"
    }

    /// `4,400/s`, `0.5/s`; an empty text where no time has passed.
    public static func rate(_ number: Int, milliseconds: Int) -> String {
        guard milliseconds > 0 else { return "" }
        let rate = Double(number) * 1000 / Double(milliseconds)
        return rate < 10 ? "\(decimal(rate))/s" : "\(count(Int(rate.rounded())))/s"
    }

    /// `33.3 %`, or `–` where there is no whole.
    public static func share(_ part: Int, of whole: Int) -> String {
        whole == 0 ? "–" : "\(decimal(Double(part) * 100 / Double(whole))) %"
    }

    /// One digit after the point.
    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(count(tenths / 10)).\(tenths.magnitude % 10)"
    }

    private static func two(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }
}
