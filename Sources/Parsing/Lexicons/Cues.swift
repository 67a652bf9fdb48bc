internal import Reports

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
    /// In the line with which a speech ends, thanks aside.
    var farewell = BeginningList()
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
    /// Begins what stands behind a paper's name: its edition. In what does, with a number: 期, 版.
    var issues = BeginningList()
    var issueWords = BeginningList()
    /// Ends the name of what an office gives out, which is no paper's: 简报.
    var sheets = EndingList()
    /// Ends the name of a column behind that of its site.
    var columns = EndingList()
    /// Ends the name of an office, which is no site's: 编辑部.
    var siteOffices = EndingList()
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
    /// Begins a line that signs for many: 全体村民.
    var collective = BeginningList()
    /// Heads what is said of a table below it.
    var note = EndingList()
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
            case "farewell": farewell.insert(text)
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
            case "site_office": siteOffices.insert(text)
            case "site_form": siteForms.insert(text)
            case "original": original.insert(text)
            case "here": here.insert(text)
            case "form_item": formItems.insert(text)
            case "form_label": formLabels.insert(text)
            case "contact": contact.insert(text)
            case "stem": stems.formUnion(text)
            case "branch": branches.formUnion(text)
            case "afterword": afterword.insert(text)
            case "collective": collective.insert(text)
            case "editors_note": editorsNote.insert(text)
            case "note": note.insert(text)
            case "issue": issues.insert(text)
            case "issue_word": issueWords.insert(text)
            case "sheet": sheets.insert(text)
            case "column": columns.insert(text)
            case "dateline": dateline.insert(text)
            default: throw row.error(0, "unknown class “\(row[0])”")
            }
        }
    }
}
