import Foundation
import Reports
import Testing

@testable import Stages

struct PayloadStoreTests {
    private let folder: TemporaryFolder
    private let store: PayloadStore

    init() throws {
        folder = try TemporaryFolder()
        store = PayloadStore(directory: folder.at("payload"))
    }

    private func refusal(_ name: String, maximumBytes: Int = 1 << 20) -> Refusal? {
        let error = #expect(throws: PayloadStore.ReadError.self) { try store.get(name, maximumBytes: maximumBytes) }
        guard case .missing(let refusal) = error else { return nil }
        return refusal
    }

    private func path(_ name: String) -> String {
        let digits = name.dropFirst("sha256/".count)
        return folder.at("payload/\(digits.prefix(2))/\(digits.dropFirst(2))")
    }

    @Test(arguments: [0, 1, 100_000])
    func bytesComeBackAsTheyWere(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let name = try store.put(bytes)
        #expect(name == "sha256/\(SHA256.sha256Hex(bytes))")
        #expect(try store.get(name, maximumBytes: count) == bytes)
    }

    @Test func writingTwiceLeavesOneFile() throws {
        let name = try store.put([1, 2, 3])
        #expect(try store.put([1, 2, 3]) == name)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.at("payload"))
        #expect(files.count == 2, "a folder and a file, nothing half written: \(files)")
    }

    @Test func aFileCutShortByACrashIsWrittenAnew() throws {
        let name = try store.put([1, 2, 3])
        try Data([1, 2]).write(to: URL(fileURLWithPath: path(name)))
        #expect(try store.put([1, 2, 3]) == name)
        #expect(try store.get(name, maximumBytes: 10) == [1, 2, 3])
    }

    @Test func whatIsNotThereIsSaidWithWhatToDo() throws {
        _ = try store.put([1])
        let found = refusal("sha256/" + String(repeating: "a", count: 64))
        #expect(found?.code == .payloadMissing)
        #expect(found?.message.contains("payload-store") == true)
    }

    @Test func otherBytesUnderTheNameAreRefused() throws {
        let name = try store.put([1, 2, 3])
        try Data([1, 2, 4]).write(to: URL(fileURLWithPath: path(name)))
        #expect(refusal(name)?.message.contains("damaged") == true)
    }

    /// A folder that is not mounted says nothing about the payload: no document may be refused for it.
    @Test func aStoreThatIsNotThereIsNotAMissingPayload() {
        let error = #expect(throws: PayloadStore.ReadError.self) {
            try store.get("sha256/" + String(repeating: "a", count: 64), maximumBytes: 10)
        }
        guard case .unavailable = error else {
            Issue.record("a store that is not there was told as \(String(describing: error))")
            return
        }
    }

    @Test func removesAllItHolds() throws {
        for byte in 0..<5 { _ = try store.put([UInt8(byte)]) }
        try store.remove()
        try store.remove()
        #expect(refusal(try store.put([0]), maximumBytes: 0)?.code == .payloadMissing)
    }

    @Test func moreThanWasExpectedIsNotRead() throws {
        #expect(refusal(try store.put([1, 2, 3]), maximumBytes: 2)?.code == .payloadMissing)
    }

    /// The name comes from a message: it must not lead out of the folder.
    @Test(arguments: [
        "", "sha256/", "../../etc/passwd", "sha256/../../../../etc/passwd",
        "sha256/" + String(repeating: "A", count: 64),
        "sha256/" + String(repeating: "a", count: 63) + "/", "sha1/" + String(repeating: "a", count: 64),
    ])
    func aNameThatNoStageWroteIsRefused(name: String) {
        #expect(refusal(name)?.code == .payloadMissing)
    }

    @Test func aLinkIsNotFollowed() throws {
        let secret = try folder.file("secret", "s")
        let name = "sha256/" + SHA256.sha256Hex(Array("s".utf8))
        try FileManager.default.createDirectory(
            atPath: (path(name) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try folder.link(secret, at: String(path(name).dropFirst(folder.path.count + 1)))
        #expect(refusal(name)?.code == .payloadMissing)
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        try folder.file("plain")
        let store = PayloadStore(directory: folder.at("plain"))
        let error = #expect(throws: PayloadStoreError.self) { try store.put([1]) }
        #expect(error?.description.contains("payload-store") == true)
    }
}
