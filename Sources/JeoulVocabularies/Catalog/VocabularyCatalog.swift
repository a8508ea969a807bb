import JeoulText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds vocabularies by name or path, and loads them.
///
/// Files are looked for with those bundled, then in the search folders (each holds a folder `<id>` a vocabulary), then
/// in the cache. Immutable: what is on the disk is looked at when asked.
package struct VocabularyCatalog: Sendable {
    /// What is known.
    package let manifest: VocabularyManifest
    /// The folder of the bundled files.
    package let bundledFolder: URL?
    /// Folders that hold a folder `<id>` a vocabulary.
    package let searchFolders: [URL]
    /// The same, of the user's cache.
    package let cacheFolder: URL?
    /// Where byte-level vocabularies are kept in a form that needs no reading: made when one is first used, made anew when its
    /// files change. Nil for nowhere.
    package let compiledFolder: URL?
    /// The cache of the Hub's own programs, which is looked at last; nil for none.
    package let hubCache: HubCache?

    /// A catalog of these places; see the members.
    package init(
        manifest: VocabularyManifest, bundledFolder: URL? = nil, searchFolders: [URL] = [], cacheFolder: URL? = nil,
        compiledFolder: URL? = nil, hubCache: HubCache? = nil
    ) {
        self.hubCache = hubCache
        self.manifest = manifest
        self.bundledFolder = bundledFolder
        self.searchFolders = searchFolders
        self.cacheFolder = cacheFolder
        self.compiledFolder = compiledFolder
    }

    /// The same without compiled forms: every load reads and hashes the files themselves.
    package func withoutCompiled() -> VocabularyCatalog {
        VocabularyCatalog(
            manifest: manifest, bundledFolder: bundledFolder, searchFolders: searchFolders, cacheFolder: cacheFolder,
            hubCache: hubCache)
    }

    var compiledCache: CompiledCache? { compiledFolder.map { CompiledCache(folder: $0) } }

    /// The catalog of this installation: Jeoul's own manifest, `JEOUL_VOCABULARY_PATH`, and `jeoul/vocab` in
    /// `XDG_CACHE_HOME` or `~/.cache`; compiled forms as `compiledFolder(environment:)` says. Throws `DataFolderError` or `VocabularyError`.
    package static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> VocabularyCatalog {
        let folder = try DataFolder.vocabularies.url(environment: environment)
        let paths = environment["JEOUL_VOCABULARY_PATH"]?.split(separator: ":") ?? []
        return VocabularyCatalog(
            manifest: try VocabularyManifest(contentsOf: folder.appendingPathComponent("manifest.json")),
            bundledFolder: folder,
            searchFolders: paths.map { URL(fileURLWithPath: String($0), isDirectory: true) },
            cacheFolder: cacheFolder(environment: environment),
            compiledFolder: compiledFolder(environment: environment), hubCache: HubCache(environment: environment))
    }

    /// The user's cache of vocabularies.
    package static func cacheFolder(environment: [String: String]) -> URL {
        let base =
            userCache(environment: environment)
            ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".cache", isDirectory: true)
        return base.appendingPathComponent("jeoul/vocab", isDirectory: true)
    }

    /// The folder of compiled vocabularies: `JEOUL_COMPILED_CACHE`, where `off` means none; else `jeoul/compiled` in
    /// `XDG_CACHE_HOME`, `~/.cache`, or on macOS `~/Library/Caches`; none where the environment names no home.
    package static func compiledFolder(environment: [String: String]) -> URL? {
        if let folder = environment["JEOUL_COMPILED_CACHE"], !folder.isEmpty {
            return folder == "off" ? nil : URL(fileURLWithPath: folder, isDirectory: true)
        }
        #if os(macOS)
            let ofSystem = "Library/Caches"
        #else
            let ofSystem = ".cache"
        #endif
        return userCache(environment: environment, inHome: ofSystem)?
            .appendingPathComponent("jeoul/compiled", isDirectory: true)
    }

    private static func userCache(environment: [String: String], inHome name: String = ".cache") -> URL? {
        // The XDG specification: a relative path there is to be ignored.
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            return URL(fileURLWithPath: cache, isDirectory: true)
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return URL(fileURLWithPath: home, isDirectory: true).appendingPathComponent(name, isDirectory: true)
    }

    /// The vocabularies whose files are here, in the order of the manifest. Their hashes are not checked.
    package func available() -> [VocabularyEntry] {
        manifest.vocabularies.filter { !candidates(for: $0).isEmpty }
    }

    /// Where the files of a vocabulary are; nil if they are not here.
    package func location(of entry: VocabularyEntry) -> VocabularyLocation? {
        candidates(for: entry).first?.location
    }
}
