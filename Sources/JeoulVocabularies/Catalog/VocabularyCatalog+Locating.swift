#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension VocabularyCatalog {
    /// What a name means.
    enum Meaning {
        /// A vocabulary of the manifest.
        case entry(VocabularyEntry)
        /// Files, in a folder or one by itself, with the name that is theirs if nothing is known of them.
        case files(VocabularyLocation, URL, name: String)
        /// A path to which the user gives a name: `mine=PATH`.
        case labelled(String, path: String)
    }

    /// The one way from a name to what it means: an id or an alias; then a path, and a folder among the search folders; then
    /// what else the manifest recognizes, so that no rule takes the place of the user's own files; then a repository that was
    /// pulled, or that the Hub's own cache has. Nil where it means nothing.
    func meaning(of name: String) -> Meaning? {
        if let entry = manifest.entry(called: name) { return .entry(entry) }
        let path = URL(fileURLWithPath: name)
        let files = Meaning.files(.path(path), path, name: path.standardizedFileURL.lastPathComponent)
        if FileManager.default.fileExists(atPath: path.path) { return files }
        if let (location, folder) = unknownFolder(named: name) { return .files(location, folder, name: name) }
        if let entry = manifest.entry(recognizing: name) { return .entry(entry) }
        if let labelled = Self.labelled(name) { return labelled }
        if let repository = HubName(name) {
            if let place = cacheFolder?.appendingPathComponent(repository.folderName, isDirectory: true),
                Self.isFolder(place)
            {
                return .files(.cache(place), place, name: name)
            }
            if let place = hubCache?.snapshot(of: repository) { return .files(.hubCache(place), place, name: name) }
        }
        return name.utf8.contains(UInt8(ascii: "/")) ? files : nil
    }

    /// `mine=PATH`: letters, digits and `. _ - : +`, an equals sign, and a path.
    private static func labelled(_ name: String) -> Meaning? {
        guard let equals = name.firstIndex(of: "="), equals != name.startIndex else { return nil }
        let label = name[..<equals]
        let path = name[name.index(after: equals)...]
        guard label.allSatisfy({ $0.isLetter || $0.isNumber || "._-:+".contains($0) }), !path.isEmpty else {
            return nil
        }
        return .labelled(String(label), path: String(path))
    }

    /// The vocabulary of the manifest that a name means, by id, alias, printed name, repository or API name; nil for the
    /// user's own files and for what is not known.
    package func entry(named name: String) -> VocabularyEntry? {
        if case .entry(let entry) = meaning(of: name) { entry } else { nil }
    }

    /// The bundled vocabulary whose files a candidate has in place of its own; nil where they are its own.
    func server(of entry: VocabularyEntry, _ candidate: Candidate) -> VocabularyEntry? {
        guard candidate.location == .bundled, !candidate.form.bundled else { return nil }
        return manifest.vocabularies.first { other in
            other.id != entry.id && other.forms.contains { $0.bundled && $0.files.first == candidate.form.files.first }
        }
    }

    /// A form of a vocabulary whose required files exist somewhere.
    struct Candidate {
        var location: VocabularyLocation
        var form: VocabularyForm
        /// The files that exist, in the form's order.
        var files: [(pin: VocabularyForm.PinnedFile, url: URL)]
    }

    /// All candidates, best first: by place, then by the manifest's order of forms.
    func candidates(for entry: VocabularyEntry) -> [Candidate] {
        var places: [(VocabularyLocation, URL)] = searchFolders.map { folder in
            let place = folder.appendingPathComponent(entry.id, isDirectory: true)
            return (.searchPath(place), place)
        }
        if let cacheFolder {
            let place = cacheFolder.appendingPathComponent(entry.id, isDirectory: true)
            places.append((.cache(place), place))
        }
        let bundled = entry.forms.compactMap(bundledCandidate)
        return bundled
            + places.flatMap { location, folder in
                entry.forms.compactMap {
                    candidate(form: $0, location: location) { folder.appendingPathComponent($0.name) }
                }
            } + entry.forms.compactMap(hubCandidate)
    }

    /// The form from the cache of the Hub's own programs: at the pinned revision, else at the newest that is there.
    private func hubCandidate(_ form: VocabularyForm) -> Candidate? {
        guard let hubCache, form.source.kind == "hub", let repository = form.source.repository else { return nil }
        let revisions = [form.source.revision, nil]
        let snapshots = revisions.compactMap { HubName(repository, revision: $0).flatMap(hubCache.snapshot) }
        return snapshots.lazy.compactMap { snapshot in
            candidate(form: form, location: .hubCache(snapshot)) { snapshot.appendingPathComponent($0.name) }
        }.first
    }

    /// The form from bundled files: its own, or another vocabulary's with the same pinned hashes (o200k_harmony has the
    /// ranks of o200k_base).
    private func bundledCandidate(_ form: VocabularyForm) -> Candidate? {
        guard let bundledFolder else { return nil }
        return candidate(form: form, location: .bundled) { file in
            let owner = manifest.vocabularies.first { entry in
                entry.forms.contains { other in
                    other.bundled && (other == form || file.sha256 != nil)
                        && other.files.contains { $0.name == file.name && $0.sha256 == file.sha256 }
                }
            }
            return owner.map { bundledFolder.appendingPathComponent($0.id).appendingPathComponent(file.name) }
        }
    }

    private func candidate(
        form: VocabularyForm, location: VocabularyLocation, url: (VocabularyForm.PinnedFile) -> URL?
    ) -> Candidate? {
        var files: [(VocabularyForm.PinnedFile, URL)] = []
        for file in form.files {
            // Names in a manifest are plain: none leads out of the folder.
            if Self.isPlainName(file.name), let url = url(file), FileManager.default.fileExists(atPath: url.path) {
                files.append((file, url))
            } else if file.required {
                return nil
            }
        }
        return files.isEmpty ? nil : Candidate(location: location, form: form, files: files)
    }

    /// A name that is one component of a path and no more.
    static func isPlainName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }

    /// A folder of an unknown vocabulary among the search folders and in the cache.
    func unknownFolder(named name: String) -> (VocabularyLocation, URL)? {
        guard Self.isPlainName(name), !name.hasPrefix(".") else { return nil }
        for folder in searchFolders {
            let place = folder.appendingPathComponent(name, isDirectory: true)
            if Self.isFolder(place) { return (.searchPath(place), place) }
        }
        if let place = cacheFolder?.appendingPathComponent(name, isDirectory: true), Self.isFolder(place) {
            return (.cache(place), place)
        }
        return nil
    }

    static func isFolder(_ url: URL) -> Bool { FileKind(url.path) == .folder }
}
