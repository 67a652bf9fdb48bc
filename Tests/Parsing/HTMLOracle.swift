import CGumbo
import Foundation

/// What libgumbo's tree shows of a document: the oracle the HTML reader is held against.
enum HTMLOracle {
    /// The visible text without blanks.
    static func visibleText(_ html: String) -> String { withoutBlanks(text(html)) }

    /// The visible text as the tree has it.
    static func text(_ html: String) -> String {
        let bytes = Array(html.utf8)
        return bytes.withUnsafeBufferPointer { bytes in
            let characters = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            guard let characters else { return "" }
            var options = kGumboDefaultOptions
            guard let output = gumbo_parse_with_options(&options, characters, bytes.count) else { return "" }
            defer { gumbo_destroy_output(&options, output) }
            var text = ""
            // Nodes still to be looked at, the next one last.
            var nodes: [UnsafeMutablePointer<GumboNode>] = [output.pointee.root]
            while let node = nodes.popLast() { look(at: node, &text, &nodes) }
            return text
        }
    }

    static func withoutBlanks(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace && $0.value != 0 }))
    }

    private static func look(
        at node: UnsafeMutablePointer<GumboNode>, _ text: inout String, _ nodes: inout [UnsafeMutablePointer<GumboNode>]
    ) {
        switch node.pointee.type {
        case GUMBO_NODE_TEXT, GUMBO_NODE_CDATA, GUMBO_NODE_WHITESPACE:
            text += node.pointee.v.text.text.map { String(cString: $0) } ?? ""
        case GUMBO_NODE_ELEMENT:
            let element = node.pointee.v.element
            let tag = name(element)
            if dropped.contains(tag) || isHidden(element, tag) { return }
            if tag == "input" { text += button(element) }
            let children = element.children
            for index in (0..<Int(children.length)).reversed() {
                if let child = children.data[index] {
                    nodes.append(child.assumingMemoryBound(to: GumboNode.self))
                }
            }
        default: break
        }
    }

    private static func name(_ element: GumboElement) -> String {
        if element.tag != GUMBO_TAG_UNKNOWN { return String(cString: gumbo_normalized_tagname(element.tag)) }
        var original = element.original_tag
        gumbo_tag_from_original_text(&original)
        let bytes = UnsafeRawBufferPointer(start: original.data, count: original.length)
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    private static let dropped: Set<String> = [
        "script", "style", "noscript", "template", "iframe", "noembed", "noframes", "textarea", "select", "datalist",
        "object", "applet", "svg", "math", "video", "audio", "canvas", "rp", "title",
    ]

    private static func isHidden(_ element: GumboElement, _ tag: String) -> Bool {
        if attribute(element, "hidden") != nil { return tag != "body" && tag != "html" }
        if tag == "dialog", attribute(element, "open") == nil { return true }
        guard tag != "body", tag != "html", let style = attribute(element, "style")?.lowercased() else { return false }
        let compact = style.filter { !$0.isWhitespace }.split(separator: ";")
        return compact.contains { $0.hasPrefix("display:none") || $0.hasPrefix("visibility:hidden") }
    }

    private static func button(_ element: GumboElement) -> String {
        guard let type = attribute(element, "type")?.lowercased(), ["button", "submit", "reset"].contains(type) else {
            return ""
        }
        return attribute(element, "value") ?? ""
    }

    private static func attribute(_ element: GumboElement, _ name: String) -> String? {
        withUnsafePointer(to: element.attributes) { attributes in
            gumbo_get_attribute(attributes, name).map { String(cString: $0.pointee.value) }
        }
    }
}
