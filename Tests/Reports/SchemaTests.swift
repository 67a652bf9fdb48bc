import Foundation
import Reports
import Testing

struct SchemaTests {
    private static let folder = Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "config/schema")

    private static func schema(_ name: String) throws -> JSONValue {
        try JSONValue.parse([UInt8](try Data(contentsOf: folder.appending(path: "\(name)-1.schema.json"))))
    }

    /// Records with one of everything have the members the schema has, no more and no fewer.
    @Test(arguments: ["report", "parsed"])
    func theSchemaNamesTheMembersThatAreWritten(name: String) throws {
        let schema = try Self.schema(name)
        let record = try JSONValue.parse(Fixtures.bytes("records/\(name)-1.json"))
        var objects = 0
        try compare(record, schema, root: schema, path: name, &objects)
        #expect(objects > 20 || name == "parsed" && objects > 5)
    }

    private func compare(
        _ value: JSONValue, _ schema: JSONValue, root: JSONValue, path: String, _ objects: inout Int
    ) throws {
        let schema = try resolve(schema, root)
        switch value {
        case .object(let members):
            guard let properties = schema["properties"]?.members else { return }
            objects += 1
            let required = schema["required"]?.elements.compactMap(\.text) ?? []
            #expect(Set(members.keys).isSubset(of: properties.keys), "\(path)")
            #expect(Set(members.keys).isSuperset(of: required), "\(path)")
            for (name, member) in members {
                try compare(member, try #require(properties[name]), root: root, path: "\(path).\(name)", &objects)
            }
        case .array(let elements):
            let items = try #require(schema["items"], "\(path)")
            for element in elements { try compare(element, items, root: root, path: path + "[]", &objects) }
        default: return
        }
    }

    /// Follows references, and takes the branch beside null.
    private func resolve(_ schema: JSONValue, _ root: JSONValue) throws -> JSONValue {
        if let name = schema["$ref"]?.text?.split(separator: "/").last {
            return try resolve(try #require(root["$defs"]?[String(name)]), root)
        }
        if let branch = schema["anyOf"]?.elements.first { return try resolve(branch, root) }
        return schema
    }

    @Test func theSchemaHasTheModelsWords() throws {
        let report = try Self.schema("report")
        let definitions = try #require(report["$defs"])
        func words(_ schema: JSONValue?) -> Set<String> { Set(schema?["enum"]?.elements.compactMap(\.text) ?? []) }
        func property(_ definition: String, _ name: String) -> JSONValue? {
            definitions[definition]?["properties"]?[name]
        }
        #expect(words(report["properties"]?["kind"]) == Set(ReportKind.allCases.map(\.rawValue)))
        #expect(words(report["properties"]?["language"]) == Set(Language.allCases.map(\.rawValue)))
        #expect(words(definitions["basis"]) == Set(Basis.allCases.map(\.rawValue)))
        #expect(words(property("document", "encoding_from")) == Set(EncodingRule.allCases.map(\.rawValue)))
        #expect(words(property("removed", "reason")) == Set(RemovalReason.allCases.map(\.rawValue)))
        #expect(words(property("finding", "kind")) == Set(Finding.Kind.allCases.map(\.rawValue)))
        #expect(words(property("finding", "certainty")) == Set(Finding.Certainty.allCases.map(\.rawValue)))
        #expect(words(property("secondment", "direction")) == Set(Direction.allCases.map(\.rawValue)))
        #expect(words(property("secondment", "host_level")) == Set(DivisionLevel.allCases.map(\.rawValue)))
        #expect(
            words(property("secondment", "missing")?["additionalProperties"]) == Set(Missing.allCases.map(\.rawValue)))
        let place = property("mentions", "places")?["items"]?["properties"]
        #expect(words(place?["status"]) == Set(PlaceMention.Status.allCases.map(\.rawValue)))
        let date = property("mentions", "dates")?["items"]?["properties"]
        #expect(words(date?["precision"]) == Set(DateMention.Precision.allCases.map(\.rawValue)))
    }

    /// Each schema stands alone, so that any validator reads it; what two of them define must be the same.
    @Test func sharedDefinitionsAreTheSame() throws {
        let report = try Self.schema("report")
        for name in ["parsed", "archive"] {
            let other = try Self.schema(name)
            let shared = try #require(other["$defs"]?.members)
            var count = 0
            for (definition, schema) in shared {
                guard let own = report["$defs"]?[definition] else { continue }
                #expect(own == schema, "\(name) \(definition)")
                count += 1
            }
            #expect(count > 5)
        }
        let archived = try #require(try Self.schema("archive")["$defs"]?["report"])
        #expect(archived["properties"] == report["properties"])
        #expect(archived["required"] == report["required"])
    }

    @Test(
        .enabled(if: Python.hasJSONSchema, "needs the Python module jsonschema"),
        arguments: ["report", "parsed", "archive"])
    func samplesAreValid(name: String) throws {
        let result = try validate(name, [Fixtures.folder.appending(path: "records/\(name)-1.json")])
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(
        .enabled(if: Python.hasJSONSchema, "needs the Python module jsonschema"),
        arguments: [
            ("\"kind\":\"reflection\"", "\"kind\":\"poem\""), ("\"r1:0123", "\"r1:012"),
            ("\"level\":1,", "\"level\":1,\"depth\":2,"),
            ("\"language\":\"zh-Hans\",", ""), ("\"weight\":0.31", "\"weight\":3.1"), ("\"650000\"", "\"65000\""),
            ("\"start\":\"2024-01-17\"", "\"start\":\"17.1.2024\""), ("\"text_map\":[[0,", "\"text_map\":[["),
            ("guazhi/report/1", "guazhi/report/2"), (".123456789Z", "Z"),
            ("\"0001020304050607\"", "\"ff01020304050607\""),
        ])
    func faultsAreFound(found: String, replacement: String) throws {
        let text = String(decoding: try Fixtures.bytes("records/report-1.json"), as: UTF8.self)
        let changed = text.replacing(found, with: replacement)
        #expect(changed != text)
        let file = FileManager.default.temporaryDirectory.appending(path: "guazhi-\(UUID()).json")
        try Data(changed.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try validate("report", [file])
        #expect(result.status == 1, "\(result.output)")
    }

    private func validate(_ name: String, _ files: [URL]) throws -> (status: Int32, output: String) {
        let script = Fixtures.folder.appending(path: "schema/validate.py").path
        return try Python.run([script, Self.folder.appending(path: "\(name)-1.schema.json").path] + files.map(\.path))
    }
}

extension JSONValue {
    fileprivate subscript(_ name: String) -> JSONValue? { members?[name] }

    fileprivate var members: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    fileprivate var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    fileprivate var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
