import Foundation
import JeoulReporting

/// The files that names stand for: themselves, all that is in folders, what patterns match.
package struct FileTree: Sendable {
    /// The inputs, in the order of the names; those of a folder or a pattern in the order of their paths' bytes.
    package private(set) var inputs: [CorpusInput] = []
    /// What was left out of folders, for whoever asked.
    package private(set) var remarks: [Words] = []

    private let policy: ErrorPolicy
    private var hidden = 0
    private var others = 0
    /// The files, so that one which is named twice is noticed, and the first of those that are.
    private var known: Set<[UInt64]> = []
    private var repeated: (count: Int, first: String) = (0, "")

    /// Finds the files of names.
    ///
    /// A folder is gone through with all of its folders; what is hidden, is no file, or turns out not to be text when it is read, is
    /// left out. A name with `*`, `?` or `[` that is no file is a pattern. Links to files are followed, links to folders are not, in
    /// folders.
    ///
    /// - Parameter policy: whether a pattern or a folder in which there is no file, and a folder that cannot be read, are errors now, or
    ///   inputs that are skipped when their turn comes.
    /// - Throws: ``CorpusError`` for these.
    package init(_ names: [String], onError policy: ErrorPolicy = .stop) throws(CorpusError) {
        self.policy = policy
        for name in names {
            guard name != "-" else {
                inputs.append(CorpusInput(.standardInput))
                continue
            }
            guard let state = FileState(path: name) else {
                guard Self.isPattern(name) else {
                    inputs.append(CorpusInput(.path(name)))
                    continue
                }
                let matches = Self.matches(of: name)
                if matches.isEmpty { try fail(CorpusError(.noMatch, file: name)) }
                for match in matches { try add(match, FileState(path: match), isMatched: true) }
                continue
            }
            try add(name, state)
        }
        if hidden > 0 {
            let count = NumberFormat.grouped(hidden)
            remarks.append(Words("left out: what is hidden (\(count))", "제외한 것: 숨긴 파일과 폴더 \(count)개"))
        }
        if repeated.count > 0 {
            let count = NumberFormat.grouped(repeated.count)
            remarks.append(
                Words(
                    "\(count) of the files \(repeated.count == 1 ? "is" : "are") there twice, and counted twice "
                        + "(\(repeated.first)): name each once, or leave the copy out",
                    "파일 \(count)개가 두 번 들어 있어 두 번 세었다(\(repeated.first)). 한 번씩만 지정하거나 사본을 뺀다"))
        }
        if others > 0 {
            let count = NumberFormat.grouped(others)
            remarks.append(
                Words(
                    "left out: links to folders, pipes and devices (\(count))", "제외한 것: 폴더 링크, 파이프, 장치 \(count)개"))
        }
    }

    /// Adds a file. One that was added already is counted twice, which whoever named it may not have meant.
    private mutating func add(_ input: CorpusInput, _ state: FileState?) {
        if let state, state.isRegular, !known.insert([UInt64(bitPattern: state.device), state.inode]).inserted {
            if repeated.count == 0 { repeated.first = input.name }
            repeated.count += 1
        }
        inputs.append(input)
    }

    /// Whether a name that is no file's is a pattern.
    package static func isPattern(_ name: String) -> Bool { name.contains { "*?[".contains($0) } }

    /// The most that is read of a list of names: 1 GiB, far more than a hundred thousand of them take.
    private static let listLimit = 1 << 30

    /// The names that a file lists: each ended by NUL where there is one in it, else a line each. Empty ones are none.
    ///
    /// - Throws: ``CorpusError`` where it cannot be read.
    package static func names(
        listedIn path: String, isCancelled: (@Sendable () -> Bool)? = nil
    ) throws(CorpusError) -> [String] {
        var list = try FileAccess.wholeFile(at: path, limit: listLimit, isCancelled: isCancelled)
        // The mark of an encoding is no part of a name.
        if list.starts(with: TextEncoding.utf8.byteOrderMark) { list = list.dropFirst(3) }
        let separator: UInt8 = list.contains(0) ? 0 : 0x0A
        return list.split(separator: separator).map { name in
            let isReturn = separator == 0x0A && name.last == 0x0D
            return FileName.text(of: isReturn ? name.dropLast() : name)
        }.filter { !$0.isEmpty }
    }

    /// An error, or an input that will be one.
    private mutating func fail(_ error: CorpusError) throws(CorpusError) {
        if policy == .stop { throw error }
        var input = CorpusInput(.path(error.file ?? ""))
        input.failure = error
        inputs.append(input)
    }

    private mutating func add(_ name: String, _ state: FileState?, isMatched: Bool = false) throws(CorpusError) {
        guard state?.isDirectory ?? false else {
            var input = CorpusInput(.path(name))
            input.isMatched = isMatched
            add(input, state)
            return
        }
        let count = inputs.count
        try addFolder(name)
        if inputs.count == count { try fail(CorpusError(.emptyFolder, file: name)) }
    }

    private mutating func addFolder(_ folder: String) throws(CorpusError) {
        let (names, failure) = Self.entries(of: folder)
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        for name in names {
            if name.first == UInt8(ascii: ".") {
                hidden += 1
                continue
            }
            let path = base + FileName.text(of: name)
            guard let state = FileState(linkAt: path) else {
                try fail(FileAccess.unreadable(path, errno: errno))
                continue
            }
            if state.isDirectory {
                try addFolder(path)
            } else if let file = state.isRegular ? state : FileState(path: path), file.isRegular {
                var input = CorpusInput(.path(path))
                input.isFound = true
                add(input, file)
            } else {
                others += 1
            }
        }
        if let failure { try fail(failure) }
    }

    /// The names in a folder in the order of their bytes, and why they are not all of them, where they are not.
    private static func entries(of folder: String) -> (names: [[UInt8]], failure: CorpusError?) {
        guard let stream = FileName.withPath(folder, { opendir($0) }) else {
            return ([], FileAccess.unreadable(folder, errno: errno))
        }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                // SAFETY: the system ends the name by NUL within the field.
                pointer.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    [UInt8](
                        UnsafeBufferPointer(
                            start: $0, count: strlen(UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))))
                }
            }
            if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
        }
        let failure = errno == 0 ? nil : FileAccess.unreadable(folder, errno: errno)
        return (names.sorted { $0.lexicographicallyPrecedes($1) }, failure)
    }

    private static func matches(of pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard FileName.withPath(pattern, { glob($0, GLOB_BRACE, nil, &result) }) == 0 else { return [] }
        // SAFETY: glob gives so many paths, each ended by NUL.
        let paths = (0..<Int(result.gl_pathc)).compactMap { index in
            result.gl_pathv[index].map { path in
                [UInt8](UnsafeRawBufferPointer(start: path, count: strlen(path)))
            }
        }
        return paths.sorted { $0.lexicographicallyPrecedes($1) }.map { FileName.text(of: $0) }
    }
}
