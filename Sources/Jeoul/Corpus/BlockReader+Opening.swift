import Foundation

extension CorpusInput {
    /// Opens the input.
    ///
    /// - Parameter whole: whether all of it must lie in one block: a document, or a JSON text, cannot be cut.
    func open(format: DocumentFormat, whole: Bool, options: CorpusOptions) throws(CorpusError) -> any BlockReading {
        switch location {
        case .memory(let name, let bytes):
            return whole
                ? WholeBlock(of: bytes, file: name) : LineBlocks(of: bytes, file: name, size: options.batchBytes)
        case .standardInput:
            return try Self.open(.standardInput, name: name, whole: whole, options: options)
        case .path(let path):
            if format == .nsmcRaw { return FileBlocks(of: try FileAccess.files(in: path, withSuffix: ".json")) }
            switch try FileAccess.kind(of: path) {
            case .directory:
                throw CorpusError(.directory, file: path)
            // A size of 0 says nothing: the system's own files (/proc) have it, whatever they hold.
            case .regular(let bytes) where bytes > 0 && (whole || bytes <= options.mappingLimit):
                let data = try FileAccess.mappedFile(at: path)
                return whole
                    ? WholeBlock(of: data, file: path) : LineBlocks(of: data, file: path, size: options.batchBytes)
            default:
                return try Self.open(FileAccess.handle(at: path), name: path, whole: whole, options: options)
            }
        }
    }

    private static func open(
        _ handle: FileHandle, name: String, whole: Bool, options: CorpusOptions
    ) throws(CorpusError) -> any BlockReading {
        whole
            ? WholeBlock(of: try FileAccess.remainder(of: handle, name: name), file: name)
            : StreamBlocks(of: handle, file: name, size: options.batchBytes)
    }
}
