internal import Reports

/// Units of the centre, which have no division in their name: told by how it begins.
struct CentralUnits: Sendable {
    /// Ministries, courts and bodies led from the capital.
    var organs: [[UInt8]] = []
    /// Enterprises and bodies of the whole country, where no branch is named.
    var national: [[UInt8]] = []

    /// Beijing, for a department of the centre: concluded, not said.
    func place(_ unit: String, _ store: LexiconStore) -> Int32? {
        guard isOrgan(unit), !unit.contains("巡回") else { return nil }
        return store.byCode[110_000]
    }

    func isOrgan(_ unit: String) -> Bool { CentralUnits.begins(unit, organs) }

    /// Whether a unit without a division in its name stands above the provinces.
    func isCentral(_ unit: String) -> Bool { isOrgan(unit) || CentralUnits.begins(unit, national) }

    private static func begins(_ unit: String, _ names: [[UInt8]]) -> Bool {
        var unit = unit
        return unit.withUTF8 { unit in
            names.contains { name in
                guard name.count <= unit.count, name.isEmpty || name[name.count - 1] == unit[name.count - 1] else {
                    return false
                }
                for place in name.indices where name[place] != unit[place] { return false }
                return true
            }
        }
    }
}
