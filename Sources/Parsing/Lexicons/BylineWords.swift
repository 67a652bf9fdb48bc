internal import Reports

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
    /// Begins what a writer says of himself: 我叫.
    var introductions = BeginningList()
    /// Stands between a writer and the unit that he says he is of: 来自.
    var belongings = BeginningList()
    /// Stands before the unit that a writer says sent him, and behind it: 从|某局|到, 受|某局|委派.
    var origins = CharacterList()
    var departures = BeginningList()
    /// Who speaks for others, or is taught with them: 学员代表.
    var attendees = EndingList()
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
    /// 编辑: at a paper, whose name ends as no unit does.
    let editor: [UInt32]
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
    /// Surnames so rare that the words they begin are more: they count where a name is to be expected.
    var rareSurnames = CharacterList()
    /// Parts of names without surnames: 扎西, 次仁.
    var syllables = WordSet()
    /// Those that are hardly anything but names, and what may stand behind them alone: 才让|吉.
    var nameBeginnings = WordSet()
    var nameEnds = CharacterList()

    init(
        words: LexiconFile, surnames: LexiconFile, nonames: LexiconFile, syllables: LexiconFile, folding: Folding
    ) throws(LexiconError) {
        onSecondment = folding.fold("挂")
        cadres = folding.fold("干部")
        editor = folding.fold("编辑")
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
            case "introduction": introductions.insert(text)
            case "belonging": belongings.insert(text)
            case "rare_surname": rareSurnames.formUnion(text)
            case "origin": origins.formUnion(text)
            case "departure": departures.insert(text)
            case "attendee": attendees.insert(text)
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
        for row in syllables.rows {
            let text = folding.fold(row[0])
            if row[1] == "character" {
                nameEnds.formUnion(text)
                continue
            }
            self.syllables.insert(text)
            if row[1] == "name" { nameBeginnings.insert(text) }
        }
        for row in nonames.rows { self.nonames.insert(folding.fold(row[0])) }
    }
}
