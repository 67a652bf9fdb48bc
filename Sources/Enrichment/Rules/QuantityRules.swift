/// The words that quantities are read by, of quantity-rules.tsv, which says what each list is for.
final class QuantityRules: Sendable {
    let noOnes: Words
    let trades: Words
    let peopleEndings: ScalarSet
    let bounds: Words
    let stages: Words
    let cattle: Words
    let ownUnits: Set<String>
    let times: Words
    let spells: Words
    let lightVerbs: Words
    let personEndings: Words
    let tails: Words
    let aspects: Words
    let positions: Words
    let positionWords: Words
    let predicates: Words
    let results: Words
    let governors: Words

    init(_ lists: inout WordLists) {
        noOnes = lists.words("no_one")
        trades = lists.words("trade")
        peopleEndings = lists.characters("people_ending")
        bounds = lists.words("bound")
        stages = lists.words("stage")
        cattle = lists.words("cattle")
        ownUnits = lists.strings("own_unit")
        times = lists.words("time")
        spells = lists.words("spell")
        lightVerbs = lists.words("light_verb")
        personEndings = lists.words("person_ending")
        tails = lists.words("tail")
        aspects = lists.words("aspect")
        positions = lists.words("position")
        positionWords = lists.words("position_word")
        predicates = lists.words("predicate")
        results = lists.words("result")
        governors = lists.words("governor")
    }
}
