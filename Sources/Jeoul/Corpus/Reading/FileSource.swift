import Foundation

/// The bytes of an open file, pipe or device. The descriptor is this source's alone, and is closed with it.
///
/// A file is never mapped: what has been read cannot change, and a file cut short ends reading with an error instead of ending
/// the process. What it was when it was opened is compared with what it is at the end.
final class FileSource: ByteSource {
    private let descriptor: Int32
    private let name: String
    private let ownsDescriptor: Bool
    private let opened: FileState?
    private var position = 0
    /// A terminal that has told its end once would be waited for again.
    private var isAtEnd = false
    /// Told at the end where the file has become another one, but what was read is what was opened.
    var note: (CorpusWarning) -> Void = { _ in }
    /// Is asked while a pipe or a terminal is waited for; nil: it is waited for as long as it takes.
    var isCancelled: (@Sendable () -> Bool)?

    /// Opens a file; `-` is standard input.
    init(path: String) throws(CorpusError) {
        let isStandardInput = path == "-"
        name = path
        ownsDescriptor = !isStandardInput
        descriptor = isStandardInput ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileAccess.unreadable(path, errno: errno) }
        let state = FileState(descriptor: descriptor)
        if state?.isDirectory ?? false {
            if ownsDescriptor { close(descriptor) }
            throw CorpusError(.directory, file: path)
        }
        // A size of 0 says nothing: the system's own files (/proc) have it, whatever they hold.
        opened = state.flatMap { $0.isRegular && $0.bytes > 0 && !isStandardInput ? $0 : nil }
    }

    deinit { if ownsDescriptor { close(descriptor) } }

    /// The size that the file had when it was opened; nil for a pipe.
    var bytes: Int? { opened?.bytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
        var wanted = buffer.count
        if let opened { wanted = min(wanted, opened.bytes - position) }
        guard wanted > 0, !isAtEnd else { return 0 }
        while true {
            try awaitInput()
            // The system reads at most 2 GiB at once.
            let count = Foundation.read(descriptor, buffer.baseAddress, min(wanted, 1 << 30))
            if count < 0 {
                if errno == EINTR { continue }
                throw FileAccess.unreadable(name, errno: errno)
            }
            position += count
            isAtEnd = count == 0
            if let opened, count == 0 || position == opened.bytes { try compare(with: opened) }
            return count
        }
    }

    /// Waits until a pipe or a terminal has something to read, or has ended.
    private func awaitInput() throws(CorpusError) {
        guard opened == nil, let isCancelled else { return }
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let found = poll(&ready, 1, 100)
            // What cannot be waited for says why when it is read.
            if found > 0 || (found < 0 && errno != EINTR) { return }
            if isCancelled() { throw CorpusError(.unreadable(reason: "interrupted"), file: name) }
        }
    }

    /// Compares the file with what it was when it was opened.
    private func compare(with opened: FileState) throws(CorpusError) {
        guard position == opened.bytes else {
            throw CorpusError(.changed(.truncated(from: opened.bytes, to: position)), file: name)
        }
        guard let now = FileState(descriptor: descriptor) else { return }
        if now.bytes > opened.bytes {
            note(.grewWhileRead(file: name, opened: opened.bytes, now: now.bytes))
        } else if now.bytes < opened.bytes {
            throw CorpusError(.changed(.truncated(from: opened.bytes, to: now.bytes)), file: name)
        } else if !now.hasSameContents(as: opened) {
            throw CorpusError(.changed(.rewritten), file: name)
        } else if let there = FileState(path: name), !there.isSameFile(as: opened) {
            note(.replacedWhileRead(file: name))
        }
    }
}

/// What the system says of a file at a moment.
struct FileState {
    private let status: stat

    /// The state of an open file; nil where the system does not say.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.status = status
    }

    /// The state of the file at a path, links followed; nil where there is none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.status = status
    }

    /// The state of what lies at a path, a link itself where it is one; nil where there is nothing.
    init?(linkAt path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.status = status
    }

    var bytes: Int { Int(status.st_size) }
    var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }
    var isDirectory: Bool { status.st_mode & S_IFMT == S_IFDIR }

    func isSameFile(as other: FileState) -> Bool {
        status.st_dev == other.status.st_dev && status.st_ino == other.status.st_ino
    }

    /// Whether the file was not written to in between, by its size and the time of its last change.
    func hasSameContents(as other: FileState) -> Bool {
        #if canImport(Darwin)
            let (mine, theirs) = (status.st_mtimespec, other.status.st_mtimespec)
        #else
            let (mine, theirs) = (status.st_mtim, other.status.st_mtim)
        #endif
        return bytes == other.bytes && mine.tv_sec == theirs.tv_sec && mine.tv_nsec == theirs.tv_nsec
    }
}
