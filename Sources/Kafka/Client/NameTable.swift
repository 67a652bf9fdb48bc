internal import Glibc

/// Turns C names that come again and again (topics, header names) into one Swift string each.
///
/// A record brings the same names as the one before it, in the same order; so the table remembers the place of its
/// last hit and looks behind it first. It never grows beyond `capacity`: names a stranger makes up are not kept.
struct NameTable {
    private static let capacity = 64
    private var names: [String] = []
    private var next = 0

    mutating func name(_ pointer: UnsafePointer<CChar>) -> String {
        if next < names.count, Self.equal(names[next], pointer) {
            defer { next += 1 }
            return names[next]
        }
        for index in names.indices where Self.equal(names[index], pointer) {
            next = index + 1
            return names[index]
        }
        let name = text(pointer)
        if names.count < Self.capacity {
            names.append(name)
            next = names.count
        }
        return name
    }

    /// Begins a new record: its first name is most likely the table's first.
    mutating func rewind() { next = 0 }

    private static func equal(_ name: String, _ pointer: UnsafePointer<CChar>) -> Bool {
        // Our strings are native and contiguous, so this lends their bytes without a copy.
        name.utf8.withContiguousStorageIfAvailable { bytes in
            guard let base = bytes.baseAddress else { return pointer[0] == 0 }
            return strncmp(UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self), pointer, bytes.count) == 0
                && pointer[bytes.count] == 0
        } ?? false
    }
}
