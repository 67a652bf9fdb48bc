internal import Reports

/// Clauses that a report of a page has in common with what else the page has, where the two are otherwise different.
struct SharedPassageFinder {
    private let reading: Reading
    private let analysis: Analysis
    private let context: PageContext

    init(_ analysis: Analysis, _ context: PageContext) {
        self.analysis = analysis
        reading = analysis.reading
        self.context = context
    }

    private static let leastClauses = 5
    private static let leastScalars = 60

    func findings() -> [Finding] {
        guard let part = analysis.report.sightings.first?.part, part.count > 1 else { return [] }
        var own = ClauseHashes()
        var ours = Clauses()
        var ownCount = 0
        for index in 0...reading.count {
            guard let clause = ours.take(reading.at(index)) else { continue }
            own.insert(clause.hash)
            ownCount += 1
        }
        guard ownCount >= SharedPassageFinder.leastClauses else { return [] }
        var elsewhere: [UInt64: Span] = [:]
        for passage in context.passages {
            // Furniture is short; a neighbouring part is not.
            guard passage.text.utf8.count >= 200 else { continue }
            var text = passage.text
            text.withUTF8 { bytes in
                guard Scalars.count(bytes) >= 200 else { return }
                note(bytes, passage.start, own, &elsewhere)
            }
        }
        guard !elsewhere.isEmpty else { return [] }
        var shared: [(own: Span, other: Span)] = []
        var all = 0
        var clauses = Clauses()
        for index in 0...reading.count {
            guard let (hash, span) = clauses.take(reading.at(index)) else { continue }
            all += 1
            guard let other = elsewhere[hash], !analysis.isQuoted(span.start) else { continue }
            shared.append((span, other))
        }
        let length = shared.reduce(0) { $0 + $1.own.count }
        guard shared.count >= SharedPassageFinder.leastClauses, length >= SharedPassageFinder.leastScalars else {
            return []
        }
        let evidence =
            joined(shared.map(\.own)).map { Evidence(span: $0) }
            + joined(shared.map(\.other).sorted()).map { Evidence(place: .page, span: $0) }
        return [
            Finding(
                kind: .sharedPassage,
                claim: "\(shared.count) of \(all) clauses stand word for word in another part of the page",
                certainty: .certain, evidence: evidence)
        ]
    }

    /// Neighbouring clauses as one stretch.
    private func joined(_ spans: [Span]) -> [Span] {
        var list: [Span] = []
        for span in spans {
            if let last = list.last, span.start <= last.end + 2 {
                list[list.count - 1].end = max(last.end, span.end)
            } else {
                list.append(span)
            }
        }
        return list
    }

    /// Where the clauses of another part of the page stand first that the report may have too.
    private func note(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ own: ClauseHashes, _ elsewhere: inout [UInt64: Span]
    ) {
        func take(_ clause: (hash: UInt64, span: Span)?) {
            guard let (hash, span) = clause, own.mayContain(hash), elsewhere[hash] == nil else { return }
            elsewhere[hash] = Span(start + span.start, start + span.end)
        }
        var clauses = Clauses()
        var scalars = ScalarCursor(bytes)
        analysis.store.fold.withUnsafeBufferPointer { fold in
            while let scalar = scalars.next() {
                if let clause = clauses.take(
                    scalar < 1 << 16 ? UInt32(fold[Int(truncatingIfNeeded: scalar)]) : scalar)
                {
                    take(clause)
                }
            }
        }
        take(clauses.take(0x0A))
    }
}

/// Cuts a text into its clauses of some length, each with an FNV-1a hash of its characters.
private struct Clauses {
    /// Scalars from which on a clause is nobody's by chance.
    private static let leastLength = 8
    private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

    private var start = 0
    private var index = 0
    private var hash = basis

    /// The clause that ends before the next scalar; any mark ends the last one.
    @inline(__always)
    mutating func take(_ scalar: UInt32) -> (hash: UInt64, span: Span)? {
        defer { index &+= 1 }
        if Scalars.isHan(scalar) || Scalars.isLatin(scalar) {
            hash = (hash ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3
            return nil
        }
        defer {
            start = index &+ 1
            hash = Clauses.basis
        }
        return index &- start >= Clauses.leastLength ? (hash, Span(start, index)) : nil
    }
}

/// A set of hashes that may say yes to others too.
private struct ClauseHashes {
    private var bits = [UInt64](repeating: 0, count: 64)

    mutating func insert(_ hash: UInt64) { bits[Int(hash &>> 6 & 63)] |= 1 &<< (hash & 63) }

    func mayContain(_ hash: UInt64) -> Bool { bits[Int(hash &>> 6 & 63)] &>> (hash & 63) & 1 != 0 }
}
