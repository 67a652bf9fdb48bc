/// What reading one document may use. A document that needs more is refused; none is read in part.
struct DocumentLimits: Sendable {
    /// Of the XML parts of an Office document, unpacked, all together.
    var unpackedBytes = 64 << 20
    /// How much larger the unpacked parts may be than the file, once they pass `unpackedBytesAlways`.
    var unpackedRatio = 200
    /// Unpacked bytes that are within bounds whatever the file's size.
    var unpackedBytesAlways = 1 << 20
    /// Entries of a ZIP file.
    var entries = 10_000
    /// XML elements inside one another.
    var elementDepth = 256
    /// Scalars of the page text.
    var textScalars = 16 << 20
    /// Lines of a page text. The longest compilation has some thousands; a file of millions of one-character lines would
    /// take a hundred times its size in memory.
    var textLines = 200_000
    /// Of a converter's output.
    var outputBytes = 32 << 20
    /// CPU time of a converter, in seconds.
    var processorSeconds = 10
    /// Time a converter may take, whatever it does, in seconds.
    var wallSeconds = 20
    /// Address space of a converter, in bytes.
    var memoryBytes = 512 << 20
}
