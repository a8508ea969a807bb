import Foundation
import JeoulText
import JeoulCorpora
import JeoulWeighing

/// The tokens that vocabularies spend on a corpus: what `jeoul measure` says.
///
///     let measurement = try TokenMeasurement(of: .named("klue-nli-dev"), with: [.load("gpt-4o"), .load("a.x-4.0")])
///     measurement["a.x-4.0"]?.tokensPerKoreanCharacter
///
/// (Not `Measurement`, which Foundation has.)
public struct TokenMeasurement: Sendable, Hashable, Codable {
    /// What one vocabulary spends.
    public struct Row: Sendable, Hashable, Codable, Identifiable {
        /// The vocabulary's id.
        public let id: String
        /// The tokens of all documents.
        public let tokens: Int
        /// Tokens per Korean character; nil where the text has none.
        public let tokensPerKoreanCharacter: Double?
    }

    /// The documents, empty ones included.
    public let documents: Int
    /// The characters of all documents, in each sense of the word.
    public let characters: CharacterCounts
    /// The sha256 of all documents, each followed by LF: the same for the same text, however it is stored.
    public let textSHA256: String?
    /// One a vocabulary, in the order given.
    public let rows: [Row]
    /// What a reader of the figures must know.
    public let warnings: [String]

    /// The row of a vocabulary, by its id.
    public subscript(id: String) -> Row? { rows.first { $0.id == id } }

    /// Measures a corpus, on as many threads as the machine has cores; returns when it is done. For work that takes long, see
    /// ``task(of:with:normalization:)``.
    ///
    /// - Parameters:
    ///   - corpus: what is counted.
    ///   - tokenizers: what it is counted with, all in one reading of the corpus.
    ///   - normalization: what is done to each document first, before any vocabulary's own normalizer.
    /// - Complexity: O(bytes) for each pre-tokenizer among the vocabularies.
    /// - Throws: ``JeoulError/corpus(_:)``, and what a tokenizer throws.
    public init(
        of corpus: Corpus, with tokenizers: [Tokenizer], normalization: Normalization = .asIs
    ) throws(JeoulError) {
        try self.init(of: corpus, with: tokenizers, normalization: normalization, progress: nil)
    }

    /// The same as work that goes on by itself, tells how far it is and can be cancelled.
    public static func task(
        of corpus: Corpus, with tokenizers: [Tokenizer], normalization: Normalization = .asIs
    ) -> CorpusTask<TokenMeasurement> {
        CorpusTask(corpus) { (corpus, progress) throws(JeoulError) in
            try TokenMeasurement(of: corpus, with: tokenizers, normalization: normalization, progress: progress)
        }
    }

    private init(
        of corpus: Corpus, with tokenizers: [Tokenizer], normalization: Normalization,
        progress: (@Sendable (WeighingProgress) -> Void)?
    ) throws(JeoulError) {
        let weighing = try JeoulError.wrapping {
            try Weighing(
                corpus, tokenizers: tokenizers.map(\.model),
                options: WeighingOptions(normalization: normalization, keepsDocuments: false, progress: progress))
        }
        documents = weighing.corpus.documents
        characters = weighing.characters
        textSHA256 = weighing.corpus.textSHA256
        let korean = weighing.characters.hangul
        rows = zip(tokenizers, weighing.tokens).map { tokenizer, tokens in
            Row(
                id: tokenizer.id, tokens: tokens,
                tokensPerKoreanCharacter: korean == 0 ? nil : Double(tokens) / Double(korean))
        }
        warnings = MeasurementReport(weighing, vocabularies: tokenizers.map(\.vocabulary)).warnings.map(\.english)
    }
}
