/// The 32-bit hash by which Java's client, and ours, choose a key's partition.
///
/// Source: Austin Appleby's MurmurHash2 (public domain) with the seed 0x9747b28c that Apache Kafka fixed.
public func murmur2(_ key: [UInt8]) -> UInt32 {
    let multiplier: UInt32 = 0x5bd1_e995
    var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: key.count)
    var index = 0
    while index + 4 <= key.count {
        var word =
            UInt32(key[index]) | UInt32(key[index + 1]) << 8 | UInt32(key[index + 2]) << 16 | UInt32(key[index + 3])
            << 24
        word &*= multiplier
        word ^= word >> 24
        word &*= multiplier
        hash = (hash &* multiplier) ^ word
        index += 4
    }
    if index < key.count {
        for (shift, byte) in key[index...].enumerated() { hash ^= UInt32(byte) << (8 * UInt32(shift)) }
        hash &*= multiplier
    }
    hash ^= hash >> 13
    hash &*= multiplier
    return hash ^ (hash >> 15)
}

/// The partition that a key belongs to in a topic of `count` partitions; 0 where `count` is not positive.
public func murmur2Partition(key: [UInt8], count: Int) -> Int32 {
    guard count > 0 else { return 0 }
    return Int32(truncatingIfNeeded: Int(murmur2(key) & 0x7fff_ffff) % count)
}
