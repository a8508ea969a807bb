import Foundation

/// The public corpora that Jeoul knows, and the sampler: `Corpora/manifest.json`.
package struct CorpusManifest: Sendable, Hashable, Codable {
    /// The version of the manifest's layout.
    package var schema: Int
    /// The corpora, in the order in which they are listed.
    package var corpora: [CorpusEntry]

    /// Reads the manifest in a folder.
    ///
    /// - Throws: ``CorpusError`` with the kind `missing` or `malformedManifest`.
    package init(inFolder folder: URL) throws(CorpusError) {
        let path = folder.appendingPathComponent("manifest.json").path
        let data = try FileAccess.wholeFile(at: path)
        do {
            self = try JSONDecoder().decode(CorpusManifest.self, from: data)
        } catch {
            throw CorpusError(.malformedManifest(reason: Self.reason(error)), file: path)
        }
        guard schema == 1 else {
            throw CorpusError(.malformedManifest(reason: "its schema is \(schema), not 1"), file: path)
        }
    }

    private static func reason(_ error: any Error) -> String {
        let (context, what): (DecodingError.Context, String)
        switch error as? DecodingError {
        case .keyNotFound(let key, let found): (context, what) = (found, "no \(key.stringValue)")
        case .typeMismatch(_, let found): (context, what) = (found, "a value of the wrong type")
        case .valueNotFound(_, let found): (context, what) = (found, "null")
        case .dataCorrupted(let found): (context, what) = (found, found.debugDescription)
        default: return "\(error)"
        }
        let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        return path.isEmpty ? what : "\(what) at \(path)"
    }
}

/// One corpus: what it is, where it comes from, and how it is read.
package struct CorpusEntry: Sendable, Hashable, Codable, Identifiable {
    /// A file of a corpus at its origin.
    package struct File: Sendable, Hashable, Codable {
        /// The name under which it is kept; `raw/*.json` stands for a folder of files.
        package var name: String
        /// The pinned sha256 in hexadecimal, where it is known.
        package var sha256: String?
        /// Its size, where it is known.
        package var bytes: Int?
        /// The repository it comes from.
        package var origin: String?
        /// The commit at which it is pinned.
        package var commit: String?
        /// Its path there.
        package var path: String?
        /// Where it can be fetched.
        package var url: String?
    }

    /// The name by which it is asked for.
    package var id: String
    /// The name for readers.
    package var title: String
    /// The same in Korean, where it is another.
    package var titleKorean: String?
    /// The languages of its text.
    package var languages: [String]
    /// What kind of text it is.
    package var register: String
    /// What it is taken from; of several corpora with one source, each tells of the same text.
    package var source: String?
    /// What the text is, by whom it was written and when, as far as known, in a few words.
    package var written: String?
    /// The same in Korean.
    package var writtenKorean: String?
    /// Its licence.
    package var licence: String
    /// Whether it comes with Jeoul.
    package var bundled: Bool
    /// The folder beside the manifest that holds its files, where it comes with Jeoul.
    package var folder: String?
    /// Where a folder of corpora in the layout of `JEOUL_CORPUS_PATH` keeps its text, one document a line.
    package var pathInSharedLayout: String?
    /// Its files at their origin.
    package var files: [File]
    /// How the text is derived from the files, where it is not simply their lines.
    package var derivation: String?
    /// How the files are read.
    package var reader: DocumentFormat
    /// The file that says which documents share a source.
    package var clusterFile: String?
    /// The column of that file.
    package var clusterColumn: String?
    /// What documents share that are resampled together, such as `page` or `film`; nil where the source says nothing of it. Without
    /// a `clusterFile` the reader finds it in the files.
    package var cluster: String?
    /// The id of the corpus that says the same in another language, document by document.
    package var parallel: String?
    /// The pinned sha256 of the derived text, one document a line, each ended by LF.
    package var derivedSHA256: String?
    /// The size of the derived text, where it is known.
    package var derivedBytes: Int?
    /// What a reader of a result should know.
    package var note: String?
    /// Which of these are not known.
    package var unknown: [String]

    private enum CodingKeys: String, CodingKey {
        case id, title, languages, register, source, written, licence, bundled, folder, cluster
        case titleKorean = "title_ko"
        case writtenKorean = "written_ko"
        case pathInSharedLayout = "path_in_shared_layout"
        case files, derivation, reader
        case clusterFile = "cluster_file"
        case clusterColumn = "cluster_column"
        case parallel
        case derivedSHA256 = "derived_sha256"
        case derivedBytes = "derived_bytes"
        case note, unknown
    }

    /// What a verdict must say of where it comes from.
    package var provenance: CorpusProvenance {
        var written: [String: String] = [:]
        written["en"] = self.written
        written["ko"] = writtenKorean
        return CorpusProvenance(source: source ?? id, written: written, titleKorean: titleKorean)
    }

    /// The files that hold text: all but the table of clusters.
    package var textFiles: [File] {
        files.filter { $0.name != clusterFile }
    }

    /// Whether what is weighed is pinned by a sha256.
    package var isPinned: Bool {
        derivedSHA256 != nil || (!textFiles.isEmpty && textFiles.allSatisfy { $0.sha256 != nil })
    }

    /// Whether it was composed of so many documents of each register, as the sampler is, rather than found.
    package var isComposedOfRegisters: Bool { bundled && reader == .jsonl }

    /// The file name of its text, one document a line.
    package var derivedName: String? { pathInSharedLayout.map { ($0 as NSString).lastPathComponent } }

    /// The texts that are this corpus, one document a line, whatever the file is called: their sha256 and size.
    package var pinnedTexts: [(sha256: String, bytes: Int?)] {
        if let derivedSHA256 { return [(derivedSHA256, derivedBytes)] }
        guard reader == .lines, textFiles.count == 1, let hash = textFiles[0].sha256 else { return [] }
        return [(hash, textFiles[0].bytes)]
    }

    /// Whether every file has an address of its own, so that it can be fetched.
    package var isPullable: Bool {
        !bundled && !files.isEmpty && files.allSatisfy { $0.url != nil }
    }
}
