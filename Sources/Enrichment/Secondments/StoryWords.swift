/// The words a story is read by, of story-words.tsv, which says what each list is for.
final class StoryWords: Sendable {
    /// A class of the file.
    enum Kind: String, CaseIterable {
        case cuedVerb = "cued_verb"
        case plainVerb = "plain_verb"
        case noVerb = "no_verb"
        case notBefore = "not_before"
        case filler
        case ours
        case sendingWay = "sending_way"
        case way
        case noWay = "no_way"
        case stayVerb = "stay_verb"
        case work
        case visited
        case origin
        case sending
        case cue
        case pronoun
        case plural
        case object
        case second
        case doing
        case nameStop = "name_stop"
        case noNameEnding = "no_name_ending"
        case noName = "no_name"
        case until
        case arrival
        case leaving
        case motion
        case term
        case link
        case termAfter = "term_after"
    }

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
    /// First characters of what is asked for wherever it stands: where none begins, nothing is asked.
    let beginnings: ScalarFilter

    init(_ lists: [Kind: [[UInt32]]]) {
        func words(_ kinds: Kind...) -> Words { Words(kinds.flatMap { lists[$0] ?? [] }) }
        cuedVerbs = words(.cuedVerb)
        plainVerbs = words(.plainVerb)
        noVerbs = words(.noVerb)
        notBefore = words(.notBefore)
        fillers = words(.filler)
        ours = words(.ours)
        sendingWays = words(.sendingWay)
        ways = words(.sendingWay, .way)
        noWays = words(.noWay)
        stayVerbs = words(.stayVerb)
        works = words(.work)
        visited = words(.visited)
        origins = words(.origin)
        sendings = words(.sending)
        cues = words(.cue)
        pronouns = words(.pronoun)
        plurals = words(.plural)
        objects = words(.object)
        seconds = words(.second)
        doings = words(.doing)
        noNameCharacters = words(.nameStop)
        noNameEndings = words(.noNameEnding)
        noNames = words(.noName)
        untils = words(.until)
        arrivals = words(.arrival)
        leavings = words(.leaving)
        motions = words(.motion)
        terms = words(.term)
        links = words(.link)
        termsAfter = words(.termAfter)
        let asked = [cuedVerbs, plainVerbs, ways, origins, cues, pronouns, Voice.selves]
        beginnings = ScalarFilter(asked.flatMap(\.initials) + "为被同".unicodeScalars.map(\.value))
    }
}
