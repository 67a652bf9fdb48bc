/// Where and how one report was seen.
public struct Sighting: Hashable, Sendable {
    /// The report's title at this place.
    public var title: String?
    public var location: String
    /// The path as ingest read it, where the source is a file.
    public var path: String?
    public var url: String?
    public var host: String?
    public var site: String?
    public var pageTitle: String?
    /// RFC 3339; +08:00 where the page gives no zone, and only as precise as the page is (`2023-02-28` is a date).
    public var publishedAt: String?
    public var updatedAt: String?
    public var retrievedAt: Timestamp?
    public var ingestedAt: Timestamp?
    public var document: DocumentDigest
    /// Nil for a report alone on its page.
    public var part: Part?
    /// The report's place in the page text.
    public var extent: Span
    /// Where each stretch of `text` stands in the page text, ascending. What is between (the joining line feeds) is ours.
    public var textMap: [TextMapping]
    /// What was taken away, in page order; nil in `archive.json` for all but the first sighting.
    public var removed: [RemovedBlock]

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
    public var bytes: Int
    public var mediaType: String
    /// IANA name: `UTF-8`, `GB18030` …
    public var encoding: String
    public var encodingFrom: EncodingRule
    /// Bytes no character could be made of; each stands as U+FFFD in the text.
    public var unreadableBytes: Int

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
    public var count: Int
    /// The page's own number or name for the part, without brackets.
    public var label: String?
    public var compilationTitle: String?

    public init(index: Int, count: Int, label: String? = nil, compilationTitle: String? = nil) {
        self.index = index
        self.count = count
        self.label = label
        self.compilationTitle = compilationTitle
    }
}

/// `[text_start, page_start, length]`, in scalars.
public struct TextMapping: Hashable, Sendable {
    public var textStart: Int
    public var pageStart: Int
    public var length: Int

    public init(textStart: Int, pageStart: Int, length: Int) {
        self.textStart = textStart
        self.pageStart = pageStart
        self.length = length
    }
}

/// A stretch of page text that is not the report's.
public struct RemovedBlock: Hashable, Sendable {
    public var reason: RemovalReason
    /// In the page text.
    public var span: Span
    public var text: String

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
