import Foundation

/// A folder of the cache that is seen only when it is whole.
///
///     CACHE/NAME/             what is seen
///     CACHE/.pull/NAME/       what is being fetched; it stays for the next time when the work is cut short
///     CACHE/.pull/NAME.old/   what was seen before, for the moment of the exchange
///     CACHE/.pull/NAME.lock   held by the one process at work on it
///
/// All are on one file system, so that each step of the exchange is one rename. A folder that was not there before
/// appears at once. One that is replaced is gone between two renames; a process that is killed just there leaves
/// neither, and the next one to take the lock puts the old one back.
struct CacheFolder: Sendable {
    let name: String
    /// What is seen.
    let place: URL
    /// What is being fetched.
    let staging: URL
    private let retired: URL
    private let work: URL

    init(_ name: String, in cache: URL) throws(FetchError) {
        self.name = try SafeName.checked(name, as: "a folder of the cache")
        work = cache.appendingPathComponent(".pull", isDirectory: true)
        place = cache.appendingPathComponent(name, isDirectory: true)
        staging = work.appendingPathComponent(name, isDirectory: true)
        retired = work.appendingPathComponent(name + ".old", isDirectory: true)
    }

    /// Does something while no other process is at work on the folder.
    func locked<Result>(
        onWait: () -> Void, _ body: () throws(FetchError) -> Result
    ) throws(FetchError) -> Result {
        try Self.makeFolder(work)
        let lock = try FileLock(work.appendingPathComponent(name + ".lock"), onWait: onWait)
        defer { lock.release() }
        try recover()
        return try body()
    }

    /// Makes the folder for what is fetched.
    func makeStaging() throws(FetchError) { try Self.makeFolder(staging) }

    /// Removes from the folder for what is fetched all that is not of these names or the beginning of one.
    func clearStaging(keeping names: Set<String>) throws(FetchError) {
        let kept = names.union(names.flatMap { [$0 + ".part", $0 + ".part.json"] })
        for name in try Self.contents(of: staging) where !kept.contains(name) {
            try Self.remove(staging.appendingPathComponent(name))
        }
    }

    /// Makes what was fetched seen, on the disk first.
    func commit() throws(FetchError) {
        try Self.synchronize(staging)
        let replaces = Self.exists(place)
        if replaces {
            try Self.move(place, to: retired)
        }
        do {
            try Self.move(staging, to: place)
        } catch {
            if replaces { try Self.move(retired, to: place) }
            throw error
        }
        try Self.synchronize(place.deletingLastPathComponent())
        if replaces { try Self.remove(retired) }
    }

    /// Removes what was fetched.
    func discard() {
        try? FileManager.default.removeItem(at: staging)
    }

    private func recover() throws(FetchError) {
        guard Self.exists(retired) else { return }
        if Self.exists(place) {
            try Self.remove(retired)
        } else {
            try Self.move(retired, to: place)
        }
    }

    // MARK: The file system

    /// Whether something is there, a link that leads nowhere included.
    private static func exists(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.path)
            || (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) != nil
    }

    static func makeFolder(_ url: URL) throws(FetchError) {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw FetchError.disk(url.path, error)
        }
    }

    static func contents(of url: URL) throws(FetchError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: url.path)
        } catch {
            throw FetchError.disk(url.path, error)
        }
    }

    private static func remove(_ url: URL) throws(FetchError) {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            throw FetchError.disk(url.path, error)
        }
    }

    private static func move(_ from: URL, to: URL) throws(FetchError) {
        guard rename(from.path, to.path) == 0 else { throw FetchError.disk(to.path) }
    }

    /// Waits until the names in a folder are on the disk.
    private static func synchronize(_ url: URL) throws(FetchError) {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FetchError.disk(url.path) }
        defer { close(descriptor) }
        // Not every file system can; then the names are as safe as it makes them.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw FetchError.disk(url.path) }
    }
}

/// A lock between processes, on a file that stays: were it removed, two could hold locks on two files of one name.
/// It ends with the process, however that ends, and children do not inherit it.
final class FileLock {
    private var descriptor: Int32

    /// Takes the lock; waits for it, having called `onWait`, where another has it.
    init(_ url: URL, onWait: () -> Void) throws(FetchError) {
        descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FetchError.disk(url.path) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        guard errno == EWOULDBLOCK else { throw FetchError.disk(url.path) }
        onWait()
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw FetchError.disk(url.path) }
        }
    }

    /// Gives it back.
    func release() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    deinit { release() }
}
