import Foundation
import JeoulCorpora
import JeoulWeighing

/// Vocabularies' tokens against a baseline's on the same documents, with intervals: what `jeoul compare` says.
///
///     let comparison = try TokenComparison(of: .named("klue-nli-dev"), [.load("a.x-4.0")], against: .load("gpt-4o"))
///     comparison.rows[0].ratio      // 0.63: 37% fewer tokens
///     comparison.rows[0].interval   // 0.6286...0.6349
///
/// The ratio is of sums over documents. The interval is of the jackknife over independent units (clusters where the corpus knows its
/// sources, else documents, or blocks of adjacent ones where those are alike), with Student's t: R ± t · SE,
/// SE² = (n − 1)/n · Σ(R₍ᵢ₎ − mean R₍ᵢ₎)². Copies of a document are one unit. p values are adjusted for all rows by Holm's method.
public struct TokenComparison: Sendable, Hashable, Codable {
    /// What one vocabulary takes, against the baseline.
    public struct Row: Sendable, Hashable, Codable, Identifiable {
        /// The vocabulary's id.
        public let id: String
        /// Its tokens of all documents.
        public let tokens: Int
        /// Its tokens for one of the baseline's; nil where that has none.
        public let ratio: Double?
        /// Where the ratio lies, at a level of 95%; nil where there are too few independent units: see ``noInterval``.
        public let interval: ClosedRange<Double>?
        /// Why there is no interval; nil where there is one.
        public let noInterval: String?
        /// How many independent units there were.
        public let units: Int
        /// The p-value of the ratio's being 1, adjusted for all rows; nil where there is no interval.
        public let adjustedPValue: Double?
    }

    /// The baseline's id.
    public let baseline: String
    /// The baseline's tokens of all documents.
    public let baselineTokens: Int
    /// The documents, empty ones included.
    public let documents: Int
    /// One a vocabulary, in the order given.
    public let rows: [Row]
    /// What a reader of the figures must know.
    public let warnings: [String]

    /// The row of a vocabulary, by its id.
    public subscript(id: String) -> Row? { rows.first { $0.id == id } }

    /// Compares vocabularies on a corpus; returns when it is done.
    ///
    /// - Complexity: O(bytes) for each pre-tokenizer, and O(documents) memory: the counts of every document are kept.
    /// - Throws: ``JeoulError/corpus(_:)``, also where the corpus has the same file twice, and what a tokenizer throws.
    public init(of corpus: Corpus, _ tokenizers: [Tokenizer], against baseline: Tokenizer) throws(JeoulError) {
        try self.init(of: corpus, tokenizers, against: baseline, progress: nil)
    }

    /// The same as work that goes on by itself, tells how far it is and can be cancelled.
    public static func task(
        of corpus: Corpus, _ tokenizers: [Tokenizer], against baseline: Tokenizer
    ) -> CorpusTask<TokenComparison> {
        CorpusTask(corpus) { (corpus, progress) throws(JeoulError) in
            try TokenComparison(of: corpus, tokenizers, against: baseline, progress: progress)
        }
    }

    private init(
        of corpus: Corpus, _ tokenizers: [Tokenizer], against baseline: Tokenizer,
        progress: (@Sendable (WeighingProgress) -> Void)?
    ) throws(JeoulError) {
        let all = [baseline] + tokenizers
        let (weighing, report) = try JeoulError.wrapping {
            let known = try corpus.withKnownSources().corpus
            let weighing = try Weighing(
                known, tokenizers: all.map(\.model), options: WeighingOptions(progress: progress))
            return (weighing, try ComparisonReport(weighing, vocabularies: all.map(\.vocabulary), baseline: 0))
        }
        self.baseline = baseline.id
        baselineTokens = weighing.tokens[0]
        documents = weighing.corpus.documents
        warnings = report.warnings.map(\.english)
        rows = report.rows.map { row in
            Row(
                id: row.estimate.ratio.numerator, tokens: row.estimate.numeratorSum, ratio: row.estimate.value,
                interval: row.estimate.interval.map { $0.low...$0.high },
                noInterval: row.estimate.interval == nil ? row.estimate.noInterval.map(String.init(describing:)) : nil,
                units: row.estimate.units, adjustedPValue: row.adjustedPValue)
        }
    }
}
