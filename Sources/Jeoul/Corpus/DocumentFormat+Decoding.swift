extension DocumentFormat {
    /// Whether an input of this format must lie in memory at once.
    func needsWhole(cut: DocumentCut) -> Bool {
        switch self {
        case .lines: cut == .file
        case .jsonl, .conllu: false
        case .klueNLI, .klueSTS, .korquad, .nsmcRaw: true
        }
    }

    /// Whether the text is JSON, in which a byte order mark means nothing.
    var isJSON: Bool {
        switch self {
        case .lines, .conllu: false
        case .jsonl, .klueNLI, .klueSTS, .korquad, .nsmcRaw: true
        }
    }

    /// What finds the documents; nil for ``lines``, whose documents lie in the input as they are.
    func makeDecoder(_ options: CorpusOptions) -> (any RecordDecoding)? {
        switch self {
        case .lines: nil
        case .jsonl: JSONLinesDecoder(textField: options.textField, clusterField: options.clusterField)
        case .klueNLI: SentencePairDecoder(fields: ["premise", "hypothesis"])
        case .klueSTS: SentencePairDecoder(fields: ["sentence1", "sentence2"])
        case .korquad: KorQuADDecoder()
        case .conllu: CoNLLUDecoder()
        case .nsmcRaw: MovieReviewDecoder()
        }
    }

    /// What a file of this format must hold to be one; nil where a file of no documents is none the less one.
    var expectation: String? {
        switch self {
        case .lines, .jsonl: nil
        case .klueNLI, .klueSTS: "expected an array of objects with two texts"
        case .korquad: "expected data, paragraphs and contexts, as SQuAD has them"
        case .conllu: "expected lines that begin with \"# text = \""
        case .nsmcRaw: "expected .json files with reviews"
        }
    }
}
