import Foundation

/// A verification done again from its evidence, and every difference.
public struct Reproduction: Sendable {
    /// Where a difference lies; causes before what follows from them.
    public enum Part: String, Sendable, Codable, CaseIterable {
        /// A file of the evidence is not what `SHA256SUMS` says: it was changed after it was written.
        case evidence
        /// Jeoul, Unicode or ICU.
        case version
        /// The seed, or another setting.
        case setting
        /// A vocabulary's files.
        case vocabulary
        /// A corpus's bytes.
        case corpus
        /// The counts of documents.
        case counts
        /// Estimates, intervals, verdicts.
        case result
    }

    /// One difference.
    public struct Difference: Sendable, Codable, Equatable {
        /// Where it lies.
        public let part: Part
        /// The place: `claims[ax4-33-fewer].sentence`, `documents/01-sampler.csv`.
        public let place: String
        /// What the evidence has; nil for nothing.
        public let recorded: String?
        /// What there is now; nil for nothing.
        public let now: String?
    }

    /// The differences, causes first; none if all hashed files have the same bytes.
    public let differences: [Difference]
    /// The names of the hashed files whose bytes are the same, and of those whose bytes are not.
    public let same: [String]
    /// See ``same``.
    public let different: [String]
    /// The fingerprint of what came out now.
    public let fingerprint: String

    /// Whether everything is the same, byte for byte.
    public var isSame: Bool { differences.isEmpty }

    /// Does a verification again.
    ///
    /// - Parameters:
    ///   - evidence: what was recorded.
    ///   - corpora, vocabularies: where things are looked for. A corpus of the catalog is taken as it is here, whatever is
    ///     pinned: that it is another one is a difference to be told.
    ///   - paths: for a text given as a file, by its name, another path than the recorded one.
    ///   - seed, resamples: others than the recorded ones, to see what hangs on them.
    ///   - work: how; none of it changes a result.
    /// - Throws: ``EvidenceError/unavailable(reason:)`` where a corpus or a vocabulary is not here, `CorpusError` …
    public init(
        _ evidence: StoredEvidence, corpora catalog: CorpusCatalog, vocabularies: VocabularyCatalog,
        ledger: ClaimLedger, paths: [String: String] = [:], seed: UInt64? = nil, resamples: Int? = nil,
        work: WeighingOptions = WeighingOptions()
    ) throws {
        var settings = evidence.settings
        settings.seed = seed ?? settings.seed
        settings.resamples = resamples ?? settings.resamples
        let reading = settings.corpusOptions
        let texts = try evidence.corpora.map { try Self.text($0, evidence, catalog, paths, reading) }
        let absent = evidence.vocabularies.compactMap { name in name.notRun.map { (name.name, $0) } }
        let verification = try Verification(
            of: evidence.claims, on: texts, vocabularies: vocabularies,
            options: settings.verificationOptions(work: work), paths: evidence.run?.vocabularies ?? [:],
            withheld: Dictionary(absent) { first, _ in first }, tolerant: true)
        for name in verification.vocabularies.named where name.absence != nil && !name.isRefused {
            guard absent.contains(where: { $0.0 == name.name }) else {
                throw EvidenceError.unavailable(reason: name.absence ?? "")
            }
        }
        let now = try Evidence(VerificationReport(verification, reading: reading), ledger: ledger)
        self.init(evidence, now: now)
    }

    init(_ recorded: StoredEvidence, now: Evidence) {
        var differences = recorded.changed.map { name in
            Difference(
                part: .evidence, place: name, recorded: "the hash in \(Evidence.sumsName)",
                now: recorded.files.contains { $0.name == name } ? "another hash: changed after it was written" : nil)
        }
        var same: [String] = []
        var different: [String] = []
        let names = Set(recorded.files.map(\.name)).union(now.files.map(\.name))
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let old = recorded.files.first { $0.name == name }?.bytes
            let new = now.files.first { $0.name == name }?.bytes
            if old == new {
                same.append(name)
                continue
            }
            different.append(name)
            differences += EvidenceComparison.differences(name, old, new)
        }
        self.differences = Self.inOrder(differences)
        self.same = same
        self.different = different
        fingerprint = now.fingerprint
    }

    /// Causes before what follows from them; of the results first what is said, then the outcomes, then the figures, and at
    /// the end those of the sensitivity analysis.
    private static func inOrder(_ differences: [Difference]) -> [Difference] {
        Part.allCases.flatMap { part in
            let ofPart = differences.filter { $0.part == part }
            return (0...3).flatMap { rank in ofPart.filter { Self.rank($0.place) == rank } }
        }
    }

    private static func rank(_ place: String) -> Int {
        if place.contains("sensitivity[") { return 3 }
        if place.hasSuffix(".sentence") { return 0 }
        return place.hasSuffix(".outcome") ? 1 : 2
    }

    /// A recorded corpus as it is here.
    private static func text(
        _ recorded: StoredEvidence.RecordedCorpus, _ evidence: StoredEvidence, _ catalog: CorpusCatalog,
        _ paths: [String: String], _ options: CorpusOptions
    ) throws -> VerificationCorpus {
        if let reason = recorded.notRun {
            let entry = catalog.manifest.corpora.first { $0.id == recorded.id }
            return VerificationCorpus(
                id: recorded.id, title: recorded.title, origin: recorded.origin, unread: reason,
                licence: entry?.licence, provenance: entry?.provenance)
        }
        switch recorded.origin {
        case .catalog:
            let entry = try catalog.entry(recorded.id)
            guard let installed = catalog.installed(entry) else {
                let error = CorpusError(.notInstalled(recorded.id, pullable: entry.isPullable, looked: []))
                throw EvidenceError.unavailable(reason: error.description)
            }
            return VerificationCorpus(installed, options: options)
        case .file:
            let path = paths[recorded.id] ?? evidence.run?.corpora[recorded.id] ?? recorded.id
            guard FileManager.default.fileExists(atPath: path) else {
                throw EvidenceError.unavailable(
                    reason: "the file \(recorded.id) is not at \(path); say where with --file \(recorded.id)=PATH")
            }
            let table = recorded.clusterColumn.flatMap { column in
                evidence.run?.clusterTables[recorded.id].map { ClusterFile(path: $0, column: column) }
            }
            return try VerificationCorpus(path: path, id: recorded.id, options: options, clusters: table)
        }
    }
}

extension Reproduction {
    /// In one line, what came out.
    public var headline: String {
        let count = different.count + same.count
        return isSame
            ? "reproduced: all \(count) files are the same, byte for byte; fingerprint \(fingerprint)"
            : "not reproduced: \(different.count) of \(count) files differ"
    }

    /// The differences as a table.
    ///
    /// - Parameter limit: how many are shown; a note says how many are not.
    public func table(limit: Int = .max) -> Table {
        var table = Table(
            title: headline,
            columns: [
                Table.Column("part", title: "part"),
                Table.Column("place", title: "where"),
                Table.Column("recorded", title: "recorded"),
                Table.Column("now", title: "now"),
            ], notes: ["fingerprint now: \(fingerprint)"])
        if differences.count > limit {
            table.notes.insert("\(differences.count - limit) more differences: --format json has all", at: 0)
        }
        for difference in differences.prefix(limit) {
            table.append([
                .text(difference.part.rawValue), .text(difference.place),
                difference.recorded.map { .text($0) } ?? .absent,
                difference.now.map { .text($0) } ?? .absent,
            ])
        }
        return table
    }

    /// The same for programs.
    ///
    /// - Throws: what encoding throws.
    public func json() throws -> JSONValue {
        [
            "same": .boolean(isSame), "fingerprint": .string(fingerprint),
            "same_files": .array(same.map { .string($0) }), "different_files": .array(different.map { .string($0) }),
            "differences": try JSONValue(encoding: differences),
        ]
    }
}
