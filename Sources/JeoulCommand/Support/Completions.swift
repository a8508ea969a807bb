import ArgumentParser
import Jeoul

/// What a shell may complete: names that are known.
extension CompletionKind {
    /// Ids and aliases of vocabularies, and what was pulled by other names.
    static let vocabularies = custom { _, _, _ in
        guard let catalog = try? VocabularyCatalog.standard() else { return [] }
        return catalog.manifest.vocabularies.flatMap { [$0.id] + $0.aliases } + catalog.pulled().map(\.name)
    }

    /// Ids of corpora.
    static let corpora = custom { _, _, _ in ((try? CorpusCatalog.standard().manifest.corpora) ?? []).map(\.id) }

    /// Ids of claims.
    static let claims = custom { _, _, _ in ((try? ClaimLedger.standard().claims) ?? []).map(\.id) }

    /// Ids of metrics.
    static let metrics = custom { _, _, _ in Metric.allCases.map(\.id) + ["all"] }
}
