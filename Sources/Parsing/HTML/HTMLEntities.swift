/// Named character references: the 252 of HTML 4 (W3C, HTML 4.01, section 24: the DTD's three entity sets), `apos` of XML,
/// and those of HTML 5 that editors of Chinese pages write. `lang` and `rang` are U+27E8 and U+27E9, as in HTML 5.
struct HTMLEntities {
    private var keys: [UInt64]
    private var values: [UInt32]

    static let all = HTMLEntities()
    /// The longest name that browsers know without its semicolon.
    static let longestOpen = 6
    static let longest = 8

    private init() {
        keys = [UInt64](repeating: 0, count: 1024)
        values = [UInt32](repeating: 0, count: 1024)
        insert(Self.open, Self.mayBeOpen)
        insert(Self.closed, 0)
    }

    /// The character a name stands for.
    ///
    /// - Parameter isOpen: Without its semicolon, which browsers allow the older names.
    func find(_ name: UnsafeBufferPointer<UInt32>.SubSequence, isOpen: Bool) -> UInt32? {
        guard name.count <= Self.longest else { return nil }
        var key: UInt64 = 0
        for c in name { key = key << 8 | UInt64(c & 0x7F) }
        var slot = Self.slot(key)
        while keys[slot] != 0 {
            if keys[slot] == key {
                return isOpen && values[slot] & Self.mayBeOpen == 0 ? nil : values[slot] & ~Self.mayBeOpen
            }
            slot = (slot + 1) & 1023
        }
        return nil
    }

    /// Every name with its character, for the tests.
    static var list: [(name: String, scalar: UInt32, isOpen: Bool)] {
        rows(open).map { ($0, $1, true) } + rows(closed).map { ($0, $1, false) }
    }

    private static let mayBeOpen: UInt32 = 1 << 31

    private mutating func insert(_ table: String, _ flag: UInt32) {
        for (name, scalar) in Self.rows(table) {
            let key = name.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            var slot = Self.slot(key)
            while keys[slot] != 0 { slot = (slot + 1) & 1023 }
            keys[slot] = key
            values[slot] = scalar | flag
        }
    }

    private static func rows(_ table: String) -> [(String, UInt32)] {
        table.split { $0 == " " || $0 == "\n" }.compactMap { row in
            let parts = row.split(separator: ":")
            guard parts.count == 2, let scalar = UInt32(parts[1], radix: 16) else { return nil }
            return (String(parts[0]), scalar)
        }
    }

    private static func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 54)
    }

    /// Names that need no semicolon.
    private static let open = """
        AElig:C6 Aacute:C1 Acirc:C2 Agrave:C0 Aring:C5 Atilde:C3 Auml:C4 Ccedil:C7 ETH:D0 Eacute:C9 Ecirc:CA
        Egrave:C8 Euml:CB Iacute:CD Icirc:CE Igrave:CC Iuml:CF Ntilde:D1 Oacute:D3 Ocirc:D4 Ograve:D2 Oslash:D8
        Otilde:D5 Ouml:D6 THORN:DE Uacute:DA Ucirc:DB Ugrave:D9 Uuml:DC Yacute:DD aacute:E1 acirc:E2 acute:B4
        aelig:E6 agrave:E0 amp:26 aring:E5 atilde:E3 auml:E4 brvbar:A6 ccedil:E7 cedil:B8 cent:A2 copy:A9 curren:A4
        deg:B0 divide:F7 eacute:E9 ecirc:EA egrave:E8 eth:F0 euml:EB frac12:BD frac14:BC frac34:BE gt:3E iacute:ED
        icirc:EE iexcl:A1 igrave:EC iquest:BF iuml:EF laquo:AB lt:3C macr:AF micro:B5 middot:B7 nbsp:A0 not:AC
        ntilde:F1 oacute:F3 ocirc:F4 ograve:F2 ordf:AA ordm:BA oslash:F8 otilde:F5 ouml:F6 para:B6 plusmn:B1 pound:A3
        quot:22 raquo:BB reg:AE sect:A7 shy:AD sup1:B9 sup2:B2 sup3:B3 szlig:DF thorn:FE times:D7 uacute:FA ucirc:FB
        ugrave:F9 uml:A8 uuml:FC yacute:FD yen:A5 yuml:FF AMP:26 LT:3C GT:3E QUOT:22 COPY:A9 REG:AE
        """

    /// Names that need one.
    private static let closed = """
        Alpha:391 Beta:392 Chi:3A7 Dagger:2021 Delta:394 Epsilon:395 Eta:397 Gamma:393 Iota:399 Kappa:39A Lambda:39B
        Mu:39C Nu:39D OElig:152 Omega:3A9 Omicron:39F Phi:3A6 Pi:3A0 Prime:2033 Psi:3A8 Rho:3A1 Scaron:160 Sigma:3A3
        Tau:3A4 Theta:398 Upsilon:3A5 Xi:39E Yuml:178 Zeta:396 alefsym:2135 alpha:3B1 and:2227 ang:2220 asymp:2248
        bdquo:201E beta:3B2 bull:2022 cap:2229 chi:3C7 circ:2C6 clubs:2663 cong:2245 crarr:21B5 cup:222A dArr:21D3
        dagger:2020 darr:2193 delta:3B4 diams:2666 empty:2205 emsp:2003 ensp:2002 epsilon:3B5 equiv:2261 eta:3B7
        euro:20AC exist:2203 fnof:192 forall:2200 frasl:2044 gamma:3B3 ge:2265 hArr:21D4 harr:2194 hearts:2665
        hellip:2026 image:2111 infin:221E int:222B iota:3B9 isin:2208 kappa:3BA lArr:21D0 lambda:3BB lang:27E8
        larr:2190 lceil:2308 ldquo:201C le:2264 lfloor:230A lowast:2217 loz:25CA lrm:200E lsaquo:2039 lsquo:2018
        mdash:2014 minus:2212 mu:3BC nabla:2207 ndash:2013 ne:2260 ni:220B notin:2209 nsub:2284 nu:3BD oelig:153
        oline:203E omega:3C9 omicron:3BF oplus:2295 or:2228 otimes:2297 part:2202 permil:2030 perp:22A5 phi:3C6
        pi:3C0 piv:3D6 prime:2032 prod:220F prop:221D psi:3C8 rArr:21D2 radic:221A rang:27E9 rarr:2192 rceil:2309
        rdquo:201D real:211C rfloor:230B rho:3C1 rlm:200F rsaquo:203A rsquo:2019 sbquo:201A scaron:161 sdot:22C5
        sigma:3C3 sigmaf:3C2 sim:223C spades:2660 sub:2282 sube:2286 sum:2211 sup:2283 supe:2287 tau:3C4 there4:2234
        theta:3B8 thetasym:3D1 thinsp:2009 tilde:2DC trade:2122 uArr:21D1 uarr:2191 upsih:3D2 upsilon:3C5 weierp:2118
        xi:3BE zeta:3B6 zwj:200D zwnj:200C apos:27 lpar:28 rpar:29 comma:2C period:2E colon:3A semi:3B excl:21
        quest:3F num:23 percnt:25 lsqb:5B rsqb:5D lbrack:5B rbrack:5D lcub:7B rcub:7D lbrace:7B rbrace:7D sol:2F
        bsol:5C ast:2A midast:2A plus:2B equals:3D dollar:24 commat:40 lowbar:5F vert:7C verbar:7C grave:60 Hat:5E
        NewLine:A Tab:9 star:2606 starf:2605 phone:260E check:2713 cross:2717 male:2642 female:2640 numsp:2007
        puncsp:2008 hairsp:200A mldr:2026 nldr:2025 dash:2010 horbar:2015 bullet:2022 square:25A1 squ:25A1 squf:25AA
        utri:25B5 dtri:25BF rtri:25B9 ltri:25C3 utrif:25B4 dtrif:25BE rtrif:25B8 ltrif:25C2 cir:25CB copysr:2117
        numero:2116 TRADE:2122 ell:2113 hyphen:2010 Verbar:2016 Vert:2016 boxh:2500 boxv:2502 block:2588 vellip:22EE
        """
}
