import Foundation
import JeoulReporting

/// The corpora that can be named by id: those that come with Jeoul, and those of its manifest that are on this machine.
///
/// A corpus is looked for, in this order, in the bundled folder, in the folders of `JEOUL_CORPUS_PATH`, and in the
/// user's cache, `$XDG_CACHE_HOME/jeoul/corpora` or `~/.cache/jeoul/corpora`. A folder of `JEOUL_CORPUS_PATH` keeps a corpus
/// as text at the manifest's `path_in_shared_layout`, or, as the cache does, as the files of its origin in a folder
/// named by the id.
package struct CorpusCatalog: Sendable {
    /// What is known.
    package var manifest: CorpusManifest
    /// The folder with the manifest, and a folder for each corpus that comes with Jeoul.
    package var bundledFolder: URL
    /// The folders of `JEOUL_CORPUS_PATH`.
    package var sharedFolders: [URL]
    /// Where pulled corpora are kept, each in a folder named by its id.
    package var cacheFolder: URL

    /// A catalog.
    ///
    /// - Parameters:
    ///   - bundledFolder: the folder with `manifest.json` and the bundled corpora.
    ///   - environment: where `JEOUL_CORPUS_PATH`, `XDG_CACHE_HOME` and `HOME` are looked up.
    /// - Throws: ``CorpusError`` where the manifest cannot be read.
    package init(
        bundledFolder: URL, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(CorpusError) {
        manifest = try CorpusManifest(inFolder: bundledFolder)
        self.bundledFolder = bundledFolder
        sharedFolders = (environment["JEOUL_CORPUS_PATH"] ?? "").split(separator: ":")
            .map { URL(fileURLWithPath: String($0), isDirectory: true) }
        cacheFolder = Self.cacheFolder(environment)
    }

    /// The cache as the XDG base directory specification places it: a relative `XDG_CACHE_HOME` is no place.
    static func cacheFolder(_ environment: [String: String]) -> URL {
        let configured = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment["HOME"] ?? NSHomeDirectory()
        return URL(fileURLWithPath: configured ?? home + "/.cache", isDirectory: true)
            .appendingPathComponent("jeoul/corpora", isDirectory: true)
    }

    /// The entry of an id.
    ///
    /// - Throws: ``CorpusError`` with the kind `unknownCorpus`, which suggests the nearest ids.
    package func entry(_ id: String) throws(CorpusError) -> CorpusEntry {
        if let entry = manifest.corpora.first(where: { $0.id == id }) { return entry }
        let nearest = NearestNames.suggestions(for: id, among: manifest.corpora.map(\.id))
        throw CorpusError(.unknownCorpus(id, nearest: nearest))
    }

    /// Where a corpus is on this machine, or nil. Looks only whether its files are there.
    package func installed(_ entry: CorpusEntry) -> InstalledCorpus? {
        if entry.bundled { return bundled(entry) }
        for folder in sharedFolders {
            if let found = text(entry, in: folder) { return found }
            if let found = original(entry, in: folder.appendingPathComponent(entry.id)) { return found }
        }
        let pulled = cacheFolder.appendingPathComponent(entry.id)
        return original(entry, in: pulled) ?? pulledText(entry, in: pulled)
    }

    /// The corpus of an id, its bytes checked against the pinned ones.
    ///
    /// - Throws: ``CorpusError``: unknown, not installed, or not the pinned bytes.
    package func corpus(_ id: String) throws(CorpusError) -> InstalledCorpus {
        let entry = try entry(id)
        guard let found = installed(entry) else {
            let looked = entry.bundled ? [bundledFolder] : sharedFolders + [cacheFolder]
            throw CorpusError(
                .notInstalled(id, pullable: entry.isPullable, looked: looked.map(\.path)))
        }
        try found.verify()
        return found
    }
}

extension CorpusCatalog {
    private func bundled(_ entry: CorpusEntry) -> InstalledCorpus? {
        let folder = bundledFolder.appendingPathComponent(entry.folder ?? entry.id)
        return inputs(of: entry, in: folder).map { InstalledCorpus(entry: entry, place: .bundled, inputs: $0) }
    }

    private func original(_ entry: CorpusEntry, in folder: URL) -> InstalledCorpus? {
        inputs(of: entry, in: folder).map { InstalledCorpus(entry: entry, place: .original, inputs: $0) }
    }

    private func text(_ entry: CorpusEntry, in folder: URL) -> InstalledCorpus? {
        guard let path = entry.pathInSharedLayout else { return nil }
        let file = folder.appendingPathComponent(path)
        guard Self.exists(file) else { return nil }
        let clusters = clusterFile(of: entry, in: file.deletingLastPathComponent())
        if clusters == nil, entry.clusterFile != nil { return nil }
        return derivedText(of: entry, at: file.path, clusters: clusters)
    }

    /// The pinned text of a corpus, pulled as it is in place of the files that it is derived from.
    private func pulledText(_ entry: CorpusEntry, in folder: URL) -> InstalledCorpus? {
        guard entry.derivedSHA256 != nil, let name = entry.derivedName else { return nil }
        let file = folder.appendingPathComponent(name)
        return Self.exists(file) ? derivedText(of: entry, at: file.path) : nil
    }

    /// The text of a corpus, one document a line, in a file.
    private func derivedText(of entry: CorpusEntry, at path: String, clusters: ClusterFile? = nil) -> InstalledCorpus {
        InstalledCorpus(
            entry: entry, place: .text, inputs: [CorpusInput(.path(path), format: .lines, clusters: clusters)])
    }

    /// The corpus whose pinned text a file holds, whatever it is called; nil where it is none. Reads only a file of a pinned size.
    ///
    /// A corpus that is on this machine is taken from where it is, with its clusters.
    package func recognised(_ path: String) throws(CorpusError) -> InstalledCorpus? {
        // A pattern is no file.
        if FileTree.isPattern(path), FileState(path: path) == nil { return nil }
        guard case .regular(let bytes) = try FileAccess.kind(of: path) else { return nil }
        let candidates = manifest.corpora.filter { $0.pinnedTexts.contains { $0.bytes == bytes } }
        guard !candidates.isEmpty else { return nil }
        let hash = try FileDigest.hexadecimal(ofFile: path)
        guard let entry = candidates.first(where: { $0.pinnedTexts.contains { $0.sha256 == hash } }) else { return nil }
        return installed(entry) ?? (entry.clusterFile == nil ? derivedText(of: entry, at: path) : nil)
    }

    /// The inputs of the entry's own files; nil unless all of them are there.
    private func inputs(of entry: CorpusEntry, in folder: URL) -> [CorpusInput]? {
        let clusters = clusterFile(of: entry, in: folder)
        if clusters == nil, entry.clusterFile != nil { return nil }
        var inputs: [CorpusInput] = []
        for file in entry.textFiles {
            // `raw/*.json` names the folder.
            let isPattern = file.name.contains("*")
            var url = folder.appendingPathComponent(file.name)
            if isPattern { url.deleteLastPathComponent() }
            guard Self.exists(url) else { return nil }
            var input = CorpusInput(.path(url.path), format: entry.reader, clusters: clusters)
            input.readsClusters = entry.cluster != nil && clusters == nil
            inputs.append(input)
        }
        return inputs.isEmpty ? nil : inputs
    }

    private func clusterFile(of entry: CorpusEntry, in folder: URL) -> ClusterFile? {
        guard let name = entry.clusterFile, let column = entry.clusterColumn else { return nil }
        let url = folder.appendingPathComponent(name)
        return Self.exists(url) ? ClusterFile(path: url.path, column: column) : nil
    }

    private static func exists(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.path)
    }
}
