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

/// A file of a vocabulary, mapped into memory, with what identifies it.
struct VocabularyFile: Sendable {
    /// The greatest file that is read as a whole; the greatest known vocabulary has 35 MB.
    static let maximumSize = 1 << 29

    let url: URL
    let data: Data
    /// Where the file is, symbolic links resolved.
    let resolvedPath: String
    /// What the file system says of the bytes that were mapped; nil where they changed meanwhile.
    let stamp: FileStamp?

    /// Maps a regular file.
    init(_ url: URL) throws(VocabularyError) {
        self.url = url
        let path = url.path
        switch FileKind(path) {
        case nil: throw VocabularyError(.unreadable, "no such file", file: path)
        case .folder: throw VocabularyError(.unreadable, "a folder, where a file is wanted", file: path)
        case .other: throw VocabularyError(.unreadable, "not a regular file", file: path)
        case .regular: break
        }
        let resolved = url.resolvingSymlinksInPath()
        let before = FileStamp(resolved.path)
        let size = before?.size ?? 0
        guard size <= Self.maximumSize || Self.isGGUF(resolved) else {
            throw VocabularyError(
                .tooLarge, "\(size) bytes, more than the \(Self.maximumSize) that are read of a vocabulary", file: path)
        }
        resolvedPath = resolved.path
        data = try Self.map(resolved)
        stamp = before == FileStamp(resolvedPath) ? before : nil
        if data.isEmpty { throw VocabularyError(.truncated, "empty", remedy: Fault.fetchAgain, file: path) }
    }

    /// The bytes of a file, of which none is read before it is looked at: of a vocabulary that is compiled, none is.
    /// (`Data` reads the whole file on Linux, whatever its options say.)
    private static func map(_ url: URL) throws(VocabularyError) -> Data {
        func failure() -> VocabularyError {
            VocabularyError(.unreadable, "cannot be read: \(String(cString: strerror(errno)))", file: url.path)
        }
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure() }
        guard status.st_size > 0 else { return Data() }
        guard let memory = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED
        else { throw failure() }
        return Data(bytesNoCopy: memory, count: Int(status.st_size), deallocator: .unmap)
    }

    /// Whether a file that is too large to be a vocabulary is a model file, which has one at its head.
    private static func isGGUF(_ url: URL) -> Bool {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: 4)
        return pread(descriptor, &head, 4, 0) == 4 && head == Array("GGUF".utf8)
    }

    var name: String { url.lastPathComponent }

    /// The stamp, if the file cannot have another content with the same one.
    var settledStamp: FileStamp? { stamp.flatMap { $0.isSettled ? $0 : nil } }

    /// The hash of the file's bytes, in hexadecimal. O(n), about 1.5 GB/s where the processor has SHA instructions.
    func sha256() -> String { SHA256.hash(data: data).hexadecimal }

    /// Runs a reader over the bytes; its `Fault` becomes an error with file, line and offset.
    func read<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) throws(VocabularyError) -> Result {
        do {
            return try data.withUnsafeBytes { try $0.withMemoryRebound(to: UInt8.self) { try body($0) } }
        } catch let fault as Fault {
            throw located(fault)
        } catch let error as JSONError {
            throw located(Fault(error))
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
            try reader.end()
            return result
        }
    }

    private func located(_ fault: Fault) -> VocabularyError {
        var error = VocabularyError(fault.problem, fault.message, remedy: fault.remedy, file: url.path)
        if let offset = fault.offset {
            error.offset = offset
            error.line = 1 + data.prefix(offset).count { $0 == UInt8(ascii: "\n") }
        }
        return error
    }
}
