/// How the documents of an input are found in its bytes: those that people have, and the readers that `Corpora/manifest.json`
/// names.
package enum DocumentFormat: String, Sendable, Codable, CaseIterable {
    /// Text, cut into lines or not at all (``DocumentCut``).
    case lines
    /// JSON Lines: a record a line, an object with a text field or a bare string.
    case jsonl
    /// JSON: an array of records, or records one after another, however they are laid out.
    case json
    /// Comma-separated values (RFC 4180), or with the separator that the header has; a column is the text.
    case csv
    /// Tab-separated values, quoted as CSV is; a column is the text.
    case tsv
    /// KorQuAD 1.0, in SQuAD's layout: the `context` of every paragraph, each text once, where it first occurs. Its
    /// article may be its cluster.
    case korquad = "korquad-json"
    /// CoNLL-U: what follows `# text = `, one document a sentence. What stands before `-s` in its `# sent_id = ` may be its cluster.
    case conllu
    /// A folder of JSON files, one a film, read in the order of their names' bytes; each an array of objects: `review`,
    /// runs of CR and LF made one space, white space at both ends trimmed, empty ones left out. The film may be its cluster.
    case nsmcRaw = "nsmc-raw"

    /// The name for readers.
    package var title: String {
        switch self {
        case .lines: "text"
        case .jsonl: "JSON Lines"
        case .json: "JSON"
        case .csv: "CSV"
        case .tsv: "TSV"
        case .korquad: "KorQuAD"
        case .conllu: "CoNLL-U"
        case .nsmcRaw: "NSMC"
        }
    }

    /// Whether its documents are records with fields.
    package var hasFields: Bool {
        switch self {
        case .jsonl, .json, .csv, .tsv: true
        case .lines, .korquad, .conllu, .nsmcRaw: false
        }
    }
}
