public import Reports

/// Turns a document's bytes into the text a reader sees.
///
/// The encoding is settled by the first of these that fits: byte-order mark; what the source declares; strict UTF-8; the
/// likeliest by character statistics; what the configuration says.
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
        EncodingDetection.decode([0x20], as: canonical(encoding) ?? encoding) != nil
    }

    /// - Throws: ``Refusal`` with `empty`, `undecodable`, `unsupported_media_type` or `too_large`.
    public func decode(_ bytes: [UInt8], facts: DocumentFacts) throws(Refusal) -> Page {
        if bytes.isEmpty { throw Refusal(.empty, "\(facts.location) has no bytes.") }
        if let page = try DocumentReader(limits: limits).read(bytes, facts: facts) { return page }
        guard let reading = read(bytes, charset: facts.charset) else {
            throw Refusal(
                .undecodable,
                "\(facts.location) is not text in any encoding we know; give its charset in the manifest if it is text."
            )
        }
        let scalars = reading.result.scalars
        if scalars.allSatisfy({ Scalars.isBlank($0) || Scalars.isInvisible($0) }) {
            throw Refusal(.empty, "\(facts.location) has nothing but blanks.")
        }
        if HTMLRecognition.isHTML(scalars) { return try html(reading, facts: facts) }
        if HTMLRecognition.isXML(scalars) {
            throw Refusal(
                .unsupportedMediaType, "\(facts.location) is XML other than HTML; convert it to text or HTML first.")
        }
        return Page(
            scalars: scalars, facts: facts, encoding: reading.encoding, encodingFrom: reading.rule,
            unreadableBytes: reading.result.unreadable)
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

    private func read(_ bytes: [UInt8], charset: String?) -> Reading? {
        for (mark, encoding) in Self.marks where bytes.starts(with: mark) {
            guard let result = EncodingDetection.decode(bytes[mark.count...], as: encoding), isReadable(result, 0.03)
            else { break }
            return Reading(encoding: encoding, rule: .byteOrderMark, result: result)
        }
        if let charset, let encoding = Self.canonical(charset),
            let result = EncodingDetection.decode(bytes[...], as: encoding), isReadable(result, 0.005),
            !encoding.hasPrefix("UTF-16") || EncodingDetection.plausibility(of: result) > 0.1
        {
            return Reading(encoding: encoding, rule: .declared, result: result)
        }
        if let reading = declaredInMarkup(bytes) { return reading }
        if let result = TextCodec.utf8(bytes[...], strict: true), isReadable(result, 0.005) {
            return Reading(encoding: "UTF-8", rule: .strictUTF8, result: result)
        }
        if let guess = EncodingDetection.detect(bytes), isReadable(guess.result, 0.02) {
            return Reading(encoding: guess.encoding, rule: .detected, result: guess.result)
        }
        if let result = EncodingDetection.decode(bytes[...], as: defaultEncoding), isReadable(result, 0.01) {
            return Reading(encoding: defaultEncoding, rule: .configured, result: result)
        }
        return nil
    }

    /// What an HTML head declares, if the bytes read in it: pages keep their declaration when a tool re-encodes them.
    private func declaredInMarkup(_ bytes: [UInt8]) -> Reading? {
        guard let charset = HTMLCharset.declared(in: bytes), let encoding = Self.canonical(charset),
            let result = EncodingDetection.decode(bytes[...], as: encoding), isReadable(result, 0.005)
        else { return nil }
        let sense = sense(of: result)
        if encoding != "UTF-8", let utf8 = TextCodec.utf8(bytes[...], strict: true), self.sense(of: utf8) >= sense {
            return nil
        }
        if encoding == "GB18030" || encoding == "Big5", sense < 0.05 { return nil }
        return Reading(encoding: encoding, rule: .declared, result: result)
    }

    /// How plausible the first part of a text is.
    private func sense(of result: TextCodec.Result) -> Double {
        EncodingDetection.plausibility(
            of: TextCodec.Result(scalars: Array(result.scalars.prefix(1 << 14)), unreadable: 0))
    }

    /// Whether at most a share of the text is unreadable or a control character.
    private func isReadable(_ result: TextCodec.Result, _ share: Double) -> Bool {
        let controls = result.scalars.count { ($0 < 0x20 && !Scalars.isBlank($0)) || $0 == 0x7F }
        return Double(result.unreadable + controls) <= share * Double(max(result.scalars.count, 1)) + 0.5
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
        case "hzgb2312": return "HZ"
        case "iso88591", "latin1", "windows1252", "usascii", "ascii", "": return nil
        default: return charset
        }
    }
}
