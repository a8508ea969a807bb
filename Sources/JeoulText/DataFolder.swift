#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A folder of data that travels with Jeoul: `Vocab`, `Corpora` or `Claims`.
///
/// SwiftPM's `Bundle.module` is of no use here: it looks beside the executable, then at the absolute path of the build
/// folder, and traps when both are gone. This looks where the folder can be, and throws when it is nowhere:
///
/// 1. `$JEOUL_DATA/Vocab`, if that variable is set (and then nowhere else);
/// 2. beside the executable, in SwiftPM's resource bundle (`jeoul_Vocab.resources`, on macOS `jeoul_Vocab.bundle`), or as
///    `Vocab`;
/// 3. `PREFIX/share/jeoul/Vocab` for an executable in `PREFIX/bin`;
/// 4. in the source tree from which Jeoul was built: so for a package that depends on Jeoul, and for its tests.
package struct DataFolder: Sendable {
    /// The folder's name in the source tree.
    package let name: String
    /// A file that is in it; a folder without that file is not taken for it.
    package let marker: String
    /// A source file of Jeoul that lies in the folder.
    let sourceFile: String

    package init(name: String, marker: String, sourceFile: String) {
        self.name = name
        self.marker = marker
        self.sourceFile = sourceFile
    }

    /// Where the folder is. Throws `DataFolderError` if it is nowhere.
    package func url(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(DataFolderError) -> URL {
        let candidates = candidates(environment: environment, executable: Self.executable)
        let found = candidates.first {
            FileManager.default.fileExists(atPath: $0.appendingPathComponent(marker).path)
        }
        guard let found else {
            throw DataFolderError(name: name, searched: candidates.map(\.path))
        }
        return found
    }

    /// The places to look, first to last.
    func candidates(environment: [String: String], executable: URL?) -> [URL] {
        if let override = environment["JEOUL_DATA"], !override.isEmpty {
            return [URL(fileURLWithPath: override, isDirectory: true).appendingPathComponent(name, isDirectory: true)]
        }
        var candidates: [URL] = []
        if let folder = executable?.deletingLastPathComponent() {
            let bundle = folder.appendingPathComponent("jeoul_\(name).bundle", isDirectory: true)
            candidates += [
                folder.appendingPathComponent("jeoul_\(name).resources", isDirectory: true),
                bundle.appendingPathComponent("Contents/Resources", isDirectory: true), bundle,
                folder.appendingPathComponent(name, isDirectory: true),
                folder.deletingLastPathComponent().appendingPathComponent("share/jeoul/\(name)", isDirectory: true),
            ]
        }
        candidates.append(URL(fileURLWithPath: sourceFile).deletingLastPathComponent())
        return candidates
    }

    /// The running executable, symbolic links resolved.
    static var executable: URL? {
        #if os(Linux)
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return path.map { URL(fileURLWithPath: $0) }
        #else
            return Bundle.main.executableURL?.resolvingSymlinksInPath()
        #endif
    }
}

/// A data folder is nowhere to be found.
package struct DataFolderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The folder's name.
    package let name: String
    /// Where it was looked for.
    package let searched: [String]

    /// What is missing, where it was looked for, and what to do.
    package var description: String {
        "Jeoul's data folder \(name) is missing (looked in \(searched.joined(separator: ", "))); "
            + "reinstall Jeoul, or set JEOUL_DATA to the folder that holds \(name)"
    }
}
