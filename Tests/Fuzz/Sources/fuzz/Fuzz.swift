// What libFuzzer calls: each input is a document.
import Parsing
import ParsingInvariants

/// The lexicons of the checkout, loaded once.
private let check: DocumentCheck = {
    let root = #filePath.split(separator: "/").dropLast(5).map { "/" + $0 }.joined()
    do { return DocumentCheck(lexicons: try ParsingLexicons(directory: root + "/config/lexicons")) } catch {
        fatalError("\(error)")
    }
}()

/// Takes one input through decode + parse; what does not hold ends the process, which the fuzzer records as a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: size))
    // Parsing again costs as much as the rest: one input in eight, told by its bytes, is enough to find what is unsteady.
    let twice = bytes.reduce(0, &+) & 7 == 0
    if case .violations(let violations) = check.check(bytes, twice: twice) {
        fatalError("violated: " + violations.prefix(5).joined(separator: "; "))
    }
    return 0
}
