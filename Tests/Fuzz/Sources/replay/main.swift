// Replays documents through decode + parse without sanitizers and holds each to its limits of time and memory; then worst
// cases of 1 MiB, whose memory is held to a limit by size and whose time is printed.
//
// usage: replay [--lexicons DIR] [FILE|FOLDER...]      default: corpus, fixed and the fixture pages of the checkout
import CAllocations
import Foundation
import Parsing
import ParsingInvariants

/// A parse of a document of the fuzzer's size must not take longer than this, nor hold more than that.
let mostMilliseconds = 100.0
let mostBytes = 64 << 20
/// What a larger document may hold besides, for each of its bytes. Scalars, folded scalars and their places are 12 bytes a
/// scalar; each of many small parts has 16 KiB of context; and every line has some 200 bytes of tables, which counts most
/// where a line is two bytes long.
let mostBytesPerByte = 128

let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../..").standardizedFileURL
var arguments = Array(CommandLine.arguments.dropFirst())
var lexiconFolder = root.appending(path: "config/lexicons").path()
if arguments.count > 1, arguments[0] == "--lexicons" {
    lexiconFolder = arguments[1]
    arguments.removeFirst(2)
}
let roots =
    arguments.isEmpty
    ? [
        "Tests/Fuzz/corpus", "Tests/Fuzz/fixed", "Tests/Fixtures/pages", "Tests/Fixtures/documents",
        "Tests/Fixtures/html",
        "Tests/Fixtures/gold/more", "seeds",
    ].map { root.appending(path: $0) } : arguments.map { URL(filePath: $0) }

/// Every file there is, by name.
func files(_ place: URL) -> [URL] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place.path(), isDirectory: &isFolder) else { return [] }
    guard isFolder.boolValue else { return [place] }
    let found = FileManager.default.enumerator(at: place, includingPropertiesForKeys: nil)?.allObjects as? [URL]
    return (found ?? []).filter { !$0.hasDirectoryPath && !["json", "md", "py"].contains($0.pathExtension) }.sorted {
        $0.path() < $1.path()
    }
}

let lexicons: ParsingLexicons
do { lexicons = try ParsingLexicons(directory: lexiconFolder) } catch {
    print("replay: \(error)")
    exit(78)
}
let check = DocumentCheck(lexicons: lexicons)
let clock = ContinuousClock()
var failures = 0

/// What one document cost.
struct Cost {
    var outcome: DocumentCheck.Outcome
    var milliseconds: Double
    var bytes: Int
}

@MainActor func cost(_ document: [UInt8]) -> Cost {
    allocations_reset_peak()
    let before = allocations_live()
    var outcome = DocumentCheck.Outcome.skipped
    let time = clock.measure { outcome = check.check(document, twice: false) }
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    return Cost(outcome: outcome, milliseconds: seconds * 1000, bytes: Int(allocations_peak()) - Int(before))
}

@MainActor func fail(_ name: String, _ sentence: String) {
    failures += 1
    print("FAILED \(name): \(sentence)")
}

/// The cheaper of several tries where the first one takes too long: a busy machine is not the parser's fault.
@MainActor func replay(_ file: URL) throws -> Cost {
    let document = [UInt8](try Data(contentsOf: file))
    let name = "\(file.deletingLastPathComponent().lastPathComponent)/\(file.lastPathComponent)"
    var best = cost(document)
    for _ in 0..<3 where best.milliseconds > mostMilliseconds {
        let again = cost(document)
        if again.milliseconds < best.milliseconds { best = again }
    }
    if case .violations(let sentences) = best.outcome { fail(name, sentences.joined(separator: "; ")) }
    // The fixtures hold larger pages than the fuzzer makes.
    let share = max(1, Double(document.count) / 65536)
    if best.milliseconds > mostMilliseconds * share { fail(name, "took \(best.milliseconds) ms") }
    if best.bytes > mostBytes { fail(name, "held \(best.bytes) bytes") }
    return best
}

func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

var slowest = (milliseconds: 0.0, name: "none")
var largest = (bytes: 0, name: "none")
var outcomes: [String: Int] = [:]
let inputs = roots.flatMap { files($0) }
for file in inputs {
    let result = try replay(file)
    if result.milliseconds > slowest.milliseconds { slowest = (result.milliseconds, file.lastPathComponent) }
    if result.bytes > largest.bytes { largest = (result.bytes, file.lastPathComponent) }
    switch result.outcome {
    case .skipped: outcomes["skipped", default: 0] += 1
    case .records: outcomes["with reports", default: 0] += 1
    case .violations: outcomes["violated", default: 0] += 1
    case .refused(let code): outcomes[code.rawValue, default: 0] += 1
    }
}
print(
    "\(inputs.count) inputs: "
        + outcomes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
print(
    "slowest \(number(slowest.milliseconds, 1)) ms (\(slowest.name)), largest \(number(Double(largest.bytes) / 1048576, 2)) MiB"
        + " (\(largest.name))")
if inputs.isEmpty { fail("replay", "found no input") }

if arguments.isEmpty {
    print("worst cases, 1 MiB each, at most 64 MiB and \(mostBytesPerByte) bytes a byte:")
    for (name, make) in WorstCases.all {
        // Twice the size shows what grows faster than the input: a quarter first, so that nothing stalls the run.
        let quarter = cost(make(1 << 18))
        guard quarter.milliseconds < 4000 else {
            fail(name, "256 KiB took \(number(quarter.milliseconds, 0)) ms")
            continue
        }
        let result = cost(make(1 << 20))
        let mebibytes = number(Double(result.bytes) / 1048576, 1)
        let outcome = "\(result.outcome)".prefix(60)
        print(
            "  \(name): \(number(result.milliseconds, 0)) ms (a quarter: \(number(quarter.milliseconds, 0)) ms), \(mebibytes) MiB,"
                + " \(outcome)")
        if case .violations(let sentences) = result.outcome { fail(name, sentences.joined(separator: "; ")) }
        if result.bytes > mostBytes + mostBytesPerByte << 20 { fail(name, "held \(mebibytes) MiB") }
    }
}
print(failures == 0 ? "all within limits" : "\(failures) failed")
exit(failures == 0 ? 0 : 1)
