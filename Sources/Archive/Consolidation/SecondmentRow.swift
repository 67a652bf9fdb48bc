internal import Reports

/// A row of `secondments`.
///
/// In canonical form:
/// - `id`: `s1:` and 32 hexadecimal digits of SHA-256 over the canonical array [person, host code, folded host unit,
///   cluster where it is part of the key, smallest folded post];
/// - `person`, `sending_unit`, `sending_place`, `host_unit`, `host_place`, `host_level`, `post`, `programme`, `direction`,
///   `start`, `finish`, `duration`: of each the value that most clusters attest, then that with the better basis (stated,
///   resolved, inferred), then the smaller canonical bytes; null where no report has one;
/// - `computed`: by name, chosen alike;
/// - `basis`: of each value that is not null the best label a report gives it; `missing`: of each that is null the most
///   telling one (masked, ambiguous, not_stated);
/// - `attestation`: of each value that is not null {clusters, reports}, how many clusters and which reports say so;
/// - `conflicts`: by field, the other values with their {basis, clusters, reports, value}, those with most clusters
///   first;
/// - `clusters`: how many clusters its reports are of, `reports`: their ids.
struct SecondmentRow {
    private var statements: [SecondmentStatement]
    private let smallestPost: String?
    private let key: [UInt8]

    /// The rows that the statements of one key make, by smallest post.
    static func rows(of statements: [SecondmentStatement], key: [UInt8]) -> [SecondmentRow] {
        var joined = DisjointSets(count: statements.count)
        let posts = statements.map { $0.secondment.post.map { Array(SecondmentTable.folded($0).utf8) } }
        var first: [[UInt8]?: Int] = [:]
        for (index, post) in posts.enumerated() {
            if let other = first[post] { joined.join(index, other) } else { first[post] = index }
        }
        // By first day; each joins the one that reaches furthest so far, if it begins within it.
        let dated = statements.indices
            .compactMap { index in statements[index].days.map { (days: $0, index: index) } }
            .sorted {
                ($0.days.lowerBound, $0.days.upperBound, $0.index) < ($1.days.lowerBound, $1.days.upperBound, $1.index)
            }
        var reach: (last: Int, index: Int)?
        for (days, index) in dated {
            if let reach, days.lowerBound <= reach.last { joined.join(index, reach.index) }
            if days.upperBound > reach?.last ?? .min { reach = (days.upperBound, index) }
        }
        var groups: [Int: [Int]] = [:]
        for index in statements.indices { groups[joined.root(index), default: []].append(index) }
        return groups.values.map { indices in
            let smallest = indices.compactMap { posts[$0] }.min { $0.lexicographicallyPrecedes($1) }
            return SecondmentRow(
                statements: indices.map { statements[$0] },
                smallestPost: smallest.map { String(decoding: $0, as: UTF8.self) },
                key: key)
        }.sorted { a, b in
            guard let left = a.smallestPost, let right = b.smallestPost else {
                return a.smallestPost == nil && b.smallestPost != nil
            }
            return Bytes.precedes(left, right)
        }
    }

    /// The row's line.
    var json: [UInt8] {
        let fields = Dictionary(uniqueKeysWithValues: Self.fields.map { ($0, SecondmentField($0, statements)) })
        var computed: [String: JSONValue] = [:]
        for name in Set(statements.flatMap { $0.secondment.computed.keys }) {
            let field = SecondmentField(
                statements.map { ($0, $0.secondment.computed[name].map { .string($0) }, nil, nil) })
            if let value = field.values.first { computed[name] = value.value }
        }
        var members: [String: JSONValue] = fields.mapValues { $0.values.first?.value ?? .null }
        members["attestation"] = .object(fields.compactMapValues { $0.values.first?.attestation })
        members["basis"] = .object(fields.compactMapValues { $0.values.first?.basis.map { .string($0.rawValue) } })
        members["clusters"] = .integer(Set(statements.map(\.cluster)).count)
        members["computed"] = .object(computed)
        members["conflicts"] = .object(
            fields.compactMapValues { field in
                field.values.count > 1 ? .array(field.values.dropFirst().map(\.conflict)) : nil
            })
        members["id"] = .string(identifier)
        members["missing"] = .object(
            fields.compactMapValues { field in
                field.values.isEmpty ? field.missing.map { .string($0.rawValue) } : nil
            })
        members["reports"] = .array(Set(statements.map(\.report)).sorted().map { .string($0.text) })
        return JSONValue.object(members).json()
    }

    private static let fields = [
        "person", "sending_unit", "sending_place", "host_unit", "host_place", "host_level", "post", "programme",
        "direction", "start", "finish", "duration",
    ]

    private var identifier: String {
        var hashed = JSONWriter()
        hashed.beginArray()
        hashed.string(Bytes.hex(key))
        hashed.string(smallestPost)
        hashed.endArray()
        return "s1:" + SHA256.sha256Hex(hashed.bytes).prefix(32)
    }
}

/// The values that reports give one field of a row, the chosen one first.
struct SecondmentField {
    struct Value {
        var value: JSONValue
        var basis: Basis?
        var reports: Set<ReportIdentifier> = []
        var clusters: Set<ReportIdentifier> = []

        var attestation: JSONValue {
            .object([
                "clusters": .integer(clusters.count), "reports": .array(reports.sorted().map { .string($0.text) }),
            ])
        }

        var conflict: JSONValue {
            .object([
                "basis": basis.map { .string($0.rawValue) } ?? .null, "clusters": .integer(clusters.count),
                "reports": .array(reports.sorted().map { .string($0.text) }), "value": value,
            ])
        }
    }

    private(set) var values: [Value] = []
    private(set) var missing: Missing?

    init(_ name: String, _ statements: [SecondmentStatement]) {
        self.init(
            statements.map { statement in
                let secondment = statement.secondment
                return (
                    statement, Self.value(name, secondment), secondment.basis[name], secondment.missing[name]
                )
            })
    }

    init(_ given: [(statement: SecondmentStatement, value: JSONValue?, basis: Basis?, missing: Missing?)]) {
        var found: [[UInt8]: Value] = [:]
        for (statement, value, basis, missing) in given {
            guard let value else {
                if let missing, Self.rank(missing) < self.missing.map(Self.rank) ?? .max { self.missing = missing }
                continue
            }
            let bytes = value.json()
            // In place: a copy of the sets for each statement would make a common name cost the square of its rows.
            func add(to held: inout Value) {
                if let basis, Self.rank(basis) < held.basis.map(Self.rank) ?? .max { held.basis = basis }
                held.reports.insert(statement.report)
                held.clusters.insert(statement.cluster)
            }
            add(to: &found[bytes, default: Value(value: value, basis: basis)])
        }
        values = found.sorted { a, b in
            if a.value.clusters.count != b.value.clusters.count {
                return a.value.clusters.count > b.value.clusters.count
            }
            let (left, right) = (a.value.basis.map(Self.rank) ?? .max, b.value.basis.map(Self.rank) ?? .max)
            return left != right ? left < right : a.key.lexicographicallyPrecedes(b.key)
        }.map(\.value)
    }

    private static func rank(_ basis: Basis) -> Int {
        switch basis {
        case .stated: 0
        case .resolved: 1
        case .inferred: 2
        }
    }

    private static func rank(_ missing: Missing) -> Int {
        switch missing {
        case .masked: 0
        case .ambiguous: 1
        case .notStated: 2
        }
    }

    private static func value(_ name: String, _ secondment: Secondment) -> JSONValue? {
        let text: String?
        switch name {
        case "person": text = secondment.person
        case "sending_unit": text = secondment.sendingUnit
        case "sending_place": return secondment.sendingPlace.map(place)
        case "host_unit": text = secondment.hostUnit
        case "host_place": return secondment.hostPlace.map(place)
        case "host_level": text = secondment.hostLevel?.rawValue
        case "post": text = secondment.post
        case "programme": text = secondment.programme
        case "direction": text = secondment.direction?.rawValue
        case "start": text = secondment.start
        case "finish": text = secondment.finish
        case "duration": text = secondment.duration
        default: text = nil
        }
        return text.map { .string($0) }
    }

    private static func place(_ place: DivisionReference) -> JSONValue {
        .object(["code": .string(place.code), "name": .string(place.name)])
    }
}

/// Sets that only ever join.
private struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(_ index: Int) -> Int {
        var index = index
        while parents[index] != index {
            parents[index] = parents[parents[index]]
            index = parents[index]
        }
        return index
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (left, right) = (root(a), root(b))
        parents[max(left, right)] = min(left, right)
    }
}
