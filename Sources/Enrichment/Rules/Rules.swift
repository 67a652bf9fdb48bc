internal import Reports

/// The words that the rules of all finders go by.
struct Rules: Sendable {
    let dates: DateRules
    let quantities: QuantityRules
    let places: PlaceRules
    let people: PersonRules
    let organisations: OrganisationRules
    let postings: PostingRules
    let secondments: SecondmentRules
    let stories: StoryWords
    let speech: SpeechRules
    let findings: FindingRules

    /// Reads them with a builder that has read script.tsv.
    init(_ builder: inout LexiconBuilder) throws(LexiconError) {
        dates = try builder.rules("date-rules.tsv", DateRules.init)
        quantities = try builder.rules("quantity-rules.tsv", QuantityRules.init)
        places = try builder.rules("place-rules.tsv", PlaceRules.init)
        people = try builder.rules("person-rules.tsv", PersonRules.init)
        organisations = try builder.rules("organisation-rules.tsv", OrganisationRules.init)
        postings = try builder.rules("posting-rules.tsv", PostingRules.init)
        let secondments = try builder.rules("secondment-rules.tsv", SecondmentRules.init)
        self.secondments = secondments
        stories = try builder.rules("story-words.tsv") { StoryWords(&$0, selves: secondments.selves) }
        speech = try builder.rules("speech-rules.tsv", SpeechRules.init)
        findings = try builder.rules("finding-rules.tsv", FindingRules.init)
    }
}

extension LexiconBuilder {
    /// Reads a file of words and classes, all of which the rules made of it take.
    mutating func rules<Made>(_ file: String, _ make: (inout WordLists) -> Made) throws(LexiconError) -> Made {
        let mistakes = faults.mistakes.count
        let table = try table(file)
        var lists = WordLists(table, isRead: faults.mistakes.count == mistakes)
        try table.forEachRow(["word", "class"]) { fields throws(LexiconError) in
            guard try field(table, fields[0], "the word") else { return }
            try table.refuseRepeated(fields[0], fields[1])
            lists.add(fields[0], fields[1], scalars.map { $0 < 1 << 16 ? UInt32(fold[Int($0)]) : $0 })
        }
        let made = make(&lists)
        try lists.check()
        return made
    }
}
