import Foundation
import JeoulVocabularies

/// Gets vocabularies into the user's cache: those of the manifest by name, pinned; any repository of the Hub, unpinned.
package struct VocabularyPull: Sendable {
    /// The manifest and the cache.
    package var catalog: VocabularyCatalog
    /// What fetches.
    package var session: FetchSession
    /// From where, and whether changes are accepted.
    package var options: PullOptions
    /// Which of the forms of a vocabulary; nil for the first that can be got.
    package var format: VocabularyFormat?
    /// Which of the places that the manifest names; nil for the first that can be reached.
    package var source: PullSource?

    /// The files that a tokenizer may consist of, beside those that end in `.tiktoken`.
    static let tokenizerFiles = [
        "tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt", "added_tokens.json",
        "special_tokens_map.json", "tokenizer.model", "tekken.json",
    ]

    /// A way to pull.
    package init(
        catalog: VocabularyCatalog, session: FetchSession, options: PullOptions = PullOptions(),
        format: VocabularyFormat? = nil, source: PullSource? = nil
    ) {
        self.catalog = catalog
        self.session = session
        self.options = options
        self.format = format
        self.source = source
    }

    /// Pulls one: an id or alias of the manifest, the repository of one (`skt/A.X-4.0-Light`), or any repository, with
    /// `@revision` where it is not the newest.
    ///
    /// Throws ``FetchError``; then what was in the cache before is still there.
    package func pull(_ name: String) throws(FetchError) -> PullOutcome {
        for entry in catalog.manifest.vocabularies {
            let forms = entry.forms.filter { $0.source.kind == "hub" && $0.source.repository == name }
            if !forms.isEmpty { return try pull(entry, forms: forms, isNamedByRepository: true) }
        }
        if let entry = catalog.manifest.entry(named: name) { return try pull(entry, forms: entry.forms) }
        guard name.contains("/") || name.contains("@") else {
            let nearest = catalog.manifest.suggestions(for: name)
            throw FetchError(.unknownName(nearest: nearest), subject: SafeName.printable(name))
        }
        guard source == nil || source == .hub else {
            throw FetchError(
                .notPullable(reason: "a repository is on the Hub alone", remedy: "leave --source out"), subject: name)
        }
        return try pull(HubRepository(name))
    }

    func cacheFolder(_ name: String) throws(FetchError) -> CacheFolder {
        guard let cache = catalog.cacheFolder else {
            throw FetchError(.badSetting(name: "cache", reason: "this catalog has none"))
        }
        return try CacheFolder(name, in: cache)
    }

    func waiting(for name: String) -> () -> Void {
        { session.note("\(name): another process is pulling it; waiting for that") }
    }

    // MARK: Any repository

    private func pull(_ repository: HubRepository) throws(FetchError) -> PullOutcome {
        let folder = try cacheFolder(repository.folderName)
        let installation = Installation(
            session: session, folder: folder, name: repository.name, revision: repository.revision,
            acceptsChange: options.acceptsChange)
        var licence: String?
        let result = try folder.locked(onWait: waiting(for: repository.name)) { () throws(FetchError) in
            let wanted: [WantedFile]
            if let source = try options.source(of: repository.folderName) {
                wanted = try files(in: source)
            } else {
                (wanted, licence) = try files(of: repository, folder)
            }
            return try installation.run(wanted)
        }
        return PullOutcome(
            name: repository.name + (repository.revision.map { "@" + $0 } ?? ""),
            installedName: repository.folderName, state: result.state, isPinned: false, licence: licence,
            folder: folder.place.path, commit: result.record.commit, files: result.record.files)
    }

    /// What the Hub says of a repository: the part that is needed.
    private struct Listing: Decodable {
        struct Sibling: Decodable { var rfilename: String }
        var sha: String?
        var siblings: [Sibling]?
        var tags: [String]?
    }

    /// The tokenizer files that a repository has, at the commit that it is at now. Where the server has no list, each
    /// usual name is tried.
    private func files(
        of repository: HubRepository, _ folder: CacheFolder
    ) throws(FetchError) -> ([WantedFile], licence: String?) {
        let hub = session.settings.hub
        let page = "\(hub)/\(repository.name)"
        var listing: Listing?
        try folder.makeStaging()
        do {
            let data = try session.text(
                at: repository.listingAddress(endpoint: hub), name: "listing.json", isOnHub: true, page: page,
                into: folder.staging)
            listing = try Self.listing(data, page: page)
        } catch {
            switch error.kind {
            case .notFound(isRepository: false), .badStatus(400...499), .badStatus(501), .implausible: break
            default: throw error
            }
        }
        var pinned = repository
        if repository.revision == nil, let sha = listing?.sha, SafeName.isHexadecimal(sha, count: 40) {
            pinned = repository.pinned(to: sha)
        }
        let listed = (listing?.siblings ?? []).map(\.rfilename)
        let names = listing?.siblings == nil ? Self.tokenizerFiles : listed.filter(Self.isTokenizerFile)
        guard !names.isEmpty else {
            throw FetchError(.missingFiles(["any file of a tokenizer"]), subject: page)
        }
        let licence = listing?.tags?.first { $0.hasPrefix("license:") }.map { String($0.dropFirst(8)) }
        let wanted = names.map { name in
            let file = RemoteFile(
                name: name, url: pinned.address(of: name, endpoint: hub), isOnHub: true, page: page)
            return WantedFile(file: file, isRequired: listing?.siblings != nil)
        }
        return (wanted, licence)
    }

    /// One that cannot be understood is not none: usual names would be fetched, and of no commit.
    private static func listing(_ data: Data, page: String) throws(FetchError) -> Listing {
        do {
            return try JSONDecoder().decode(Listing.self, from: data)
        } catch {
            throw FetchError(.malformed(reason: "the list of its files is not as the Hub writes it"), subject: page)
        }
    }

    private func files(in source: URL) throws(FetchError) -> [WantedFile] {
        let names = try CacheFolder.contents(of: source)
        let wanted = names.filter(Self.isTokenizerFile).sorted().map { name in
            let url = source.appendingPathComponent(name)
            return WantedFile(file: RemoteFile(name: name, url: url.absoluteString), source: .disk(url))
        }
        guard !wanted.isEmpty else {
            throw FetchError(.missingFiles(["any file of a tokenizer"]), subject: source.path)
        }
        return wanted
    }

    private static func isTokenizerFile(_ name: String) -> Bool {
        SafeName.isPlain(name) && (tokenizerFiles.contains(name) || name.hasSuffix(".tiktoken"))
    }
}
