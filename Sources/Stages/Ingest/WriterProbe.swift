import CSystem
import Glibc

/// Asks the kernel whether anyone has a file open for writing.
///
/// A read lease is granted only where nobody has. It is asked for and given back at once; a process that opens the file
/// for writing in between waits for those microseconds. Not every file system and not every owner gets leases, so the
/// answer can be "unknown".
enum WriterProbe {
    /// True where somebody writes, false where nobody does, nil where the kernel does not say.
    static func isOpenForWriting(descriptor: Int32) -> Bool? {
        guard fcntl(descriptor, setLease, Int32(F_RDLCK)) != 0 else {
            _ = fcntl(descriptor, setLease, Int32(F_UNLCK))
            return false
        }
        return errno == EAGAIN ? true : nil
    }

    /// A lease that someone breaks sends SIGIO, whose default is to end the process.
    static func ignoreLeaseSignals() { signal(SIGIO, SIG_IGN) }

    /// `F_SETLEASE` of <linux/fcntl.h>, which the C library hides behind a feature macro.
    private static let setLease: Int32 = 1024
}
