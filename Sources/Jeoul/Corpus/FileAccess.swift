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

    /// All bytes of a file of whatever kind but a folder; `-` is standard input. They are read, not mapped: what becomes of the file
    /// later changes nothing.
    static func wholeFile(at path: String) throws(CorpusError) -> Data {
        let source = try FileSource(path: path)
        var data = try source.bytes(source.bytes ?? 1 << 16)
        if source.bytes != nil { return data }
        while true {
            let more = try source.bytes(1 << 20)
            if more.isEmpty { return data }
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
