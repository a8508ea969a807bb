/// The pre-tokenizer patterns that have a hand-written splitter, under the names that the field uses.
///
/// A pattern cuts text into *pieces*; merges never cross the edge of a piece. The regular expressions are those of the
/// original tokenizers, in ICU's syntax, with `\s` meaning White_Space; they are the oracle of the splitters' tests.
public enum SplitPattern: String, Sendable, CaseIterable, Codable {
    case gpt2
    case cl100k
    case llama3
    case qwen2
    case o200k
}
