/// The words that dates are read by, of date-rules.tsv, which says what each list is for.
final class DateRules: Sendable {
    let signedBehind: Words
    let yearly: Words
    let notYears: Words
    let expecting: Words
    let dottedEnds: Words
    let lunar: Words
    let ahead: Words
    let births: Words
    let notOfYear: Words
    let notMonths: Words
    let lunarBefore: Words
    let terms: Words

    init(_ lists: inout WordLists) {
        signedBehind = lists.words("signed_behind")
        yearly = lists.words("yearly")
        notYears = lists.words("not_year")
        expecting = lists.words("expecting")
        dottedEnds = lists.words("dotted_end")
        lunar = lists.words("lunar")
        ahead = lists.words("ahead")
        births = lists.words("birth")
        notOfYear = lists.words("not_of_year")
        notMonths = lists.words("not_month")
        lunarBefore = lists.words("lunar_before")
        terms = lists.words("term")
    }
}
