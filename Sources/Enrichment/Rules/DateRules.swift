/// The words that dates are read by, of date-rules.tsv, which says what each list is for.
final class DateRules: Sendable {
    let signedBehind: Words
    let yearly: Words
    let notYears: Words
    let expecting: Words
    let dottedEnds: Words
    let lunar: Words

    init(_ lists: inout WordLists) {
        signedBehind = lists.words("signed_behind")
        yearly = lists.words("yearly")
        notYears = lists.words("not_year")
        expecting = lists.words("expecting")
        dottedEnds = lists.words("dotted_end")
        lunar = lists.words("lunar")
    }
}
