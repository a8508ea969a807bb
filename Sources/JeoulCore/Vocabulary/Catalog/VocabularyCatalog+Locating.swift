import Foundation

extension VocabularyCatalog {
    /// What a name means.
    enum Meaning {
        /// A vocabulary of the manifest.
        case entry(VocabularyEntry)
        /// The user's own folder or file.
        case folder(VocabularyLocation, URL)
    }

    /// The one way from a name to what it means: an id or an alias; then a path, and a folder among the search folders; then
    /// what else the manifest recognizes, so that no rule takes the place of the user's own files. Nil where it means nothing.
    func meaning(of name: String) -> Meaning? {
        if let entry = manifest.entry(called: name) { return .entry(entry) }
        let path = URL(fileURLWithPath: name)
        let isThere = FileManager.default.fileExists(atPath: path.path)
        if isThere { return .folder(.path(path), path) }
        if let (location, folder) = unknownFolder(named: name) { return .folder(location, folder) }
        if let entry = manifest.entry(recognizing: name) { return .entry(entry) }
        return name.contains("/") ? .folder(.path(path), path) : nil
    }

    /// The vocabulary of the manifest that a name means, by id, alias, printed name, repository or API name; nil for the
    /// user's own files and for what is not known.
    public func entry(named name: String) -> VocabularyEntry? {
        if case .entry(let entry) = meaning(of: name) { entry } else { nil }
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
            }
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

    static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
