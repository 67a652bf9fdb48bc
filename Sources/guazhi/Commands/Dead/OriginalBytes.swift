import Operations
import Reports
import Stages

/// The bytes that a dead letter is about, wherever they are.
struct OriginalBytes {
    let settings: Settings

    /// - Throws: 66 where the bytes are not in the letter, nor in the payload store.
    func of(_ letter: Letter) throws(Failure) -> [UInt8] {
        let payload = letter.headers.last { $0.name == HeaderName.payload }?.text
        if let payload { return try fetched(payload, letter) }
        if let bytes = letter.bytes { return bytes }
        let path = letter.headers.last { $0.name == HeaderName.path }?.text
        throw Failure(
            .noInput,
            "the bytes of \(letter.location) are not in the dead letter (\(letter.code)); they may still be where they were found\(path.map { ": \($0)" } ?? "")"
        )
    }

    private func fetched(_ payload: String, _ letter: Letter) throws(Failure) -> [UInt8] {
        guard let directory = settings.stringIfSet("payload-store") else {
            throw Failure(
                .noInput,
                "the bytes of \(letter.location) travel by reference (\(payload)), and no payload-store is configured here; name the stages' folder with --set payload-store=DIR"
            )
        }
        do throws(PayloadStore.ReadError) {
            return try PayloadStore(directory: directory).get(payload, maximumBytes: .max)
        } catch {
            switch error {
            case .missing(let refusal): throw Failure(.noInput, refusal.message)
            case .unavailable(let error): throw Failure(.ioError, error.description)
            }
        }
    }
}
