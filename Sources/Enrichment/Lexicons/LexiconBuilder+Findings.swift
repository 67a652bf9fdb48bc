internal import Reports

/// What the findings look for: names of the kind `theme` that have no theme, told apart by their own tables.
extension LexiconBuilder {
    mutating func readFindings() throws(LexiconError) {
        let spunTable = try table("spun.tsv")
        try spunTable.forEachRow(["spun", "usual"]) { fields throws(LexiconError) in
            if fields[1].isEmpty {
                try spunTable.refuse(fields[1], "the usual phrase is empty: write it or remove the line")
            }
            guard try field(spunTable, fields[0], "the phrase") else { return }
            try spunTable.refuseRepeated(fields[0])
            spun[insert(.theme)] = true
        }
        let landmarkTable = try table("landmarks.tsv")
        try landmarkTable.forEachRow(["name", "code"]) { fields throws(LexiconError) in
            let code = try landmarkTable.code(fields[1], digits: 6)
            if faults.isCollecting, byCode[code] == nil {
                try landmarkTable.refuse(fields[1], "divisions.tsv has no division \(landmarkTable.text(fields[1]))")
            }
            guard try field(landmarkTable, fields[0], "the name") else { return }
            try landmarkTable.refuseRepeated(fields[0])
            landmarks[insert(.theme)] = code
        }
        let centralTable = try table("central-units.tsv")
        try centralTable.forEachRow(["prefix", "class"]) { fields throws(LexiconError) in
            guard try field(centralTable, fields[0], "the prefix") else { return }
            try centralTable.refuseRepeated(fields[0])
            switch centralTable.text(fields[1]) {
            case "organ": centralUnits.organs.append(Array(centralTable.bytes[fields[0]]))
            case "national": centralUnits.national.append(Array(centralTable.bytes[fields[0]]))
            case let other: try centralTable.refuse(fields[1], "the class must be organ or national, not “\(other)”")
            }
        }
    }
}
