import Foundation
import JeoulVocabularies
import JeoulCorpora
import JeoulClaims

/// Where the texts and vocabularies of evidence lie that were given by path: what the user names, and nothing else.
package struct EvidenceSources: Sendable {
    /// For a text, by its name in the evidence, the path.
    package var texts: [String: String]
    /// For a table of clusters, by the name of its text, the path.
    package var clusters: [String: String]
    /// For a vocabulary, by its name in the claims, the path.
    package var vocabularies: [String: String]
    /// Whether what is not named is taken from where `run.json` says that it was: for evidence of one's own.
    package var trustsRun: Bool

    /// Sources; none by default.
    package init(
        texts: [String: String] = [:], clusters: [String: String] = [:], vocabularies: [String: String] = [:],
        trustsRun: Bool = false
    ) {
        self.texts = texts
        self.clusters = clusters
        self.vocabularies = vocabularies
        self.trustsRun = trustsRun
    }

    /// The same with the paths of `run.json` for what is not named, where that is trusted.
    func completed(by run: EvidenceRun?) -> EvidenceSources {
        guard trustsRun, let run else { return self }
        var all = self
        all.texts.merge(run.corpora) { named, _ in named }
        all.clusters.merge(run.clusterTables) { named, _ in named }
        all.vocabularies.merge(run.vocabularies) { named, _ in named }
        return all
    }
}

/// What evidence says, held against what is known: whether its claims are the ledger's, its ranges those of their words, and its names
/// those of what was weighed. A verification done again cannot tell, for it takes the evidence's word for all of these.
struct EvidenceAudit {
    /// What the evidence has otherwise than it is known.
    private(set) var differences: [Reproduction.Difference] = []
    /// What the evidence takes for something that it is not.
    private(set) var refusals: [String] = []
    /// What its claims say that can be held against nothing.
    private(set) var unchecked: [String] = []

    init(
        _ evidence: StoredEvidence, corpora: CorpusCatalog, vocabularies: VocabularyManifest, ledger: ClaimLedger,
        sources: EvidenceSources
    ) {
        for claim in evidence.claims {
            let audit = ClaimAudit(claim, ledger: ledger, vocabularies: vocabularies)
            differences += audit.differences.map {
                Reproduction.Difference(part: .claim, place: $0.place, recorded: $0.recorded, now: $0.now)
            }
            unchecked += audit.unchecked
        }
        for name in Set(sources.vocabularies.keys).union(evidence.run?.vocabularies.keys.map { $0 } ?? []).sorted() {
            guard let entry = vocabularies.entry(named: name) else { continue }
            refusals.append("“\(name)” is \(entry.id), which is found by that id: no path can stand for it")
        }
        for corpus in evidence.corpora where corpus.origin == .file {
            let entry = corpora.manifest.corpora.first { entry in
                [entry.id, entry.title].contains { Self.folded($0) == Self.folded(corpus.id) }
            }
            if let entry {
                refusals.append(
                    "a file is called “\(corpus.id)”, which is the corpus \(entry.id): only the pinned text can stand for it"
                )
            }
        }
    }
}

extension EvidenceAudit {
    /// A name without what is hardly seen: case, spaces, hyphens of all kinds and underscores.
    private static func folded(_ name: String) -> String { VocabularyManifest.folded(name) }

    /// Holds what was not run against the reasons that Jeoul gives. A vocabulary that is not installed has one such reason; any other is
    /// a difference, for it cannot be checked.
    ///
    /// - Returns: what can be run here.
    mutating func checkAbsences(
        _ evidence: StoredEvidence, corpora: CorpusCatalog, vocabularies: VocabularyCatalog
    ) -> [String] {
        var runnable: [String] = []
        let empty = VocabularyCatalog(manifest: vocabularies.manifest)
        for recorded in evidence.vocabularies {
            guard let reason = recorded.notRun else { continue }
            if (try? vocabularies.load(recorded.name)) != nil { runnable.append("the vocabulary \(recorded.name)") }
            let own = ClaimVocabularies.absence(of: recorded.name, in: empty)?.english
            if reason != own {
                differences.append(
                    Reproduction.Difference(
                        part: .vocabulary, place: "vocabularies[\(recorded.name)].not_run", recorded: reason,
                        now: own ?? "no such reason is known"))
            }
        }
        for recorded in evidence.corpora {
            guard let reason = recorded.notRun, recorded.origin == .catalog else { continue }
            let installed = (try? corpora.entry(recorded.id)).flatMap { corpora.installed($0) }
            guard let installed else {
                differences.append(
                    Reproduction.Difference(
                        part: .corpus, place: "corpora[\(recorded.id)].not_run", recorded: reason,
                        now: "the corpus is not here, so the reason cannot be checked"))
                continue
            }
            do {
                try installed.verify()
                runnable.append("the corpus \(recorded.id)")
                differences.append(
                    Reproduction.Difference(
                        part: .corpus, place: "corpora[\(recorded.id)].not_run", recorded: reason,
                        now: "it can be read here"))
            } catch {
                let own = error.withoutFolder.description
                if own != reason {
                    differences.append(
                        Reproduction.Difference(
                            part: .corpus, place: "corpora[\(recorded.id)].not_run", recorded: reason, now: own))
                }
            }
        }
        return runnable
    }
}
