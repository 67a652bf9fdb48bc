internal import Reports

/// What names in markup say: class and id words, and the fields of a page's head.
struct MarkupWords: Sendable {
    /// A fact of the page that a field of its head may state.
    enum Field: Int, CaseIterable, Sendable { case title, site, url, published, updated, author }

    /// 0 for an empty slot; else the word's role + 1.
    private var keys = [UInt64](repeating: 0, count: 1)
    private var roles = [UInt8](repeating: 0, count: 1)
    private var fields: [UInt64: [(field: Field, rank: Int)]] = [:]
    private(set) var siteEndings = EndingList()
    private(set) var siteBeginnings = BeginningList()
    /// What stands where an author or a site does and is none, in small letters.
    private(set) var nobody: Set<[UInt32]> = []

    /// Without words: elements and roles are all that counts.
    init() {}

    init(_ file: LexiconFile) throws(LexiconError) {
        var words: [(UInt64, UInt8)] = []
        for (rank, row) in file.rows.enumerated() {
            let text = Scalars.array(row[1].lowercased())
            guard !text.isEmpty else { throw row.error(1, "an empty word") }
            let key = Self.key(text[...])
            if let role = Self.roleNames.firstIndex(of: row[0]) {
                guard text.allSatisfy({ Scalars.isLatinLetter($0) }) else {
                    throw row.error(1, "a class word is of Latin letters only: “\(row[1])”")
                }
                words.append((key, UInt8(role + 1)))
            } else if let field = Self.fieldNames.firstIndex(of: row[0]), let field = Field(rawValue: field) {
                fields[key, default: []].append((field, rank))
            } else if row[0] == "site-ending" {
                siteEndings.insert(text)
            } else if row[0] == "site-beginning" {
                siteBeginnings.insert(text)
            } else if row[0] == "nobody" {
                nobody.insert(text)
            } else {
                throw row.error(0, "unknown class “\(row[0])”")
            }
        }
        var size = 64
        while size < words.count * 4 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        roles = [UInt8](repeating: 0, count: size)
        for (key, role) in words {
            var slot = Int(truncatingIfNeeded: key >> 20) & (size - 1)
            while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (size - 1) }
            keys[slot] = key
            roles[slot] = role
        }
    }

    /// The role that the first telling word of a class or id attribute names.
    ///
    /// Words are what is left when tokens are cut at blanks, `-`, `_`, digits and small letters before capitals. After a
    /// word such as `has` or `no` the rest of a token says nothing of the element itself.
    func role(of value: UnsafeBufferPointer<UInt32>.SubSequence) -> MarkedRegion.Role? {
        guard keys.count > 1 else { return nil }
        var i = value.startIndex
        var isSkipping = false
        while i < value.endIndex {
            let c = value[i]
            guard Scalars.isLatinLetter(c) else {
                if HTMLTagScanner.isWhite(c) { isSkipping = false }
                i += 1
                continue
            }
            var key = Self.offset
            var previous = c
            while i < value.endIndex, Scalars.isLatinLetter(value[i]), !(value[i] < 0x5B && previous > 0x60) {
                previous = value[i]
                key = Self.mix(key, previous | 0x20)
                i += 1
            }
            guard !isSkipping, let index = find(key) else { continue }
            if index < Self.roles.count { return Self.roles[index] }
            isSkipping = true
        }
        return nil
    }

    /// What a field of the head states, with how early the table names it.
    func field(_ name: ArraySlice<UInt32>) -> [(field: Field, rank: Int)] { fields[Self.key(name)] ?? [] }

    @inline(__always)
    private func find(_ key: UInt64) -> Int? {
        var slot = Int(truncatingIfNeeded: key >> 20) & (keys.count - 1)
        while keys[slot] != 0 {
            if keys[slot] == key { return Int(roles[slot]) - 1 }
            slot = (slot + 1) & (keys.count - 1)
        }
        return nil
    }

    private static let roles: [MarkedRegion.Role] = [
        .navigation, .complementary, .contentInfo, .form, .comments, .advertisement,
    ]
    private static let roleNames = [
        "navigation", "complementary", "contentinfo", "form", "comments", "advertisement", "unless",
    ]
    private static let fieldNames = [
        "meta-title", "meta-site", "meta-url", "meta-published", "meta-updated", "meta-author",
    ]
    private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325

    /// FNV-1a over small letters.
    private static func key(_ text: ArraySlice<UInt32>) -> UInt64 {
        text.reduce(offset) { mix($0, $1 >= 0x41 && $1 <= 0x5A ? $1 | 0x20 : $1) }
    }

    @inline(__always)
    private static func mix(_ key: UInt64, _ c: UInt32) -> UInt64 { (key ^ UInt64(c)) &* 0x100_0000_01B3 }
}
