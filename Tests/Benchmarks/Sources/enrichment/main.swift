// How fast reports are enriched, beside the Python libraries people use on the same bytes and beside the strict validation of
// the same text as UTF-8, all in one run.
//
// usage: enrichment [--megabytes N] [--python PATH] [--at-least TIMES] [--text-ratio R] [--lexicons DIR]
//
// One thread, CPU time, texts of reports only: neither side decodes or parses. Traditional characters are left out: jieba takes
// sixty times as long for them. The peers see the corpus once, as they take seconds a megabyte, the engine five times. Held are
// the ratio to what the peers take together, who between them find a part of what the engine finds, and the ratio to the
// validation: both say the same on another box, a rate does not. Without peers only the second is held.
import BenchmarkCorpus
import Enrichment
import Foundation
import Parsing
import Reports

/// What one of the libraries took.
struct Peer {
    var name: String
    var bytes: Int
    var seconds: Double
    var failed: Int
    var task: String
    var rate: Double { Double(bytes) / seconds / 1e6 }
}

/// Runs `peers.py` on the texts; none where there is no Python or no library.
func peers(_ texts: [String]) throws -> [Peer] {
    let file = FileManager.default.temporaryDirectory.appending(path: "guazhi-texts-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let encoder = JSONEncoder()
    var lines = Data()
    for text in texts {
        lines += try encoder.encode(text)
        lines.append(0x0A)
    }
    try lines.write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "peers.py")
    process.arguments = [argument("--python") ?? "python3", script.path, file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
        let cells = line.split(separator: "\t").map(String.init)
        guard cells.count == 5, let size = Int(cells[1]), let seconds = Double(cells[2]), let failed = Int(cells[3]),
            seconds > 0
        else { return nil }
        return Peer(name: cells[0], bytes: size, seconds: seconds, failed: failed, task: cells[4])
    }
}

let root = URL(filePath: #filePath).appending(path: "../../../../..").standardizedFileURL
let megabytes = Double(argument("--megabytes") ?? "2") ?? 2
let corpus = try Corpus(root: root)
let directory = argument("--lexicons") ?? root.appending(path: "config/lexicons").path
let parsingLexicons = try ParsingLexicons(directory: directory)
let before = cpuSeconds()
let enricher = Enricher(lexicons: try Lexicons(directory: directory))
print(String(format: "lexicons: ready after %.0f ms of CPU", (cpuSeconds() - before) * 1000))

let decoder = PageDecoder(lexicons: parsingLexicons)
let parser = PageParser(lexicons: parsingLexicons, generation: 1)
var reports: [ParsedReport] = []
var size = 0
var number = 0
while Double(size) < megabytes * 1e6 {
    let document = corpus.document(number, .utf8)
    let facts = DocumentFacts(location: "page/\(number)", sha256: "", bytes: document.bytes.count)
    number += 1
    // A page that is refused has no report to enrich.
    guard let parsed = try? parser.parse(try decoder.decode(document.bytes, facts: facts)) else { continue }
    for report in parsed where report.report.language != .traditional {
        reports.append(report)
        size += report.report.text.utf8.count
    }
}

var rounds: [Double] = []
var found = 0
for _ in 0..<5 {
    let start = cpuSeconds()
    found = 0
    for report in reports { found += enricher.enrich(report).mentions.places.count }
    rounds.append(cpuSeconds() - start)
}
rounds.sort()
let best = rounds[0]
let texts = reports.map(\.report.text)
let bytes = texts.map { Array($0.utf8) }
let start = cpuSeconds()
var valid = 0
for _ in 0..<20 {
    for text in bytes where String(validating: text, as: UTF8.self) != nil { valid += 1 }
}
let validation = (cpuSeconds() - start) / 20
precondition(valid == bytes.count * 20, "the corpus is UTF-8")

let limit = Double(argument("--text-ratio") ?? "200") ?? 200
let ratio = best / validation
print(
    String(
        format: "enrich: %d reports, %.1f MB, %d places: %.1f MB/s best, %.1f median; %.0f times as long as validation"
            + " (at most %.0f)",
        reports.count, Double(size) / 1e6, found, Double(size) / best / 1e6, Double(size) / rounds[2] / 1e6, ratio,
        limit))
var isWithin = ratio <= limit
let measured = (try? peers(texts)) ?? []
for peer in measured {
    let failures = peer.failed > 0 ? ", failed on \(peer.failed) texts" : ""
    print(
        "peer \(peer.name): \(String(format: "%.2f MB/s", peer.rate)), \(String(format: "%.0f", peer.seconds / best)) times"
            + " the engine's time, for \(peer.task)\(failures)")
}
if measured.isEmpty {
    print("peers: none here, so no ratio to them is held (pip install 'setuptools<81' jieba cpca cn2an jionlp)")
} else {
    let together = measured.reduce(0) { $0 + $1.seconds }
    let least = Double(argument("--at-least") ?? "60") ?? 60
    print(
        String(
            format: "peers together: %.3f MB/s; the engine is %.0f times as fast (at least %.0f)",
            Double(size) / together / 1e6, together / best, least))
    isWithin = isWithin && together / best >= least
}
exit(isWithin ? 0 : 1)
