import Foundation
import Reports
import Testing

@testable import Parsing

/// What the fuzzer found worth keeping, and what once broke: every input ends in records that hold or in a refusal.
struct ReplayTests {
    private static let corpus = Support.files("Tests/Fuzz/corpus", suffix: "")
    private static let fixed = Support.files("Tests/Fuzz/fixed", suffix: "")

    @Test func thereIsACorpus() { #expect(Self.corpus.count > 100) }

    @Test(arguments: corpus + fixed)
    func inputHoldsItsInvariants(file: URL) throws {
        let check = DocumentCheck(lexicons: try Support.lexicons.get())
        if case .violations(let sentences) = check.check(try Support.bytes(file)) {
            Issue.record("\(file.lastPathComponent): \(sentences.joined(separator: "; "))")
        }
    }
}
