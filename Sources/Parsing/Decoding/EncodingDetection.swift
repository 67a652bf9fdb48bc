/// Tells encodings apart by how much of the text is made of the commonest characters.
///
/// The hundred or so commonest characters make up about 40 % of any modern Chinese text, simplified or traditional, while
/// bytes read in the wrong encoding spread over thousands of rare ones.
enum EncodingDetection {
    struct Guess {
        var encoding: String
        var result: TextCodec.Result
        /// Share of common characters among those beyond ASCII, less ten times the share that is unreadable.
        var plausibility: Double
    }

    /// The likeliest encoding of bytes that are not UTF-8; nil where none makes sense.
    static func detect(_ bytes: [UInt8]) -> Guess? {
        let sample = bytes.prefix(sampleBytes)
        var best: (encoding: String, plausibility: Double)?
        for encoding in candidates(sample) {
            guard let result = decode(sample, as: encoding) else { continue }
            let plausibility = plausibility(of: result)
            if plausibility > best?.plausibility ?? threshold { best = (encoding, plausibility) }
        }
        guard let best, let whole = decode(bytes[...], as: best.encoding) else { return nil }
        return Guess(encoding: best.encoding, result: whole, plausibility: best.plausibility)
    }

    /// Decodes by IANA name, without a byte-order mark; nil where the name is unknown.
    static func decode(_ bytes: ArraySlice<UInt8>, as encoding: String) -> TextCodec.Result? {
        switch encoding {
        case "UTF-8": TextCodec.utf8(bytes, strict: false)
        case "UTF-16LE": TextCodec.utf16(bytes, bigEndian: false)
        case "UTF-16BE": TextCodec.utf16(bytes, bigEndian: true)
        case "Big5": TextCodec.converted(bytes, from: "BIG5-HKSCS")
        default: TextCodec.converted(bytes, from: encoding)
        }
    }

    static func plausibility(of result: TextCodec.Result) -> Double {
        var beyondASCII = 0
        var commonCount = 0
        var bad = 0
        for c in result.scalars {
            if c < 0x80 {
                if c < 0x20, !Scalars.isBlank(c) { bad += 1 }
                continue
            }
            beyondASCII += 1
            if c == 0xFFFD { bad += 1 } else if common.contains(c) { commonCount += 1 }
        }
        guard beyondASCII > 0 else { return bad == 0 ? 1 : 0 }
        return Double(commonCount) / Double(beyondASCII) - 10 * Double(bad) / Double(result.scalars.count)
    }

    private static let sampleBytes = 1 << 16
    private static let threshold = 0.12

    /// In the order that decides a tie; UTF-16 only where zero bytes or an even length allow it.
    private static func candidates(_ sample: ArraySlice<UInt8>) -> [String] {
        sample.count % 2 == 0
            ? ["UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16BE"] : ["UTF-8", "GB18030", "Big5"]
    }

    /// The commonest characters of modern Chinese prose in both scripts, and its punctuation.
    private static let common = Set(
        Scalars.array(
            """
            的一是不了在人有我他这個们個們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着下自之年过過发發后後作里裡
            用道行所然家种種事成方多经經么去法学學如都同现現当當没動动面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日
            军者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并物手应應战向头頭文体體政
            美相见見被利什二等产產或新己制身果加西斯月话話合回特代内內信表化老给給世位次度门門任常先海通教儿兒原东東声聲提立及比员員解水名
            真论論处處走义義各入几幾口认認条條平系气氣题題活尔更别打女变變四神总總何电電数數安少报報才结結反受目太量再感建务務做接必场場件计
            挂掛职職干幹锻鍛炼煉村镇鎮乡鄉县縣区區党黨组組织織书書记記总工群众眾基层層领領导導扶贫貧
            ,。、“”:;!?()《》「」
            """))
}
