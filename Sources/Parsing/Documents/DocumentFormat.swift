/// What a document is by its first bytes, whatever its name says.
enum DocumentFormat: Hashable {
    /// Text, or what may be.
    case text
    /// An Office document of today, or another ZIP file.
    case package
    case pdf
    /// Something that is named and refused.
    case other(String)

    init(_ bytes: [UInt8]) {
        self = .text
        if let known = Self.signatures.first(where: { bytes.starts(with: $0.0) }) {
            self = known.1
        } else if bytes.starts(with: Self.compound) {
            self = .other(Self.compoundName(bytes))
        } else if Self.isPDF(bytes) {
            self = .pdf
        }
    }

    private static let signatures: [([UInt8], DocumentFormat)] = [
        ([0x50, 0x4B, 0x03, 0x04], .package), ([0x50, 0x4B, 0x05, 0x06], .package),
        (Array("{\\rtf".utf8), .other("an RTF file")), ([0x1F, 0x8B], .other("a gzip file")),
        (Array("Rar!".utf8), .other("a RAR file")), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .other("a 7z file")),
        ([0x89, 0x50, 0x4E, 0x47], .other("a PNG image")), ([0xFF, 0xD8, 0xFF], .other("a JPEG image")),
        (Array("GIF8".utf8), .other("a GIF image")), ([0x49, 0x49, 0x2A, 0x00], .other("a TIFF image")),
        ([0x4D, 0x4D, 0x00, 0x2A], .other("a TIFF image")), ([0x28, 0xB5, 0x2F, 0xFD], .other("a zstd file")),
        ([0x7F, 0x45, 0x4C, 0x46], .other("a program")),
    ]

    private static let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0]

    /// An old Office file, or a new one with a password, which wraps it in the old container.
    private static func compoundName(_ bytes: [UInt8]) -> String {
        let streams = [
            ("EncryptedPackage", "an Office file with a password"), ("WordDocument", "an old Word file (.doc)"),
            ("Workbook", "an old Excel file (.xls)"), ("PowerPoint Document", "an old PowerPoint file (.ppt)"),
        ]
        return streams.first { contains(bytes, $0.0.utf8.flatMap { [$0, 0] }) }?.1 ?? "an old Office file"
    }

    private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            wanted.withUnsafeBytes { wanted in
                (0..<max(bytes.count - wanted.count + 1, 0)).contains { start in
                    bytes[start] == wanted[0] && bytes[start..<start + wanted.count].elementsEqual(wanted)
                }
            }
        }
    }

    /// Blanks and a byte-order mark may stand before the signature.
    private static func isPDF(_ bytes: [UInt8]) -> Bool {
        let blank: Set<UInt8> = [0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x20, 0xEF, 0xBB, 0xBF]
        return bytes.prefix(64).drop { blank.contains($0) }.starts(with: Array("%PDF-".utf8))
            || bytes.starts(with: Array("%PDF-".utf8))
    }
}
