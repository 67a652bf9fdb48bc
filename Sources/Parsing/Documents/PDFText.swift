internal import CSystem
internal import Glibc
internal import Reports

/// The text layer of a PDF, as poppler's `pdftotext` reads it.
enum PDFText {
    static let mediaType = "application/pdf"

    /// - Throws: ``Refusal``: `empty` without a text layer, `too_large` beyond the limits, `unsupported_media_type` where
    ///   the machine lacks what is needed, else `undecodable`.
    static func text(
        of bytes: [UInt8], location: String, limits: DocumentLimits, program: String = "pdftotext"
    ) throws(Refusal) -> [UInt32] {
        let result: LimitedProcess.Result
        do throws(LimitedProcess.Failure) {
            // Through the descriptor's name, not as "-": a PDF is read from its end, which a stream does not offer.
            let converter = try LimitedProcess(
                program, ["-enc", "UTF-8", "-eol", "unix", "-nodiag", "/dev/fd/0", "-"], limits: limits)
            result = try converter.run(on: bytes)
        } catch {
            throw refusal(error, program, location)
        }
        if result.messages.contains("Missing language pack") || result.messages.contains("Unknown character collection")
        {
            throw Refusal(.unsupportedMediaType, "\(location) is a PDF whose fonts need poppler-data; \(remedy).")
        }
        try check(result, location, limits)
        let scalars = try lines(result.output, location)
        if scalars.allSatisfy({ Scalars.isBlank($0) || Scalars.isInvisible($0) }) {
            throw Refusal(
                .empty,
                "\(location) is a PDF without a text layer, such as a scan\(reason(result).map { " (\($0))" } ?? "");"
                    + " recognise its text first.")
        }
        return scalars
    }

    private static func refusal(_ failure: LimitedProcess.Failure, _ program: String, _ location: String) -> Refusal {
        switch failure {
        case .notFound:
            Refusal(.unsupportedMediaType, "\(location) is a PDF, and \(program) is not on the PATH; \(remedy).")
        case .system(let verb, let code):
            Refusal(
                .undecodable,
                "\(location) is a PDF, and the system did not \(verb) \(program): \(String(cString: strerror(code))).")
        }
    }

    private static let remedy = "apt-get install poppler-utils poppler-data"

    private static func check(
        _ result: LimitedProcess.Result, _ location: String, _ limits: DocumentLimits
    ) throws(Refusal) {
        switch result.end {
        case .exited(0): return
        case .exited(let code):
            let said = reason(result) ?? "exit code \(code)"
            let isLocked = said.contains("password") || said.contains("not allowed")
            throw Refusal(
                .undecodable, "\(location) is a PDF \(isLocked ? "that is protected" : "that is damaged") (\(said)).")
        case .timedOut:
            throw Refusal(.tooLarge, "\(location) is a PDF that took more than \(limits.wallSeconds) s to read.")
        case .tooMuchOutput:
            throw Refusal(
                .tooLarge, "\(location) is a PDF with more than \(limits.outputBytes) bytes of text, which is not read."
            )
        case .killed(SIGXCPU), .killed(SIGKILL):
            throw Refusal(.tooLarge, "\(location) is a PDF that took more than \(limits.processorSeconds) s to read.")
        case .killed(let signal):
            throw Refusal(
                .undecodable,
                "\(location) is a PDF that its reader broke on (signal \(signal)), for want of memory or by a fault.")
        }
    }

    /// The gravest thing it said: errors are more than warnings, the last error is the one it ended with.
    private static func reason(_ result: LimitedProcess.Result) -> String? {
        let lines = result.messages.split(separator: "\n")
        return (lines.last { $0.contains("Error") } ?? lines.last).map { String($0.prefix(200)) }
    }

    /// Pages end with a form feed; between two of them one empty line is left.
    private static func lines(_ output: [UInt8], _ location: String) throws(Refusal) -> [UInt32] {
        guard let result = TextCodec.utf8(output[...], strict: false) else { return [] }
        var scalars: [UInt32] = []
        scalars.reserveCapacity(result.scalars.count)
        var unknown = 0
        var shown = 0
        for c in result.scalars {
            if c == 0x0C {
                while scalars.last == 0x0A { scalars.removeLast() }
                if !scalars.isEmpty { scalars += [0x0A, 0x0A] }
                continue
            }
            scalars.append(c)
            if Scalars.isBlank(c) { continue }
            shown += 1
            if c < 0x20 || c == 0xFFFD || (0xE000...0xF8FF).contains(c) { unknown += 1 }
        }
        // Fonts without a map to Unicode give their own numbers instead of characters.
        if unknown * 5 > shown {
            throw Refusal(
                .undecodable,
                "\(location) is a PDF whose fonts do not say which characters they show; recognise its text first.")
        }
        let end = scalars.lastIndex { !Scalars.isBlank($0) }.map { $0 + 1 } ?? 0
        return Array(scalars[..<end])
    }
}
