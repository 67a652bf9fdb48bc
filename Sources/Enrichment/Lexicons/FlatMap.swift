/// What a few nodes or scalars have, looked up by one multiplication and most often one probe.
struct FlatMap<Key: FixedWidthInteger & Sendable, Value: Sendable>: Sendable {
    private var keys: [Key]
    /// Places in `values`; -1 in a free slot.
    private var places: [Int32]
    private let values: [Value]
    private let mask: Int

    init(_ entries: some Sequence<(key: Key, value: Value)>) {
        let entries = Array(entries)
        var size = 16
        while size < entries.count * 2 { size *= 2 }
        keys = [Key](repeating: 0, count: size)
        places = [Int32](repeating: -1, count: size)
        values = entries.map(\.value)
        mask = size - 1
        for (place, entry) in entries.enumerated() {
            let slot = slot(entry.key)
            keys[slot] = entry.key
            places[slot] = Int32(place)
        }
    }

    @inline(__always)
    private func slot(_ key: Key) -> Int {
        var slot = Int(truncatingIfNeeded: (UInt32(truncatingIfNeeded: key) &* 0x9E37_79B1) >> 12) & mask
        while places[slot] >= 0, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    @inline(__always)
    subscript(key: Key) -> Value? {
        let place = places[slot(key)]
        return place >= 0 ? values[Int(place)] : nil
    }
}
