import Foundation

/// The files that a command writes: none may be one that it reads, or the place of another.
package struct WrittenFiles: Sendable {
    private var files: [(option: String, path: String)] = []

    /// None yet.
    package init() {}

    /// A file, and the option that names it.
    package mutating func add(_ option: String, _ path: String?) {
        if let path { files.append((option, path)) }
    }

    /// Refuses a place where something else is, or is to be, that the command reads or writes.
    ///
    /// - Parameter read: the files that are read; `-` is none.
    /// - Throws: ``FileConflict``.
    package func check(beside read: [String]) throws(FileConflict) {
        var taken = Set(read.filter { $0 != "-" }.flatMap(Self.names))
        for (option, path) in files {
            let names = Self.names(path)
            guard taken.isDisjoint(with: names) else { throw FileConflict(option: option, path: path) }
            taken.formUnion(names)
        }
    }

    /// What tells a file from others: its path without links, and its number where it is there. What is no regular file, such as
    /// /dev/null, can be named by all.
    private static func names(_ path: String) -> [String] {
        let state = FileState(path: path)
        if let state, !state.isRegular { return [] }
        let plain = URL(fileURLWithPath: path).standardizedFileURL
        let folder = plain.deletingLastPathComponent().resolvingSymlinksInPath()
        return [folder.appending(path: plain.lastPathComponent).path]
            + (state.map { ["\($0.device):\($0.inode)"] } ?? [])
    }
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
