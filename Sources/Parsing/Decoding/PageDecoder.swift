public import Reports

/// Turns a document's bytes into the text a reader sees.
///
/// What a document is, is told by its content. The encoding of text is settled by the first of these that fits:
/// byte-order mark; what the source or the HTML head declares, unless the bytes are much likelier text in another; strict
/// UTF-8; the likeliest by character statistics; what the configuration says.
public struct PageDecoder: Sendable {
    private let defaultEncoding: String
    /// What reading an Office document or a PDF may use.
    var limits = DocumentLimits()
    private let markup: MarkupWords

    /// - Parameters:
    ///   - defaultEncoding: What to read in where nothing else decides; a name the C library knows.
    ///   - lexicons: What class names and fields of the head say in HTML; without them only elements and roles count.
    public init(defaultEncoding: String = "GB18030", lexicons: ParsingLexicons? = nil) {
        self.defaultEncoding = Self.canonical(defaultEncoding) ?? defaultEncoding
        markup = lexicons?.markup ?? MarkupWords()
    }

    /// Whether an encoding of this name can be read.
    public static func canDecode(_ encoding: String) -> Bool {
        TextCodec.decode([0x20], as: canonical(encoding) ?? encoding) != nil
    }

    /// - Throws: ``Refusal`` with `empty`, `undecodable`, `unsupported_media_type` or `too_large`.
    public func decode(_ bytes: [UInt8], facts: DocumentFacts) throws(Refusal) -> Page {
        if bytes.isEmpty { throw Refusal(.empty, "\(facts.location) has no bytes.") }
        let document = try DocumentReader(limits: limits).read(bytes, facts: facts)
        let page = if let document { document } else { try text(bytes, facts: facts) }
        if page.scalars.count > limits.textLines, page.scalars.count(where: Scalars.isLineEnd) > limits.textLines {
            throw Refusal(
                .tooLarge, "\(facts.location) has more than \(limits.textLines) lines, which no page with reports has.")
        }
        return page
    }

    private func text(_ bytes: [UInt8], facts: DocumentFacts) throws(Refusal) -> Page {
        let tag = bytes.withUnsafeBufferPointer { Scalars.place(of: 0x3C, in: $0, from: 0) }
        guard var reading = read(bytes, charset: facts.charset, mayDeclare: tag < HTMLCharset.prescanned) else {
            throw Refusal(
                .undecodable,
                "\(facts.location) is not text in any encoding we know; give its charset in the manifest if it is text."
            )
        }
        try mend(&reading, facts.location)
        let scalars = reading.result.scalars
        if scalars.allSatisfy({ Scalars.isBlank($0) || Scalars.isInvisible($0) }) {
            throw Refusal(.empty, "\(facts.location) has nothing but blanks.")
        }
        // Where a byte of ASCII is never a part of another character no tag stands without its byte.
        let mayHaveTags = tag < bytes.count || !Self.transparent.contains(reading.encoding)
        if mayHaveTags, HTMLRecognition.isHTML(scalars) { return try html(reading, facts: facts) }
        if mayHaveTags, HTMLRecognition.isXML(scalars) {
            throw Refusal(
                .unsupportedMediaType, "\(facts.location) is XML other than HTML; convert it to text or HTML first.")
        }
        var page = Page(
            scalars: scalars, facts: facts, encoding: reading.encoding, encodingFrom: reading.rule,
            unreadableBytes: reading.result.unreadable)
        if reading.encoding == "UTF-8", reading.result.unreadable == 0 {
            page.utf8 = reading.rule == .byteOrderMark ? Array(bytes.dropFirst(3)) : bytes
        }
        return page
    }

    private func html(_ reading: Reading, facts: DocumentFacts) throws(Refusal) -> Page {
        let extracted = HTMLReader.read(reading.result.scalars, words: markup)
        if extracted.scalars.allSatisfy({ Scalars.isBlank($0) || Scalars.isInvisible($0) }) {
            throw Refusal(.empty, "\(facts.location) is HTML that shows no text.")
        }
        return Page(
            scalars: extracted.scalars, facts: facts, encoding: reading.encoding, encodingFrom: reading.rule,
            unreadableBytes: reading.result.unreadable, mediaType: "text/html", stated: extracted.stated,
            regions: extracted.regions)
    }

    private struct Reading {
        var encoding: String
        var rule: EncodingRule
        var result: TextCodec.Result
    }

    /// Undoes an earlier reading in a wrong encoding; the record then names both encodings.
    private func mend(_ reading: inout Reading, _ location: String) throws(Refusal) {
        switch Mojibake.examine(reading.result.scalars) {
        case .sound: return
        case .repaired(let result, let misreading):
            reading.encoding += " (\(misreading))"
            reading.result.scalars = result.scalars
            reading.result.unreadable += result.unreadable
        case .lost(let loss):
            throw Refusal(.undecodable, "\(location) \(loss); get it from its source again.")
        }
    }

    private static let transparent = ["UTF-8", "GB18030", "Big5"]

    /// - Parameter mayDeclare: Whether the bytes may declare an encoding themselves.
    private func read(_ bytes: [UInt8], charset: String?, mayDeclare: Bool) -> Reading? {
        for (mark, encoding) in Self.marks where bytes.starts(with: mark) {
            guard let result = TextCodec.decode(bytes[mark.count...], as: encoding), isReadable(result, 0.03)
            else { break }
            return Reading(encoding: encoding, rule: .byteOrderMark, result: result)
        }
        if let charset, let reading = declared(bytes, charset) { return reading }
        if mayDeclare, let charset = HTMLCharset.declared(in: bytes), let reading = declared(bytes, charset) {
            return reading
        }
        if let result = TextCodec.utf8(bytes[...], strict: true), isReadable(result, 0.005) {
            // Without a byte beyond ASCII it may be an encoding of seven bits.
            if result.scalars.count == bytes.count, let reading = sevenBits(bytes) { return reading }
            return Reading(encoding: "UTF-8", rule: .strictUTF8, result: result)
        }
        if let guess = EncodingDetection.detect(bytes), isReadable(guess.result, 0.05) {
            return Reading(encoding: guess.encoding, rule: .detected, result: guess.result)
        }
        if let result = TextCodec.decode(bytes[...], as: defaultEncoding), isReadable(result, 0.01) {
            return Reading(encoding: defaultEncoding, rule: .configured, result: result)
        }
        return nil
    }

    /// What a source declares, if the bytes read in it as well as in anything else: servers declare one encoding for all
    /// they have, and pages keep their declaration when a tool re-encodes them.
    private func declared(_ bytes: [UInt8], _ charset: String) -> Reading? {
        guard let encoding = Self.canonical(charset), let result = TextCodec.decode(bytes[...], as: encoding),
            isReadable(result, 0.005)
        else { return nil }
        if encoding != "UTF-8" {
            let plausibility = EncodingDetection.plausibility(of: result)
            if plausibility < Self.certainty {
                if let utf8 = TextCodec.utf8(bytes[...], strict: true), utf8.scalars.count < bytes.count,
                    EncodingDetection.plausibility(of: utf8) > plausibility
                {
                    return nil
                }
                let isOurs = ["GB18030", "Big5", "UTF-16LE", "UTF-16BE"].contains(encoding)
                if isOurs, let other = EncodingDetection.likeliest(bytes), other.encoding != encoding,
                    other.plausibility > plausibility + 0.1
                {
                    return nil
                }
            }
        }
        return Reading(encoding: encoding, rule: .declared, result: result)
    }

    /// Above this a text is what it was read as; see ``EncodingDetection/plausibility(of:)``.
    private static let certainty = 0.65

    /// HZ, which looks like ASCII.
    private func sevenBits(_ bytes: [UInt8]) -> Reading? {
        let shifts = zip(bytes, bytes.dropFirst()).count { $0 == 0x7E && $1 == 0x7B }
        guard shifts > 0 else { return nil }
        let result = TextCodec.hz(bytes[...])
        let wide = result.scalars.count { $0 >= 0x80 }
        guard wide >= 4, isReadable(result, 0.02), EncodingDetection.plausibility(of: result) > 0.3 else { return nil }
        return Reading(encoding: "HZ-GB-2312", rule: .detected, result: result)
    }

    /// Whether at most a share of the text is unreadable or a control character. Of a short text the last character may be
    /// cut off, whose bytes are all unreadable.
    private func isReadable(_ result: TextCodec.Result, _ share: Double) -> Bool {
        let controls = result.controls ?? Self.controls(result.scalars)
        let last = result.scalars.suffix(3).count { $0 == 0xFFFD }
        let bad = max(result.unreadable + controls - last, 0)
        return result.scalars.count > last && Double(bad) <= share * Double(result.scalars.count) + 0.5
    }

    private static func controls(_ scalars: [UInt32]) -> Int {
        scalars.withUnsafeBufferPointer { scalars in
            var found: UInt32 = 0
            for c in scalars { found &+= (c < 0x09 ? 1 : 0) &+ (c &- 0x0E < 0x0E ? 1 : 0) &+ (c == 0x7F ? 1 : 0) }
            return Int(found)
        }
    }

    private static let marks: [([UInt8], String)] = [
        ([0xEF, 0xBB, 0xBF], "UTF-8"), ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"),
        ([0x84, 0x31, 0x95, 0x33], "GB18030"),
    ]

    /// The name we use for an encoding, whatever a page or a header calls it; nil for those that say nothing, such as
    /// Latin-1, which servers declare for everything.
    private static func canonical(_ charset: String) -> String? {
        let name = charset.lowercased().filter { $0.isLetter || $0.isNumber }
        switch name {
        case "utf8", "unicode11utf8": return "UTF-8"
        case "gb2312", "gbk", "gb18030", "xgbk", "gb231280", "csgb2312", "cp936", "windows936", "euccn", "chinese":
            return "GB18030"
        case "big5", "big5hkscs", "csbig5", "cp950", "xxbig5", "xbig5": return "Big5"
        case "utf16", "utf16le", "unicode", "ucs2": return "UTF-16LE"
        case "utf16be": return "UTF-16BE"
        case "hzgb2312", "hz": return "HZ-GB-2312"
        case "iso88591", "latin1", "windows1252", "usascii", "ascii", "": return nil
        default: return charset
        }
    }
}
