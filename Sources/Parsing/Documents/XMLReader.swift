internal import CExpat

/// The vocabularies that matter here; each stands for all the URIs it goes by.
enum XMLNamespace: Sendable {
    case word, compatibility, math, vml, relationships, properties, terms, dublinCore
    case text, table, draw, office, manifest
    case other

    private static let addresses: [(uri: StaticString, namespace: XMLNamespace)] = [
        ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", .word),
        ("http://purl.oclc.org/ooxml/wordprocessingml/main", .word),
        ("http://schemas.openxmlformats.org/markup-compatibility/2006", .compatibility),
        ("http://schemas.openxmlformats.org/officeDocument/2006/math", .math),
        ("http://purl.oclc.org/ooxml/officeDocument/math", .math),
        ("urn:schemas-microsoft-com:vml", .vml),
        ("http://schemas.openxmlformats.org/package/2006/relationships", .relationships),
        ("http://schemas.openxmlformats.org/package/2006/metadata/core-properties", .properties),
        ("http://purl.org/dc/terms/", .terms),
        ("http://purl.org/dc/elements/1.1/", .dublinCore),
        ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", .text),
        ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", .table),
        ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", .draw),
        ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", .office),
        ("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", .manifest),
    ]

    init(_ uri: UnsafeBufferPointer<UInt8>) {
        let known = Self.addresses.first { known in
            known.uri.utf8CodeUnitCount == uri.count
                && known.uri.withUTF8Buffer { $0.elementsEqual(uri) }
        }
        self = known?.namespace ?? .other
    }
}

/// Attributes of the element that begins; valid only while it is reported.
struct XMLAttributes {
    fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?

    /// The value of the attribute of this local name, whatever its namespace.
    subscript(local: StaticString) -> String? {
        guard var pair = pairs else { return nil }
        while let name = pair[0], let value = pair[1] {
            let (_, found) = XMLReader.parts(of: name)
            if found.count == local.utf8CodeUnitCount, local.withUTF8Buffer({ $0.elementsEqual(found) }) {
                return String(cString: value)
            }
            pair += 2
        }
        return nil
    }
}

/// What an XML document is told to, in document order.
protocol XMLHandler: AnyObject {
    func begin(_ name: String, in namespace: XMLNamespace, _ attributes: XMLAttributes)
    func end()
    func text(_ utf8: UnsafeBufferPointer<UInt8>)
    /// Whether to go on; asked at every element.
    var isSatisfied: Bool { get }
}

/// Reads XML with Expat. Entities cannot be declared, so none can expand: a document type declaration ends the reading.
final class XMLReader {
    enum Failure: Error {
        case malformed(line: Int, String)
        case hasDocumentType
        case tooDeep
    }

    private let handler: any XMLHandler
    private let maximumDepth: Int
    private var depth = 0
    private var failure: Failure?
    private var parser: XML_Parser?

    private init(_ handler: any XMLHandler, maximumDepth: Int) {
        self.handler = handler
        self.maximumDepth = maximumDepth
    }

    /// Separates URI and local name in what Expat reports; it cannot stand in either.
    private static let separator: UInt8 = 0x0A

    /// Reads a whole document. A handler that says it is no longer satisfied ends it early, without an error.
    static func read(_ bytes: [UInt8], maximumDepth: Int, into handler: any XMLHandler) throws(Failure) {
        let reader = XMLReader(handler, maximumDepth: maximumDepth)
        guard let parser = XML_ParserCreateNS(nil, XML_Char(bitPattern: separator)) else {
            throw .malformed(line: 0, "out of memory")
        }
        defer { XML_ParserFree(parser) }
        reader.parser = parser
        // The reader outlives the parser, so the handlers may borrow it.
        XML_SetUserData(parser, Unmanaged.passUnretained(reader).toOpaque())
        XML_SetElementHandler(
            parser,
            { data, name, attributes in
                if let reader = XMLReader.from(data), let name { reader.begin(name, XMLAttributes(pairs: attributes)) }
            },
            { data, _ in XMLReader.from(data)?.end() })
        XML_SetCharacterDataHandler(parser) { data, text, count in
            guard let text else { return }
            text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                XMLReader.from(data)?.text(UnsafeBufferPointer(start: $0, count: Int(count)))
            }
        }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in XMLReader.from(data)?.stop(.hasDocumentType) }
        guard let count = Int32(exactly: bytes.count) else { throw .malformed(line: 0, "too long") }
        let status = bytes.withUnsafeBytes { raw in
            // All at once: fed in pieces, a token as long as the document would be scanned again for every piece.
            XML_Parse(parser, raw.baseAddress?.assumingMemoryBound(to: XML_Char.self), count, 1)
        }
        if let failure = reader.failure { throw failure }
        let code = XML_GetErrorCode(parser)
        if status != XML_STATUS_OK, code != XML_ERROR_ABORTED {
            let reason = XML_ErrorString(code).map { String(cString: $0) } ?? "unknown error"
            throw .malformed(line: Int(XML_GetCurrentLineNumber(parser)), reason)
        }
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> XMLReader? {
        data.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    fileprivate static func parts(
        of name: UnsafePointer<XML_Char>
    ) -> (uri: UnsafeBufferPointer<UInt8>, local: UnsafeBufferPointer<UInt8>) {
        var length = 0
        var mark: Int?
        while name[length] != 0 {
            if UInt8(bitPattern: name[length]) == separator { mark = length }
            length += 1
        }
        return name.withMemoryRebound(to: UInt8.self, capacity: length) { start in
            let from = mark.map { $0 + 1 } ?? 0
            return (
                UnsafeBufferPointer(start: start, count: mark ?? 0),
                UnsafeBufferPointer(start: start + from, count: length - from)
            )
        }
    }

    private func begin(_ name: UnsafePointer<XML_Char>, _ attributes: XMLAttributes) {
        guard failure == nil else { return }
        depth += 1
        guard depth <= maximumDepth else { return stop(.tooDeep) }
        let (uri, local) = Self.parts(of: name)
        handler.begin(String(decoding: local, as: UTF8.self), in: XMLNamespace(uri), attributes)
        if !handler.isSatisfied { stop(nil) }
    }

    private func end() {
        guard failure == nil else { return }
        depth -= 1
        handler.end()
    }

    private func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        if failure == nil { handler.text(utf8) }
    }

    private func stop(_ reason: Failure?) {
        failure = failure ?? reason
        if let parser { XML_StopParser(parser, 0) }
    }
}
