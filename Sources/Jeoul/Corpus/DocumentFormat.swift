/// How the documents of an input are found in its bytes: the readers that `Corpora/manifest.json` names.
public enum DocumentFormat: String, Sendable, Codable, CaseIterable {
    /// Text, cut into lines or not at all (``DocumentCut``).
    case lines
    /// JSON Lines: a record a line, an object with a text field or a bare string.
    case jsonl
    /// KorQuAD 1.0, in SQuAD's layout: the `context` of every paragraph, each text once, where it first occurs. Its
    /// article may be its cluster.
    case korquad = "korquad-json"
    /// CoNLL-U: what follows `# text = `, one document a sentence. What stands before `-s` in its `# sent_id = ` may be its cluster.
    case conllu
    /// A folder of JSON files, one a film, read in the order of their names' bytes; each an array of objects: `review`,
    /// runs of CR and LF made one space, white space at both ends trimmed, empty ones left out. The film may be its cluster.
    case nsmcRaw = "nsmc-raw"
}
