import Foundation
import Reports
import Testing

@testable import Parsing

@Suite struct LexiconCheckTests {
    private let source = URL(filePath: #filePath).appending(path: "../../../config/lexicons").standardizedFileURL

    @Test func theLexiconsOfThePackageHaveNone() {
        let (files, mistakes) = ParsingLexicons.check(directory: source.path)
        #expect(mistakes.isEmpty, "\(mistakes.prefix(5))")
        #expect(files.count == 10)
    }

    @Test func everyFilesMistakesAreNamedAtOnce() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lexicons-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: source, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let cues = "class\ttext\nsalutation\t同志们\nsalutatoin\t各位\nclosing\t\nclosing\t谢谢大家\tagain\n"
        try Data(cues.utf8).write(to: folder.appending(path: "parsing_cues.tsv"))
        try Data("个\t個\n们們\n".utf8).write(to: folder.appending(path: "parsing_scripts.tsv"))
        try FileManager.default.removeItem(at: folder.appending(path: "parsing_markup.tsv"))
        let mistakes = ParsingLexicons.check(directory: folder.path).mistakes
        #expect(
            mistakes.filter { $0.file.hasSuffix("parsing_cues.tsv") }.map { [$0.line, $0.column] }.sorted {
                $0[0] < $1[0]
            } == [[3, 1], [4, 9], [5, 14]])
        #expect(mistakes.filter { $0.file.hasSuffix("parsing_scripts.tsv") }.map(\.line) == [2])
        #expect(mistakes.filter { $0.file.hasSuffix("parsing_markup.tsv") }.map(\.line) == [0])
        #expect(mistakes.count == 5)
    }

    /// A bare ? was read as itself once, and six rules of the furniture never fitted a line.
    @Test(arguments: [("共?{n}条", 1), ("[共]?{n}条", nil), ("有吗\\?", nil), ("[吗|?]", 3)])
    func questionMarkBehindNoGroupIsRefused(pattern: String, offset: Int?) {
        var found: Int?
        do throws(LinePattern.Problem) { _ = try LinePattern(pattern, folding: Folding()) } catch {
            found = error.offset
        }
        #expect(found == offset)
    }
}
