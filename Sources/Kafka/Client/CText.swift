/// A C string of librdkafka's or a broker's as text. Brokers send what they like, so wrong UTF-8 is repaired.
func text(_ pointer: UnsafePointer<CChar>?) -> String {
    guard let pointer else { return "" }
    return String(cString: pointer)
}

/// Runs `body` with a zeroed buffer for an error sentence and returns what was left in it.
func withErrorText<R>(_ body: (UnsafeMutablePointer<CChar>, Int) -> R) -> (result: R, sentence: String) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        buffer.initialize(repeating: 0)
        guard let base = buffer.baseAddress else { return (body(UnsafeMutablePointer.allocate(capacity: 1), 0), "") }
        let result = body(base, buffer.count)
        return (result, text(base))
    }
}
