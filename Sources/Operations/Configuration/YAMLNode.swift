import CYAML

/// A place in a file, both counted from 1; columns count characters.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
    /// The line.
    public let line: Int
    /// The character in the line.
    public let column: Int

    /// `14:3`
    public var description: String { "\(line):\(column)" }

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init(_ mark: yaml_mark_t) {
        line = mark.line + 1
        column = mark.column + 1
    }
}

/// A YAML document as a tree that remembers where everything stands.
struct YAMLNode {
    struct Entry {
        let key: YAMLNode
        let value: YAMLNode
    }

    enum Content {
        /// A scalar as written; `isPlain` when it stands without quotes.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    let content: Content
    let position: SourcePosition

    /// Reads a file of one document; an empty one is an empty mapping.
    static func parse(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { throw YAMLError(nil, "no memory for the YAML parser") }
        defer { yaml_parser_delete(&parser) }
        return try bytes.withUnsafeBufferPointer { input throws(YAMLError) in
            // libyaml keeps the pointer until the parser is deleted or read to its end; both loads happen in here.
            yaml_parser_set_input_string(&parser, input.baseAddress, input.count)
            let root = try load(&parser)
            if let second = try load(&parser) { throw YAMLError(second.position, "there is a second document") }
            return root
                ?? YAMLNode(content: .mapping([]), position: SourcePosition(line: 1, column: 1))
        }
    }

    private static func load(_ parser: inout yaml_parser_t) throws(YAMLError) -> YAMLNode? {
        var document = yaml_document_t()
        guard yaml_parser_load(&parser, &document) == 1 else { throw YAMLError(parser) }
        defer { yaml_document_delete(&document) }
        guard let root = yaml_document_get_root_node(&document) else { return nil }
        var visited: Set<UnsafeMutablePointer<yaml_node_t>> = []
        return try node(root, &document, &visited, depth: 0)
    }

    private static let deepest = 16

    private static func node(
        _ pointer: UnsafeMutablePointer<yaml_node_t>, _ document: inout yaml_document_t,
        _ visited: inout Set<UnsafeMutablePointer<yaml_node_t>>, depth: Int
    ) throws(YAMLError) -> YAMLNode {
        let position = SourcePosition(pointer.pointee.start_mark)
        // libyaml resolves aliases into shared nodes, cycles included; a configuration needs none.
        guard visited.insert(pointer).inserted else {
            throw YAMLError(position, "anchors and aliases are not supported")
        }
        guard depth < deepest else { throw YAMLError(position, "nested too deeply") }
        func child(_ index: Int32) throws(YAMLError) -> YAMLNode {
            guard let child = yaml_document_get_node(&document, index) else {
                throw YAMLError(position, "incomplete document")
            }
            return try node(child, &document, &visited, depth: depth + 1)
        }
        switch pointer.pointee.type {
        case YAML_SCALAR_NODE:
            let scalar = pointer.pointee.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return YAMLNode(
                content: .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE), position: position)
        case YAML_SEQUENCE_NODE:
            let items = pointer.pointee.data.sequence.items
            var children: [YAMLNode] = []
            for item in UnsafeBufferPointer(start: items.start, count: items.top - items.start) {
                children.append(try child(item))
            }
            return YAMLNode(content: .sequence(children), position: position)
        case YAML_MAPPING_NODE:
            let pairs = pointer.pointee.data.mapping.pairs
            var entries: [Entry] = []
            for pair in UnsafeBufferPointer(start: pairs.start, count: pairs.top - pairs.start) {
                entries.append(Entry(key: try child(pair.key), value: try child(pair.value)))
            }
            return YAMLNode(content: .mapping(entries), position: position)
        default:
            throw YAMLError(position, "incomplete document")
        }
    }
}

/// Why a text is not the YAML we read, and where.
struct YAMLError: Error, Hashable {
    let position: SourcePosition?
    let message: String

    init(_ position: SourcePosition?, _ message: String) {
        self.position = position
        self.message = message
    }

    init(_ parser: yaml_parser_t) {
        let problem = parser.problem.map { String(cString: $0) } ?? "unknown problem"
        if parser.error == YAML_READER_ERROR {
            // Bytes that are no text: libyaml knows the offset, not the line.
            self.init(nil, "not valid YAML: \(problem) at byte \(parser.problem_offset)")
        } else {
            self.init(SourcePosition(parser.problem_mark), "not valid YAML: \(problem)")
        }
    }
}
