import Foundation
import JeoulCorpora
import JeoulReporting
import JeoulWeighing
import JeoulClaims

/// A text on which claims are verified: a corpus of the catalog, or a file that was named.
package struct VerificationCorpus: Sendable {
    /// Where it comes from.
    package enum Origin: String, Sendable, Codable {
        /// The catalog of corpora.
        case catalog
        /// A path.
        case file
    }

    /// What its documents are.
    package enum Unit: String, Sendable, Codable {
        /// Lines of text.
        case line
        /// The whole file.
        case file
        /// Records of a format that has them.
        case record
    }

    /// The name by which results, and evidence, call it; unique in a verification. Never a path.
    package private(set) var id: String
    /// The name for readers.
    package private(set) var title: String
    /// The group of its documents that alone is meant, of a corpus that is judged group by group; nil for all of them.
    package private(set) var group: UTF8Key?
    /// Where it comes from.
    package let origin: Origin
    /// The path as it was named; nil for a corpus of the catalog.
    package let path: String?
    /// Its licence, where it is known.
    package let licence: String?
    /// What it has in common with others, and who wrote it when.
    package internal(set) var provenance: CorpusProvenance
    /// What to read, and how.
    package let corpus: Corpus
    /// Whether the corpus was composed of so many documents of each register. It is then resampled within its registers.
    package let isComposedOfRegisters: Bool
    /// Why it is not to be read: it is reported as not run.
    package let unread: String?
    /// What was left out of folders.
    package private(set) var remarks: [Words] = []
    /// The file that was named, where its bytes are those of a corpus of the catalog, which it is taken for.
    package fileprivate(set) var recognisedFile: String?

    /// A corpus of the catalog.
    ///
    /// The cut into lines or files concerns only its text; where the documents are records, they stay so.
    package init(_ installed: InstalledCorpus, options: CorpusOptions, unread: String? = nil) {
        let entry = installed.entry
        var options = options
        options.clusterField = nil
        options.format = nil
        options.encoding = .marked
        options.textFields = []
        var inputs = installed.inputs
        if inputs.contains(where: { ($0.format ?? .lines) != .lines }) { options.cut = .line }
        // A table of clusters has a row a line.
        if options.cut == .file { for index in inputs.indices { inputs[index].clusters = nil } }
        for index in inputs.indices where inputs[index].reportName == nil {
            inputs[index].reportName = Self.name(ofPath: inputs[index].name)
        }
        id = entry.id
        title = entry.title
        origin = .catalog
        path = nil
        licence = entry.licence
        provenance = entry.provenance
        corpus = Corpus(inputs, options: options)
        isComposedOfRegisters = entry.isComposedOfRegisters
        self.unread = unread
    }

    /// A corpus that cannot be read, to be reported.
    init(
        id: String, title: String, origin: Origin, unread: String, licence: String?, provenance: CorpusProvenance? = nil
    ) {
        self.provenance = provenance ?? CorpusProvenance(source: id)
        self.id = id
        self.title = title
        self.origin = origin
        self.unread = unread
        self.licence = licence
        path = nil
        corpus = Corpus([])
        isComposedOfRegisters = false
    }

    /// A corpus of a program's own.
    package init(_ corpus: Corpus, id: String = "corpus") {
        self.id = id
        title = id
        origin = .file
        path = nil
        licence = nil
        provenance = CorpusProvenance(source: id)
        self.corpus = corpus
        isComposedOfRegisters = false
        unread = nil
    }

    /// A file, a folder or a pattern with all that is in it, or `-` for standard input. What can be read only once is kept in memory,
    /// since a sensitivity analysis reads several times.
    ///
    /// - Throws: `CorpusError` where it cannot be opened, and for several files with a table of clusters.
    package init(path: String, id: String? = nil, options: CorpusOptions, clusters: ClusterFile? = nil)
        throws(CorpusError)
    {
        try self.init(
            files: [path], id: id ?? Self.name(ofPath: path), path: path, options: options, clusters: clusters)
    }

    /// Several files, folders and patterns, as one corpus.
    ///
    /// - Throws: as ``init(path:id:options:clusters:)``.
    package init(
        files: [String], id: String, path: String? = nil, options: CorpusOptions, clusters: ClusterFile? = nil
    ) throws(CorpusError) {
        var options = options
        // The column is the table's, not a field of the text, however that is read.
        if clusters != nil { options.clusterField = nil }
        let tree = try FileTree(files, onError: options.onError)
        var inputs = tree.inputs
        for index in inputs.indices {
            try inputs[index].keepInMemory(isCancelled: options.isCancelled)
        }
        if clusters != nil, inputs.count > 1 {
            throw CorpusError(.clustersOfSeveralFiles, file: inputs[1].name)
        }
        if inputs.count == 1 { inputs[0].clusters = options.cut == .file ? nil : clusters }
        remarks = tree.remarks
        let folder = inputs.count == 1 ? nil : Self.commonFolder(of: inputs.map(\.name))
        // No report, warning or error about what is in a file has its folder: they are the same on every machine.
        for index in inputs.indices where inputs[index].reportName == nil {
            inputs[index].reportName = folder.map { id + "/" + inputs[index].name.dropFirst($0.count) } ?? id
        }
        self.id = id
        title = id
        origin = .file
        self.path = path
        licence = nil
        provenance = CorpusProvenance(
            source: self.id, written: ["en": "a file of the user’s", "ko": "사용자가 준 파일"])
        corpus = Corpus(inputs, options: options)
        isComposedOfRegisters = false
        unread = nil
    }

    /// The longest folder that all names begin with.
    private static func commonFolder(of names: [String]) -> String {
        guard var common = names.first.map({ $0[...($0.lastIndex(of: "/") ?? $0.startIndex)] }) else { return "" }
        if !common.hasSuffix("/") { return "" }
        for name in names {
            while !common.isEmpty, !name.hasPrefix(common) {
                common = common.dropLast().lastIndex(of: "/").map { common[...$0] } ?? ""
            }
        }
        return String(common)
    }

    /// The same corpus, of which one group of documents is meant.
    func part(of group: UTF8Key) -> VerificationCorpus {
        var part = self
        part.id = "\(id): \(Grouping.readable(group))"
        part.title = "\(title): \(Grouping.readable(group))"
        part.group = group
        return part
    }

    /// The same, with the provenance of the corpus of the catalog that its file is a part of: of the sampler's one register, the
    /// sampler's.
    func knowing(_ inputs: [CorpusSummary.Input]) -> VerificationCorpus {
        guard origin == .file, let entry = CorpusReport.composed(among: inputs).values.first else { return self }
        var known = self
        known.provenance.source = entry.provenance.source
        known.provenance.written = entry.provenance.written
        return known
    }

    /// The table of clusters, where it was given by path.
    var ownClusters: ClusterFile? { origin == .file ? corpus.inputs.first?.clusters : nil }

    /// The last component of a path: `data/news.txt` is `news.txt`, standard input is `standard-input`.
    package static func name(ofPath path: String) -> String {
        if path == "-" { return "standard-input" }
        return URL(fileURLWithPath: path).lastPathComponent
    }

    /// What its documents are.
    package var unit: Unit {
        let isText = corpus.inputs.allSatisfy { input in
            if let format = input.format { return format == .lines }
            return (try? input.kind(corpus.options))?.format ?? .lines == .lines
        }
        guard isText else { return .record }
        return corpus.options.cut == .file ? .file : .line
    }
}

extension CorpusCatalog {
    /// The corpora on which claims are verified where none is named: every one that is Korean and on this machine, those that come
    /// with Jeoul first and the sampler last. One whose bytes are not the pinned ones is reported as not run.
    package func verificationCorpora(options: CorpusOptions) -> [VerificationCorpus] {
        manifest.corpora.filter { $0.languages == ["ko"] }.compactMap(installed)
            .map { installed in
                do throws(CorpusError) {
                    try installed.verify()
                    return VerificationCorpus(installed, options: options)
                } catch {
                    return VerificationCorpus(installed, options: options, unread: error.withoutFolder.description)
                }
            }
    }

    /// The corpora of these names, each an id of the catalog or a path. A corpus of the catalog must have its pinned bytes.
    ///
    /// - Parameter clusters: a table with a row for each line of the files, for those that are given by path.
    /// - Throws: `CorpusError`; for a name that is neither it suggests the nearest ids.
    package func verificationCorpora(
        named names: [String], options: CorpusOptions, clusters: ClusterFile? = nil
    ) throws(CorpusError) -> [VerificationCorpus] {
        var corpora: [VerificationCorpus] = []
        for name in names {
            if manifest.corpora.contains(where: { $0.id == name }) {
                try refuse(name, ifAmong: corpora, named: name)
                corpora.append(VerificationCorpus(try corpus(name), options: options))
            } else if name == "-" || name.contains("/") || FileManager.default.fileExists(atPath: name)
                || FileTree.isPattern(name)
            {
                if let known = try recognised(name, options: options, clusters: clusters) {
                    try refuse(known.id, ifAmong: corpora, named: name)
                    corpora.append(known)
                    continue
                }
                let base = VerificationCorpus.name(ofPath: name)
                let taken = Set(corpora.map(\.id) + manifest.corpora.map(\.id))
                let id = ([base] + (2...names.count + 2).map { "\(base)#\($0)" }).first { !taken.contains($0) }
                corpora.append(try VerificationCorpus(path: name, id: id, options: options, clusters: clusters))
            } else {
                _ = try entry(name)
            }
        }
        return corpora
    }
}

extension CorpusCatalog {
    /// Refuses a corpus that is named a second time, by its id or by a file: it would count twice in what is said over all.
    private func refuse(_ id: String, ifAmong corpora: [VerificationCorpus], named name: String) throws(CorpusError) {
        guard let first = corpora.first(where: { $0.id == id }) else { return }
        throw CorpusError(.sameText(as: first.recognisedFile ?? first.id), file: name)
    }

    /// The corpus of the catalog whose bytes a file has; nil where it has those of none, or is to be read in another way.
    private func recognised(
        _ path: String, options: CorpusOptions, clusters: ClusterFile?
    ) throws(CorpusError) -> VerificationCorpus? {
        guard clusters == nil, options.readsTextAsItIs, path != "-", let found = try recognised(path) else {
            return nil
        }
        var corpus = VerificationCorpus(found, options: options)
        corpus.recognisedFile = VerificationCorpus.name(ofPath: path)
        return corpus
    }
}
