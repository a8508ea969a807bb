import ScanKernels

/// The pre-tokenizer patterns that have a hand-written splitter, under the names that the field uses.
///
/// A pattern cuts text into *pre-tokens*; merges never cross the edge of a pre-token. The regular expressions are those of the
/// original tokenizers, in ICU's syntax, with `\s` meaning White_Space; they are the oracle of the splitters' tests.
package enum SplitPattern: String, Sendable, CaseIterable, Codable {
    case gpt2
    case cl100k
    case llama3
    case qwen2
    case o200k
}

extension SplitPattern {
    /// The pattern's bit, as far as masks decide.
    var bit: UInt32 {
        switch self {
        case .gpt2: UInt32(JEOUL_GPT2)
        case .qwen2: UInt32(JEOUL_QWEN2)
        case .cl100k, .llama3: UInt32(JEOUL_LLAMA3)
        case .o200k: UInt32(JEOUL_O200K)
        }
    }
}
