import Foundation

/// Opens files, and turns what can go wrong into ``CorpusError``.
package enum FileAccess {
    /// What lies at a path.
    package enum Kind: Equatable {
        /// A file of a known size.
        case regular(bytes: Int)
        /// A folder.
        case directory
        /// A pipe, a device, a socket: bytes that come until they end.
        case stream
    }

    /// What lies at a path, links followed.
    package static func kind(of path: String) throws(CorpusError) -> Kind {
        guard let state = FileState(path: path) else { throw unreadable(path, errno: errno) }
        if state.isDirectory { return .directory }
        return state.isRegular ? .regular(bytes: state.bytes) : .stream
    }

    /// The most that is read of a file that is kept whole, unless its reader says otherwise: 2 GiB.
    static let wholeFileLimit = 1 << 31

    /// All bytes of a file of whatever kind but a folder; `-` is standard input. They are read, not mapped: what becomes of the file
    /// later changes nothing.
    ///
    /// - Parameter isCancelled: is asked while a pipe or a terminal is waited for.
    /// - Throws: ``CorpusError``, also where there are more bytes than `limit`: a device may have no end.
    package static func wholeFile(
        at path: String, limit: Int = Self.wholeFileLimit, isCancelled: (@Sendable () -> Bool)? = nil
    ) throws(CorpusError) -> Data {
        let source = try FileSource(path: path)
        source.isCancelled = isCancelled
        if let bytes = source.bytes {
            guard bytes <= limit else { throw CorpusError(.tooLarge(limit: limit), file: path) }
            return try source.bytes(bytes)
        }
        var data = Data()
        while true {
            let more = try source.bytes(1 << 20)
            if more.isEmpty { return data }
            guard data.count + more.count <= limit else { throw CorpusError(.tooLarge(limit: limit), file: path) }
            data.append(more)
        }
    }

    /// The paths of the files in a folder whose names end so, in the order of the names' bytes.
    static func files(in folder: String, withSuffix suffix: String) throws(CorpusError) -> [String] {
        guard try kind(of: folder) == .directory else { throw CorpusError(.notADirectory, file: folder) }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw unreadable(folder, error)
        }
        return names.filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { folder + "/" + $0 }
    }

    /// The system's reason in a few words, the underlying one where Foundation wraps it.
    static func unreadable(_ path: String, _ error: any Error) -> CorpusError {
        let error = error as NSError
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        if error.domain == NSCocoaErrorDomain, error.code == CocoaError.fileReadNoSuchFile.rawValue {
            return CorpusError(.missing, file: path)
        }
        if error.domain == NSCocoaErrorDomain, error.code == CocoaError.fileReadNoPermission.rawValue {
            return CorpusError(.unreadable(reason: "permission denied"), file: path)
        }
        return CorpusError(.unreadable(reason: cause.localizedDescription), file: path)
    }

    /// The system's reason by its number.
    static func unreadable(_ path: String, errno number: Int32) -> CorpusError {
        switch number {
        case ENOENT, ENOTDIR: CorpusError(.missing, file: path)
        case EISDIR: CorpusError(.directory, file: path)
        case EACCES, EPERM: CorpusError(.unreadable(reason: "permission denied"), file: path)
        default: CorpusError(.unreadable(reason: String(cString: strerror(number))), file: path)
        }
    }
}
