/// Where and how one report was seen.
public struct Sighting: Hashable, Sendable {
    /// The report's title at this place.
    public var title: String?
    /// The document's location, see ``DocumentFacts/location``.
    public var location: String
    /// The path as ingest read it, where the source is a file.
    public var path: String?
    /// The page's own, or the source's.
    public var url: String?
    /// The host of `url`.
    public var host: String?
    /// The site's name, as the page gives it.
    public var site: String?
    /// The page's title, which is not the report's.
    public var pageTitle: String?
    /// RFC 3339; +08:00 where the page gives no zone, and only as precise as the page is (`2023-02-28` is a date).
    public var publishedAt: String?
    /// As `publishedAt`.
    public var updatedAt: String?
    /// When the source was read.
    public var retrievedAt: Timestamp?
    /// When ingest first sent these bytes.
    public var ingestedAt: Timestamp?
    /// The bytes, and how they were read.
    public var document: DocumentDigest
    /// Nil for a report alone on its page.
    public var part: Part?
    /// The report's place in the page text.
    public var extent: Span
    /// Where each stretch of `text` stands in the page text, ascending. What is between (the joining line feeds) is ours.
    public var textMap: [TextMapping]
    /// What was taken away, in page order; nil in `archive.json` for all but the first sighting.
    public var removed: [RemovedBlock]

    /// Makes one of its parts.
    public init(
        title: String?, location: String, path: String? = nil, url: String? = nil, host: String? = nil,
        site: String? = nil, pageTitle: String? = nil, publishedAt: String? = nil, updatedAt: String? = nil,
        retrievedAt: Timestamp? = nil, ingestedAt: Timestamp? = nil, document: DocumentDigest, part: Part? = nil,
        extent: Span, textMap: [TextMapping] = [], removed: [RemovedBlock] = []
    ) {
        self.title = title
        self.location = location
        self.path = path
        self.url = url
        self.host = host
        self.site = site
        self.pageTitle = pageTitle
        self.publishedAt = publishedAt
        self.updatedAt = updatedAt
        self.retrievedAt = retrievedAt
        self.ingestedAt = ingestedAt
        self.document = document
        self.part = part
        self.extent = extent
        self.textMap = textMap
        self.removed = removed
    }
}

/// The bytes a sighting comes from, and how they were read.
public struct DocumentDigest: Hashable, Sendable {
    /// Lower-case hex of the document's SHA-256.
    public var sha256: String
    /// How many there are.
    public var bytes: Int
    /// `text/plain`, `text/html` …
    public var mediaType: String
    /// IANA name: `UTF-8`, `GB18030` …; of mended text also what had been done to it: `UTF-8 (UTF-8 read as GB18030)`.
    public var encoding: String
    /// The rule that found `encoding`.
    public var encodingFrom: EncodingRule
    /// Bytes no character could be made of; each stands as U+FFFD in the text.
    public var unreadableBytes: Int

    /// Makes one of its parts.
    public init(
        sha256: String, bytes: Int, mediaType: String, encoding: String, encodingFrom: EncodingRule,
        unreadableBytes: Int
    ) {
        self.sha256 = sha256
        self.bytes = bytes
        self.mediaType = mediaType
        self.encoding = encoding
        self.encodingFrom = encodingFrom
        self.unreadableBytes = unreadableBytes
    }
}

/// The rule that settled a page's encoding, in the order they are tried.
public enum EncodingRule: String, Hashable, Sendable, CaseIterable {
    case byteOrderMark = "bom"
    case declared
    case strictUTF8 = "utf-8"
    case detected
    case configured
}

/// One report's place among those of its page.
public struct Part: Hashable, Sendable {
    /// From 1.
    public var index: Int
    /// How many reports the page holds.
    public var count: Int
    /// The page's own number or name for the part, without brackets.
    public var label: String?
    /// The page's title for all of them.
    public var compilationTitle: String?

    /// Makes one of its parts.
    public init(index: Int, count: Int, label: String? = nil, compilationTitle: String? = nil) {
        self.index = index
        self.count = count
        self.label = label
        self.compilationTitle = compilationTitle
    }
}

/// `[text_start, page_start, length]`, in scalars.
public struct TextMapping: Hashable, Sendable {
    /// In `text`.
    public var textStart: Int
    /// In the page text.
    public var pageStart: Int
    /// Scalars of the stretch, the same in both.
    public var length: Int

    /// Makes one of its parts.
    public init(textStart: Int, pageStart: Int, length: Int) {
        self.textStart = textStart
        self.pageStart = pageStart
        self.length = length
    }
}

/// A stretch of page text that is not the report's.
public struct RemovedBlock: Hashable, Sendable {
    /// Why it is not the report's.
    public var reason: RemovalReason
    /// In the page text.
    public var span: Span
    /// The stretch itself.
    public var text: String

    /// Makes one of its parts.
    public init(reason: RemovalReason, span: Span, text: String) {
        self.reason = reason
        self.span = span
        self.text = text
    }
}

/// Why a stretch was removed; GUIDELINES.md beside the gold says what each is.
public enum RemovalReason: String, Hashable, Sendable, CaseIterable {
    case pageTitle = "page_title"
    case partLabel = "part_label"
    case prompt
    case updateLine = "update_line"
    case source, editor, link, copyright, download, tags, comments, captcha, navigation, recommendation, advert, share
    case wordLeftover = "word_leftover"
    case other
}
