import Foundation
import JeoulText
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting
import JeoulStatistics
import JeoulWeighing
import JeoulClaims

/// A verification done again from its evidence, and every difference.
package struct Reproduction: Sendable {
    /// Where a difference lies; causes before what follows from them.
    package enum Part: String, Sendable, Codable, CaseIterable {
        /// A file of the evidence is not what `SHA256SUMS` says: it was changed after it was written.
        case evidence
        /// A claim is not the one that the ledger has under its id, or its readings are not those of its words.
        case claim
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
    package struct Difference: Sendable, Codable, Equatable {
        /// Where it lies.
        package let part: Part
        /// The place: `claims[ax4-33-fewer].sentence`, `documents/01-sampler.csv`.
        package let place: String
        /// What the evidence has; nil for nothing.
        package let recorded: String?
        /// What there is now; nil for nothing.
        package let now: String?
    }

    /// The differences, causes first; none if all hashed files have the same bytes.
    package let differences: [Difference]
    /// The names of the hashed files whose bytes are the same, and of those whose bytes are not.
    package let same: [String]
    /// See ``same``.
    package let different: [String]
    /// The fingerprint of what came out now.
    package let fingerprint: String

    /// What no known hash vouches for: it is what the evidence calls it on nobody's word but its own.
    package internal(set) var unpinned: [String] = []
    /// What lies in the folder and is not part of the evidence.
    package internal(set) var extra: [String] = []
    /// What was not run when the evidence was made and could be run here.
    package internal(set) var runnable: [String] = []
    /// What was done to the text, where it is not what is done by default.
    package internal(set) var settings: [String] = []

    /// Whether everything is the same, byte for byte.
    package var isSame: Bool { differences.isEmpty }

    /// Does a verification again.
    ///
    /// - Parameters:
    ///   - evidence: what was recorded.
    ///   - corpora, vocabularies: where things are looked for. A corpus of the catalog must have its pinned bytes.
    ///   - sources: where the texts and vocabularies are that were given by path.
    ///   - seed, resamples: others than the recorded ones, to see what hangs on them.
    ///   - work: how; none of it changes a result.
    /// - Throws: ``EvidenceError/unavailable(reasons:)`` with all that is not here, ``EvidenceError/refused(reasons:)`` where the
    ///   evidence takes something for what it is not, `CorpusError` …
    package init(
        _ evidence: StoredEvidence, corpora catalog: CorpusCatalog, vocabularies: VocabularyCatalog,
        ledger: ClaimLedger, sources: EvidenceSources = EvidenceSources(), seed: UInt64? = nil, resamples: Int? = nil,
        work: WeighingOptions = WeighingOptions()
    ) throws {
        var settings = evidence.settings
        settings.seed = seed ?? settings.seed
        settings.resamples = resamples ?? settings.resamples
        let excess = EvidenceLimits.refusals(evidence, settings)
        guard excess.isEmpty else { throw EvidenceError.refused(reasons: excess) }
        let sources = sources.completed(by: evidence.run)
        var audit = EvidenceAudit(
            evidence, corpora: catalog, vocabularies: vocabularies.manifest, ledger: ledger, sources: sources)
        let runnable = audit.checkAbsences(evidence, corpora: catalog, vocabularies: vocabularies)
        let reading = settings.corpusOptions
        var refusals = audit.refusals
        var missing = Self.missingVocabularies(evidence, vocabularies, sources)
        var texts: [VerificationCorpus] = []
        for recorded in evidence.corpora {
            do {
                texts.append(try Self.text(recorded, evidence, catalog, sources, reading))
            } catch EvidenceError.unavailable(let reasons) {
                missing += reasons
            } catch EvidenceError.refused(let reasons) {
                refusals += reasons
            }
        }
        if !refusals.isEmpty { throw EvidenceError.refused(reasons: refusals) }
        if !missing.isEmpty { throw EvidenceError.unavailable(reasons: missing) }
        let absent = evidence.vocabularies.compactMap { name in name.notRun.map { (name.name, $0) } }
        let verification = try Verification(
            of: evidence.claims, on: texts, vocabularies: vocabularies,
            options: settings.verificationOptions(work: work), paths: sources.vocabularies,
            withheld: Dictionary(absent) { first, _ in first }, tolerant: true)
        let now = try Evidence(VerificationReport(verification, reading: reading), ledger: ledger)
        self.init(evidence, now: now, audit: audit.differences)
        unpinned = Self.unclaimed(evidence.claims, ledger) + audit.unchecked + Self.unpinned(verification, catalog)
        extra = evidence.extra
        self.runnable = runnable
        self.settings = try Self.unusual(settings)
    }

    /// The settings by which figures, or what was read, are others than by default. The seed and the number of resamples are told by the
    /// differences that they make.
    static func unusual(_ settings: EvidenceSettings) throws -> [String] {
        let usual = EvidenceSettings(VerificationOptions(), reading: CorpusOptions())
        guard case .object(let found) = try JSONValue(encoding: settings),
            case .object(let known) = try JSONValue(encoding: usual)
        else { return [] }
        let ofNoFigure = ["sensitivity", "language"]
        return found.members.compactMap { member in
            guard !ofNoFigure.contains(member.name), member.value != known[member.name] ?? .null else { return nil }
            func text(_ value: JSONValue?) -> String {
                if case .string(let text)? = value { return text }
                return value.map { JSONOutput.text(of: $0).trimmingCharacters(in: .whitespacesAndNewlines) }
                    ?? "nothing"
            }
            return "\(member.name) was \(text(member.value)), by default it is \(text(known[member.name]))"
        }
    }

    /// The vocabularies that were weighed with and are not here.
    private static func missingVocabularies(
        _ evidence: StoredEvidence, _ catalog: VocabularyCatalog, _ sources: EvidenceSources
    ) -> [String] {
        evidence.vocabularies.filter { $0.notRun == nil && sources.vocabularies[$0.name] == nil }.compactMap {
            recorded in
            let name = recorded.name
            guard catalog.manifest.entry(named: name) != nil else {
                let place = evidence.run?.vocabularies[name].map { " (it was at \($0))" } ?? ""
                return "the vocabulary \(name) was given by its path\(place): name it with --vocabulary \(name)=PATH"
            }
            return ClaimVocabularies.absence(of: name, in: catalog)?.english
        }
    }

    /// The claims that are said to stand somewhere, and are not in the ledger.
    private static func unclaimed(_ claims: [Claim], _ ledger: ClaimLedger) -> [String] {
        claims.compactMap { claim in
            guard !claim.isOfUser, !ledger.claims.contains(where: { $0.id == claim.id })
            else { return nil }
            let source = [claim.source.title, claim.source.date].compactMap(\.self).joined(separator: ", ")
            return
                "the claim \(claim.id), which is not in the ledger: that its words stand in “\(source)” is on nobody's word but its own"
        }
    }

    /// What no known hash vouches for.
    private static func unpinned(_ verification: Verification, _ catalog: CorpusCatalog) -> [String] {
        let vocabularies = verification.vocabularies.loaded.filter { !$0.isPinned }.map { vocabulary in
            "the vocabulary \(vocabulary.id): "
                + vocabulary.files.filter { !$0.isPinned }.map { "\($0.url.lastPathComponent), sha256 \($0.sha256)" }
                .joined(separator: "; ")
        }
        let texts = verification.corpora.compactMap { corpus -> String? in
            switch corpus.text.origin {
            case .file: return unpinned(corpus, catalog)
            case .catalog:
                let entry = catalog.manifest.corpora.first { $0.id == corpus.text.id }
                return entry?.isPinned == true ? nil : "the corpus \(corpus.text.id), whose origin pins no hash"
            }
        }
        return vocabularies + texts
    }

    /// What is to be said of a text that was given as a file, and of the table that says what its documents share: which they are.
    private static func unpinned(_ corpus: Verification.WeighedText, _ catalog: CorpusCatalog) -> String {
        let hash = corpus.weighing?.corpus.sha256
        let pinned = catalog.manifest.corpora.first { $0.pinnedTexts.contains { $0.sha256 == hash } }
        // It is called as a known one is, and was not taken for that.
        let namesake = catalog.manifest.corpora.first { entry in
            [entry.id, entry.derivedName].contains(corpus.text.id)
                || entry.files.contains { $0.name == corpus.text.id }
        }
        var text = "the text \(corpus.text.id), which was given as a file"
        if let pinned {
            text += " and is the pinned text of \(pinned.id)"
        } else if let namesake {
            text += " and is not the pinned text of \(namesake.id)"
        }
        text += ", sha256 \(hash ?? "unknown")"
        guard let table = corpus.text.ownClusters else { return text }
        let sum = (try? FileAccess.wholeFile(at: table.path)).map { ContentDigest.hexadecimal(of: $0) }
        text +=
            "; what its documents share is said by the column \(table.column) of "
            + "\(VerificationCorpus.name(ofPath: table.path)), sha256 \(sum ?? "unknown")"
        return text + (pinned == nil ? "" : ", and not by the pinned corpus")
    }

    init(_ recorded: StoredEvidence, now: Evidence, audit: [Difference] = []) {
        var differences = recorded.changed.map { file in
            Difference(
                part: .evidence, place: file.name, recorded: "the hash in \(Evidence.sumsName)", now: file.now)
        }
        differences += audit
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
        _ sources: EvidenceSources, _ options: CorpusOptions
    ) throws -> VerificationCorpus {
        switch recorded.origin {
        case .catalog:
            let entry = try catalog.entry(recorded.id)
            if let reason = recorded.notRun {
                return VerificationCorpus(
                    id: entry.id, title: entry.title, origin: .catalog, unread: reason, licence: entry.licence,
                    provenance: entry.provenance)
            }
            guard let installed = catalog.installed(entry) else {
                let error = CorpusError(.notInstalled(recorded.id, pullable: entry.isPullable, looked: []))
                throw EvidenceError.unavailable(reasons: [error.description])
            }
            do {
                try installed.verify()
            } catch {
                throw EvidenceError.refused(reasons: [
                    "the corpus \(entry.id) here is not the pinned one: \(error.withoutFolder)"
                ])
            }
            return VerificationCorpus(installed, options: options)
        case .file:
            let path = sources.texts[recorded.id]
            let table = sources.clusters[recorded.id]
            var missing: [String] = []
            func miss(_ what: String, _ option: String, was: String?) {
                let place = was.map { " (it was at \($0))" } ?? ""
                missing.append("\(what) was given as a file\(place): name it with \(option) \(recorded.id)=PATH")
            }
            if path == nil { miss("the text \(recorded.id)", "--file", was: evidence.run?.corpora[recorded.id]) }
            if recorded.clusterColumn != nil, table == nil {
                miss(
                    "the table of clusters of \(recorded.id)", "--clusters",
                    was: evidence.run?.clusterTables[recorded.id])
            }
            for (option, file) in [("--file", path), ("--clusters", table)] {
                guard let file, !FileManager.default.fileExists(atPath: file) else { continue }
                missing.append("nothing is at \(file); say where with \(option) \(recorded.id)=PATH")
            }
            guard missing.isEmpty, let path else { throw EvidenceError.unavailable(reasons: missing) }
            guard let column = recorded.clusterColumn, let table else {
                return try VerificationCorpus(path: path, id: recorded.id, options: options)
            }
            return try VerificationCorpus(
                path: path, id: recorded.id, options: options, clusters: ClusterFile(path: table, column: column))
        }
    }
}

extension Reproduction {
    /// In one line, what came out.
    package var headline: String {
        let count = different.count + same.count
        if isSame {
            return "reproduced: all \(count) files are the same, byte for byte; fingerprint \(fingerprint)"
        }
        if !different.isEmpty { return "not reproduced: \(different.count) of \(count) files differ" }
        return "not certified: the files come out the same, and are not what they say"
    }

    /// What must be known before the result is: what is unpinned, what lies in the folder besides, what could have been run.
    package var warnings: [String] {
        unpinned.map { "unpinned: \($0)" } + extra.map { "not part of the evidence: \($0)" }
            + settings.map { "not by default: \($0)" }
            + runnable.map { "was not run when the evidence was made, and can be run here: \($0)" }
    }

    /// What a reproduction shows, and what it does not.
    package static let proof = """
        This shows that these claims, vocabularies, texts and settings give these counts, estimates and verdicts, that the claims are the \
        ledger's where they have its ids and those of their words where Jeoul can read them, and that what is pinned is what it is \
        called. It does not show who made the evidence, or that \
        what is unpinned is what it is called.
        """

    /// The differences as a table.
    ///
    /// - Parameter limit: how many are shown; a note says how many are not.
    package func table(limit: Int = .max) -> Table {
        var table = Table(
            title: Words(headline),
            columns: [
                Table.Column("part", title: "part"),
                Table.Column("place", title: "where"),
                Table.Column("recorded", title: "recorded"),
                Table.Column("now", title: "now"),
            ], notes: ["fingerprint now: \(fingerprint)"] + (isSame ? [Self.proof] : []))
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
    package func json() throws -> JSONValue {
        [
            "same": .boolean(isSame), "unpinned": .array(unpinned.map { .string($0) }),
            "extra_files": .array(extra.map { .string($0) }),
            "could_be_run": .array(runnable.map { .string($0) }), "proof": isSame ? .string(Self.proof) : .null,
            "fingerprint": .string(fingerprint),
            "same_files": .array(same.map { .string($0) }), "different_files": .array(different.map { .string($0) }),
            "differences": try JSONValue(encoding: differences),
        ]
    }
}
