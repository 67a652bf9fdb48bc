import CSystem
import Glibc

/// A path as the kernel knows it: bytes without NUL, which need not be UTF-8.
struct BytePath: Hashable, Comparable, Sendable {
    var bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }
    init(_ text: String) { bytes = Array(text.utf8) }

    /// Byte order, so that a walk is the same on every machine and in every locale.
    static func < (a: BytePath, b: BytePath) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

    /// What a person reads: the bytes as UTF-8, broken ones replaced.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

    var lastComponent: [UInt8] {
        var end = bytes.count
        while end > 1, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
        let start = bytes[..<end].lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return Array(bytes[start..<end])
    }

    /// The folder it is in: "." for a lone name.
    var parent: BytePath {
        let trimmed = withoutTrailingSlashes
        guard let slash = trimmed.bytes.lastIndex(of: UInt8(ascii: "/")) else { return BytePath(".") }
        return slash == 0 ? BytePath("/") : BytePath(bytes: Array(trimmed.bytes[..<slash]))
    }

    var withoutTrailingSlashes: BytePath {
        var end = bytes.count
        while end > 1, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
        return BytePath(bytes: Array(bytes[..<end]))
    }

    func appending(_ name: some Sequence<UInt8>) -> BytePath {
        if bytes.isEmpty { return BytePath(bytes: Array(name)) }
        var joined = bytes
        if joined.last != UInt8(ascii: "/") { joined.append(UInt8(ascii: "/")) }
        joined.append(contentsOf: name)
        return BytePath(bytes: joined)
    }

    /// Whether `self` is `folder` or lies below it, by their spelling alone.
    func isInside(_ folder: BytePath) -> Bool {
        guard bytes.starts(with: folder.bytes) else { return false }
        return bytes.count == folder.bytes.count || folder.bytes.last == UInt8(ascii: "/")
            || bytes[folder.bytes.count] == UInt8(ascii: "/")
    }

    /// What follows `folder` and its slash; nil where `self` does not lie below it.
    func relative(to folder: BytePath) -> [UInt8]? {
        guard bytes.count > folder.bytes.count, isInside(folder) else { return nil }
        let start = folder.bytes.count + (folder.bytes.last == UInt8(ascii: "/") ? 0 : 1)
        return start < bytes.count ? Array(bytes[start...]) : nil
    }

    /// The absolute path with every link resolved; nil where it is not there or not to be reached.
    var resolved: BytePath? {
        guard let real = withCPath({ realpath($0, nil) }) else { return nil }
        defer { free(real) }
        return BytePath(bytes: Array(UnsafeRawBufferPointer(start: real, count: strlen(real))))
    }

    /// What the link at this path points to, as it is written; nil where there is no link, or its target is longer than
    /// a path may be.
    var linkTarget: BytePath? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = target.withUnsafeMutableBytes { buffer in
            buffer.baseAddress.map { base in withCPath { readlink($0, base, buffer.count) } } ?? -1
        }
        guard count > 0, count < target.count else { return nil }
        return BytePath(bytes: Array(target[..<count]))
    }

    /// Lends the path as a C string for one call.
    func withCPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        var terminated = bytes
        terminated.append(0)
        return terminated.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: CChar.self) { characters in
                // The buffer holds at least the NUL, so it has a base address.
                guard let base = characters.baseAddress else { return "".withCString(body) }
                return body(base)
            }
        }
    }

    /// The bytes as UTF-8 text that loses nothing: every byte that is not part of well-formed UTF-8, and `%`, as `%XX`.
    static func percentEncoded(_ bytes: some Collection<UInt8>) -> String {
        var text = ""
        var decoder = Unicode.UTF8.ForwardParser()
        var source = bytes.makeIterator()
        // The parser reports an ill-formed stretch only by its length, so the bytes are counted along.
        var index = bytes.startIndex
        while true {
            switch decoder.parseScalar(from: &source) {
            case .emptyInput: return text
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                if scalar == "%" { text += "%25" } else { text.unicodeScalars.append(scalar) }
                index = bytes.index(index, offsetBy: encoded.count)
            case .error(let length):
                for _ in 0..<length {
                    text += hexadecimal(bytes[index])
                    index = bytes.index(after: index)
                }
            }
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
}
