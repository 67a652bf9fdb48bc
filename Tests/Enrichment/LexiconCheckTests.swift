import Foundation
import Reports
import Testing

@testable import Enrichment

@Suite struct LexiconCheckTests {
    /// Files of words each of whose classes some rule needs.
    private static let rules = [
        "date-rules.tsv", "quantity-rules.tsv", "place-rules.tsv", "person-rules.tsv", "organisation-rules.tsv",
        "posting-rules.tsv", "secondment-rules.tsv", "story-words.tsv", "speech-rules.tsv", "finding-rules.tsv",
    ]
    /// Lexicons of one or two rows each, but for the rules, which are the package's.
    private let small: [String: String]

    init() throws {
        var files = LexiconCheckTests.rows
        for name in LexiconCheckTests.rules {
            files[name] = try String(contentsOfFile: Fixture.root + "/config/lexicons/" + name, encoding: .utf8)
        }
        small = files
    }

    private static let rows = [
        "script.tsv": "# one for one\ntraditional\tsimplified\n㑳\t㑇\n",
        "words.tsv": "word\tfrequency\tclass\n一\t217830\tm\n一一\t1670\tm\n",
        "divisions.tsv": """
        code\tname\tshort\taliases\tlevel\tparent\tfrom\tto\tstatus\tsuccessor
        110000\t北京市\t北京\t\tprovince\t\t1980\t2025\tcurrent\t
        110101\t东城区\t东城\t\tcounty\t110000\t1980\t2025\tcurrent\t

        """,
        "townships.tsv": "code\tname\tbase\n110101001\t东华门街道\t东华门\n",
        "short-names.tsv": "short\tcommon\tinside\n东城\t3\t0\n",
        "surnames.tsv": "surname\tpercent\tlists\n王\t7.17\t5\n上官\t\t3\n",
        "given-names.tsv": "character\tcount\n华\t519457\n",
        "abbreviations.tsv": "character\tcode\tkind\n京\t110000\tprovince\n",
        "posts.tsv": "term\tclass\n书记\thead\n",
        "organisation-endings.tsv": "ending\tclass\n政府\tstrong\n",
        "organisation-fields.tsv": "field\n科技\n",
        "organisations.tsv": "name\tclass\n党中央\tname\n",
        "person-contexts.tsv": "term\tclass\n村民\tbefore\n",
        "people.tsv": "name\tclass\n雷锋\tperson\n",
        "name-syllables.tsv": "syllable\tclass\n扎西\tsyllable\n",
        "measures.tsv": "term\tclass\n次\tverbal\n",
        "units.tsv": "term\tunit\tfactor\n元\tCNY\t1\n",
        "programmes.tsv": "term\tprogramme\thost\n进京\t进京\t110000\n",
        "themes.tsv": "theme\tterm\tweight\nstudy\t学习\t1.5\n",
    ]

    /// What the check says of the small lexicons, and of those of a package beside them, with one file written anew.
    private func check(_ file: String? = nil, _ content: [UInt8] = []) throws -> [LexiconError] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lexicons-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in small { try Data(text.utf8).write(to: folder.appending(path: name)) }
        if let file { try Data(content).write(to: folder.appending(path: file)) }
        let mistakes = Lexicons.check(directory: folder.path).mistakes
        // What the check finds first, the enricher refuses; what it passes, the enricher loads.
        do throws(LexiconError) {
            _ = try Lexicons(directory: folder.path)
            let harmless = ["already", "has no", "no row", "no name"]
            #expect(
                mistakes.allSatisfy { mistake in harmless.contains { mistake.message.contains($0) } }, "\(mistakes)")
        } catch {
            #expect(mistakes.contains(error))
        }
        return mistakes.filter { mistake in file.map { mistake.file.hasSuffix("/" + $0) } ?? true }
    }

    @Test func theLexiconsOfThePackageHaveNone() {
        let (files, mistakes) = Lexicons.check(directory: Fixture.root + "/config/lexicons")
        #expect(mistakes.isEmpty, "\(mistakes.prefix(5))")
        #expect(Set(files).isSuperset(of: small.keys))
    }

    @Test func everyMistakeOfAFileIsNamedAtOnce() throws {
        let rows = "term\tclass\n书记\tHead\n局长\n主任\thead\n\thead\n处长\thead\thead\n科长\tprefix\n"
        let found = try check("posts.tsv", [UInt8](rows.utf8))
        #expect(found.map(\.line) == [2, 3, 5, 6])
        #expect(found.map(\.column) == [4, 1, 1, 9])
    }

    @Test(arguments: [
        ("units.tsv", "块钱\t\tone", [4, 5]), ("units.tsv", "吨\tkg\t0", [6]), ("words.tsv", "二\tmany\tmm", [3, 8]),
        ("words.tsv", "一一\t1\tm", [1]),
        ("divisions.tsv", "110102\t西城区\t西城\t\tcounty\t119999\t1980\t2025\tcurrent\t", [23]),
        ("divisions.tsv", "110102\t西城区\t西城\t\ttown\t110000\t1980\t1979\tcurent\t", [16, 33, 38]),
        ("divisions.tsv", "1101\t\t西城\t\tcounty\t110000\t80\t2025\tformer\t110109,99", [1, 6, 25, 40, 47]),
        ("townships.tsv", "11010100\t景山街道\t景山", [1]), ("townships.tsv", "110102002\t景山街道\t景山", [1]),
        ("given-names.tsv", "明明\t-1", [1, 4]), ("surnames.tsv", "李\tseven\t5", [3]), ("surnames.tsv", "王\t7\t5", [1]),
        ("themes.tsv", "study\t调研\t-1", [10]), ("programmes.tsv", "援藏\t\t999999", [4, 5]),
        ("abbreviations.tsv", "京\t110000\ttown", [1, 10]), ("short-names.tsv", "七星\t172\t322", [1]),
        ("quantity-rules.tsv", "花\ttrade", [1]), ("quantity-rules.tsv", "员工\tpeople_ending", [1]),
        ("quantity-rules.tsv", "花\ttrades", [3]),
        ("story-words.tsv", "赴\tways", [3]), ("story-words.tsv", "派到\tsending_way", [1]),
        ("script.tsv", "㑳㑳\t㑇", [1]), ("people.tsv", " 王杰\tperson", [1]), ("organisation-fields.tsv", "教育\tfield", [4]),
    ])
    func aRowsMistakesAreAllPlaced(file: String, row: String, columns: [Int]) throws {
        let text = try #require(small[file]) + row + "\n"
        let found = try check(file, [UInt8](text.utf8))
        #expect(found.map(\.column).sorted() == columns, "\(found)")
        #expect(found.allSatisfy { $0.line == text.split(separator: "\n").count }, "\(found)")
    }

    @Test(arguments: rules)
    func everyClassSaysWhatItsWordsDo(file: String) throws {
        let lines = try #require(small[file]).split(separator: "\n")
        let described = lines.filter { $0.hasPrefix("# ") }.compactMap { $0.split(separator: " ").dropFirst().first }
        let classes = Set(lines.filter { !$0.hasPrefix("#") }.dropFirst().compactMap { $0.split(separator: "\t").last })
        #expect(classes.subtracting(described).isEmpty)
        #expect(classes.count > 1)
    }

    @Test(arguments: rules)
    func aClassWithoutAWordIsNamed(file: String) throws {
        let lines = try #require(small[file]).split(separator: "\n")
        let missing = try #require(lines.last?.split(separator: "\t").last)
        let left = lines.filter { $0.hasPrefix("#") || !$0.hasSuffix("\t\(missing)") }.joined(separator: "\n")
        let found = try check(file, [UInt8](left.utf8))
        #expect(found.map(\.line) == [0])
        #expect(found.first?.message.contains("“\(missing)”") == true)
    }

    @Test(arguments: rules)
    func aClassThatNoRuleGoesByIsNamedWithThoseThatAreKnown(file: String) throws {
        let text = try #require(small[file])
        let known = try #require(text.split(separator: "\n").last?.split(separator: "\t").last)
        let found = try check(file, [UInt8]((text + "某词\tunheard_of\n").utf8))
        #expect(found.map { [$0.line, $0.column] } == [[text.split(separator: "\n").count + 1, 4]])
        #expect(found.first?.message.contains("“unheard_of”") == true)
        #expect(found.first?.message.contains(known) == true)
    }

    @Test func aFileOfRulesWithoutRowsIsRefused() throws {
        #expect(try !check("date-rules.tsv", []).isEmpty)
    }

    @Test func aFileThatIsNotUTF8IsNamedByItsLine() throws {
        let content = [UInt8]("name\tclass\n".utf8) + [0xCD, 0xF5] + [UInt8]("\tperson\n".utf8)
        let found = try check("people.tsv", content)
        #expect(found.map { [$0.line, $0.column] } == [[2, 1]])
        #expect(found.first?.message.contains("UTF-8") == true)
    }

    @Test func aHeaderThatIsMissingIsNamed() throws {
        let found = try check("people.tsv", [UInt8]("雷锋\tperson\n".utf8))
        #expect(found.map { [$0.line, $0.column] } == [[1, 1]])
        #expect(found.first?.message.contains("name, class") == true)
    }

    @Test func marksAndLineEndsOfOtherEditorsAreNoMistake() throws {
        #expect(try check("people.tsv", [0xEF, 0xBB, 0xBF] + [UInt8]("name\tclass\r\n雷锋\tperson\r\n".utf8)).isEmpty)
    }

    @Test func filesThatAreMissingAreAllNamed() {
        let (files, mistakes) = Lexicons.check(directory: "/nowhere")
        #expect(mistakes.map(\.file) == files.map { "/nowhere/" + $0 })
    }
}
