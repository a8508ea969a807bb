import Foundation

/// Opens files, and turns what can go wrong into ``CorpusError``.
enum FileAccess {
    /// What lies at a path.
    enum Kind: Equatable {
        /// A file of a known size.
        case regular(bytes: Int)
        /// A folder.
        case directory
        /// A pipe, a device, a socket: bytes that come until they end.
        case stream
    }

    /// What lies at a path, links followed.
    static func kind(of path: String) throws(CorpusError) -> Kind {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw CorpusError(.missing, file: path)
        }
        if isDirectory.boolValue { return .directory }
        // `attributesOfItem` does not follow links. One that leads to no path (/dev/fd/63, made by the shell for a
        // pipe) can be opened all the same.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: target),
            attributes[.type] as? FileAttributeType == .typeRegular
        else { return .stream }
        return .regular(bytes: (attributes[.size] as? NSNumber)?.intValue ?? 0)
    }

    /// The contents of a regular file, mapped: nothing is read before it is touched.
    ///
    /// A file that shrinks while it is mapped ends the process; that is the system's rule, and no library can prevent
    /// it. Files that others are writing are better piped in.
    static func mappedFile(at path: String) throws(CorpusError) -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw unreadable(path, error)
        }
    }

    /// A handle at the beginning of a file.
    static func handle(at path: String) throws(CorpusError) -> FileHandle {
        do {
            return try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw unreadable(path, error)
        }
    }

    /// All bytes of a file of whatever kind but a folder.
    static func wholeFile(at path: String) throws(CorpusError) -> Data {
        switch try kind(of: path) {
        case .directory: throw CorpusError(.directory, file: path)
        case .regular(let bytes) where bytes > 0: return try mappedFile(at: path)
        default: return try remainder(of: handle(at: path), name: path)
        }
    }

    /// All bytes that a handle still gives.
    static func remainder(of handle: FileHandle, name: String) throws(CorpusError) -> Data {
        do {
            return try handle.readToEnd() ?? Data()
        } catch {
            throw unreadable(name, error)
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
}
