/// The words that posts, their units and the labels of tables are read by, of posting-rules.tsv, which says what each list is for.
final class PostingRules: Sendable {
    let bodies: Words
    let bodyPosts: Words
    let clauseStops: Words
    let kept: Words
    let peopleServed: Words
    let services: Words
    let unitStops: Words
    let partyTails: Words
    let levels: Words
    let organs: Words
    let notInVillage: Words
    let villages: Words
    let notVillages: Words
    let kindsOfVillage: Words
    let grades: Words
    let otherLabels: Words
    let programmeLabels: Words
    let timeLabels: Words
    let startLabels: Words
    let finishLabels: Words
    let senderLabels: Words
    let hostLabels: Words
    let postLabels: Words
    let unitLabels: Words
    let bodyLevels: Words
    let notVillageNames: Words
    let spanCues: Words
    let officeLabels: Words
    let personLabels: Words
    let noteLabels: Words
    let spanLabels: Words

    init(_ lists: inout WordLists) {
        bodies = lists.words("body")
        bodyPosts = lists.words("body_post")
        clauseStops = lists.words("clause_stop")
        kept = lists.words("kept")
        peopleServed = lists.words("people_served")
        services = lists.words("service")
        unitStops = lists.words("unit_stop")
        partyTails = lists.words("party_tail")
        levels = lists.words("level")
        organs = lists.words("organ")
        notInVillage = lists.words("not_in_village")
        villages = lists.words("village")
        notVillages = lists.words("not_village")
        kindsOfVillage = lists.words("kind_of_village")
        grades = lists.words("grade")
        otherLabels = lists.words("other_label")
        programmeLabels = lists.words("programme_label")
        timeLabels = lists.words("time_label")
        startLabels = lists.words("start_label")
        finishLabels = lists.words("finish_label")
        senderLabels = lists.words("sender_label")
        hostLabels = lists.words("host_label")
        postLabels = lists.words("post_label")
        unitLabels = lists.words("unit_label")
        bodyLevels = lists.words("body_level")
        notVillageNames = lists.words("not_name_village")
        spanCues = lists.words("span_cue")
        officeLabels = lists.words("office_label")
        personLabels = lists.words("person_label")
        noteLabels = lists.words("note_label")
        spanLabels = lists.words("span_label")
    }
}
