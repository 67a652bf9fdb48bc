/// Title and last change, as `docProps/core.xml` and OpenDocument's `meta.xml` have them.
///
/// The time of creation is left out: it is that of the file or of the template the text was written over, and says
/// nothing of when the text appeared. The last change is an update in the sense of the record. The creator is the name
/// of an Office account, often the computer shop's, never a byline.
final class DocumentProperties: XMLHandler {
    private var title = ""
    private var modified = ""
    private var path: [(namespace: XMLNamespace, name: String)] = []
    let isSatisfied = true

    var facts: PageFacts {
        let trimmed = Scalars.array(title).drop { Scalars.isBlank($0) }
        let end = trimmed.lastIndex { !Scalars.isBlank($0) }.map { $0 + 1 } ?? trimmed.startIndex
        let shown = Scalars.string(trimmed[trimmed.startIndex..<end])
        return PageFacts(title: shown.isEmpty ? nil : shown, updatedAt: Self.time(modified))
    }

    func begin(_ name: String, in namespace: XMLNamespace, _ attributes: XMLAttributes) {
        path.append((namespace, name))
    }

    func end() { path.removeLast() }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        switch path.last.map({ ($0.namespace, $0.name) }) {
        case (.dublinCore, "title")?: if title.utf8.count < 1000 { title += String(decoding: utf8, as: UTF8.self) }
        case (.terms, "modified")?, (.dublinCore, "date")?:
            if modified.utf8.count < 40 { modified += String(decoding: utf8, as: UTF8.self) }
        default: break
        }
    }

    /// RFC 3339 to the second: `2021-03-05T08:10:00Z`, with a zone; nil for all else. OpenDocument writes local times
    /// and fractions; such a time counts as the date it is.
    private static func time(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        let isDate =
            bytes.count >= 10
            && bytes[..<10].enumerated().allSatisfy { place, byte in
                place == 4 || place == 7 ? byte == 0x2D : (0x30...0x39).contains(byte)
            }
        // Programs write 1601, 1970 or 1980 where they do not know.
        guard isDate, text >= "1990", text < "2100" else { return nil }
        let pattern = Array("0000-00-00T00:00:00Z".utf8)
        let isTime =
            bytes.count == pattern.count
            && zip(bytes, pattern).allSatisfy { $1 == 0x30 ? (0x30...0x39).contains($0) : $0 == $1 }
        return isTime ? text : String(text.prefix(10))
    }
}
