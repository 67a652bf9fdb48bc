/// The ids and fingerprints of reports.
///
/// Both rest on scalars folded by ``Fold/version1`` and on nothing a library may change, so that anybody can compute
/// them again; `Tests/Fixtures/identity/fold-1.json` has vectors, `reference.py` beside it is a second implementation.
public enum ReportIdentity {
    /// Below so many folded scalars a body (见附件) says too little: its title and location count too.
    public static let shortBody = 64

    /// The id of a report: `r1:` and the first 32 hex digits of the SHA-256 of these bytes:
    ///
    /// 1. the folded body in UTF-8;
    /// 2. where the author's name folds to anything: the byte 1F, then the folded name in UTF-8;
    /// 3. where the body has fewer than ``shortBody`` scalars: the byte 1E, the folded title in UTF-8 (nothing where
    ///    there is none), the byte 1E, and the location in UTF-8, unfolded.
    ///
    /// Folded text has no control characters, so that no two inputs run into one another.
    ///
    /// - Parameter body: The text without title, subtitle, byline and signature lines, part label and section numbers,
    ///   folded.
    public static func reportIdentifier(
        body: [UInt32], authorName: String?, title: String?, location: String
    ) -> String {
        let fold = Fold.version1
        var bytes = utf8(body)
        let author = authorName.map { fold.fold(text: $0) } ?? []
        if !author.isEmpty {
            bytes.append(0x1F)
            bytes += utf8(author)
        }
        if body.count < shortBody {
            bytes.append(0x1E)
            bytes += utf8(title.map { fold.fold(text: $0) } ?? [])
            bytes.append(0x1E)
            bytes += Array(location.utf8)
        }
        return "r1:" + Hexadecimal.text(SHA256.hash(bytes).prefix(16))
    }

    /// The hashes below 2^64 / 32 of all runs of eight folded scalars, ascending and without repeats.
    ///
    /// All arithmetic is modulo 2^64. A run c0 … c7 has the polynomial
    /// p = c0·B^7 + c1·B^6 + … + c7, B = 9E3779B97F4A7C15 (hex), and the hash h is p through the finaliser of
    /// SplitMix64 (G. Steele, D. Lea, C. Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA):
    ///
    ///     z = (p ^ (p >> 30)) · BF58476D1CE4E5B9
    ///     z = (z ^ (z >> 27)) · 94D049BB133111EB
    ///     h = z ^ (z >> 31)
    ///
    /// Keeping those below a bound keeps the same ones in every text that has them, so that Jaccard similarity and
    /// containment can be read off two fingerprints of any length.
    ///
    /// - Parameter body: As for the id.
    /// - Returns: About one hash in 32 scalars; nothing below eight.
    /// - Complexity: O(n).
    public static func fingerprint(folded body: [UInt32]) -> [UInt64] { hashes(folded: body, below: bound) }

    /// The hashes below 2^64 / 8 of all runs of eight folded scalars, ascending and without repeats: four times as many
    /// as in the fingerprint, to tell how like two short texts are. Those below 2^64 / 32 are the fingerprint.
    ///
    /// - Complexity: O(n log n).
    public static func sketch(folded text: [UInt32]) -> [UInt64] { hashes(folded: text, below: sketchBound) }

    @inline(__always)
    private static func hashes(folded body: [UInt32], below bound: UInt64) -> [UInt64] {
        guard body.count >= gram else { return [] }
        var kept: [UInt64] = []
        kept.reserveCapacity(body.count / Int(3 << 62 / bound))
        body.withUnsafeBufferPointer { body in
            var polynomial: UInt64 = 0
            for at in 0..<gram { polynomial = polynomial &* base &+ UInt64(body[at]) }
            var at = gram
            while true {
                // The last step leaves the bits above its shift as they are, so that it can wait for the bound.
                let mixed = mixed(polynomial)
                if mixed < bound { kept.append(mixed ^ (mixed &>> 31)) }
                if at == body.count { break }
                polynomial = (polynomial &- UInt64(body[at &- gram]) &* highest) &* base &+ UInt64(body[at])
                at &+= 1
            }
        }
        kept.sort()
        var unique: [UInt64] = []
        unique.reserveCapacity(kept.count)
        for hash in kept where hash != unique.last { unique.append(hash) }
        return unique
    }

    private static let gram = 8
    private static let bound: UInt64 = 1 << 59
    private static let sketchBound: UInt64 = 1 << 61
    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
    /// B^7.
    private static let highest = (1..<gram).reduce(UInt64(1)) { power, _ in power &* base }

    /// The finaliser up to its last shift.
    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        let z = (value ^ (value &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        return (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    }

    /// Scalars in UTF-8; what is no scalar becomes U+FFFD.
    private static func utf8(_ scalars: [UInt32]) -> [UInt8] {
        // Three bytes are written as four, of which the next character takes the last: hence room for one more.
        [UInt8](unsafeUninitializedCapacity: scalars.count * 4 + 1) { bytes, count in
            guard let start = bytes.baseAddress.map({ UnsafeMutableRawPointer($0) }) else { return }
            var output = start
            scalars.withUnsafeBufferPointer { scalars in
                for c in scalars {
                    if c &- 0x800 < 0xD000 {
                        let word = 0x80_80E0 | c &>> 12 | (c &<< 2) & 0x3F00 | (c &<< 16) & 0x3F_0000
                        output.storeBytes(of: word.littleEndian, as: UInt32.self)
                        output += 3
                    } else {
                        output = put(c, at: output)
                    }
                }
            }
            count = output - start
        }
    }

    /// Writes any scalar, and says where the next one goes.
    private static func put(_ c: UInt32, at output: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        let bytes: [UInt32]
        switch c {
        case 0..<0x80:
            output.storeBytes(of: UInt8(truncatingIfNeeded: c), as: UInt8.self)
            return output + 1
        case 0x80..<0x800: bytes = [0xC0 | c &>> 6, 0x80 | c & 0x3F]
        case 0x800..<0xD800, 0xE000..<0x10000:
            bytes = [0xE0 | c &>> 12, 0x80 | c &>> 6 & 0x3F, 0x80 | c & 0x3F]
        case 0x10000..<0x110000:
            bytes = [0xF0 | c &>> 18, 0x80 | c &>> 12 & 0x3F, 0x80 | c &>> 6 & 0x3F, 0x80 | c & 0x3F]
        default: bytes = [0xEF, 0xBF, 0xBD]
        }
        for (place, byte) in bytes.enumerated() {
            output.storeBytes(of: UInt8(truncatingIfNeeded: byte), toByteOffset: place, as: UInt8.self)
        }
        return output + bytes.count
    }
}
