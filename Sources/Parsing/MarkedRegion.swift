public import Reports

/// What a document's markup says of a stretch of its text.
///
/// A plain text has none. The parser takes a region as a strong hint, not as the truth: sites put reports into footers and
/// links into articles.
public struct MarkedRegion: Hashable, Sendable {
    /// What markup can say that helps to tell a report from what stands round it.
    public enum Role: Hashable, Sendable {
        /// Links of the site: `nav`, breadcrumbs, a table of contents, rows that hold nothing but links.
        case navigation
        /// Beside the text: `aside`, related articles, recommended reading.
        case complementary
        /// Imprint and rights: `footer`.
        case contentInfo
        /// Input fields and their labels.
        case form
        /// What visitors wrote.
        case comments
        /// An advertisement.
        case advertisement
        /// A heading, from 1 (the page's) to 6.
        case heading(level: Int)

        /// What explanations call it.
        var name: String {
            switch self {
            case .navigation: "navigation"
            case .complementary: "beside the text"
            case .contentInfo: "imprint"
            case .form: "form"
            case .comments: "comments"
            case .advertisement: "advertisement"
            case .heading(let level): "heading \(level)"
            }
        }

        /// What its lines are removed as; nil for what says nothing of furniture.
        var reason: RemovalReason? {
            switch self {
            case .navigation: .navigation
            case .complementary: .recommendation
            case .contentInfo: .copyright
            case .form: .comments
            case .comments: .comments
            case .advertisement: .advert
            case .heading: nil
            }
        }
    }

    /// What the markup says.
    public let role: Role
    /// In the page text.
    public let span: Span

    /// Says that a stretch of the page text has a role.
    public init(_ role: Role, _ span: Span) {
        self.role = role
        self.span = span
    }
}

/// What a reader sees of a document that is more than text, and what the document says beside it.
struct ExtractedText: Hashable {
    /// The page text.
    var scalars: [UInt32] = []
    /// Facts from the document's head or properties.
    var stated = PageFacts()
    /// In order of their start; nested ones after those that hold them.
    var regions: [MarkedRegion] = []
}
