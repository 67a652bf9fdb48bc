internal import Reports

/// A document that is a ZIP file of XML parts: Word's and OpenDocument's texts; all others are named and refused.
struct OfficePackage {
    private let zip: ZipFile
    private let location: String
    private let limits: DocumentLimits

    static let wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    static let openDocumentType = "application/vnd.oasis.opendocument.text"

    /// Reads the text of a document.
    static func text(
        of bytes: [UInt8], location: String, limits: DocumentLimits
    ) throws(Refusal) -> (mediaType: String, text: ExtractedText) {
        let package = OfficePackage(
            zip: try ZipFile(bytes, location: location, limits: limits), location: location, limits: limits)
        if package.zip.isEncrypted {
            throw Refusal(.undecodable, "\(location) is a ZIP or Office file with a password; remove it first.")
        }
        let listed = try package.zip.contents { $0 == "mimetype" || $0.hasSuffix(".rels") && $0.contains("_rels/") }
        let declared = listed["mimetype"].map { String(decoding: $0.prefix(100), as: UTF8.self) } ?? ""
        if let main = try package.wordPart(listed) {
            return (wordType, try package.word(main, listed))
        }
        if declared.hasPrefix(openDocumentType), package.zip.names.contains("content.xml") {
            return (openDocumentType, try package.openDocument())
        }
        throw Refusal(
            .unsupportedMediaType,
            "\(location) is \(package.name(declared)); of Office files only texts (.docx, .odt) can be read.")
    }

    private func name(_ declared: String) -> String {
        let names = Set(zip.names)
        if declared.hasPrefix("application/epub") { return "an EPUB book" }
        if declared.hasPrefix("application/vnd.oasis.opendocument") { return "an OpenDocument file that is no text" }
        if names.contains("xl/workbook.xml") || names.contains("xl/workbook.bin") { return "an Excel file" }
        if names.contains("ppt/presentation.xml") { return "a PowerPoint file" }
        if names.contains("OFD.xml") { return "an OFD file" }
        if names.contains("META-INF/MANIFEST.MF") { return "a Java archive" }
        return "a ZIP file of \(zip.names.count) entries"
    }

    // MARK: Word

    /// The part with the text, as the package's relationships say; it need not be `word/document.xml`.
    private func wordPart(_ listed: [String: [UInt8]]) throws(Refusal) -> String? {
        let names = Set(zip.names)
        if let relations = listed["_rels/.rels"] {
            let targets = try read(relations, Relationships())
            if let main = targets.of("officeDocument").map({ Self.resolved($0, in: "") }), names.contains(main),
                main.hasPrefix("word/")
            {
                return main
            }
        }
        return names.contains("word/document.xml") ? "word/document.xml" : nil
    }

    private func word(_ main: String, _ listed: [String: [UInt8]]) throws(Refusal) -> ExtractedText {
        let folder = main.lastIndex(of: "/").map { String(main[...$0]) } ?? ""
        let relations = try listed["\(folder)_rels/\(main.dropFirst(folder.count)).rels"]
            .map { (xml) throws(Refusal) in try read(xml, Relationships()) }
        func part(_ kind: String) -> String {
            relations?.of(kind).map { Self.resolved($0, in: folder) } ?? "\(folder)\(kind).xml"
        }
        let (styleName, numberingName) = (part("styles"), part("numbering"))
        let noteNames = [part("footnotes"), part("endnotes")]
        let wanted = Set([main, styleName, numberingName, "docProps/core.xml"] + noteNames)
        let parts = try zip.contents(where: wanted.contains)
        guard let document = parts[main] else {
            throw Refusal(.undecodable, "\(location) is a Word file without its text (\(main)).")
        }
        let styles = try read(parts[styleName], WordStyles())
        let numbering = try read(parts[numberingName], WordNumbering())
        let body = WordBody(styles: styles, numbering: numbering, maximumScalars: limits.textScalars)
        for name in noteNames { try read(parts[name], body) }
        try read(document, body)
        try check(body)
        let (scalars, regions) = body.finished()
        if body.embedsOtherText, scalars.allSatisfy({ Scalars.isBlank($0) }) {
            throw Refusal(
                .unsupportedMediaType,
                "\(location) is a Word file that only embeds another file; open it in Word and save it again.")
        }
        return ExtractedText(
            scalars: scalars, stated: try read(parts["docProps/core.xml"], DocumentProperties()).facts, regions: regions
        )
    }

    private static func resolved(_ target: String, in folder: String) -> String {
        target.hasPrefix("/") ? String(target.dropFirst()) : folder + target
    }

    // MARK: OpenDocument

    private func openDocument() throws(Refusal) -> ExtractedText {
        let parts = try zip.contents { ["content.xml", "meta.xml", "META-INF/manifest.xml"].contains($0) }
        if try read(parts["META-INF/manifest.xml"], EncryptionMark()).isFound {
            throw Refusal(.undecodable, "\(location) is an OpenDocument text with a password; remove it first.")
        }
        let body = OpenDocumentBody(maximumScalars: limits.textScalars)
        try read(parts["content.xml"], body)
        try check(body)
        let (scalars, regions) = body.finished()
        return ExtractedText(
            scalars: scalars, stated: try read(parts["meta.xml"], DocumentProperties()).facts, regions: regions)
    }

    // MARK: Parts

    private func check(_ body: some XMLHandler) throws(Refusal) {
        guard !body.isSatisfied else { return }
        throw Refusal(.tooLarge, "\(location) has more than \(limits.textScalars) characters of text.")
    }

    /// Tells a part to a handler; a part that is not there tells nothing.
    @discardableResult
    private func read<Handler: XMLHandler>(_ xml: [UInt8]?, _ handler: Handler) throws(Refusal) -> Handler {
        guard let xml else { return handler }
        do throws(XMLReader.Failure) {
            try XMLReader.read(xml, maximumDepth: limits.elementDepth, into: handler)
        } catch {
            throw refusal(error)
        }
        return handler
    }

    private func refusal(_ failure: XMLReader.Failure) -> Refusal {
        switch failure {
        case .hasDocumentType:
            Refusal(
                .undecodable, "\(location) declares a document type, which no Office program writes; it is not read.")
        case .tooDeep:
            Refusal(.tooLarge, "\(location) nests its XML more than \(limits.elementDepth) elements deep.")
        case .malformed(let line, let reason):
            Refusal(.undecodable, "\(location) is an Office file with damaged XML (line \(line): \(reason)).")
        }
    }
}
