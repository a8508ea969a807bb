import Foundation

/// The files that a command writes: none may be one that it reads, or the place of another.
package struct WrittenFiles: Sendable {
    private var files: [(option: String, path: String)] = []

    /// None yet.
    package init() {}

    /// The files that an option names, in place of those that it was known to name before.
    package mutating func set(_ option: String, _ paths: [String]) {
        files.removeAll { $0.option == option }
        files += paths.map { (option, $0) }
    }

    /// The files of an option.
    package func paths(of option: String) -> [String] { files.filter { $0.option == option }.map(\.path) }

    /// Refuses places that cannot be written to, as far as that is known before the work.
    ///
    /// - Throws: ``FileWriteError``.
    package func checkPlaces() throws(FileWriteError) {
        // A checkpoint is opened before the work.
        for (option, path) in files where option != "--checkpoint" {
            guard let target = WritingPlace(of: path) else { throw FileWriteError(path: path, code: ELOOP) }
            guard let target = target.path else { continue }
            let state = FileState(path: target)
            if state?.isDirectory ?? false { throw FileWriteError(path: path, code: EISDIR) }
            // A file is written beside its place; a device, or a pipe, itself.
            let isFile = state?.isRegular ?? true
            let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
            let folder = slash.map { String(decoding: target.utf8[...$0], as: UTF8.self) } ?? "."
            let place = isFile ? folder : target
            guard FileName.withPath(place, { access($0, isFile ? W_OK | X_OK : W_OK) == 0 }) else {
                throw FileWriteError(path: path, code: errno)
            }
        }
    }

    /// Refuses a place where something else is, or is to be, that the command reads or writes.
    ///
    /// - Parameter read: the files that are read, and folders of which any file may be; `-` is standard input.
    /// - Throws: ``FileConflict``.
    package func check(beside read: [String]) throws(FileConflict) {
        if files.isEmpty { return }
        let all = read.flatMap { path in
            let isFolder = FileState(path: path)?.isDirectory ?? false
            return isFolder ? (try? FileTree([path]))?.inputs.compactMap(\.path) ?? [] : [path]
        }
        var taken = Set(all.flatMap(Self.names))
        for (option, path) in files {
            let names = Self.names(path)
            guard taken.isDisjoint(with: names) else { throw FileConflict(option: option, path: path) }
            taken.formUnion(names)
        }
    }

    /// What tells a file from others: its path without links, and its number where it is there. What is no regular file, such as
    /// /dev/null, can be named by all.
    private static func names(_ path: String) -> [String] {
        if path == "-" {
            return FileState(descriptor: 0).flatMap { $0.isRegular ? [$0.number] : nil } ?? []
        }
        let state = FileState(path: path)
        if let state, !state.isRegular { return [] }
        // A link, and what it points to, which may not be there yet.
        let paths = [path] + (WritingPlace(of: path)?.path.map { $0 == path ? [] : [$0] } ?? [])
        let plain = paths.map { path in
            let plain = URL(fileURLWithPath: path).standardizedFileURL
            let folder = plain.deletingLastPathComponent().resolvingSymlinksInPath()
            return folder.appending(path: plain.lastPathComponent).path
        }
        return plain + (state.map { [$0.number] } ?? [])
    }
}

extension FileState {
    /// What tells a file from all others that are there.
    fileprivate var number: String { "\(device):\(inode)" }
}

/// A file that would be written over another that is read or written too.
package struct FileConflict: Error, Sendable, CustomStringConvertible {
    let option: String
    let path: String

    /// Which, and what to do.
    package var description: String {
        "\(option) \(path) names a file that is read or written besides: give it a name of its own"
    }
}
