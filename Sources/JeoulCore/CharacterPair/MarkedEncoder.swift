/// Encodes documents with a vocabulary whose spaces become ▁.
final class MarkedEncoder: Sendable {
    private let tokenizer: GeneralTokenizer
    private let marked: MarkedModel
    private let kernel: ScanKernel
    private let passes: PassPool<EncodingPass>

    /// Nil where the vocabulary is another.
    init?(_ tokenizer: any TokenizerModel, options: CountingOptions) {
        guard let tokenizer = tokenizer as? GeneralTokenizer, let marked = tokenizer.marked else { return nil }
        self.tokenizer = tokenizer
        self.marked = marked
        kernel = options.kernel
        passes = PassPool({ try EncodingPass(model: marked.model, options: options) }, isFull: \.isFull)
    }

    /// Whether the memory limit kept the cache of a session that has ended smaller than it would have been.
    var hasBeenFull: Bool { passes.hasBeenFull }

    /// The encoding of one thread. O(1).
    func session() -> Session { Session(self) }

    /// Encodes on one thread. Not `Sendable`.
    final class Session {
        private let encoder: MarkedEncoder
        private var taken: EncodingPass?

        fileprivate init(_ encoder: MarkedEncoder) { self.encoder = encoder }

        deinit {
            if let taken { encoder.passes.giveBack(taken) }
        }

        /// The ids of each document.
        func encode(_ text: UnsafeBufferPointer<UInt8>, layout: DocumentLayout) throws -> EncodedDocuments {
            let pass = try taken ?? encoder.passes.take()
            taken = pass
            let rule = encoder.marked.rule
            var result = EncodedDocuments()
            var runs = MarkedRuns(rule)
            func encode(_ run: UnsafeBufferPointer<UInt8>, splitsLines: Bool) {
                guard let base = run.baseAddress, !run.isEmpty else { return }
                pass.encode(TextRuns(base, run.count, splitsLines: splitsLines), splitter: .marks(rule), into: &result)
            }
            let irregular = AddedTokenDocuments([encoder.marked.addedTokens], kernel: encoder.kernel)
                .find(in: text, layout)
            if irregular.isEmpty, layout == .lines {
                try runs.forEachLine(of: text, encode)
                return result
            }
            var rest = irregular[...]
            for (document, range) in layout.ranges(in: text).enumerated() {
                let content = UnsafeBufferPointer(rebasing: text[range])
                guard rest.first?.index == document else {
                    try runs.add(content, encode)
                    continue
                }
                rest.removeFirst()
                try runs.finish(encode)
                try encoder.tokenizer.encode(UTF8Section(valid: content), specialTokens: .ordinary, into: &result.ids)
                result.ends.append(result.ids.count)
            }
            try runs.finish(encode)
            return result
        }
    }
}
