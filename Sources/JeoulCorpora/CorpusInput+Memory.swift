extension CorpusInput {
    /// The file that it is read from; nil for what is none.
    package var path: String? {
        if case .path(let path) = location { path } else { nil }
    }

    /// The same, `-` for standard input.
    package var source: String? { location == .standardInput ? "-" : path }

    /// Keeps what can be read only once, standard input or a pipe, in memory, for whoever reads it several times.
    ///
    /// - Parameter isCancelled: is asked while it is waited for.
    /// - Throws: ``CorpusError``.
    package mutating func keepInMemory(isCancelled: (@Sendable () -> Bool)? = nil) throws(CorpusError) {
        let name = name
        switch location {
        case .memory: return
        case .path where isFound: return
        case .path(let path):
            guard (try? FileAccess.kind(of: path)) == .stream else { return }
            location = .memory(name: name, bytes: try FileAccess.wholeFile(at: path, isCancelled: isCancelled))
        case .standardInput:
            location = .memory(name: name, bytes: try FileAccess.wholeFile(at: "-", isCancelled: isCancelled))
        }
    }
}
