/// Recognises text that was read in a wrong encoding and saved again, and undoes it where nothing was lost.
///
/// The signs are looked for in a sample: such text costs some twenty bits a character, prose ten (``CharacterModel``).
/// What looks suspicious is read back, and only what then reads as prose counts: rare names do not.
enum Mojibake {
    enum Verdict {
        case sound
        /// The text as it was, and what had been done to it: `UTF-8 read as GB18030`.
        case repaired(TextCodec.Result, String)
        /// A sentence's end: what happened to it.
        case lost(String)
    }

    static func examine(_ scalars: [UInt32]) -> Verdict {
        if looksSound(scalars) { return .sound }
        let sample = EncodingDetection.sample(scalars)
        if replaced(sample) != nil, let loss = replaced(scalars) { return .lost(loss) }
        let found = CharacterModel.measure(sample[...])
        guard found.wideCount >= fewest, found.bits > suspicious else { return .sound }
        let narrow = sample.count { $0 < 0x80 }
        var best: (misreading: Misreading, bits: Double)?
        for misreading in Misreading.all {
            guard let undone = misreading.undo(sample) else { continue }
            let readable = undone.scalars.filter { $0 != 0xFFFD }
            let measure = CharacterModel.measure(readable[...])
            guard measure.wideCount >= fewest / 3, measure.bits < min(prose, found.bits - 3, best?.bits ?? .infinity),
                Double(readable.count) >= (1 - mostLost) * Double(undone.scalars.count),
                // The umlauts of a German text would take the letters after them along.
                misreading.takesASCII || readable.count(where: { $0 < 0x80 }) * 20 >= narrow * 19
            else { continue }
            best = (misreading, measure.bits)
        }
        guard let best, let whole = best.misreading.undo(scalars) else { return .sound }
        if Double(whole.unreadable) <= acceptable * Double(whole.scalars.count) {
            return .repaired(whole, best.misreading.name)
        }
        return .lost(
            "was \(best.misreading.name) and saved again, which lost about \(whole.unreadable) characters of "
                + "\(whole.scalars.count)")
    }

    /// Whether a few glances find prose and none of the signs, as they do on nearly every page.
    private static func looksSound(_ scalars: [UInt32]) -> Bool {
        let (glances, length) = (4, 48)
        guard scalars.count > 2 * glances * length else { return false }
        return (0..<glances).allSatisfy { glance in
            let start = scalars.count / glances * glance
            let text = scalars[start..<start + length]
            let found = CharacterModel.measure(text)
            return found.wideCount > length / 2 && found.bits < suspicious
                && text.allSatisfy { $0 != 0x3F && $0 != 0xFFFD && $0 != 0x951F }
        }
    }

    /// Beyond ASCII, in the sample.
    private static let fewest = 12
    private static let suspicious = 13.5
    private static let prose = 11.5
    private static let mostLost = 0.35
    private static let acceptable = 0.005

    /// Whether signs stand where characters were; what they are cannot be known any more.
    private static func replaced(_ text: [UInt32]) -> String? {
        var (questions, marks, readMarks) = (0, 0, 0)
        text.withUnsafeBufferPointer { text in
            for c in text {
                questions &+= c == 0x3F ? 1 : 0
                marks &+= c == 0xFFFD ? 1 : 0
                readMarks &+= c == 0x951F ? 1 : 0
            }
        }
        guard questions + marks + readMarks > 0 else { return nil }
        let shown = text.count { !Scalars.isBlank($0) }
        guard shown >= 20 else { return nil }
        // 锟斤拷 stands for two U+FFFD whose UTF-8 was read as GBK.
        if readMarks * 3 * 10 > shown { return "has 锟斤拷 where characters were lost in an earlier conversion" }
        if marks * 10 > shown { return "has U+FFFD where characters were lost in an earlier conversion" }
        if questions * 10 > shown * 4 {
            return "has question marks where characters were lost in an earlier conversion"
        }
        return nil
    }
}
