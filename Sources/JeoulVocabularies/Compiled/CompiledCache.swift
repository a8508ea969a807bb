import JeoulText
import JeoulTokenizing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The user's folder of compiled vocabularies: made on first use, looked at on every later one.
///
/// A compiled file has the name of its sources' paths, and says which bytes it was made of: for each source its SHA-256 and
/// its `FileStamp`. While the stamp is the same the file is taken without reading the source. When it is not, the source's
/// SHA-256 decides; a file that was only touched gets its new stamp. So what is pinned by a hash is still compared with
/// it: with the hash of these bytes when they were last read, up to what a stamp can tell.
///
/// All that goes wrong here (a home that cannot be written, a full disk) only costs time, and is not reported.
struct CompiledCache: Sendable {
    /// What all files together may take; those written longest ago are removed.
    static let defaultLimit = 512 << 20

    let folder: URL
    var limit = Self.defaultLimit

    /// The compiled form of these files, if it is there and not stale.
    func find(_ files: [VocabularyFile]) -> CompiledVocabulary? {
        let paths = files.map(\.resolvedPath)
        guard let file = BlockFile(place(of: paths)), let compiled = CompiledVocabulary(file, paths: paths) else {
            return nil
        }
        var isTouched = false
        for (source, file) in zip(compiled.sources, files) where source.stamp == nil || source.stamp != file.stamp {
            guard (try? file.sha256()) == source.sha256 else { return nil }
            isTouched = isTouched || file.settledStamp != nil
        }
        if isTouched {
            let sources = zip(compiled.sources, files).map { CompiledVocabulary.Source($1, sha256: $0.sha256) }
            store(compiled.contents, compiled.tables, sources, ignoresMerges: compiled.ignoresMerges)
        }
        return compiled
    }

    /// Writes a compiled file, if it can.
    func store(
        _ contents: VocabularyContents, _ tables: PassTables, _ sources: [CompiledVocabulary.Source],
        ignoresMerges: Bool?
    ) {
        // Only what its owner alone can write to is read again.
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let place = place(of: sources.map(\.path))
        let writer = try? CompiledVocabulary.file(
            contents, tables, sources: sources, ignoresMerges: ignoresMerges)
        if writer?.write(to: place) == true { removeOldest(keeping: place) }
    }

    /// Where the compiled form of files is.
    func place(of paths: [String]) -> String {
        let key = SHA256.hash(data: Data(paths.joined(separator: "\0").utf8))
        return folder.appendingPathComponent(key.prefix(16).hexadecimal + ".jeoul").path
    }

    /// Removes files until all take no more than the limit, and what interrupted writers left.
    private func removeOldest(keeping place: String) {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let files = all.filter { $0.hasSuffix(".jeoul") || $0.utf8.contains(".jeoul.".utf8) }
            .map { name -> (url: URL, modified: Int64, size: Int) in
                let url = folder.appendingPathComponent(name)
                let stamp = FileStamp(url.path)
                return (url, stamp?.modified ?? .min, Int(stamp?.size ?? 0))
            }
        var total = files.reduce(0) { $0 + $1.size }
        let anHourAgo = Int64((Date().timeIntervalSince1970 - 3600) * 1e9)
        for file in files.sorted(by: { $0.modified < $1.modified }) where file.url.path != place {
            let isLeftOver = file.url.pathExtension != "jeoul" && file.modified < anHourAgo
            guard total > limit || isLeftOver else { continue }
            if (try? FileManager.default.removeItem(at: file.url)) != nil { total -= file.size }
        }
    }
}

extension CompiledVocabulary.Source {
    /// A file as it is now.
    init(_ file: VocabularyFile, sha256: String) {
        self.init(path: file.resolvedPath, sha256: sha256, stamp: file.settledStamp)
    }
}

/// What a vocabulary knows of its compiled form.
enum CompiledState: Sendable {
    /// It has none, and none is wanted.
    case none
    /// It is here.
    case ready(CompiledVocabulary)
    /// It is to be written once the tables are made.
    case wanted(CompiledCache, VocabularyContents, [CompiledVocabulary.Source], ignoresMerges: Bool?)

    /// The tables of a definition: the compiled ones, or those that are made now, and written.
    func tables(_ definition: VocabularyDefinition) throws(BytePairError) -> PassTables {
        if case .ready(let compiled) = self { return compiled.tables }
        let tables = try PassTables(definition)
        if case .wanted(let cache, let contents, let sources, let lookup) = self {
            cache.store(contents, tables, sources, ignoresMerges: lookup)
        }
        return tables
    }

    /// The same for a definition that says what is done to a text: tables that were made for something else are wanted anew.
    func serving(_ definition: VocabularyDefinition, _ cache: CompiledCache?) -> CompiledState {
        guard case .ready(let compiled) = self, let cache, !compiled.tables.serve(definition) else { return self }
        return .wanted(cache, compiled.contents, compiled.sources, ignoresMerges: compiled.ignoresMerges)
    }
}
