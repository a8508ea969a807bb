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
    private let isNamedPipe: Bool
    private var position: Int
    /// Where reading began, and what was read of a file.
    private let start: Int
    private var fingerprint = Fingerprint()
    /// A terminal that has told its end once would be waited for again.
    private var isAtEnd = false
    /// What ended reading: whoever asks again is told again.
    private var failure: CorpusError?
    /// Told at the end where the file has become another one, but what was read is what was opened.
    var note: (CorpusWarning) -> Void = { _ in }
    /// Is asked while a pipe or a terminal is waited for; nil: it is waited for as long as it takes.
    var isCancelled: (@Sendable () -> Bool)?

    /// Opens a file; `-` is standard input.
    init(path: String) throws(CorpusError) {
        let isStandardInput = path == "-"
        name = path
        ownsDescriptor = !isStandardInput
        // Not to wait for whoever writes to a named pipe: that is waited for where it can be interrupted.
        descriptor = isStandardInput ? 0 : FileName.withPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw FileAccess.unreadable(path, errno: errno) }
        let state = FileState(descriptor: descriptor)
        if state?.isDirectory ?? false {
            if ownsDescriptor { close(descriptor) }
            throw CorpusError(.directory, file: path)
        }
        isNamedPipe = !isStandardInput && state?.isNamedPipe ?? false
        if !isStandardInput, !isNamedPipe { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) }
        // A size of 0 says nothing: the system's own files (/proc) have it, whatever they hold.
        opened = state.flatMap { $0.isRegular && $0.bytes > 0 ? $0 : nil }
        // Who gave standard input may have read some of it.
        start = isStandardInput && opened != nil ? max(0, Int(lseek(0, 0, SEEK_CUR))) : 0
        position = start
    }

    deinit { if ownsDescriptor { close(descriptor) } }

    /// How many bytes were left of the file when it was opened; nil for a pipe.
    var bytes: Int? { opened.map { max(0, $0.bytes - position) } }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
        if let failure { throw failure }
        do throws(CorpusError) {
            return try readMore(into: buffer)
        } catch {
            failure = error
            throw error
        }
    }

    private func readMore(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
        var wanted = buffer.count
        if let opened { wanted = min(wanted, opened.bytes - position) }
        guard wanted > 0, !isAtEnd else { return 0 }
        while true {
            try awaitInput()
            // The system reads at most 2 GiB at once.
            let count = Foundation.read(descriptor, buffer.baseAddress, min(wanted, 1 << 30))
            if count < 0 {
                if errno == EINTR || (errno == EAGAIN && isNamedPipe) { continue }
                throw FileAccess.unreadable(name, errno: errno)
            }
            position += count
            isAtEnd = count == 0
            if opened != nil {
                fingerprint.add(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
            }
            if let opened, count == 0 || position == opened.bytes { try compare(with: opened) }
            return count
        }
    }

    /// Waits until a pipe or a terminal has something to read, or has ended.
    private func awaitInput() throws(CorpusError) {
        guard opened == nil, isNamedPipe || isCancelled != nil else { return }
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let found = poll(&ready, 1, isCancelled == nil ? -1 : 100)
            // What cannot be waited for says why when it is read.
            if found > 0 || (found < 0 && errno != EINTR) { return }
            if isCancelled?() ?? false { throw CorpusError(.unreadable(reason: "interrupted"), file: name) }
        }
    }

    /// Compares the file with what it was when it was opened.
    private func compare(with opened: FileState) throws(CorpusError) {
        let now = FileState(descriptor: descriptor)
        guard position == opened.bytes else {
            throw CorpusError(.changed(.truncated(from: opened.bytes, to: now?.bytes ?? position)), file: name)
        }
        guard let now else { return }
        if now.bytes < opened.bytes {
            throw CorpusError(.changed(.truncated(from: opened.bytes, to: now.bytes)), file: name)
        }
        let isLonger = now.bytes > opened.bytes
        if !isLonger, !now.hasSameContents(as: opened) { throw CorpusError(.changed(.rewritten), file: name) }
        // It may have been written over by a longer text, or with its old time put back: what was read is read again.
        if isLonger || now.times.changed != opened.times.changed, try !hasSameBytes() {
            throw CorpusError(.changed(.rewritten), file: name)
        }
        if isLonger {
            note(.grewWhileRead(file: name, opened: opened.bytes, now: now.bytes))
        } else if ownsDescriptor, let there = FileState(path: name), !there.isSameFile(as: opened) {
            note(.replacedWhileRead(file: name))
        }
    }
}

extension FileSource {
    /// Whether the file still has the bytes that were read. O(bytes).
    private func hasSameBytes() throws(CorpusError) -> Bool {
        var again = Fingerprint()
        var at = start
        var buffer = [UInt8](repeating: 0, count: 1 << 19)
        while at < position {
            if isCancelled?() ?? false { throw CorpusError(.unreadable(reason: "interrupted"), file: name) }
            let wanted = min(buffer.count, position - at)
            let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, wanted, off_t(at)) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw FileAccess.unreadable(name, errno: errno) }
            if count == 0 { return false }
            buffer.withUnsafeBytes { again.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            at += count
        }
        return again == fingerprint
    }
}

/// What the system says of a file at a moment.
package struct FileState {
    private let status: stat

    /// The state of an open file; nil where the system does not say.
    package init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.status = status
    }

    /// The state of the file at a path, links followed; nil where there is none.
    package init?(path: String) {
        var status = stat()
        guard FileName.withPath(path, { stat($0, &status) }) == 0 else { return nil }
        self.status = status
    }

    /// The state of what lies at a path, a link itself where it is one; nil where there is nothing.
    package init?(linkAt path: String) {
        var status = stat()
        guard FileName.withPath(path, { lstat($0, &status) }) == 0 else { return nil }
        self.status = status
    }

    package var bytes: Int { Int(status.st_size) }
    package var permissions: mode_t { status.st_mode & 0o777 }
    package var device: Int64 { Int64(status.st_dev) }
    package var inode: UInt64 { UInt64(status.st_ino) }
    /// When the bytes were last written, and when anything of the file last changed, in nanoseconds since 1970.
    package var times: (modified: Int64, changed: Int64) {
        #if canImport(Darwin)
            let times = (status.st_mtimespec, status.st_ctimespec)
        #else
            let times = (status.st_mtim, status.st_ctim)
        #endif
        func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
        return (nanoseconds(times.0), nanoseconds(times.1))
    }
    package var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }
    package var isNamedPipe: Bool { status.st_mode & S_IFMT == S_IFIFO }
    package var isDirectory: Bool { status.st_mode & S_IFMT == S_IFDIR }

    package func isSameFile(as other: FileState) -> Bool {
        status.st_dev == other.status.st_dev && status.st_ino == other.status.st_ino
    }

    /// Whether the file was not written to in between, by its size and the time of its last change.
    func hasSameContents(as other: FileState) -> Bool {
        bytes == other.bytes && times.modified == other.times.modified
    }
}
