internal import Reports

/// Reads documents that are not text: what they are is told by their content.
struct DocumentReader {
    let limits: DocumentLimits

    /// Nil where the bytes look like text.
    ///
    /// A PDF is read by another program, so its text is a function of the bytes and of that program's version.
    func read(_ bytes: [UInt8], facts: DocumentFacts) throws(Refusal) -> Page? {
        let location = facts.location
        switch DocumentFormat(bytes) {
        case .text: return nil
        case .package:
            let (mediaType, text) = try OfficePackage.text(of: bytes, location: location, limits: limits)
            if text.scalars.allSatisfy({ Scalars.isBlank($0) || Scalars.isInvisible($0) }) {
                throw Refusal(.empty, "\(location) is an Office file without text, such as one of pictures.")
            }
            return Page(
                scalars: text.scalars, facts: facts, encodingFrom: .declared, mediaType: mediaType,
                stated: text.stated, regions: text.regions)
        case .pdf:
            let scalars = try PDFText.text(of: bytes, location: location, limits: limits)
            return Page(scalars: scalars, facts: facts, encodingFrom: .declared, mediaType: PDFText.mediaType)
        case .other(let name):
            throw Refusal(
                .unsupportedMediaType,
                "\(location) is \(name); text, HTML, .docx, .odt and PDF can be read, so convert it first.")
        }
    }
}
