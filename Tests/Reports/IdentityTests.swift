import Foundation
import Reports
import Testing

struct IdentityTests {
    struct Vector: Decodable, Sendable {
        var name: String
        var same_id_as: String?
        var author: String?
        var title: String?
        var location: String
        var body: String
        var folded: String
        var id: String
        var fingerprint: [String]
    }
    struct Vectors: Decodable { var cases: [Vector] }

    static func vectors() throws -> [Vector] {
        let data = Data(try Fixtures.bytes("identity/fold-1.json"))
        return try JSONDecoder().decode(Vectors.self, from: data).cases
    }

    @Test(arguments: try vectors())
    func agreesWithTheSecondImplementation(vector: Vector) {
        let folded = Fold.version1.fold(text: vector.body)
        #expect(folded == vector.folded.unicodeScalars.map(\.value))
        let id = ReportIdentity.reportIdentifier(
            body: folded, authorName: vector.author, title: vector.title, location: vector.location)
        #expect(id == vector.id)
        let fingerprint = ReportIdentity.fingerprint(folded: folded).map { hash in
            let digits = String(hash, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        #expect(fingerprint == vector.fingerprint)
    }

    @Test func idsAreEqualWhereTheyShouldBeAndNowhereElse() throws {
        let vectors = try Self.vectors()
        #expect(vectors.count > 20)
        for vector in vectors {
            let twin = vectors.first { $0.name == vector.same_id_as ?? vector.name }
            #expect(twin?.id == vector.id, "\(vector.name)")
        }
        #expect(Set(vectors.map(\.id)).count == vectors.count { $0.same_id_as == nil })
    }

    @Test func aFingerprintTellsContainment() throws {
        var random = SeededGenerator(seed: 8)
        let text = (0..<20_000).map { _ in UInt32.random(in: 0x4E00...0x9FA5, using: &random) }
        let whole = Set(ReportIdentity.fingerprint(folded: text))
        let piece = ReportIdentity.fingerprint(folded: Array(text[5000..<9000]))
        #expect(whole.isSuperset(of: piece))
        #expect(piece == piece.sorted() && Set(piece).count == piece.count)
        #expect(piece.allSatisfy { $0 < 1 << 59 })
        #expect(500...750 ~= whole.count)
        #expect(90...160 ~= piece.count)
    }

    @Test func theFingerprintIsTheLowestQuarterOfTheSketch() {
        var random = SeededGenerator(seed: 3)
        let text = (0..<9000).map { _ in UInt32.random(in: 0x4E00...0x9FA5, using: &random) }
        let sketch = ReportIdentity.sketch(folded: text)
        #expect(sketch.filter { $0 < 1 << 59 } == ReportIdentity.fingerprint(folded: text))
        #expect(900...1350 ~= sketch.count && sketch.allSatisfy { $0 < 1 << 61 })
        #expect(ReportIdentity.sketch(folded: []).isEmpty)
    }

    @Test func repeatsCountOnceAndShortTextsHaveNone() {
        let run: [UInt32] = Array(0x4E00..<0x4E40)
        let once = ReportIdentity.fingerprint(folded: run + run.prefix(7))
        #expect(ReportIdentity.fingerprint(folded: run + run + run.prefix(7)) == once)
        #expect(!once.isEmpty)
        for count in 0..<8 { #expect(ReportIdentity.fingerprint(folded: Array(run.prefix(count))).isEmpty) }
    }

    @Test func whatIsNoScalarDoesNotTrap() {
        let id = ReportIdentity.reportIdentifier(body: [0xD800, .max], authorName: nil, title: nil, location: "")
        #expect(id.utf8.count == 35)
    }

    @Test(.enabled(if: Python.found, "needs python3"))
    func theSecondImplementationStillReadsTheTable() throws {
        let folder = Fixtures.folder.appending(path: "identity")
        let result = try Python.run([
            folder.appending(path: "reference.py").path, "--check", folder.appending(path: "fold-1.json").path,
        ])
        #expect(result.status == 0, "\(result.output)")
    }
}
