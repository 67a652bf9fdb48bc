import Operations

/// The manifest in use, and which of its rows have met their file.
final class ManifestTable {
    private var manifest: Manifest?
    private var met: Set<Int> = []

    init(_ manifest: Manifest?) { self.manifest = manifest }

    var state: FileState? { manifest?.state }
    var name: String { manifest?.file.text ?? "" }

    func row(for path: BytePath) -> Manifest.Row? {
        guard let manifest, let number = manifest.row(for: path) else { return nil }
        met.insert(number)
        return manifest.rows[number]
    }

    var unmetRows: [Manifest.Row] {
        guard let manifest else { return [] }
        return manifest.rows.indices.filter { !met.contains($0) }.map { manifest.rows[$0] }
    }

    func refresh(roots: [SourceRoot]) throws(Failure) {
        guard let old = manifest, case .success(let state) = FileState.of(old.file, following: true), state != old.state
        else { return }
        manifest = try Manifest(file: old.file, roots: roots)
        met = []
    }
}
