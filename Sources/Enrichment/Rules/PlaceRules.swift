/// The words that places are told from other words by, of place-rules.tsv, which says what each list is for.
final class PlaceRules: Sendable {
    let splitWords: Words
    let beforeUniversity: Words
    let namesakes: Words
    let triggers: Words
    let townshipEndings: Words
    let together: Words
    let commonCharacters: ScalarSet
    let frames: Words
    let contexts: Words
    let complements: Words
    let notTownships: Words
    let beforeLone: Words
    let afterLone: Words
    let waters: Words
    let notCounties: Words
    let notPlaceStarts: Words
    let notSplits: Words
    let notUniversities: Words

    init(_ lists: inout WordLists) {
        splitWords = lists.words("split_word")
        beforeUniversity = lists.words("before_university")
        namesakes = lists.words("namesake")
        triggers = lists.words("trigger")
        townshipEndings = lists.words("township_ending")
        together = lists.words("together")
        commonCharacters = lists.characters("common")
        frames = lists.words("frame")
        contexts = lists.words("context")
        complements = lists.words("complement")
        notTownships = lists.words("not_township")
        beforeLone = lists.words("before_lone")
        afterLone = lists.words("after_lone")
        waters = lists.words("water")
        notCounties = lists.words("not_county")
        notPlaceStarts = lists.words("not_place_start")
        notSplits = lists.words("not_split")
        notUniversities = lists.words("not_university")
    }
}
