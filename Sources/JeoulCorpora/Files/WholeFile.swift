import Foundation

/// A file that is written beside its place and renamed, so that it is there whole or not at all.
///
/// A link stays one: its place is where the link points. What is no regular file (a device, a named pipe, a descriptor) is written to
/// itself.
package final class WholeFile {
    /// Its name.
    package let path: String
    private let isKept: Bool
    private var descriptor: Int32?
    /// What is written, until it gets its name.
    private var temporary: (path: String, place: String)?

    /// A file; nothing is opened yet.
    ///
    /// - Parameter isKept: whether it is to survive a crash of the machine, and stays locked by ``finishLocked()``.
    package init(path: String, isKept: Bool = false) {
        self.path = path
        self.isKept = isKept
    }

    /// Writes a file whole.
    ///
    /// - Throws: ``FileWriteError``; then what was there before is still there.
    package static func write(_ text: String, to path: String) throws(FileWriteError) {
        let file = WholeFile(path: path)
        try file.write(Array(text.utf8))
        try file.finish()
    }

    /// Whether a file is one of that name which a process left that was ended before it was whole. O(length of the names) for most files.
    package static func isUnfinished(_ file: String, of path: String) -> Bool {
        guard let path = WritingPlace(of: path)?.path else { return false }
        let (name, own) = (lastName(of: file), lastName(of: path))
        guard name.count > own.count, name.starts(with: own) else { return false }
        let ending = String(decoding: name.dropFirst(own.count), as: UTF8.self)
        guard ending.hasPrefix("."), ending.hasSuffix(".partial"), ending != ".partial" else { return false }
        let number = ending.dropFirst().dropLast(".partial".count)
        return number.allSatisfy { $0.isNumber || $0 == "-" } && areInOneFolder(file, path)
    }

    /// Whether two paths name one place, however its folder is reached. O(length of the names) where their ends differ.
    package static func isAt(_ path: String, _ other: String) -> Bool {
        lastName(of: path).elementsEqual(lastName(of: other)) && areInOneFolder(path, other)
    }

    private static func lastName(of path: String) -> Substring.UTF8View {
        let start = path.utf8.lastIndex(of: UInt8(ascii: "/")).map(path.utf8.index(after:)) ?? path.utf8.startIndex
        return path.utf8[start...]
    }

    private static func areInOneFolder(_ path: String, _ other: String) -> Bool {
        let folders = [path, other].map { path in
            let folder = path.utf8.dropLast(lastName(of: path).count)
            return FileState(path: folder.isEmpty ? "." : String(decoding: folder, as: UTF8.self))
        }
        guard let first = folders[0], let second = folders[1] else { return false }
        return first.isSameFile(as: second)
    }

    /// Writes several files; where one cannot be written, none gets its name.
    ///
    /// - Throws: ``FileWriteError``.
    package static func write(_ texts: [(path: String, text: String)]) throws(FileWriteError) {
        let files = texts.map { WholeFile(path: $0.path) }
        do throws(FileWriteError) {
            for (file, text) in zip(files, texts) { try file.write(Array(text.text.utf8)) }
            for file in files { try file.finish() }
        } catch {
            for file in files { file.discard() }
            throw error
        }
    }

    /// Writes more bytes.
    package func write(_ bytes: some Collection<UInt8>) throws(FileWriteError) {
        do throws(FileWriteError) {
            try Self.write(bytes, to: try opened(), named: path)
        } catch {
            discard()
            throw error
        }
    }

    /// Gives the file its name.
    package func finish() throws(FileWriteError) {
        let descriptor = try named()
        self.descriptor = nil
        guard close(descriptor) == 0 else { throw FileWriteError(path: path, code: errno) }
    }

    /// The same; the file stays open, and locked for this process where the file system has locks.
    package func finishLocked() throws(FileWriteError) -> Int32 {
        let descriptor = try named()
        self.descriptor = nil
        return descriptor
    }

    /// Takes away what was written.
    package func discard() {
        if let descriptor { close(descriptor) }
        if let temporary { FileName.withPath(temporary.path) { _ = unlink($0) } }
        (descriptor, temporary) = (nil, nil)
    }

    private func named() throws(FileWriteError) -> Int32 {
        do throws(FileWriteError) {
            // A result of no bytes is a file too.
            let descriptor = try opened()
            if isKept, fsync(descriptor) != 0, errno != EINVAL { throw FileWriteError(path: path, code: errno) }
            if let temporary {
                let isRenamed = FileName.withPath(temporary.path) { from in
                    FileName.withPath(temporary.place) { rename(from, $0) == 0 }
                }
                guard isRenamed else { throw FileWriteError(path: path, code: errno) }
            }
            temporary = nil
            return descriptor
        } catch {
            discard()
            throw error
        }
    }

    private func opened() throws(FileWriteError) -> Int32 {
        if let descriptor { return descriptor }
        guard let place = WritingPlace(of: path) else { throw FileWriteError(path: path, code: ELOOP) }
        var opened: Int32 = -1
        switch place {
        case .descriptor(let number): opened = dup(number)
        case .path(let place):
            let state = FileState(path: place)
            guard state?.isRegular ?? true else {
                opened = FileName.withPath(place) { open($0, O_WRONLY | O_CLOEXEC) }
                break
            }
            // What a process of the same number left, or a file of the user's own, is not touched.
            for attempt in 0..<100 where opened < 0 {
                let name = "\(place).\(getpid())\(attempt == 0 ? "" : "-\(attempt)").partial"
                opened = FileName.withPath(name) {
                    open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, state?.permissions ?? 0o666)
                }
                if opened >= 0 { temporary = (name, place) } else if errno != EEXIST { break }
            }
        }
        guard opened >= 0 else { throw FileWriteError(path: path, code: errno) }
        if isKept { flock(opened, LOCK_EX | LOCK_NB) }
        descriptor = opened
        return opened
    }

    /// Writes bytes to a descriptor, all of them.
    ///
    /// - Parameter name: what errors call it.
    package static func write(
        _ bytes: some Collection<UInt8>, to descriptor: Int32, named name: String
    ) throws(FileWriteError) {
        let failure: Int32? = Array(bytes).withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                // SAFETY: `rest` lies in the array, which outlives the call.
                let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if written < 0, errno != EINTR { return errno }
                start += max(0, written)
            }
            return nil
        }
        if let failure { throw FileWriteError(path: name, code: failure) }
    }
}

/// Why a file cannot be written.
package struct FileWriteError: Error, Sendable, CustomStringConvertible {
    /// The file.
    package let path: String
    /// The system's number.
    package let code: Int32

    /// The system's reason.
    package var reason: String { String(cString: strerror(code)) }
    /// The file and the reason.
    package var description: String { "\(path) cannot be written: \(reason)" }
}
