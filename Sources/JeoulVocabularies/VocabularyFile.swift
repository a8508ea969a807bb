import JeoulText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file of a vocabulary, with what identifies it. Its bytes are read when they are first asked for: of a vocabulary that is
/// compiled, none is.
///
/// They are read into memory of this process and not mapped: of a file that is cut while it is mapped, reading what was cut
/// off kills the process (SIGBUS), and of one that is changed, what was checked is not what is used.
struct VocabularyFile: Sendable {
    /// The greatest file that is read as a whole; the greatest known vocabulary has 35 MB.
    static let maximumSize = 1 << 29

    let url: URL
    /// Its size when it was opened.
    let size: Int
    /// Where the file is, symbolic links resolved.
    let resolvedPath: String
    private let contents: FileContents

    /// Looks at a regular file.
    init(_ url: URL) throws(VocabularyError) {
        self.url = url
        let path = url.path
        switch FileKind(path) {
        case nil: throw VocabularyError(.unreadable, "no such file", file: path)
        case .folder: throw VocabularyError(.unreadable, "a folder, where a file is wanted", file: path)
        case .other: throw VocabularyError(.unreadable, "not a regular file", file: path)
        case .regular: break
        }
        resolvedPath = url.resolvingSymlinksInPath().path
        guard let stamp = FileStamp(resolvedPath) else {
            throw VocabularyError(.unreadable, "cannot be read", file: path)
        }
        size = Int(stamp.size)
        if size == 0 { throw VocabularyError(.truncated, "empty", remedy: Fault.fetchAgain, file: path) }
        let resolved = URL(fileURLWithPath: resolvedPath)
        let isModel = size > Self.maximumSize && Self.isGGUF(resolved)
        guard size <= Self.maximumSize || isModel else {
            throw VocabularyError(
                .tooLarge, "\(size) bytes, more than the \(Self.maximumSize) that are read of a vocabulary", file: path)
        }
        if Self.isPointer(resolved) {
            throw VocabularyError(
                .pointer, "a pointer of Git LFS, not the file",
                remedy: "`git lfs pull` in its repository gets the file", file: path)
        }
        contents = FileContents(path: resolvedPath, stamp: stamp, isHeadEnough: isModel)
    }

    /// The bytes, read when they are first asked for.
    var data: Data { get throws(VocabularyError) { try contents.data(naming: url.path) } }

    /// What the file system says of the bytes that were read, or would be; nil where they changed meanwhile.
    var stamp: FileStamp? { contents.currentStamp }

    /// Whether a file is what Git LFS leaves in place of one: a note of its hash and its size.
    static func isPointer(_ url: URL) -> Bool {
        guard FileKind(url.path) == .regular, let stamp = FileStamp(url.path), stamp.size <= 1024 else { return false }
        return begins(url, with: "version https://git-lfs.github.com/spec/")
    }

    /// Whether a file that is too large to be a vocabulary is a model file, which has one at its head.
    private static func isGGUF(_ url: URL) -> Bool { begins(url, with: "GGUF") }

    private static func begins(_ url: URL, with text: String) -> Bool {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: text.utf8.count)
        return pread(descriptor, &head, head.count, 0) == head.count && head == Array(text.utf8)
    }

    var name: String { url.lastPathComponent }

    /// The stamp, if the file cannot have another content with the same one.
    var settledStamp: FileStamp? { stamp.flatMap { $0.isSettled ? $0 : nil } }

    /// The hash of the file's bytes, in hexadecimal. O(n), about 1.5 GB/s where the processor has SHA instructions.
    func sha256() throws(VocabularyError) -> String { try contents.sha256(naming: url.path) }

    /// Runs a reader over the bytes; its `Fault` becomes an error with file, line and offset.
    func read<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) throws(VocabularyError) -> Result {
        let data = try data
        do {
            return try data.withUnsafeBytes { try $0.withMemoryRebound(to: UInt8.self) { try body($0) } }
        } catch let fault as Fault {
            throw located(fault, in: data)
        } catch let error as JSONError {
            throw located(Fault(error), in: data)
        } catch let error as VocabularyError {
            throw error
        } catch {
            throw VocabularyError(.unreadable, "\(error)", file: url.path)
        }
    }

    /// Runs a reader over the file as one JSON value; nothing may follow it.
    func readJSON<Result>(_ body: (inout JSONReader) throws -> Result) throws(VocabularyError) -> Result {
        try read { bytes in
            var reader = try JSONReader(bytes)
            let result = try body(&reader)
            try reader.finish()
            return result
        }
    }

    private func located(_ fault: Fault, in data: Data) -> VocabularyError {
        var error = VocabularyError(fault.problem, fault.message, remedy: fault.remedy, file: url.path)
        if let offset = fault.offset {
            error.offset = offset
            error.line = 1 + data.prefix(offset).count { $0 == UInt8(ascii: "\n") }
        }
        return error
    }
}
