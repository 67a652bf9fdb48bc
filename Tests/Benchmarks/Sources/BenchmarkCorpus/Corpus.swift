import Foundation
import Parsing
import Reports

/// Pages to measure on: the sample pages, the annotated ones, and varied copies of both.
public struct Corpus: Sendable {
    /// One page.
    public struct Document {
        /// As a site would send it.
        public var bytes: [UInt8]
        /// The same text in UTF-8, for the reference.
        public var utf8: [UInt8]
    }

    /// How a page is written.
    public enum Form: String, CaseIterable { case utf8, gb18030, traditional, html }

    private let texts: [[UInt32]]
    private let traditional: [UInt32: UInt32]

    /// - Parameter root: The repository.
    public init(root: URL) throws {
        let folders = ["seeds", "Tests/Fixtures/gold/more"].map { root.appending(path: $0) }
        let files = try folders.flatMap {
            try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }
        let decoder = PageDecoder()
        texts = files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.compactMap { file in
            guard let data = try? Data(contentsOf: file) else { return nil }
            let facts = DocumentFacts(location: file.lastPathComponent, sha256: "", bytes: data.count)
            guard let page = try? decoder.decode([UInt8](data), facts: facts), page.mediaType == "text/plain" else {
                return nil
            }
            return page.scalars
        }
        var pairs: [UInt32: UInt32] = [:]
        let table = try String(contentsOf: root.appending(path: "config/lexicons/script.tsv"), encoding: .utf8)
        for line in table.split(separator: "\n") where !line.hasPrefix("#") {
            let cells = line.split(separator: "\t").map { Array($0.unicodeScalars) }
            guard cells.count == 2, cells[0].count == 1, cells[1].count == 1 else { continue }
            if pairs[cells[1][0].value] == nil { pairs[cells[1][0].value] = cells[0][0].value }
        }
        traditional = pairs
    }

    /// How many different pages there are.
    public var count: Int { texts.count }

    /// The `number`th document: its text is a page whose sentences are moved about inside their paragraphs, so that no two
    /// documents have the same.
    public func document(_ number: Int, _ form: Form) -> Document {
        var text = varied(texts[number % texts.count], by: number / texts.count)
        if form == .traditional { text = text.map { traditional[$0] ?? $0 } }
        var string = String(String.UnicodeScalarView(text.compactMap(Unicode.Scalar.init)))
        if form == .html { string = Self.markup(string, number) }
        let utf8 = [UInt8](string.utf8)
        guard form == .gb18030, let data = string.data(using: String.Encoding(rawValue: 0x8000_0632)) else {
            return Document(bytes: utf8, utf8: utf8)
        }
        return Document(bytes: [UInt8](data), utf8: utf8)
    }

    private func varied(_ text: [UInt32], by round: Int) -> [UInt32] {
        guard round > 0 else { return text }
        var result: [UInt32] = []
        result.reserveCapacity(text.count)
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if !result.isEmpty || line.startIndex > 0 { result.append(0x0A) }
            var sentences = line.split(separator: 0x3002, omittingEmptySubsequences: false).map { Array($0) }
            guard sentences.count > 3, let tail = sentences.popLast() else {
                result += line
                continue
            }
            let shift = round % sentences.count
            for sentence in sentences[shift...] + sentences[..<shift] { result += sentence + [0x3002] }
            result += tail
        }
        return result
    }

    /// The page as a site would serve it: a head with scripts and styles, menus, a paragraph a line.
    private static func markup(_ text: String, _ number: Int) -> String {
        var html = """
            <!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>挂职锻炼 - 文稿网</title>
            <link rel="canonical" href="https://www.wengao.example/a/\(number).html"><style>.a{color:#333}.b{margin:0 auto}</style>
            <script>var page={id:\(number),list:["a","b"]};if(page.id<3&&page.list){document.write("<i></i>")}</script></head>
            <body class="article"><div class="top"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/fanwen/">范文</a></li></ul></div>
            <div class="content" id="content">\n
            """
        for line in text.split(separator: "\n") {
            let escaped = line.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            html += "<p style=\"text-indent:2em\">&nbsp;&nbsp;<span class=\"txt\">\(escaped)</span></p>\n"
        }
        return html + "</div><div class=\"foot\"><p>Copyright &copy; 2021 文稿网</p></div></body></html>\n"
    }
}
