import Foundation
import Reports
import Testing

@testable import Parsing

/// What the tests of this module share.
enum Support {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()
    static let lexicons = Result { try ParsingLexicons(directory: root.appending(path: "config/lexicons").path()) }

    static func parser() throws -> PageParser { PageParser(lexicons: try lexicons.get(), generation: 1) }

    static func page(_ bytes: [UInt8], location: String = "test/page", charset: String? = nil) throws -> Page {
        try PageDecoder(lexicons: lexicons.get()).decode(
            bytes,
            facts: DocumentFacts(
                location: location, sha256: SHA256.sha256Hex(bytes), bytes: bytes.count, charset: charset))
    }

    static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

    /// Text files of a folder, by name.
    static func files(_ folder: String, suffix: String) -> [URL] {
        let found = try? FileManager.default.contentsOfDirectory(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return (found ?? []).filter { $0.lastPathComponent.hasSuffix(suffix) }.sorted { $0.path() < $1.path() }
    }

    /// Every page there is to parse: the samples, the gold and the invented ones.
    static let pages =
        files("seeds", suffix: ".txt")
        + files("Tests/Fixtures/gold/more", suffix: ".txt").filter {
            // The text beside an HTML page is its markup in UTF-8.
            let markup = $0.path().replacing(".decoded.txt", with: ".html")
            return markup == $0.path() || !FileManager.default.fileExists(atPath: markup)
        }
        + files("Tests/Fixtures/pages", suffix: ".txt")

    static func converted(_ bytes: [UInt8], to encoding: String) throws -> [UInt8] {
        let cfEncodings: [String: UInt] = [
            "GB18030": 0x8000_0632, "UTF-16LE": 0x9400_0100, "UTF-16BE": 0x9000_0100, "Big5": 0x8000_0A03,
            "Big5-HKSCS": 0x8000_0A06,
        ]
        let raw = try #require(cfEncodings[encoding])
        let text = try #require(String(bytes: bytes, encoding: .utf8))
        return [UInt8](try #require(text.data(using: String.Encoding(rawValue: raw))))
    }
}

/// A small generator whose seed is all there is to say to repeat a run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
