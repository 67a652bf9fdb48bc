import CSystem
import Glibc

/// Watches folders by inotify. What it cannot see (limits, network file systems, overflows) it says, and rescans find.
///
/// Used from one thread.
final class DirectoryWatcher {
    enum Event: Hashable, Sendable {
        case file(FollowMachine.Event, BytePath)
        /// A folder was made or moved in: it has to be watched and looked through.
        case directoryAppeared(BytePath)
        /// A watched folder is no more, or goes by another name.
        case directoryGone(BytePath)
        /// The kernel dropped events.
        case overflow
    }

    enum Watching: Hashable, Sendable {
        case watched
        /// The kernel grants no more watches (fs.inotify.max_user_watches) or instances.
        case limitReached
        case failed(SystemError)
    }

    /// -1 where the kernel gave no instance.
    private let descriptor: Int32
    private var paths: [Int32: BytePath] = [:]
    private var watches: [BytePath: Int32] = [:]
    /// For a folder of which only some files are of interest.
    private var names: [BytePath: Set<[UInt8]>] = [:]
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init() { descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)) }

    deinit { if descriptor >= 0 { close(descriptor) } }

    var watchCount: Int { watches.count }

    func isWatching(_ folder: BytePath) -> Bool { watches[folder] != nil }

    /// Watches `folder`, all that happens in it or only what happens to the file `name`.
    func watch(_ folder: BytePath, only name: [UInt8]? = nil) -> Watching {
        if let name {
            if watches[folder] == nil || names[folder] != nil { names[folder, default: []].insert(name) }
        } else {
            names[folder] = nil
        }
        if watches[folder] != nil { return .watched }
        guard descriptor >= 0 else { return .limitReached }
        let watch = folder.withCPath { inotify_add_watch(descriptor, $0, Self.interest) }
        guard watch >= 0 else {
            return errno == ENOSPC || errno == ENOMEM ? .limitReached : .failed(SystemError(code: errno))
        }
        // The same folder under a second path shares its watch: the first path keeps it, rescans serve the second.
        if paths[watch] == nil { paths[watch] = folder }
        watches[folder] = watch
        return .watched
    }

    /// Stops watching `folder` and all below it.
    func unwatch(_ folder: BytePath) {
        for (path, watch) in watches where path.isInside(folder) {
            watches[path] = nil
            if paths[watch] == path {
                paths[watch] = nil
                inotify_rm_watch(descriptor, watch)
            }
        }
    }

    /// Waits until something happens in the folders, `other` becomes readable, or the time is over; then what happened,
    /// in order.
    func wait(milliseconds: Int, other: Int32 = -1) -> [Event] {
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&descriptors, 2, Int32(clamping: max(0, milliseconds))) > 0 else { return [] }
        guard descriptors[0].revents != 0 else { return [] }
        var events: [Event] = []
        // Bounded, so that a folder that never comes to rest cannot keep the caller from its work.
        while events.count < 20_000 {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                break
            }
            buffer.withUnsafeBytes { decode(UnsafeRawBufferPointer(rebasing: $0[..<count]), into: &events) }
        }
        return events
    }

    private func decode(_ raw: UnsafeRawBufferPointer, into events: inout [Event]) {
        let header = MemoryLayout<inotify_event>.size
        var offset = 0
        while offset + header <= raw.count {
            let event = raw.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let end = min(offset + header + Int(event.len), raw.count)
            let name = Array(raw[(offset + header)..<end].prefix { $0 != 0 })
            offset = end
            translate(event.wd, event.mask, name, into: &events)
        }
    }

    private func translate(_ watch: Int32, _ mask: UInt32, _ name: [UInt8], into events: inout [Event]) {
        func has(_ flag: Int32) -> Bool { mask & UInt32(flag) != 0 }
        if has(IN_Q_OVERFLOW) { return events.append(.overflow) }
        guard let folder = paths[watch] else { return }
        if has(IN_IGNORED) {
            paths[watch] = nil
            watches[folder] = nil
            return events.append(.directoryGone(folder))
        }
        if has(IN_MOVE_SELF) {
            // Of a folder below a root its parent tells as well; a root has no watched parent.
            unwatch(folder)
            return events.append(.directoryGone(folder))
        }
        guard !name.isEmpty else { return }
        if let wanted = names[folder], !wanted.contains(name) { return }
        let path = folder.appending(name)
        if mask & directoryBit != 0 {
            if has(IN_CREATE) || has(IN_MOVED_TO) {
                events.append(.directoryAppeared(path))
            } else if has(IN_MOVED_FROM) || has(IN_DELETE) {
                unwatch(path)
                events.append(.directoryGone(path))
            }
            return
        }
        for (flag, event) in Self.fileEvents where has(flag) { events.append(.file(event, path)) }
    }

    private static let fileEvents: [(Int32, FollowMachine.Event)] = [
        (IN_CREATE, .created), (IN_MOVED_TO, .movedIn), (IN_OPEN, .opened), (IN_MODIFY, .modified),
        (IN_CLOSE_WRITE, .closedAfterWriting), (IN_CLOSE_NOWRITE, .closed), (IN_MOVED_FROM, .gone), (IN_DELETE, .gone),
    ]

    private static let interest = UInt32(
        bitPattern: fileEvents.reduce(IN_MOVE_SELF | IN_DELETE_SELF | IN_ONLYDIR) { $0 | $1.0 })
}

/// `IN_ISDIR`; as the others, a bit of the event's mask.
private let directoryBit: UInt32 = 0x4000_0000
