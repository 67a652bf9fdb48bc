/// What a label before a colon, or at the head of a column, says its values are.
enum PostingLabel {
    case person, sender, host, post, time, start, finish, programme, note

    /// Reads a label's words; nil where they say nothing of a posting.
    init?(_ reading: Reading, _ range: Range<Int>) {
        let rules = reading.store.rules.postings
        func has(_ words: Words) -> Bool { reading.anyOf(words, in: range) }
        guard !PostingLabel.isOther(reading, range) else { return nil }
        let isUnit = has(rules.unitLabels)
        if has(rules.personLabels) {
            self = .person
        } else if has(rules.programmeLabels) {
            self = .programme
        } else if has(rules.noteLabels) {
            self = .note
        } else if has(rules.spanLabels) {
            self = .time
        } else if !isUnit, range.count <= 4, has(rules.finishLabels) {
            self = .finish
        } else if !isUnit, range.count <= 4, has(rules.startLabels) {
            self = .start
        } else if has(rules.timeLabels) {
            self = .time
        } else if has(rules.senderLabels) {
            self = .sender
        } else if has(rules.hostLabels), isUnit || has(rules.postLabels) {
            self = .host
        } else if isUnit, has(rules.postLabels) {
            self = .sender
        } else if has(rules.postLabels) {
            self = .post
        } else if isUnit {
            self = .sender
        } else {
            return nil
        }
    }

    /// A label of offices, whoever's they are: 挂职职务.
    static func isOffice(_ reading: Reading, _ range: Range<Int>) -> Bool {
        reading.anyOf(reading.store.rules.postings.officeLabels, in: range)
            && !reading.anyOf(["单位", "及", "和", "与"], in: range)
    }

    /// A label whose values are of something else.
    static func isOther(_ reading: Reading, _ range: Range<Int>) -> Bool {
        reading.anyOf(reading.store.rules.postings.otherLabels, in: range)
    }
}
