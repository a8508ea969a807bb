import JeoulText
import JeoulTokenizing
import JeoulCorpora

/// A corpus to be encoded by one vocabulary, batch by batch, in order.
package struct Encoding: Sendable {
    private let corpus: Corpus
    private let tokenizer: any TokenizerModel
    private let normalizer: Normalizer?
    private let specialTokens: SpecialTokenPolicy
    private let options: CountingOptions
    /// Is told how far reading is, after each batch.
    package var progress: (@Sendable (WeighingProgress) -> Void)?

    /// An encoding; nothing is read yet.
    package init(
        _ corpus: Corpus, tokenizer: any TokenizerModel, normalization: Normalization = .asIs,
        specialTokens: SpecialTokenPolicy = .ordinary, kernel: ScanKernel = .best,
        memoryLimit: Int = CountingOptions.defaultMemoryLimit
    ) {
        var corpus = corpus
        corpus.options.utf8Check = { UTF8Validation.firstInvalidOffset($0, kernel: kernel) }
        self.corpus = corpus
        self.tokenizer = tokenizer
        self.specialTokens = specialTokens
        normalizer = normalization.form.map { Normalizer($0, kernel: kernel) }
        options = CountingOptions(kernel: kernel, memoryLimit: memoryLimit, expectedBytes: corpus.expectedBytes)
    }

    /// Gives `body` the ids of some documents after the other, in order, and the batch that they are of, which knows the records that
    /// were skipped between them; what the corpus was is returned. O(bytes).
    ///
    /// - Throws: `CorpusError`, what the tokenizer throws, and what `body` throws.
    package func forEachBatch(_ body: (EncodedDocuments, TextBatch) throws -> Void) throws -> CorpusSummary {
        let session = DocumentEncoder(tokenizer, options: options).session()
        return try corpus.forEachBatch(progress: progress) { batch in
            let text = try batch.text()
            try body(try session.encode(normalizer?.normalized(text) ?? text, specialTokens: specialTokens), batch)
        }
    }
}
