/// The relationships of a part of an Office document: which part plays which role.
final class Relationships: XMLHandler {
    private var targets: [String: String] = [:]
    let isSatisfied = true

    /// The target of the relationship whose type ends in `/KIND`; the types' beginnings differ by edition.
    func of(_ kind: String) -> String? { targets[kind] }

    func begin(_ name: String, in namespace: XMLNamespace, _ attributes: XMLAttributes) {
        guard namespace == .relationships, name == "Relationship", attributes["TargetMode"] != "External",
            let type = attributes["Type"], let target = attributes["Target"], let slash = type.lastIndex(of: "/")
        else { return }
        let kind = String(type[type.index(after: slash)...])
        if targets[kind] == nil { targets[kind] = target }
    }

    func end() {}
    func text(_ utf8: UnsafeBufferPointer<UInt8>) {}
}

/// Whether an OpenDocument manifest says that parts are encrypted.
final class EncryptionMark: XMLHandler {
    private(set) var isFound = false
    var isSatisfied: Bool { !isFound }

    func begin(_ name: String, in namespace: XMLNamespace, _ attributes: XMLAttributes) {
        if namespace == .manifest, name == "encryption-data" { isFound = true }
    }

    func end() {}
    func text(_ utf8: UnsafeBufferPointer<UInt8>) {}
}
