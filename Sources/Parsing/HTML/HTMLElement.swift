/// The elements whose name means something to the reader; all the others are inline and show their content.
enum HTMLElement: UInt8, CaseIterable {
    case other
    // Formatting: browsers let them be misnested with blocks.
    case a, b, big, code, em, font, i, nobr, s, small, strike, strong, tt, u
    // Void: they have no content.
    case area, base, basefont, bgsound, br, col, embed, frame, hr, image, img, input, keygen, link, meta, param, source,
        track, wbr
    // Their content is no markup.
    case script, style, noscript, iframe, noembed, noframes, textarea, title
    // Their content is not shown, or by a program.
    case template, select, datalist, object, applet, svg, math, video, audio, canvas, rp
    case html, head, body
    case table, caption, colgroup, thead, tbody, tfoot, tr, td, th
    case p, li, dt, dd, ul, ol, dl, dir, menu
    case h1, h2, h3, h4, h5, h6
    case address, article, aside, blockquote, center, details, dialog, div, fieldset, figcaption, figure, footer, form,
        frameset, header, hgroup, legend, listing, main, marquee, nav, pre, search, section, summary, xmp
    case button, rt, time

    struct Traits: OptionSet {
        let rawValue: UInt16
        static let void = Traits(rawValue: 1)
        /// Content up to the end tag is characters.
        static let raw = Traits(rawValue: 2)
        /// Stands by itself, a blank line before and after.
        static let block = Traits(rawValue: 4)
        /// Stands on a line of its own.
        static let line = Traits(rawValue: 8)
        /// A start tag ends an open paragraph.
        static let closesP = Traits(rawValue: 16)
        /// An end tag of an inline element does not reach through it.
        static let special = Traits(rawValue: 32)
        static let formatting = Traits(rawValue: 64)
        static let hidden = Traits(rawValue: 128)
        /// An end tag within does not reach elements outside.
        static let scope = Traits(rawValue: 256)
        static let heading = Traits(rawValue: 512)
        static let inTable = Traits(rawValue: 1024)
        /// May hold a row of links or be named by its class as furniture.
        static let container = Traits(rawValue: 2048)
    }

    /// By raw value; unknown elements, which have numbers beyond, have none.
    static let allTraits: [Traits] = {
        var table = [Traits](repeating: [], count: 256)
        for element in allCases { table[Int(element.rawValue)] = element.traits }
        return table
    }()

    private var traits: Traits {
        switch self {
        case .other, .rt, .time, .html, .head, .body: []
        case .a, .b, .big, .code, .em, .font, .i, .nobr, .s, .small, .strike, .strong, .tt, .u: .formatting
        case .area, .base, .basefont, .bgsound, .br, .col, .embed, .frame, .image, .img, .input, .keygen, .link, .meta,
            .param, .source, .track, .wbr:
            .void
        case .hr: [.void, .block, .closesP]
        case .script, .style, .noscript, .iframe, .noembed, .noframes, .textarea, .title: .raw
        case .xmp: [.raw, .block]
        case .template, .object, .applet: [.hidden, .scope, .special]
        case .select: [.hidden, .special]
        case .datalist, .svg, .math, .video, .audio, .canvas, .rp: .hidden
        case .table: [.block, .closesP, .special, .scope, .container]
        case .caption: [.block, .special, .scope, .inTable]
        case .colgroup, .thead, .tbody, .tfoot, .tr: [.special, .inTable, .container]
        case .td, .th: [.special, .scope, .inTable, .container]
        case .p, .ul, .ol, .dl, .dir, .menu: [.block, .closesP, .special, .container]
        case .li, .dt, .dd: [.line, .closesP, .special, .container]
        case .h1, .h2, .h3, .h4, .h5, .h6: [.block, .closesP, .special, .heading]
        case .legend: .block
        case .marquee: [.block, .special, .scope]
        case .article, .main: [.block, .closesP, .special]
        case .address, .aside, .blockquote, .center, .details, .dialog, .div, .fieldset, .figcaption, .figure, .footer,
            .form, .frameset, .header, .hgroup, .listing, .nav, .pre, .search, .section, .summary:
            [.block, .closesP, .special, .container]
        case .button: .special
        }
    }
}

/// Names of elements or attributes, packed into 64 bits, and what they stand for.
struct HTMLNames {
    private var keys = [UInt64](repeating: 0, count: 512)
    private var values = [UInt8](repeating: 0, count: 512)

    static let elements = HTMLNames(HTMLElement.allCases.dropFirst().map { ("\($0)", $0.rawValue) })
    static let attributes = HTMLNames(
        HTMLAttribute.allCases.map { ($0 == .httpequiv ? "http-equiv" : "\($0)", $0.rawValue) })

    private init(_ names: [(String, UInt8)]) {
        for (name, value) in names {
            let key = name.unicodeScalars.reduce(UInt64(0)) { Self.extend($0, $1.value) }
            var slot = Self.slot(key)
            while keys[slot] != 0 { slot = (slot + 1) & 511 }
            keys[slot] = key
            values[slot] = value
        }
    }

    /// A name's key with one more character of it, capitals as small letters. Up to ten characters the key is the name;
    /// longer names, of which none is known, are mixed.
    @inline(__always)
    static func extend(_ key: UInt64, _ c: UInt32) -> UInt64 {
        let code: UInt64
        let lower = c | 0x20
        if lower >= 0x61, lower <= 0x7A {
            code = UInt64(lower - 0x60)
        } else if c >= 0x30, c <= 0x39 {
            code = UInt64(c - 0x15)
        } else {
            code = 63
        }
        if key >> 54 != 0 { return (key &* 0x9E37_79B9_7F4A_7C15 ^ code) | 1 << 63 }
        return key << 6 | code
    }

    /// The number a key stands for; nil where the name is not known.
    @inline(__always)
    func find(_ key: UInt64) -> UInt8? {
        var slot = Self.slot(key)
        while keys[slot] != 0 {
            if keys[slot] == key { return values[slot] }
            slot = (slot + 1) & 511
        }
        return nil
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 55)
    }
}

/// The attributes the reader looks at. `hidden`, `open` and `pubdate` say what they say by being there.
enum HTMLAttribute: UInt8, CaseIterable {
    case `class`, id, style, role, type, value, name, content, property, itemprop, rel, href, datetime, pubdate, hidden,
        open, charset, httpequiv
}
