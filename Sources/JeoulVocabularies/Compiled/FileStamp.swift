#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the file system says of a file, by which it is known again without being read.
///
/// The time of the last change of the file's data or properties (ctime) is set by the system alone, so that a program which
/// changes the bytes and sets the old time of modification is still seen. What is not seen: a clock that was set back, a
/// disk that was written to below the file system, and a file system that keeps no such times.
package struct FileStamp: Sendable, Hashable, Codable {
    var device: Int64
    var inode: UInt64
    package var size: Int64
    /// In nanoseconds since 1970.
    var modified: Int64
    var changed: Int64

    /// Nil where there is no such file.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
            let (modified, changed) = (status.st_mtim, status.st_ctim)
        #endif
        func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
        device = Int64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        self.modified = nanoseconds(modified)
        self.changed = nanoseconds(changed)
    }

    /// Whether the files are of one size and were last written to at one time: a copy that keeps its times has so.
    package func hasSameContents(as other: FileStamp) -> Bool { size == other.size && modified == other.modified }

    /// Whether the file has not changed for two seconds: in the same tick of the file system's clock it could change again and
    /// keep its stamp.
    var isSettled: Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return max(modified, changed) < (Int64(now.tv_sec) - 2) &* 1_000_000_000
    }
}
