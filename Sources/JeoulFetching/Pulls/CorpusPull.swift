import Foundation
import JeoulCorpora
import JeoulReporting

/// Gets public corpora into the user's cache, each with the files of its origin.
package struct CorpusPull: Sendable {
    /// The manifest and the cache.
    package var catalog: CorpusCatalog
    /// What fetches.
    package var session: FetchSession
    /// From where, and whether changes are accepted.
    package var options: PullOptions

    /// A way to pull.
    package init(catalog: CorpusCatalog, session: FetchSession, options: PullOptions = PullOptions()) {
        self.catalog = catalog
        self.session = session
        self.options = options
    }

    /// Pulls the corpus of an id. Where only the text derived from its files is pinned, that is derived and compared.
    ///
    /// Throws ``FetchError``; then what was in the cache before is still there.
    package func pull(_ id: String) throws(FetchError) -> PullOutcome {
        guard let entry = catalog.manifest.corpora.first(where: { $0.id == id }) else {
            let nearest = NearestNames.suggestions(for: id, among: catalog.manifest.corpora.map(\.id))
            throw FetchError(.unknownName(nearest: nearest), subject: SafeName.printable(id))
        }
        var outcome = PullOutcome(
            name: entry.id, installedName: entry.id, state: .bundled, isPinned: entry.isPinned || entry.bundled,
            licence: entry.licence, register: entry.register, files: [])
        if entry.bundled { return outcome }
        let folder = try CacheFolder(entry.id, in: catalog.cacheFolder)
        let wanted = try wanted(entry)
        let installation = Installation(
            session: session, folder: folder, name: entry.id, acceptsChange: options.acceptsChange,
            isPinnedAsWhole: entry.derivedSHA256 != nil
        ) { [catalog] parent throws(FetchError) in
            try Self.verify(entry, in: parent, catalog)
        }
        let onWait = { session.note("\(entry.id): another process is pulling it; waiting for that") }
        let result = try folder.locked(onWait: onWait) { () throws(FetchError) in try installation.run(wanted) }
        outcome.state = result.state
        outcome.folder = folder.place.path
        outcome.commit = Self.commit(of: entry)
        outcome.files = result.record.files
        return outcome
    }

    private static func withoutPeriod(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

    private static func commit(of entry: CorpusEntry) -> String? {
        let commits = Set(entry.files.compactMap(\.commit))
        return commits.count == 1 ? commits.first : nil
    }

    /// Reads the corpus as it will be read, and compares it with its pins.
    private static func verify(_ entry: CorpusEntry, in parent: URL, _ catalog: CorpusCatalog) throws(FetchError) {
        var catalog = catalog
        catalog.sharedFolders = []
        catalog.cacheFolder = parent
        guard let corpus = catalog.installed(entry) else {
            throw FetchError(.missingFiles(entry.files.map { SafeName.printable($0.name) }), subject: entry.id)
        }
        do {
            try corpus.verify()
            if !entry.isPinned {
                // Nothing to compare it with; but it must be what its reader reads.
                var reader = corpus.corpus(options: CorpusOptions(computesDigests: false)).makeReader()
                while try reader.next() != nil {}
            }
        } catch {
            if case .hashMismatch(let expected, let found) = error.kind {
                let isDerived = entry.derivedSHA256 == expected
                throw FetchError(
                    .hashMismatch(expected: expected, found: found, isPinned: true),
                    subject: isDerived ? "the text derived from \(entry.id)" : error.file)
            }
            throw FetchError(.implausible(reason: error.message), subject: entry.id)
        }
    }

    private func wanted(_ entry: CorpusEntry) throws(FetchError) -> [WantedFile] {
        if let source = try options.source(of: entry.id) { return try wanted(entry, in: source) }
        guard entry.isPullable else {
            let origin = entry.files.first.flatMap { file in
                file.origin.map { "https://github.com/\($0)" + (file.commit.map { " at commit \($0)" } ?? "") }
            }
            throw FetchError(
                .notPullable(
                    reason: entry.note.map(Self.withoutPeriod) ?? "there is no single file to fetch",
                    remedy: (origin.map { "get \($0), then " } ?? "")
                        + "`jeoul corpus pull \(entry.id) --from FOLDER`"), subject: entry.id)
        }
        var wanted: [WantedFile] = []
        for file in entry.files {
            guard let url = file.url, FetchSettings.isWebAddress(url) else {
                throw FetchError(.badSetting(name: "the manifest", reason: "no sound address"), subject: entry.id)
            }
            wanted.append(
                WantedFile(file: RemoteFile(name: file.name, url: url, bytes: file.bytes, sha256: file.sha256)))
        }
        return wanted
    }

    /// The files in a folder, each by its name; a pattern such as `raw/*.json` by all that it fits; and also where the
    /// layout of `JEOUL_CORPUS_PATH` has them, what is text as it stands under the name that it has there.
    private func wanted(_ entry: CorpusEntry, in source: URL) throws(FetchError) -> [WantedFile] {
        var wanted: [WantedFile] = []
        var missing: [String] = []
        for file in entry.files {
            var names = [(file.name, source.appendingPathComponent(file.name))]
            if file.name.contains("*") {
                names = Self.expand(file.name, in: source)
            } else if let path = entry.pathInSharedLayout {
                let place = source.appendingPathComponent(path)
                names.append((file.name, place.deletingLastPathComponent().appendingPathComponent(file.name)))
                if entry.derivation == nil, entry.textFiles == [file], file.sha256 != nil {
                    names += [place, source.appendingPathComponent(place.lastPathComponent)].map { (file.name, $0) }
                }
            }
            names.removeAll { !FileManager.default.fileExists(atPath: $0.1.path) }
            if names.isEmpty { missing.append(SafeName.printable(file.name)) }
            for (name, url) in file.name.contains("*") ? names : Array(names.prefix(1)) {
                let remote = RemoteFile(
                    name: name, url: url.absoluteString, bytes: file.bytes, sha256: file.sha256)
                wanted.append(WantedFile(file: remote, source: .disk(url)))
            }
        }
        if !missing.isEmpty, let text = try derivedText(of: entry, in: source) { return [text] }
        guard missing.isEmpty else { throw FetchError(.missingFiles(missing), subject: source.path) }
        return wanted
    }

    /// The text that is derived from a corpus's files, where it is pinned and a file of the folder, whatever its name, is it.
    private func derivedText(of entry: CorpusEntry, in source: URL) throws(FetchError) -> WantedFile? {
        guard let sha256 = entry.derivedSHA256, let name = entry.derivedName else { return nil }
        let names = try CacheFolder.contents(of: source).sorted()
        for place in names.map({ source.appendingPathComponent($0) }) {
            guard case .regular(let bytes)? = try? FileAccess.kind(of: place.path),
                bytes == entry.derivedBytes ?? bytes,
                (try? FileDigest.hexadecimal(ofFile: place.path)) == sha256
            else { continue }
            let file = RemoteFile(name: name, url: place.absoluteString, bytes: bytes, sha256: sha256)
            return WantedFile(file: file, source: .disk(place))
        }
        return nil
    }

    /// The files that a pattern `folder/*.ending` fits, in the order of their names.
    private static func expand(_ pattern: String, in source: URL) -> [(String, URL)] {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[0].hasSuffix("/") else { return [] }
        let folder = source.appendingPathComponent(parts[0])
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(parts[1]) && SafeName.isPlain($0) }.sorted()
            .map { (parts[0] + $0, folder.appendingPathComponent($0)) }
    }
}
