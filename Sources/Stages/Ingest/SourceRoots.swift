import Operations

/// One PATH of the command line and the name its documents go by.
struct SourceRoot: Hashable, Sendable {
    /// As it stands in locations: percent-encoded where it must be.
    var name: String
    var path: BytePath
    /// The path with every link resolved: what a link below has to stay within.
    var resolved: BytePath
    var state: FileState

    var isDirectory: Bool { state.kind == .directory }

    /// `NAME/relative/path`, or `NAME` alone for a root that is itself a file. Bytes that are not UTF-8, and `%`, are
    /// percent-encoded, so that two paths never share a location.
    func location(of relative: [UInt8]) -> String {
        relative.isEmpty ? name : "\(name)/\(BytePath.percentEncoded(relative))"
    }
}

/// The PATHs of the command line, each `[NAME=]PATH`.
///
/// What is there as typed is a PATH, whatever it contains; only what is not there and has a `=` after a name without
/// `/` is read as `NAME=PATH`. So a folder called `a=b` can be given as it is.
struct SourceRoots: Hashable, Sendable {
    var roots: [SourceRoot]

    init(parsing arguments: [String]) throws(Failure) {
        guard !arguments.isEmpty else {
            throw Failure(.usage, "no PATH given; name the files or folders to read, as [NAME=]PATH")
        }
        roots = []
        for argument in arguments { roots.append(try Self.root(argument)) }
        var paths: [String: BytePath] = [:]
        for root in roots {
            if let other = paths.updateValue(root.path, forKey: root.name) {
                throw Failure(
                    .usage,
                    "\(other.text) and \(root.path.text) would both be called \(root.name); "
                        + "give one of them another name, as NAME=\(root.path.text)")
            }
        }
    }

    private static func root(_ argument: String) throws(Failure) -> SourceRoot {
        let whole = BytePath(argument)
        let found = argument.isEmpty ? .failure(SystemError(code: 2)) : FileState.of(whole, following: true)
        if case .success(let state) = found { return try root(name: nil, path: whole, state: state, argument) }
        if let equals = argument.utf8.firstIndex(of: UInt8(ascii: "=")),
            !argument[..<equals].utf8.contains(UInt8(ascii: "/"))
        {
            let name = String(argument[..<equals])
            let path = BytePath(String(argument[argument.utf8.index(after: equals)...]))
            guard !name.isEmpty else {
                throw Failure(.usage, "the name before = is empty in \(argument); write NAME=PATH, or PATH alone")
            }
            switch FileState.of(path, following: true) {
            case .success(let state) where !path.bytes.isEmpty:
                return try root(name: name, path: path, state: state, argument)
            case .success: throw missing(argument, SystemError(code: 2))
            case .failure(let error): throw missing(path.bytes.isEmpty ? argument : path.text, error)
            }
        }
        if case .failure(let error) = found { throw missing(argument, error) }
        throw missing(argument, SystemError(code: 2))
    }

    private static func root(
        name: String?, path: BytePath, state: FileState, _ argument: String
    ) throws(Failure) -> SourceRoot {
        guard state.kind == .file || state.kind == .directory else {
            throw Failure(.noInput, "\(path.text) is neither a file nor a folder; give the file or folder to read")
        }
        guard let resolved = path.resolved else { throw missing(path.text, SystemError(code: 2)) }
        let trimmed = path.withoutTrailingSlashes
        // `.` and `..` name nothing by themselves: what they stand for does.
        let component = trimmed.lastComponent
        let last = component == [0x2E] || component == [0x2E, 0x2E] ? resolved.lastComponent : component
        let chosen = BytePath.percentEncoded(name.map { Array($0.utf8) } ?? last)
        guard !chosen.isEmpty, chosen != "/" else {
            throw Failure(.usage, "\(argument) has no name of its own; give it one, as NAME=\(argument)")
        }
        return SourceRoot(name: chosen, path: trimmed, resolved: resolved, state: state)
    }

    private static func missing(_ path: String, _ error: SystemError) -> Failure {
        error.isMissing
            ? Failure(.noInput, "\(path) is not there; give a file or folder that exists")
            : Failure(.noInput, "\(path) cannot be looked at: \(error.text); give a file or folder that can be read")
    }
}
