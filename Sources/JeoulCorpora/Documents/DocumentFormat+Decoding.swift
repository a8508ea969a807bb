extension DocumentFormat {
    /// What finds the documents; nil for ``lines``, whose documents lie in the input as they are.
    ///
    /// - Parameter readsClusters: whether documents are labelled with the source that they share.
    func makeDecoder(_ options: CorpusOptions, layout: InputLayout, readsClusters: Bool) -> (any RecordDecoding)? {
        switch self {
        case .lines: nil
        case .jsonl: JSONLinesDecoder(RecordFields(options))
        case .json: JSONRecordsDecoder(RecordFields(options))
        case .csv, .tsv:
            TableDecoder(
                separator: layout.separator ?? UInt8(ascii: ","), quotes: options.tableQuotes,
                hasHeader: options.hasTableHeader,
                columns: layout.columns ?? TableColumns(text: [], count: 0), joint: Array(options.fieldSeparator.utf8))
        case .korquad: KorQuADDecoder(readsClusters: readsClusters)
        case .conllu: CoNLLUDecoder(readsClusters: readsClusters)
        case .nsmcRaw: MovieReviewDecoder(readsClusters: readsClusters)
        }
    }

    /// What a file of this format must hold to be one; nil where a file of no documents is none the less one.
    var expectation: String? {
        switch self {
        case .lines, .jsonl, .json, .csv, .tsv: nil
        case .korquad: "expected data, paragraphs and contexts, as SQuAD has them"
        case .conllu: "expected lines that begin with \"# text = \""
        case .nsmcRaw: "expected .json files with reviews"
        }
    }
}
