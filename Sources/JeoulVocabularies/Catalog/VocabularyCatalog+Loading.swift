import JeoulText
import JeoulTokenizing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension VocabularyCatalog {
    /// Loads a vocabulary by id, alias or path.
    ///
    /// Named by id, its files must have the pinned hashes. Named by path, a known hash identifies it, and an unknown
    /// one loads with the note `.unpinned`. `splitter` and `normalizer` override what files and manifest say.
    package func load(
        _ name: String, splitter: SplitterDefinition? = nil, normalizer: NormalizerDefinition? = nil
    ) throws(VocabularyError) -> Vocabulary {
        let overrides = (splitter, normalizer)
        switch meaning(of: name) {
        case .entry(let entry): return try load(entry, requested: name, overrides)
        case .files(.path, let url, _) where !FileManager.default.fileExists(atPath: url.path) && HubName(name) != nil:
            throw unknownRepository(name)
        case .files(let location, let url, let known):
            return try load(url, location: location, requested: name, name: known, overrides)
        case .labelled(let label, let path):
            if manifest.entry(named: label) != nil {
                throw VocabularyError(
                    .unknownName(suggestions: []), "\(quoted(label.utf8)) is the name of a known vocabulary",
                    remedy: "give the file at \(path) another name")
            }
            var vocabulary = try load(path, splitter: splitter, normalizer: normalizer)
            (vocabulary.id, vocabulary.requested) = (label, name)
            return vocabulary
        case nil: throw unknownName(name)
        }
    }

    private func unknownName(_ name: String) -> VocabularyError {
        let suggestions = manifest.suggestions(for: name)
        return VocabularyError(
            .unknownName(suggestions: suggestions), "no vocabulary is known by the name \(quoted(name.utf8))",
            remedy: suggestions.isEmpty
                ? "see `jeoul vocabulary list`, or name a file or a folder by its path"
                : manifest.question(suggesting: suggestions))
    }

    /// A name that may be a path or a repository, and is neither here.
    private func unknownRepository(_ name: String) -> VocabularyError {
        let cache = hubCache.map { " (\($0.folder.path))" } ?? ""
        let trouble = HubName(name).flatMap { hubCache?.trouble(with: $0) }
        return VocabularyError(
            .unknownName(suggestions: []),
            "\(quoted(name.utf8)) is no file here, and no repository that was pulled or that the Hub's cache has\(cache)"
                + (trouble.map { ": \($0)" } ?? ""),
            remedy: "get it with `jeoul vocabulary pull \(name)`, or check the path")
    }

    // MARK: By id

    private func load(
        _ entry: VocabularyEntry, requested: String, _ overrides: (SplitterDefinition?, NormalizerDefinition?)
    ) throws(VocabularyError) -> Vocabulary {
        let candidates = candidates(for: entry)
        guard let first = candidates.first else {
            let command = "jeoul vocabulary pull \(entry.id)"
            throw VocabularyError(
                .notInstalled(command: command), "the files of \(entry.id) are not here",
                remedy: "get them with `\(command)`, or set JEOUL_VOCABULARY_PATH to the folder that holds \(entry.id)/"
                    + (entry.likelySameAs.map {
                        "; in all likelihood it is \($0), which can be named in its place, though that is not proved"
                    }
                        ?? "")
            )
        }
        var refusal: VocabularyError?
        for candidate in candidates where candidate.location == first.location {
            var files: [VocabularyFile] = []
            var identities: [VocabularyFileIdentity] = []
            var compiled: CompiledVocabulary?
            do throws(VocabularyError) {
                for (_, url) in candidate.files { files.append(try VocabularyFile(url)) }
                compiled = compiledCache?.find(files)
                for (index, hash) in try Self.hashes(files, compiled).enumerated() {
                    identities.append(try files[index].checked(against: candidate.files[index].pin, hash: hash))
                }
            } catch {
                switch error.problem {
                case .hashMismatch, .pointer: refusal = refusal ?? error
                default: throw error
                }
                continue
            }
            return try Opened(
                requested: requested, id: entry.id, entry: entry, location: candidate.location,
                files: try VocabularyFileSet(form: files), identities: identities, cache: compiledCache,
                compiled: compiled, note: server(of: entry, candidate).map { .servedBy(id: $0.id) }
            ).vocabulary(manifestEntry: entry, overrides)
        }
        throw refusal!
    }

    /// The hashes of files: as they were when they were compiled, else as they are.
    private static func hashes(
        _ files: [VocabularyFile], _ compiled: CompiledVocabulary?
    ) throws(VocabularyError) -> [String] {
        if let compiled { return compiled.sources.map(\.sha256) }
        var hashes: [String] = []
        for file in files { hashes.append(try file.sha256()) }
        return hashes
    }

    // MARK: By path

    private func load(
        _ path: URL, location: VocabularyLocation, requested: String, name: String,
        _ overrides: (SplitterDefinition?, NormalizerDefinition?)
    ) throws(VocabularyError) -> Vocabulary {
        let (set, note) = try VocabularyFileSet.open(path: path)
        let compiled = compiledCache?.find(set.files)
        let hashes = try Self.hashes(set.files, compiled)
        var known: (entry: VocabularyEntry, form: VocabularyForm)?
        var resembled: VocabularyEntry?
        let matches = manifest.forms(withFile: hashes[0])
        // Of several with the same files, the one that the folder is named for.
        for match in matches.filter({ $0.entry.id == name }) + matches where known == nil {
            let pins = match.form.files.filter(\.required).map(\.sha256)
            if pins.allSatisfy({ $0 != nil && hashes.contains($0!) }) { known = match }
        }
        if known == nil {
            let modelHashes = hashes.prefix(set.modelFiles.count)
            resembled =
                matches.first { match in
                    modelHashes.allSatisfy { hash in match.form.files.contains { $0.sha256 == hash } }
                }?.entry
        }
        let identities = zip(set.files, hashes).map { file, hash in
            VocabularyFileIdentity(
                url: file.url, bytes: file.size, sha256: hash,
                isPinned: (known?.form.files ?? []).contains { $0.sha256 == hash })
        }
        return try Opened(
            requested: requested, id: known?.entry.id ?? name, entry: known?.entry, location: location, files: set,
            identities: identities, cache: compiledCache, compiled: compiled, note: note
        ).vocabulary(manifestEntry: known?.entry ?? resembled, overrides)
    }
}

/// Files that were opened and identified, on their way to a `Vocabulary`.
private struct Opened {
    var requested: String
    var id: String
    var entry: VocabularyEntry?
    var location: VocabularyLocation
    var files: VocabularyFileSet
    var identities: [VocabularyFileIdentity]
    /// Where the compiled form is kept, and the form itself where it is there.
    var cache: CompiledCache?
    var compiled: CompiledVocabulary?
    /// What was found out on the way.
    var note: VocabularyNote?

    /// Reads the files and completes what they say. `manifestEntry` has the same tokens and merges.
    func vocabulary(
        manifestEntry: VocabularyEntry?, _ overrides: (splitter: SplitterDefinition?, normalizer: NormalizerDefinition?)
    ) throws(VocabularyError) -> Vocabulary {
        let (contents, state) = try contents(ignoresMerges: manifestEntry?.ignoresMerges)
        var notes = contents.notes + [note].compactMap { $0 }
        let unpinned = identities.filter { !$0.isPinned }.map(\.url.lastPathComponent)
        if entry == nil, let manifestEntry {
            let others = zip(files.files, identities).dropFirst(files.modelFiles.count).map { $0.0.name }
            notes.append(.differsFromPinned(id: manifestEntry.id, files: others))
        } else if !unpinned.isEmpty {
            notes.append(.unpinned(files: unpinned))
        }
        var definition = contents.definition
        if !contents.carriesAddedTokens, let entry {
            let listed = entry.listedTokens
            if !listed.isEmpty { notes.append(.addedTokensFromManifest(count: listed.count)) }
            definition.addedTokens = listed
        }
        let resolved = try ResolvedText(
            overrides: overrides, contents: contents, entry: manifestEntry, file: files.files[0].url.path)
        // The file's own steps are whole; another splitter in their place writes bytes as they do.
        let own = contents.definition.splitter
        if own == nil {
            definition.setSplitter(resolved.splitter)
        } else if resolved.splitter != own, own?.steps.contains(.byteAlphabet) == true {
            definition.splitter = .steps(resolved.splitter.steps + [.byteAlphabet])
        } else {
            definition.splitter = resolved.splitter
        }
        definition.normalizer = resolved.normalizer
        if resolved.isNormalizerAssumed { notes.append(.assumedNoNormalizer) }
        return Vocabulary(
            id: id, requested: requested, entry: entry, location: location, format: contents.format,
            files: identities, notes: notes, definition: definition, compiled: state.serving(definition, cache))
    }

    /// What the files give, as it was compiled or read now. `ignoresMerges`: what the manifest says.
    private func contents(
        ignoresMerges: Bool?
    ) throws(VocabularyError) -> (VocabularyContents, CompiledState) {
        if let compiled, compiled.ignoresMerges == ignoresMerges { return (compiled.contents, .ready(compiled)) }
        let contents = try files.read(ignoresMerges: ignoresMerges)
        guard let cache else { return (contents, .none) }
        let sources = zip(files.files, identities).map { CompiledVocabulary.Source($0, sha256: $1.sha256) }
        return (contents, .wanted(cache, contents, sources, ignoresMerges: ignoresMerges))
    }
}

/// The splitter and the normalizer of a vocabulary: those asked for; else what its `tokenizer.json` says; else what the
/// manifest says, where the hash is known; else what follows from `tokenizer_class`.
private struct ResolvedText {
    var splitter: SplitterDefinition
    var normalizer: NormalizerDefinition
    /// A splitter was asked for and nothing says how text is normalized.
    var isNormalizerAssumed = false

    init(
        overrides: (splitter: SplitterDefinition?, normalizer: NormalizerDefinition?), contents: VocabularyContents,
        entry: VocabularyEntry?, file: String
    ) throws(VocabularyError) {
        let byClass = contents.className.flatMap(Self.byClass)
        let splitter =
            overrides.splitter ?? contents.definition.splitter ?? entry?.splitPattern.map { .pattern($0) }
            ?? byClass.map { .pattern($0.splitter) }
        guard let splitter else {
            let names = SplitPattern.allCases.map(\.rawValue).joined(separator: ", ")
            throw VocabularyError(
                .unknownSplitter,
                "nothing says how this vocabulary cuts text"
                    + (contents.className.map { " (its class \(quoted($0.utf8)) does not)" } ?? ""),
                remedy: "name its pattern with --splitter (\(names))", file: file)
        }
        self.splitter = splitter
        let normalizer =
            overrides.normalizer ?? contents.definition.normalizer ?? entry?.normalization.map { .normalization($0) }
            ?? byClass.map { .normalization($0.normalizer) }
        guard let normalizer else {
            guard overrides.splitter != nil else {
                throw VocabularyError(
                    .unknownNormalizer, "nothing says how this vocabulary normalizes text",
                    remedy: "name its normal form with --normalizer", file: file)
            }
            self.normalizer = .normalization(.asIs)
            isNormalizerAssumed = true
            return
        }
        self.normalizer = normalizer
    }

    /// The classes of `transformers` that mean one splitter and one normalizer.
    private static func byClass(_ name: String) -> (splitter: SplitPattern, normalizer: Normalization)? {
        switch name {
        case "GPT2Tokenizer", "GPT2TokenizerFast": (.gpt2, .asIs)
        case "Qwen2Tokenizer", "Qwen2TokenizerFast": (.qwen2, .nfc)
        default: nil
        }
    }
}

extension VocabularyEntry {
    /// The special and the added tokens that the manifest lists, in id order.
    var listedTokens: [AddedToken] {
        let special = (specialTokens ?? []).map { AddedToken(content: Array($0.text.utf8), id: $0.id, isSpecial: true) }
        let added = (addedTokens ?? []).map { AddedToken(content: Array($0.text.utf8), id: $0.id, isSpecial: false) }
        return (special + added).sorted { $0.id < $1.id }
    }
}

extension VocabularyFile {
    /// The file's identity; throws where a pinned hash is not the file's, which is `hash`.
    func checked(
        against pin: VocabularyForm.PinnedFile, hash: String
    ) throws(VocabularyError) -> VocabularyFileIdentity {
        if let expected = pin.sha256, expected != hash {
            throw VocabularyError(
                .hashMismatch(expected: expected, actual: hash),
                "this is not the pinned file: its sha256 is \(hash), not \(expected)",
                remedy: "fetch it again, or name it by its path to use it as it is", file: url.path)
        }
        return VocabularyFileIdentity(url: url, bytes: size, sha256: hash, isPinned: pin.sha256 != nil)
    }
}
