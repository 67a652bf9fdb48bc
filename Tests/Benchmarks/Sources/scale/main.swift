// Writes the segments of a large archive, for Tests/EndToEnd/scale.py.
//
// usage: scale DIRECTORY [--records N] [--bytes B] [--stock N] [--one-name]
//
// N records of about B bytes each, as guazhi-archive would have written them. Of every twenty, twelve are texts of their
// own, five are edits of an earlier one, one is an earlier one on another site, one replaces its location's page, and one
// is a refusal. A third of every text are sentences from a stock of 2,000, unless told, that all draw from. Names are few and common: one
// record in ten tells of 张伟. With --one-name all tell of 张伟 and of one posting, half of them with one post and the others
// each with its own.
import Archive
import BenchmarkCorpus
import Foundation
import Reports

/// SplitMix64, as in the tests.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0xD134_2543_DE82_EF95 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

struct Corpus {
    static let sentence = 30

    let stock: [[UInt32]]
    let hasOneName: Bool
    /// Sentences of a text.
    let sentences: Int

    static func prose(seed: Int) -> [UInt32] {
        var generator = Seeded(seed)
        return (0..<sentence - 1).map { _ in 0x4E00 + UInt32(truncatingIfNeeded: generator.next() % 3500) } + [0x3002]
    }

    /// The text of record `index`; an edit has one sentence in five of its own.
    func scalars(_ index: Int) -> [UInt32] {
        let kind = index % 20
        let original = kind < 12 || kind >= 18 ? index : index - 12
        var generator = Seeded(original)
        var result: [UInt32] = []
        result.reserveCapacity(sentences * Self.sentence)
        for place in 0..<sentences {
            let draw = generator.next()
            if original != index, kind < 17, place % 5 == 4 {
                result += Self.prose(seed: index << 20 | place)
            } else if draw % 3 == 0, !stock.isEmpty {
                result += stock[Int(draw >> 8) % stock.count]
            } else {
                result += Self.prose(seed: original << 20 | place)
            }
        }
        return result
    }

    func entry(_ index: Int) throws -> Entry {
        let location = "site\(index % 97)/\(index % 20 == 18 ? index - 1 : index).txt"
        let sha256 = SHA256.sha256Hex(Array("\(index)".utf8))
        let retrieved = Timestamp(nanoseconds: Int64(index + 1) * 1_000_000_000)
        guard index % 20 < 19 else {
            return .refusal(
                RefusalEntry(
                    key: EntryKey(location: location, sha256: sha256, generation: 1, part: nil), bytes: 100,
                    stage: "parse", code: "no_report", message: "\(location) holds no report",
                    origin: "reports.raw/0/\(index)", retrievedAt: retrieved, ingestedAt: retrieved))
        }
        let scalars = scalars(index)
        let text = String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
        let folded = Fold.version1.fold(text: text)
        var generator = Seeded(index)
        let name = hasOneName || index % 10 == 0 ? "张伟" : "王\(generator.next() % 50_000)"
        let unit = "第\(hasOneName ? 1 : generator.next() % 20_000)局"
        let post = hasOneName && index % 2 == 0 ? "副书记" : "第\(index)科副科长"
        let code = "\(100_000 + (hasOneName ? 1 : generator.next() % 3000))"
        let people = [PersonMention(surface: name, span: Span(0, 2), name: name, role: post)]
        let units = [OrganisationMention(surface: unit, span: Span(2, 4), name: unit)]
        let sighting = Sighting(
            title: "题\(index)", location: location, path: "/pages/\(location)", retrievedAt: retrieved,
            ingestedAt: retrieved,
            document: DocumentDigest(
                sha256: sha256, bytes: scalars.count * 3, mediaType: "text/plain", encoding: "UTF-8",
                encodingFrom: .strictUTF8, unreadableBytes: 0),
            extent: Span(0, scalars.count), textMap: [TextMapping(textStart: 0, pageStart: 0, length: scalars.count)],
            removed: [])
        let report = Report(
            id: "r1:" + SHA256.sha256Hex(Array(text.utf8)).prefix(32), title: "题\(index)", kind: .reflection,
            sightings: [sighting], text: text,
            secondments: [
                Secondment(
                    person: name, hostUnit: unit, hostPlace: DivisionReference(code: code, name: "某省某市"), post: post,
                    basis: ["person": .stated, "post": .stated, "host_unit": .stated, "host_place": .stated])
            ],
            mentions: Mentions(people: people, organisations: units),
            fingerprint: ReportIdentity.fingerprint(folded: folded),
            pipeline: Pipeline(generation: 1, parser: "1.0.0", enricher: "1.0.0", lexicons: "0"))
        return .report(
            try ReportEntry(
                key: EntryKey(
                    location: location, sha256: sha256, generation: 1, part: EntryPart(index: 1, count: 1)),
                origin: "reports.raw/0/\(index)", record: report.json()))
    }
}

let records = Int(argument("--records") ?? "") ?? 1000
let bytes = Int(argument("--bytes") ?? "") ?? 10_000
// A scalar is three bytes of text and, one in 32, twenty of the fingerprint.
let corpus = Corpus(
    stock: (0..<(Int(argument("--stock") ?? "") ?? 2000)).map { Corpus.prose(seed: -1 - $0) },
    hasOneName: CommandLine.arguments.contains("--one-name"),
    sentences: max(2, (bytes - 1300) * 100 / (370 * Corpus.sentence)))
guard CommandLine.arguments.count > 1 else { exit(64) }
let writer = try ArchiveWriter(directory: CommandLine.arguments[1])
try writer.newStream(clusterIdentifier: "scale")
var size = 0
for index in 0..<records {
    let entry = try corpus.entry(index)
    if case .report(let report) = entry { size += report.record.count }
    try writer.append(
        entry, from: StreamOrigin(topic: "reports.enriched", partition: 0, offset: Int64(index)), value: [])
    if index % 500 == 499 || index == records - 1 {
        try writer.checkpoint([
            StreamPosition(topic: "reports.enriched", partition: 0, nextOffset: Int64(index + 1))
        ])
    }
}
writer.close()
print("\(records) records, \(size) bytes of reports")
