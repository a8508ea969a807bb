import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// The tokens of a claim's subject against its baseline's on one corpus, or why they could not be had.
package struct CorpusMeasurement: Sendable, Codable, Equatable {
    /// The corpus's id.
    package let corpus: String
    /// Its name for a reader.
    package let title: String
    /// Where the text comes from.
    package let provenance: CorpusProvenance
    /// ΣT/ΣT₀, subject to baseline.
    package let tokenRatio: RatioEstimate?
    /// Why there is none: a vocabulary or corpus that is not installed.
    package let notRun: NotRun?

    /// A measurement.
    package init(
        corpus: String, title: String? = nil, provenance: CorpusProvenance? = nil, tokenRatio: RatioEstimate
    ) {
        self.corpus = corpus
        self.title = title ?? corpus
        self.provenance = provenance ?? CorpusProvenance(source: corpus)
        self.tokenRatio = tokenRatio
        notRun = nil
    }

    /// A corpus on which the claim could not be run.
    package init(
        corpus: String, title: String? = nil, provenance: CorpusProvenance? = nil, notRun reason: NotRun
    ) {
        self.corpus = corpus
        self.title = title ?? corpus
        self.provenance = provenance ?? CorpusProvenance(source: corpus)
        tokenRatio = nil
        notRun = reason
    }

    /// What the corpus is called.
    var words: Words { Words(title, provenance.titleKorean ?? title) }

    private enum CodingKeys: String, CodingKey {
        case corpus
        case title
        case provenance
        case tokenRatio = "token_ratio"
        case notRun = "not_run"
    }
}
