internal import Reports

/// Characters, told by one bit for each value of their last ten bits before anything is looked for.
struct CharacterList: Sendable {
    private var bits = [UInt64](repeating: 0, count: 16)
    private var sorted: [UInt32] = []

    mutating func insert(_ c: UInt32) {
        guard !sorted.contains(c) else { return }
        bits[Int(c >> 6 & 15)] |= 1 << UInt64(c & 63)
        sorted.insert(c, at: place(c))
    }

    mutating func formUnion(_ characters: [UInt32]) {
        for c in characters { insert(c) }
    }

    @inline(__always)
    func mayContain(_ c: UInt32) -> Bool { bits[Int(c &>> 6 & 15)] &>> UInt64(c & 63) & 1 != 0 }

    func contains(_ c: UInt32) -> Bool { mayContain(c) && index(of: c) != nil }

    /// Its place in the order of characters.
    func index(of c: UInt32) -> Int? {
        let place = place(c)
        return place < sorted.count && sorted[place] == c ? place : nil
    }

    private func place(_ c: UInt32) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low &+ high) &>> 1
            if sorted[middle] < c { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}

/// Words by a character that all of a group have at one end, longest first. A class, for lists are handed about.
private final class WordGroups: Sendable {
    private struct Word {
        var start: Int
        var count: Int
    }

    private let keys: CharacterList
    /// Of each key where its words begin, and the end of the last one's.
    private let starts: [Int]
    private let words: [Word]
    private let letters: [UInt32]

    convenience init() { self.init(CharacterList(), [0], [], []) }

    private init(_ keys: CharacterList, _ starts: [Int], _ words: [Word], _ letters: [UInt32]) {
        (self.keys, self.starts, self.words, self.letters) = (keys, starts, words, letters)
    }

    /// The same with one word more.
    func adding(_ word: [UInt32], by key: UInt32) -> WordGroups {
        var (keys, starts, words) = (keys, starts, words)
        if keys.index(of: key) == nil {
            keys.insert(key)
            let place = keys.index(of: key) ?? 0
            starts.insert(starts[place], at: place)
        }
        let group = keys.index(of: key) ?? 0
        let place = words[starts[group]..<starts[group + 1]].firstIndex { $0.count < word.count } ?? starts[group + 1]
        words.insert(Word(start: letters.count, count: word.count), at: place)
        for later in group + 1..<starts.count { starts[later] += 1 }
        return WordGroups(keys, starts, words, letters + word)
    }

    @inline(__always)
    func mayHave(_ key: UInt32) -> Bool { keys.mayContain(key) }

    /// Calls `body` with the length of each word of a key that a text has at one end, the longest first, until it says that
    /// this is enough.
    @inline(__always)
    func visit(
        _ key: UInt32, _ text: some ScalarText, atEnd: Bool, _ body: (Int) -> Bool
    ) {
        guard let group = keys.index(of: key) else { return }
        words.withUnsafeBufferPointer { words in
            letters.withUnsafeBufferPointer { letters in
                for place in starts[group]..<starts[group + 1] {
                    let word = words[place]
                    guard word.count <= text.count else { continue }
                    let from = atEnd ? text.endIndex &- word.count : text.startIndex
                    var k = 0
                    while k < word.count, letters[word.start &+ k] == text[from &+ k] { k &+= 1 }
                    if k == word.count, body(word.count) { return }
                }
            }
        }
    }
}

/// Words by their last character, longest first: what ends here?
struct EndingList: Sendable {
    private var groups = WordGroups()

    mutating func insert(_ word: [UInt32]) {
        guard let last = word.last else { return }
        groups = groups.adding(word, by: last)
    }

    /// Length of the longest word that ends the slice.
    @inline(__always)
    func ending(_ text: some ScalarText) -> Int? {
        guard let last = text.last, groups.mayHave(last) else { return nil }
        return longest(text, last)
    }

    private func longest(_ text: some ScalarText, _ last: UInt32) -> Int? {
        var found: Int?
        groups.visit(last, text, atEnd: true) {
            found = $0
            return true
        }
        return found
    }

    /// How many of the words end the slice.
    func count(ending text: some ScalarText) -> Int {
        guard let last = text.last, groups.mayHave(last) else { return 0 }
        var found = 0
        groups.visit(last, text, atEnd: true) { _ in
            found += 1
            return false
        }
        return found
    }

    func contains(_ text: some ScalarText) -> Bool { ending(text) == text.count }
}

/// Words by their first character, longest first: what begins here?
struct BeginningList: Sendable {
    private var groups = WordGroups()

    mutating func insert(_ word: [UInt32]) {
        guard let first = word.first else { return }
        groups = groups.adding(word, by: first)
    }

    /// Whether a word may begin with a character; false for most with which none does.
    func mayBegin(_ c: UInt32) -> Bool { groups.mayHave(c) }

    /// Length of the longest word that begins the slice.
    @inline(__always)
    func beginning(_ text: some ScalarText) -> Int? {
        guard let first = text.first, groups.mayHave(first) else { return nil }
        return longest(text, first)
    }

    private func longest(_ text: some ScalarText, _ first: UInt32) -> Int? {
        var found: Int?
        groups.visit(first, text, atEnd: false) {
            found = $0
            return true
        }
        return found
    }

    /// Where the first of the words begins that stand in the slice, and its length.
    func first(in text: some ScalarText) -> Range<Int>? {
        for i in text.indices where groups.mayHave(text[i]) {
            if let length = longest(text[i...], text[i]) { return i..<i + length }
        }
        return nil
    }

    /// Whether one of the words stands anywhere in the slice.
    func occurs(in text: some ScalarText) -> Bool { first(in: text) != nil }
}

/// Whole words, asked for without making an array of what is asked.
struct WordSet: Sendable {
    /// Words of up to four characters below U+10000, sixteen bits each, each in the first free place from that of its hash
    /// on; half of the places are free, and 0 in them.
    private var short: [UInt64] = [0, 0]
    private var count = 0
    private var hasEmpty = false
    private var long = EndingList()

    mutating func insert(_ word: [UInt32]) {
        guard let packed = Self.packed(word) else {
            long.insert(word)
            return
        }
        if packed == 0 { hasEmpty = true }
        let place = place(packed)
        guard packed != 0, short[place] == 0 else { return }
        short[place] = packed
        count += 1
        guard count * 2 > short.count else { return }
        let words = short.filter { $0 != 0 }
        short = Array(repeating: 0, count: short.count * 2)
        for word in words { short[self.place(word)] = word }
    }

    func contains(_ word: some ScalarText) -> Bool {
        guard let packed = Self.packed(word) else { return long.contains(word) }
        return packed == 0 ? hasEmpty : short[place(packed)] != 0
    }

    /// Where a word is, or would be.
    private func place(_ packed: UInt64) -> Int {
        let mask = short.count - 1
        var place = Int(truncatingIfNeeded: packed &* 0x9E37_79B9_7F4A_7C15 &>> 40) & mask
        while short[place] != 0, short[place] != packed { place = (place + 1) & mask }
        return place
    }

    private static func packed(_ word: some ScalarText) -> UInt64? {
        guard word.count <= 4 else { return nil }
        var packed: UInt64 = 0
        for c in word {
            guard c < 0x10000 else { return nil }
            packed = packed << 16 | UInt64(c)
        }
        return packed
    }
}

/// What bylines are made of.
struct BylineWords: Sendable {
    var posts = EndingList()
    /// Stands before a post and belongs to it: 高级.
    var ranks = EndingList()
    var units = EndingList()
    var labels = BeginningList()
    var titlePosts = BeginningList()
    /// What others than the writer are named by, and what may stand behind a writer's name.
    var roles = WordSet()
    var roleBeginnings = BeginningList()
    var nobody = WordSet()
    /// Words that look like names.
    var nonames = WordSet()
    /// Begins what is said of a writer: 作者系.
    var statements = BeginningList()
    /// Begins what says where a text was written.
    var placing = BeginningList()
    /// Begins the full name of a unit: 中共, 共青团.
    var unitBeginnings = BeginningList()
    /// Begins a line that says which post a writer holds on secondment.
    var secondmentPosts = BeginningList()
    /// Ends the names of divisions.
    var divisions = CharacterList()
    /// No unit's name has them, and no title ends with them.
    var particles = CharacterList()
    /// Begins a post held on secondment.
    let onSecondment: [UInt32]
    /// Ends a label that headings have too: 挂职干部:….
    let cadres: [UInt32]
    /// What the writer of a letter is to its reader: 儿, 您的学生.
    var kin = BeginningList()
    /// Stands between the unit that sends and the one that receives: 派驻.
    var away = BeginningList()
    /// Party committees of a unit, which belong to the posts in them.
    var organs = EndingList()
    /// Begins a line of a form that names nothing: 地点:…, 主持人:….
    var formLabels = BeginningList()
    /// Ends a line that says whose work a text is: 工作组整理.
    var doings = EndingList()
    /// Organs without a proper name.
    var levels = WordSet()
    /// Posts of those who write for papers and sites.
    var press = EndingList()
    /// Labels of a form behind which a writer's unit stands, and his post.
    var workplaces = WordSet()
    var offices = WordSet()
    /// Ends the line over an official letter: 某县人民政府文件.
    var letterheads = EndingList()
    var surnames = WordSet()

    init(
        words: LexiconFile, surnames: LexiconFile, nonames: LexiconFile, folding: Folding
    ) throws(LexiconError) {
        onSecondment = folding.fold("挂")
        cadres = folding.fold("干部")
        for row in words.rows {
            let text = folding.fold(row[1])
            guard !text.isEmpty else { throw row.error(1, "an empty word") }
            switch row[0] {
            case "post": posts.insert(text)
            case "unit": units.insert(text)
            case "rank": ranks.insert(text)
            case "label": labels.insert(text)
            case "title": titlePosts.insert(text)
            case "role":
                roles.insert(text)
                roleBeginnings.insert(text)
            case "unit_beginning": unitBeginnings.insert(text)
            case "secondment": secondmentPosts.insert(text)
            case "placing": placing.insert(text)
            case "division": divisions.formUnion(text)
            case "particle": particles.formUnion(text)
            case "statement": statements.insert(text)
            case "nobody": nobody.insert(text)
            case "level": levels.insert(text)
            case "kin": kin.insert(text)
            case "away": away.insert(text)
            case "organ": organs.insert(text)
            case "form": formLabels.insert(text)
            case "doing": doings.insert(text)
            case "workplace": workplaces.insert(text)
            case "office": offices.insert(text)
            case "press": press.insert(text)
            case "letterhead": letterheads.insert(text)
            default: throw row.error(0, "unknown class “\(row[0])”")
            }
        }
        for row in surnames.rows { self.surnames.insert(folding.fold(row[0])) }
        for row in nonames.rows { self.nonames.insert(folding.fold(row[0])) }
    }
}

/// Single phrases the parser asks for.
struct Cues: Sendable {
    var salutation = BeginningList()
    var generic = BeginningList()
    var bracketed = BeginningList()
    var quoting = BeginningList()
    var quoter = BeginningList()
    var subtitle = BeginningList()
    var subtitleMark = BeginningList()
    var subtitleOpening = BeginningList()
    var weather = BeginningList()
    var fileEnding = EndingList()
    var linking = BeginningList()
    var draft = BeginningList()
    var sequence = BeginningList()
    var capitalNumber = BeginningList()
    var credit = BeginningList()
    var speaker = BeginningList()
    /// Counts what a number before it is about, so that the number is no heading's.
    var measures = CharacterList()
    /// Begins a footnote behind its number.
    var noting = CharacterList()
    /// Begins a long title whose head noun comes last.
    let about: [UInt32]
    var closing = BeginningList()
    var unnumbered = BeginningList()
    var caption = BeginningList()
    var imprint = BeginningList()
    var promise = BeginningList()
    var piece = BeginningList()
    var collection = BeginningList()
    var authorLabel = BeginningList()
    var sourceLabel = BeginningList()
    var sponsorLabel = BeginningList()
    var updated = BeginningList()
    var published = BeginningList()
    var ownPublished = BeginningList()
    var clock = BeginningList()
    var rootStop = BeginningList()
    var compiler = BeginningList()
    var address = BeginningList()
    var siteEndings = EndingList()
    var siteForms = EndingList()
    var original: Set<[UInt32]> = []
    var here: Set<[UInt32]> = []
    var formItems = BeginningList()
    var formLabels = BeginningList()
    var contact = BeginningList()
    /// Counts as 甲, 乙, 丙 do.
    var stems: Set<UInt32> = []
    /// Counts years together with a stem: 癸卯.
    var branches: Set<UInt32> = []
    /// Begins what a sheet says under the signature.
    var afterword = BeginningList()
    /// Begins an editor's note.
    var editorsNote = BeginningList()
    /// Ends what a report from elsewhere begins with: 本报讯, 新华社某地电.
    var dateline = BeginningList()

    init(_ file: LexiconFile, folding: Folding) throws(LexiconError) {
        about = folding.fold("关于")
        for row in file.rows {
            let text = folding.fold(row[1])
            guard !text.isEmpty else { throw row.error(1, "an empty phrase") }
            switch row[0] {
            case "salutation": salutation.insert(text)
            case "generic": generic.insert(text)
            case "bracketed": bracketed.insert(text)
            case "quoting": quoting.insert(text)
            case "quoter": quoter.insert(text)
            case "subtitle": subtitle.insert(text)
            case "subtitle_mark": subtitleMark.insert(text)
            case "subtitle_opening": subtitleOpening.insert(text)
            case "weather": weather.insert(text)
            case "file_ending": fileEnding.insert(text)
            case "sequence": sequence.insert(text)
            case "capital_number": capitalNumber.insert(text)
            case "credit": credit.insert(text)
            case "speaker": speaker.insert(text)
            case "measure": measures.formUnion(text)
            case "noting": noting.formUnion(text)
            case "draft": draft.insert(text)
            case "linking": linking.insert(text)
            case "closing": closing.insert(text)
            case "unnumbered": unnumbered.insert(text)
            case "caption": caption.insert(text)
            case "imprint": imprint.insert(text)
            case "promise": promise.insert(text)
            case "piece": piece.insert(text)
            case "collection": collection.insert(text)
            case "author_label": authorLabel.insert(text)
            case "source_label": sourceLabel.insert(text)
            case "sponsor_label": sponsorLabel.insert(text)
            case "updated": updated.insert(text)
            case "published": published.insert(text)
            case "own_published": ownPublished.insert(text)
            case "clock": clock.insert(text)
            case "root_stop": rootStop.insert(text)
            case "compiler": compiler.insert(text)
            case "address": address.insert(text)
            case "site_ending": siteEndings.insert(text)
            case "site_form": siteForms.insert(text)
            case "original": original.insert(text)
            case "here": here.insert(text)
            case "form_item": formItems.insert(text)
            case "form_label": formLabels.insert(text)
            case "contact": contact.insert(text)
            case "stem": stems.formUnion(text)
            case "branch": branches.formUnion(text)
            case "afterword": afterword.insert(text)
            case "editors_note": editorsNote.insert(text)
            case "dateline": dateline.insert(text)
            default: throw row.error(0, "unknown class “\(row[0])”")
            }
        }
    }
}

/// Characters that only one of the two scripts has.
struct ScriptTable: Sendable {
    /// 1 simplified, 2 traditional.
    private var scripts = [UInt8](repeating: 0, count: 0x10000)

    init(_ file: LexiconFile) throws(LexiconError) {
        for row in file.rows {
            for column in 0...1 {
                guard let c = row[column].unicodeScalars.first?.value, row[column].unicodeScalars.count == 1,
                    c < 0x10000
                else { throw row.error(column, "expected one character") }
                scripts[Int(c)] = UInt8(column + 1)
            }
        }
    }

    /// 1 where only simplified Chinese has the character, 2 where only traditional has it, 0 for any other below U+10000.
    func script(of c: UInt32) -> UInt8 { scripts[Int(c)] }
}
