/// What the styles of a Word document say of its text.
final class WordStyles: XMLHandler {
    struct Style {
        /// 0 for the title, from 1 for headings; nil for body text.
        var heading: Int?
        var isHidden: Bool?
        var list: WordNumbering.Place?
        fileprivate var base: String?
    }

    private var styles: [String: Style] = [:]
    private var current: (id: String, style: Style)?
    private var path: [String] = []
    let isSatisfied = true

    /// A style with what it inherits.
    subscript(id: String) -> Style {
        guard var style = styles[id] else { return Style(heading: styles.isEmpty ? Self.heading(of: id) : nil) }
        var base = style.base
        // Styles that inherit from one another in a circle end here too.
        for _ in 0..<16 {
            guard let name = base, let inherited = styles[name] else { break }
            style.heading = style.heading ?? inherited.heading
            style.isHidden = style.isHidden ?? inherited.isHidden
            style.list = style.list ?? inherited.list
            base = inherited.base
        }
        if style.heading == Self.bodyText { style.heading = nil }
        return style
    }

    /// What `w:outlineLvl` says: 9 is body text.
    static func heading(outlineLevel: String?) -> Int? {
        guard let level = outlineLevel.flatMap({ Int($0) }), (0...9).contains(level) else { return nil }
        return level == 9 ? bodyText : level + 1
    }

    /// Body text by decision, which a style that is inherited from does not change.
    static let bodyText = -1

    /// What a style's name says; Office stores the English names of its own styles, other writers the Chinese ones.
    private static func heading(of name: String) -> Int? {
        let plain = name.lowercased().filter { $0 != " " }
        if ["title", "标题", "標題"].contains(plain) { return 0 }
        for word in ["heading", "标题", "標題"] where plain.hasPrefix(word) {
            if let level = Int(plain.dropFirst(word.count)), (1...9).contains(level) { return level }
        }
        return nil
    }

    func begin(_ name: String, in namespace: XMLNamespace, _ attributes: XMLAttributes) {
        path.append(name)
        guard namespace == .word else { return }
        if name == "style" {
            current = attributes["styleId"].map { ($0, Style()) }
        } else if path.count < 3 || path[path.count - 2] != "style" {
            property(name, attributes)
        } else if name == "name" {
            if current?.style.heading == nil { current?.style.heading = attributes["val"].flatMap(Self.heading) }
        } else if name == "basedOn" {
            current?.style.base = attributes["val"]
        }
    }

    private func property(_ name: String, _ attributes: XMLAttributes) {
        switch name {
        case "outlineLvl":
            if let level = Self.heading(outlineLevel: attributes["val"]) { current?.style.heading = level }
        case "vanish": current?.style.isHidden = attributes.isOn
        case "numId":
            if let id = attributes["val"] {
                let level = current?.style.list?.level ?? 0
                current?.style.list = WordNumbering.Place(list: id, level: level)
            }
        case "ilvl":
            if let level = attributes["val"].flatMap({ Int($0) }) {
                let list = current?.style.list?.list ?? ""
                current?.style.list = WordNumbering.Place(list: list, level: level)
            }
        default: break
        }
    }

    func end() {
        if path.popLast() == "style", let current {
            styles[current.id] = current.style
            self.current = nil
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) {}
}

extension XMLAttributes {
    /// The value of a switch such as `w:vanish`, which is on when nothing is said.
    var isOn: Bool { !["0", "false", "off"].contains(self["val"] ?? "1") }
}
