/// The words that decide where the name of an organisation begins and whether it is one, of organisation-rules.tsv, which says what each list is for.
final class OrganisationRules: Sendable {
    let headCharacters: ScalarSet
    let latinEndings: Words
    let national: Words
    let levels: Words
    let levelOrgans: Words
    let specialised: Words
    let taskGroups: Words
    let bareAfterPlace: Words
    let bareAfterShort: Words
    let levelEnds: Words
    let looseNouns: Words
    let otherNouns: Words
    let people: Words
    let verbs: Words
    let branches: Words
    let parts: Words
    let sides: Words
    let breaks: Words
    let shortFronts: ScalarSet
    let departmentEndings: Words
    let departmentBreaks: Words
    let shortGaps: Set<[UInt32]>
    let shortTails: Set<[UInt32]>
    let afterNumber: Words
    let kindsOfState: Words
    let beginningVerbs: Words
    let notCommittees: Words
    let notOffices: Words
    let levelCharacters: Words
    let leftOfDivision: Words
    let teamVerbs: Words

    init(_ lists: inout WordLists) {
        headCharacters = lists.characters("head_character")
        latinEndings = lists.words("latin_ending")
        national = lists.words("national")
        levels = lists.words("level")
        levelOrgans = lists.words("level_organ")
        specialised = lists.words("specialised")
        taskGroups = lists.words("task_group")
        bareAfterPlace = lists.words("bare_after_place")
        bareAfterShort = lists.words("bare_after_short")
        levelEnds = lists.words("level_end")
        looseNouns = lists.words("loose_noun")
        otherNouns = lists.words("other_noun")
        people = lists.words("person")
        verbs = lists.words("verb")
        branches = lists.words("branch")
        parts = lists.words("part")
        sides = lists.words("side")
        breaks = lists.words("break")
        departmentEndings = lists.words("department_ending")
        departmentBreaks = lists.words("department_break")
        shortFronts = lists.characters("short_front")
        shortGaps = lists.set("short_gap")
        shortTails = lists.set("short_tail")
        afterNumber = lists.words("after_number")
        kindsOfState = lists.words("kind_of_state")
        beginningVerbs = lists.words("beginning_verb")
        notCommittees = lists.words("not_committee")
        notOffices = lists.words("not_office")
        levelCharacters = lists.words("level_character")
        leftOfDivision = lists.words("left_of_division")
        teamVerbs = lists.words("team_verb")
    }
}
