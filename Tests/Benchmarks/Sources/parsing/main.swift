// How fast pages are decoded and parsed, beside the strict validation of the same text as UTF-8 in the same run.
//
// usage: parsing [--megabytes N] [--text-ratio R] [--html-ratio R] [--lexicons DIR]
//
// One thread. Of every 10 plain pages 6 are UTF-8, 2 GB18030 and 2 traditional characters in UTF-8; HTML is measured apart.
// Decoding and parsing make the records with ids and fingerprints, no JSON. The ratio to the reference is what is held: it
// says the same on another box, a rate does not.
import BenchmarkCorpus
import Foundation
import Parsing
import Reports

struct Measure {
    var bytes = 0
    var documents = 0
    var reports = 0
    var refused = 0
    var seconds = 0.0
    var referenceSeconds = 0.0
    var rate: Double { Double(bytes) / seconds / 1e6 }
    var referenceRate: Double { Double(bytes) / referenceSeconds / 1e6 }
    /// How many times as long as the reference takes.
    var ratio: Double { seconds / referenceSeconds }
}

let root = URL(filePath: #filePath).appending(path: "../../../../..").standardizedFileURL
let megabytes = Double(argument("--megabytes") ?? "256") ?? 256
let corpus = try Corpus(root: root)
let lexicons = try ParsingLexicons(
    directory: argument("--lexicons") ?? root.appending(path: "config/lexicons").path)
let decoder = PageDecoder(lexicons: lexicons)
let parser = PageParser(lexicons: lexicons, generation: 1)

func measure(_ forms: [Corpus.Form]) -> Measure {
    var measure = Measure()
    var next = 0
    while Double(measure.bytes) < megabytes * 1e6 {
        var batch: [(Corpus.Document, DocumentFacts)] = []
        var size = 0
        while size < 8_000_000 {
            let document = corpus.document(next, forms[(next + next / corpus.count) % forms.count])
            size += document.bytes.count
            batch.append(
                (document, DocumentFacts(location: "page/\(next)", sha256: "", bytes: document.bytes.count)))
            next += 1
        }
        let start = cpuSeconds()
        for (document, facts) in batch {
            do {
                let reports = try parser.parse(try decoder.decode(document.bytes, facts: facts))
                measure.reports += reports.count
            } catch { measure.refused += 1 }
        }
        let middle = cpuSeconds()
        var valid = 0
        for (document, _) in batch where String(validating: document.utf8, as: UTF8.self) != nil { valid += 1 }
        let end = cpuSeconds()
        precondition(valid == batch.count, "the corpus is UTF-8")
        measure.bytes += size
        measure.documents += batch.count
        measure.seconds += middle - start
        measure.referenceSeconds += end - middle
    }
    return measure
}

/// Prints a measure and says whether it is within its limit.
func report(_ name: String, _ measure: Measure, atMost limit: Double) -> Bool {
    let rate = String(format: "%.1f MB/s", measure.rate)
    let reference = String(format: "%.0f MB/s", measure.referenceRate)
    let ratio = String(format: "%.1f times as long (at most %.1f)", measure.ratio, limit)
    print(
        "\(name): \(measure.documents) pages, \(measure.bytes / 1_000_000) MB, \(measure.reports) reports,"
            + " \(measure.refused) refused: \(rate); strict UTF-8 validation \(reference); \(ratio)")
    return measure.ratio <= limit
}

let plain: [Corpus.Form] = [
    .utf8, .gb18030, .utf8, .traditional, .utf8, .utf8, .gb18030, .utf8, .traditional, .utf8,
]
let isWithin = [
    report("plain text", measure(plain), atMost: Double(argument("--text-ratio") ?? "40") ?? 40),
    report("HTML", measure([.html]), atMost: Double(argument("--html-ratio") ?? "40") ?? 40),
]
exit(isWithin.allSatisfy { $0 } ? 0 : 1)
