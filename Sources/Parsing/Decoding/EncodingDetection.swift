/// Tells the encoding of bytes that do not say it by which one makes the likeliest Chinese text of them.
enum EncodingDetection {
    struct Guess {
        var encoding: String
        var result: TextCodec.Result
        /// As ``EncodingDetection/plausibility(of:)`` says.
        var plausibility: Double
    }

    /// The likeliest encoding of bytes that are not UTF-8; nil where none makes sense.
    static func detect(_ bytes: [UInt8]) -> Guess? {
        guard let best = likeliest(bytes), best.plausibility > threshold else { return nil }
        guard let whole = TextCodec.decode(bytes[...], as: best.encoding) else { return nil }
        return Guess(encoding: best.encoding, result: whole, plausibility: best.plausibility)
    }

    /// As ``detect(_:)``, from a sample alone.
    static func likeliest(_ bytes: [UInt8]) -> (encoding: String, plausibility: Double)? {
        var best: (encoding: String, cost: Int, plausibility: Double)?
        let narrow = sample(bytes)
        for encoding in ["GB18030", "Big5", "UTF-8"] {
            consider(encoding, narrow, &best)
            // Nothing reads as well as this but what it is.
            if let best, best.plausibility > certain { return (best.encoding, best.plausibility) }
        }
        // Of these a sample must begin with a whole character, and a short one is all there is of the bytes.
        if bytes.count > 1 {
            let wide = evenSample(bytes)
            if wide.count == narrow.count {
                for encoding in ["UTF-16LE", "UTF-16BE"] { consider(encoding, wide, &best) }
            } else {
                best = best.map { ($0.encoding, costPerByte($0.cost, narrow.count), $0.plausibility) }
                for encoding in ["UTF-16LE", "UTF-16BE"] {
                    consider(encoding, wide, &best) { costPerByte($0, wide.count) }
                }
            }
        }
        return best.map { ($0.encoding, $0.plausibility) }
    }

    private static func costPerByte(_ cost: Int, _ count: Int) -> Int { cost * 1024 / max(count, 1) }

    private static func consider(
        _ encoding: String, _ sample: [UInt8], _ best: inout (encoding: String, cost: Int, plausibility: Double)?,
        scale: (Int) -> Int = { $0 }
    ) {
        guard let result = TextCodec.decode(sample[...], as: encoding) else { return }
        let measure = CharacterModel.measure(result.scalars[...])
        let cost = scale(measure.total)
        if cost < best?.cost ?? .max { best = (encoding, cost, plausibility(measure)) }
    }

    /// How much a text looks like Chinese: about 0.8 for prose, 0.1 to 0.4 for lists of rare names, below that for what
    /// was read in a wrong encoding; 1 for plain ASCII.
    static func plausibility(of result: TextCodec.Result) -> Double {
        plausibility(CharacterModel.measure(sample(result.scalars)[...]))
    }

    private static func plausibility(_ measure: CharacterModel.Measure) -> Double {
        guard measure.wideCount > 0 else { return 1 }
        return (18 - measure.bits) / 10
    }

    private static let threshold = 0.02
    private static let certain = 0.72

    // MARK: Samples

    private static let windows = 4
    private static let windowLength = 256

    /// The whole of what is short, else some stretches from all over, each from the beginning of a line that has bytes
    /// beyond ASCII: an HTML page begins with thousands that have not.
    static func sample(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > windows * windowLength else { return bytes }
        var result: [UInt8] = []
        let part = bytes.count / windows
        for window in 0..<windows {
            let region = window * part..<(window + 1) * part
            let wide = bytes[region].firstIndex { $0 >= 0x80 } ?? region.lowerBound
            // Line feeds are never part of a longer character in the encodings this is for.
            let line = bytes[max(region.lowerBound, wide - windowLength)..<wide].lastIndex(of: 0x0A)
            let start = line.map { $0 + 1 } ?? wide
            result += bytes[start..<min(start + windowLength, region.upperBound)]
        }
        return result
    }

    private static func evenSample(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > windows * windowLength else { return bytes }
        var result: [UInt8] = []
        for window in 0..<windows {
            let start = bytes.count / windows * window & ~1
            result += bytes[start..<min(start + windowLength, bytes.count)]
        }
        return result
    }

    /// Stretches of a text from all over, as of bytes.
    static func sample(_ scalars: [UInt32]) -> [UInt32] {
        guard scalars.count > windows * windowLength else { return scalars }
        var result: [UInt32] = []
        let part = scalars.count / windows
        for window in 0..<windows {
            let region = window * part..<(window + 1) * part
            let start = scalars[region].firstIndex { $0 >= 0x80 } ?? region.lowerBound
            result += scalars[start..<min(start + windowLength, region.upperBound)]
        }
        return result
    }
}
