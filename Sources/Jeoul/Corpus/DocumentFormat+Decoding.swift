extension DocumentFormat {
    /// Whether an input of this format must lie in memory at once.
    func needsWhole(cut: DocumentCut) -> Bool {
        switch self {
        case .lines: cut == .file
        case .jsonl, .conllu: false
        case .korquad, .nsmcRaw: true
        }
    }

    /// Whether the text is JSON, in which a byte order mark means nothing.
    var isJSON: Bool {
        switch self {
        case .lines, .conllu: false
        case .jsonl, .korquad, .nsmcRaw: true
        }
    }

    /// What finds the documents; nil for ``lines``, whose documents lie in the input as they are.
    ///
    /// - Parameter readsClusters: whether documents are labelled with the source that they share.
    func makeDecoder(_ options: CorpusOptions, readsClusters: Bool = false) -> (any RecordDecoding)? {
        switch self {
        case .lines: nil
        case .jsonl: JSONLinesDecoder(textField: options.textField, clusterField: options.clusterField)
        case .korquad: KorQuADDecoder(readsClusters: readsClusters)
        case .conllu: CoNLLUDecoder(readsClusters: readsClusters)
        case .nsmcRaw: MovieReviewDecoder(readsClusters: readsClusters)
        }
    }

    /// What a file of this format must hold to be one; nil where a file of no documents is none the less one.
    var expectation: String? {
        switch self {
        case .lines, .jsonl: nil
        case .korquad: "expected data, paragraphs and contexts, as SQuAD has them"
        case .conllu: "expected lines that begin with \"# text = \""
        case .nsmcRaw: "expected .json files with reviews"
        }
    }
}
