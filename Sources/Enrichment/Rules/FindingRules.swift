/// The words that masks, damage and findings are seen by, of finding-rules.tsv, which says what each list is for.
final class FindingRules: Sendable {
    let masked: Words
    let neverTwice: Words
    let cutPrepositions: Words
    let elsewhere: Words
    let points: Words
    let desks: Words
    let works: Words
    let hands: Words
    let links: Words
    let prefectures: Words
    let counties: Words
    let elapsed: Words
    let notMasked: Words
    let notMaskedSurnames: Words
    let maskedPeople: Words
    let maskedUnits: Words
    let maskedSeats: Words
    let pronouns: Words
    let elapsedBehind: Words
    let ownDesks: Words
    let maskedDivisions: Words
    let maskedOffices: Words
    /// Full stops, and where a word may be lost or twice: at 的, the prepositions and those that are never twice.
    let damageBeginnings: ScalarFilter

    init(_ lists: inout WordLists) {
        masked = lists.words("masked")
        neverTwice = lists.words("never_twice")
        cutPrepositions = lists.words("cut_preposition")
        elsewhere = lists.words("elsewhere")
        points = lists.words("points")
        desks = lists.words("desk")
        works = lists.words("work")
        hands = lists.words("hand")
        links = lists.words("link")
        prefectures = lists.words("prefecture")
        counties = lists.words("county")
        elapsed = lists.words("elapsed")
        notMasked = lists.words("not_masked")
        notMaskedSurnames = lists.words("not_masked_surname")
        maskedPeople = lists.words("masked_person")
        maskedUnits = lists.words("masked_unit")
        maskedSeats = lists.words("masked_seat")
        pronouns = lists.words("pronoun")
        elapsedBehind = lists.words("elapsed_behind")
        ownDesks = lists.words("own_desk")
        maskedDivisions = lists.words("masked_division")
        maskedOffices = lists.words("masked_office")
        damageBeginnings = ScalarFilter([0x2E, Han.of] + cutPrepositions.initials + neverTwice.initials)
    }
}
