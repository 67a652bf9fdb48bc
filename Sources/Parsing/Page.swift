public import Reports

/// A document as a reader sees it: the stage between bytes and reports.
public struct Page: Hashable, Sendable {
    /// The page text, one element a Unicode scalar. Of a text document these are its decoded scalars one for one,
    /// without a byte-order mark and with line ends as they are.
    public let scalars: [UInt32]
    /// What was known of the document before it was read.
    public let facts: DocumentFacts
    /// IANA name of the encoding it was read in. Where the text had been read in a wrong one and saved again, and was
    /// mended, that follows: `UTF-8 (UTF-8 read as GB18030)`.
    public let encoding: String
    /// The rule that settled the encoding.
    public let encodingFrom: EncodingRule
    /// Bytes no character could be made of; each stands as U+FFFD in the text.
    public let unreadableBytes: Int
    /// Told from the content: `text/plain`, `text/html`, `application/pdf`, or that of an Office text.
    public let mediaType: String
    /// What the document says of itself outside its text, as an HTML head does.
    public let stated: PageFacts
    /// What the document's markup says of its text; empty for plain text.
    public let regions: [MarkedRegion]
    /// The page text in UTF-8, where the document came so: strings of records are copied from it.
    var utf8: [UInt8]?

    /// Makes a page of text that is decoded already.
    public init(
        scalars: [UInt32], facts: DocumentFacts, encoding: String = "UTF-8",
        encodingFrom: EncodingRule = .strictUTF8, unreadableBytes: Int = 0, mediaType: String = "text/plain",
        stated: PageFacts = PageFacts(), regions: [MarkedRegion] = []
    ) {
        self.scalars = scalars
        self.facts = facts
        self.encoding = encoding
        self.encodingFrom = encodingFrom
        self.unreadableBytes = unreadableBytes
        self.mediaType = mediaType
        self.stated = stated
        self.regions = regions
    }

    /// The page text as a string.
    public var text: String { Scalars.string(scalars[...]) }
}

/// What a page says of itself, whether in its furniture or in its head.
public struct PageFacts: Hashable, Sendable {
    /// The heading the page gives itself.
    public var title: String?
    /// The site's or source's name.
    public var site: String?
    /// The page's own address.
    public var url: String?
    /// RFC 3339, or a bare date.
    public var publishedAt: String?
    /// RFC 3339, or a bare date.
    public var updatedAt: String?
    /// The author line as it stands, without its label.
    public var author: String?

    /// Facts, all unknown unless given.
    public init(
        title: String? = nil, site: String? = nil, url: String? = nil, publishedAt: String? = nil,
        updatedAt: String? = nil, author: String? = nil
    ) {
        self.title = title
        self.site = site
        self.url = url
        self.publishedAt = publishedAt
        self.updatedAt = updatedAt
        self.author = author
    }
}
