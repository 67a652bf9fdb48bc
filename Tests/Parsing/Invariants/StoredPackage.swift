/// An Office document made round its XML parts.
///
/// A ZIP file's checksums and lengths stop a fuzzer long before the XML: so an input that begins with `docx:` or `odt:` is
/// the parts alone, one behind the other with a zero byte between, and the file is made here.
enum StoredPackage {
    private static let kinds: [(mark: String, first: [(name: String, content: String)], parts: [String])] = [
        (
            "docx:", [],
            [
                "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "docProps/core.xml",
                "_rels/.rels", "word/_rels/document.xml.rels",
            ]
        ),
        (
            "odt:", [("mimetype", "application/vnd.oasis.opendocument.text")],
            ["content.xml", "meta.xml", "META-INF/manifest.xml"]
        ),
    ]

    /// The document an input stands for; the input itself where it is none of these.
    static func document(of bytes: [UInt8]) -> [UInt8] {
        for kind in kinds where bytes.starts(with: Array(kind.mark.utf8)) {
            let parts = bytes.dropFirst(kind.mark.utf8.count)
                .split(separator: 0, maxSplits: kind.parts.count - 1, omittingEmptySubsequences: false)
            return file(
                kind.first.map { ($0.name, Array($0.content.utf8)[...]) }
                    + zip(kind.parts, parts).filter { !$0.1.isEmpty }.map { ($0.0, $0.1) })
        }
        return bytes
    }

    /// A ZIP file whose entries are stored as they are (PKWARE, APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16).
    private static func file(_ entries: [(name: String, content: ArraySlice<UInt8>)]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, content) in entries {
            let name = Array(name.utf8)
            let common =
                number(20, 2) + number(0, 8) + number(checksum(content), 4) + number(content.count, 4)
                + number(content.count, 4) + number(name.count, 2) + number(0, 2)
            directory += number(0x0201_4B50, 4) + number(20, 2) + common + number(0, 10) + number(file.count, 4) + name
            file += number(0x0403_4B50, 4) + common + name + content
        }
        let end =
            number(0x0605_4B50, 4) + number(0, 4) + number(entries.count, 2) + number(entries.count, 2)
            + number(directory.count, 4) + number(file.count, 4) + number(0, 2)
        return file + directory + end
    }

    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> ($0 * 8)) : 0 }
    }

    /// CRC-32 as ZIP has it, bit by bit.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> Int {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(~crc)
    }
}
