internal import CZstd

/// Compresses blocks into independent frames; one context for all of them.
final class ZstandardCompressor {
    private let context: OpaquePointer

    /// Nil when there is no memory for a context.
    init?(level: Int32) {
        guard let context = ZSTD_createCCtx() else { return nil }
        self.context = context
        _ = ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        _ = ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }

    deinit { ZSTD_freeCCtx(context) }

    /// One frame with the size and a checksum of its content; nil when there is no memory.
    func frame(_ plain: ArraySlice<UInt8>) -> [UInt8]? {
        let bound = ZSTD_compressBound(plain.count)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            let result = plain.withUnsafeBytes { source in
                ZSTD_compress2(context, buffer.baseAddress, bound, source.baseAddress, source.count)
            }
            failed = ZSTD_isError(result) != 0
            count = failed ? 0 : result
        }
        return failed ? nil : bytes
    }
}

/// Takes frames apart.
enum Zstandard {
    /// The content of `frame`; nil unless it is one whole frame of exactly `count` bytes with a right checksum.
    static func content(of frame: [UInt8], count: Int) -> [UInt8]? {
        let whole = frame.withUnsafeBytes { ZSTD_findFrameCompressedSize($0.baseAddress, $0.count) }
        guard whole == frame.count else { return nil }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let result = frame.withUnsafeBytes { source in
                ZSTD_decompress(buffer.baseAddress, count, source.baseAddress, source.count)
            }
            failed = ZSTD_isError(result) != 0 || result != count
            filled = failed ? 0 : result
        }
        return failed ? nil : bytes
    }
}
