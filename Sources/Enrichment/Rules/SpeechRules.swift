/// The words that quotations and their speakers are found by, of speech-rules.tsv, which says what each list is for.
final class SpeechRules: Sendable {
    let named: Words
    let addressed: Words
    let sayings: Words
    let namedBehind: Words
    let saidBefore: Words

    init(_ lists: inout WordLists) {
        named = lists.words("named")
        addressed = lists.words("addressed")
        sayings = lists.words("saying")
        namedBehind = lists.words("named_behind")
        saidBefore = lists.words("said_before")
    }
}
