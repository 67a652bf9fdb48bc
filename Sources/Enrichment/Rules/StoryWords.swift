/// The words a story is read by, of story-words.tsv, which says what each list is for.
final class StoryWords: Sendable {
    let cuedVerbs: Words
    let plainVerbs: Words
    let noVerbs: Words
    let notBefore: Words
    let fillers: Words
    let ours: Words
    let sendingWays: Words
    let ways: Words
    let noWays: Words
    let stayVerbs: Words
    let works: Words
    let visited: Words
    let origins: Words
    let sendings: Words
    let cues: Words
    let pronouns: Words
    let plurals: Words
    let objects: Words
    let moments: Words
    let presentVerbs: Words
    let seconds: Words
    let doings: Words
    let noNameCharacters: Words
    let noNameEndings: Words
    let noNames: Words
    let untils: Words
    let arrivals: Words
    let leavings: Words
    let motions: Words
    let terms: Words
    let links: Words
    let termsAfter: Words
    let beforeUnits: Words
    let tellingPosts: Words
    let noPosts: Words
    let borrowing: Words
    let beforeWays: Words
    let worked: Words
    let notApposed: Words
    let teams: Words
    let since: Words
    let elapsed: Words
    let extensions: Words
    let compared: Words
    let sameAs: Words
    let helping: Words
    let notPostEnds: Words
    let postingNouns: Words
    let studied: Words
    /// First characters of what is asked for wherever it stands: where none begins, nothing is asked.
    let beginnings: ScalarFilter

    /// `selves` are what the writer calls himself.
    init(_ lists: inout WordLists, selves: Words) {
        cuedVerbs = lists.words("cued_verb")
        plainVerbs = lists.words("plain_verb")
        noVerbs = lists.words("no_verb")
        notBefore = lists.words("not_before")
        fillers = lists.words("filler")
        ours = lists.words("ours")
        sendingWays = lists.words("sending_way")
        ways = lists.words("sending_way", "way")
        noWays = lists.words("no_way")
        stayVerbs = lists.words("stay_verb")
        works = lists.words("work")
        visited = lists.words("visited")
        origins = lists.words("origin")
        sendings = lists.words("sending")
        cues = lists.words("cue")
        pronouns = lists.words("pronoun")
        plurals = lists.words("plural")
        objects = lists.words("object")
        moments = lists.words("moment")
        presentVerbs = lists.words("present_verb")
        seconds = lists.words("second")
        doings = lists.words("doing")
        noNameCharacters = lists.words("name_stop")
        noNameEndings = lists.words("no_name_ending")
        noNames = lists.words("no_name")
        untils = lists.words("until")
        arrivals = lists.words("arrival")
        leavings = lists.words("leaving")
        motions = lists.words("motion")
        terms = lists.words("term")
        links = lists.words("link")
        termsAfter = lists.words("term_after")
        beforeUnits = lists.words("before_unit")
        tellingPosts = lists.words("telling_post")
        noPosts = lists.words("no_post")
        borrowing = lists.words("borrowing")
        beforeWays = lists.words("before_way")
        worked = lists.words("worked")
        notApposed = lists.words("not_apposed")
        teams = lists.words("team")
        since = lists.words("since")
        elapsed = lists.words("elapsed")
        extensions = lists.words("extension")
        compared = lists.words("compared")
        sameAs = lists.words("same_as")
        helping = lists.words("helping")
        notPostEnds = lists.words("not_post_end")
        postingNouns = lists.words("posting_noun")
        studied = lists.words("studied")
        let asked = [cuedVerbs, plainVerbs, ways, origins, cues, pronouns, selves]
        beginnings = ScalarFilter(asked.flatMap(\.initials) + "为被同".unicodeScalars.map(\.value))
    }
}
