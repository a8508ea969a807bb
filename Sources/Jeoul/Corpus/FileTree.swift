import Foundation

/// The files that names stand for: themselves, all that is in folders, what patterns match.
package struct FileTree: Sendable {
    /// The inputs, in the order of the names; those of a folder or a pattern in the order of their paths' bytes.
    package private(set) var inputs: [CorpusInput] = []
    /// What was left out of folders, for whoever asked.
    package private(set) var remarks: [String] = []

    private var hidden = 0
    private var others = 0
    private var unreadable: [String] = []

    /// Finds the files of names.
    ///
    /// A folder is gone through with all of its folders; what is hidden, is no file, or turns out not to be text when it is read, is
    /// left out. A name with `*`, `?` or `[` that is no file is a pattern. Links to files are followed, links to folders are not, in
    /// folders.
    ///
    /// - Throws: ``CorpusError`` for a pattern or a folder in which there is no file.
    package init(_ names: [String]) throws(CorpusError) {
        for name in names {
            guard name != "-" else {
                inputs.append(CorpusInput(.standardInput))
                continue
            }
            guard let state = FileState(path: name) else {
                let isPattern = name.contains { "*?[".contains($0) }
                guard isPattern else {
                    inputs.append(CorpusInput(.path(name)))
                    continue
                }
                let matches = Self.matches(of: name)
                if matches.isEmpty { throw CorpusError(.noMatch, file: name) }
                for match in matches { try add(match, FileState(path: match)) }
                continue
            }
            try add(name, state)
        }
        if hidden > 0 { remarks.append("left out: what is hidden (\(NumberFormat.grouped(hidden)))") }
        if others > 0 {
            remarks.append("left out: links to folders, pipes and devices (\(NumberFormat.grouped(others)))")
        }
    }

    /// The names that a file lists: each ended by NUL where there is one in it, else a line each. Empty ones are none.
    ///
    /// - Throws: ``CorpusError`` where it cannot be read.
    package static func names(listedIn path: String) throws(CorpusError) -> [String] {
        let list = try FileAccess.wholeFile(at: path)
        let separator: UInt8 = list.contains(0) ? 0 : 0x0A
        return list.split(separator: separator).map { name in
            let isReturn = separator == 0x0A && name.last == 0x0D
            return String(decoding: isReturn ? name.dropLast() : name, as: UTF8.self)
        }.filter { !$0.isEmpty }
    }

    private mutating func add(_ name: String, _ state: FileState?) throws(CorpusError) {
        guard state?.isDirectory ?? false else {
            inputs.append(CorpusInput(.path(name)))
            return
        }
        let count = inputs.count
        try addFolder(name)
        if inputs.count == count { throw CorpusError(.emptyFolder, file: name) }
    }

    private mutating func addFolder(_ folder: String) throws(CorpusError) {
        guard let stream = opendir(folder) else { throw FileAccess.unreadable(folder, errno: errno) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                // SAFETY: the system ends the name by NUL within the field.
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            if name == "." || name == ".." { continue }
            if name.hasPrefix(".") { hidden += 1 } else { names.append(name) }
        }
        closedir(stream)
        names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        for name in names {
            let path = base + name
            guard let state = FileState(linkAt: path) else { continue }
            if state.isDirectory {
                try addFolder(path)
            } else if state.isRegular || FileState(path: path)?.isRegular ?? false {
                var input = CorpusInput(.path(path))
                input.isFound = true
                inputs.append(input)
            } else {
                others += 1
            }
        }
    }

    private static func matches(of pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, GLOB_BRACE, nil, &result) == 0 else { return [] }
        // SAFETY: glob gives so many paths, each ended by NUL.
        let paths = (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
