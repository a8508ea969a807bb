import Foundation

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

    init(
        _ evidence: StoredEvidence, corpora: CorpusCatalog, vocabularies: VocabularyManifest, ledger: ClaimLedger,
        sources: EvidenceSources
    ) {
        for claim in evidence.claims {
            if let known = ledger.claims.first(where: { $0.id == claim.id }) {
                compare(claim, with: known, "claims[\(claim.id)]")
            } else {
                checkNames(of: claim, vocabularies)
                if let known = ledger.claims.first(where: { $0.words == claim.words }) {
                    compare(claim, with: known, "claims[\(claim.id)], the words of \(known.id)")
                }
                checkRanges(of: claim, vocabularies)
            }
        }
        for name in Set(sources.vocabularies.keys).union(evidence.run?.vocabularies.keys.map { $0 } ?? []).sorted() {
            guard let entry = vocabularies.entry(named: name) else { continue }
            refusals.append("“\(name)” is \(entry.id), which is found by that id: no path can stand for it")
        }
        for corpus in evidence.corpora where corpus.origin == .file {
            let entry = corpora.manifest.corpora.first { entry in
                [entry.id, entry.title].contains { $0.lowercased() == corpus.id.lowercased() }
            }
            if let entry {
                refusals.append(
                    "a file is called “\(corpus.id)”, which is the corpus \(entry.id): only the pinned text can stand for it"
                )
            }
        }
    }

    private mutating func differ(_ place: String, _ recorded: String?, _ now: String?) {
        differences.append(Reproduction.Difference(part: .claim, place: place, recorded: recorded, now: now))
    }

    /// Every field in which a claim is not the one that the ledger has under its id.
    private mutating func compare(_ claim: Claim, with known: Claim, _ place: String) {
        guard claim != known, let recorded = try? JSONValue(encoding: claim), let ours = try? JSONValue(encoding: known)
        else {
            return
        }
        var found: [Reproduction.Difference] = []
        EvidenceComparison.compare(recorded, ours, at: "", "claims.json", &found)
        for difference in found where difference.place != "claims.json: id" {
            let field = difference.place.replacing("claims.json: ", with: "")
            differ("\(place).\(field)", difference.recorded, difference.now.map { "\($0) (the ledger)" })
        }
    }

    /// A claim that calls one vocabulary by the name of another.
    private mutating func checkNames(of claim: Claim, _ vocabularies: VocabularyManifest) {
        for (field, id, name) in [
            ("subject", claim.subject, claim.subjectName), ("baseline", claim.baseline, claim.baselineName),
        ] {
            guard name != id, let known = vocabularies.entry(named: name),
                known.id != vocabularies.entry(named: id)?.id
            else { continue }
            differ("claims[\(claim.id)].\(field)_name", "“\(name)” for \(id)", "“\(name)” is \(known.id)")
        }
    }

    /// A claim of the user's own: its readings are those of its words, or at least its ranges those of its figure.
    private mutating func checkRanges(of claim: Claim, _ vocabularies: VocabularyManifest) {
        let place = "claims[\(claim.id)]"
        if claim.source == .user {
            do {
                let read = try ClaimGrammar.parse(claim.words, id: claim.id) {
                    vocabularies.entry(named: $0)?.id
                }
                compare(claim, with: read, place + ", read from its words")
            } catch {
                differ("\(place).words", claim.words, "\(error)")
            }
            return
        }
        for reading in claim.readings where reading.quantity != .exactCounts {
            guard let figure = Figure(claim.valueText), claim.words.contains(claim.valueText) else {
                differ(
                    "\(place).value_text", claim.valueText,
                    "no figure that stands in the words: the range cannot be checked")
                return
            }
            let derived = ReadingFormula.allCases.map { formula in
                Reading(
                    id: reading.id, says: reading.says, quantity: reading.quantity, relation: reading.relation,
                    figure: figure,
                    formula: formula, hedged: claim.hedged)
            }
            if !derived.contains(reading) {
                differ(
                    "\(place).readings[\(reading.id)]", reading.effective?.text(in: reading.quantity),
                    "no range that follows from \(claim.valueText)")
            }
        }
    }
}

extension EvidenceAudit {
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
