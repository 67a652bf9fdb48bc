internal import Reports

/// What two reports are compared by: the upper halves of the hashes of ``ReportIdentity/sketch(folded:)``.
///
/// A report of 600 characters has some 18 hashes in its fingerprint, which finds those like it, and about 75 here, which
/// tell a text with a third written anew from one that shares slogans. A long text needs no more than the fingerprint's,
/// which are the smallest of these: ``thinned`` has them alone.
struct TextSketch: Sendable {
    /// Ascending, without repeats.
    let hashes: [UInt32]

    init(_ text: String) {
        self.init(sketch: ReportIdentity.sketch(folded: Fold.version1.fold(text: text)))
    }

    /// Of hashes below 2^61, ascending.
    init(sketch: [UInt64]) {
        var hashes: [UInt32] = []
        hashes.reserveCapacity(sketch.count)
        for hash in sketch {
            let upper = UInt32(truncatingIfNeeded: hash >> 29)
            if upper != hashes.last { hashes.append(upper) }
        }
        self.hashes = hashes
    }

    init(packed hashes: [UInt32]) { self.hashes = hashes }

    /// As many hashes as the fingerprint has: those below a quarter of the bound.
    var thinned: ArraySlice<UInt32> { Self.thinned(hashes[...]) }

    static func thinned(_ hashes: ArraySlice<UInt32>) -> ArraySlice<UInt32> { hashes.prefix { $0 < 1 << 30 } }

    /// The hashes in both, ascending.
    static func common(_ a: ArraySlice<UInt32>, _ b: ArraySlice<UInt32>) -> [UInt32] {
        var common: [UInt32] = []
        var (i, j) = (a.startIndex, b.startIndex)
        while i < a.endIndex && j < b.endIndex {
            if a[i] == b[j] {
                common.append(a[i])
                i += 1
                j += 1
            } else if a[i] < b[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return common
    }
}
