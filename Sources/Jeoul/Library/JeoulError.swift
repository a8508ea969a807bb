import JeoulClaims
import JeoulVerifying
import JeoulTokenizing
import JeoulVocabularies
import JeoulCorpora

/// Why a call of the library failed. Every function of the front door throws this and nothing else.
///
///     do {
///         let tokenizer = try Tokenizer.load("gpt-4oo")
///     } catch .vocabulary(let error) {
///         print(error)    // what was looked for, where, and what to do
///     }
public enum JeoulError: Error, Sendable {
    /// A vocabulary is not known, not here, or its files are at fault.
    case vocabulary(VocabularyError)
    /// A text cannot be encoded, or ids cannot be decoded.
    case tokenizer(TokenizerError)
    /// A text cannot be cut as asked.
    case chunk(ChunkError)
    /// A corpus is not known, or cannot be read.
    case corpus(CorpusError)
    /// The words of a claim cannot be read: what was expected, and where, in characters from 0.
    case claim(words: String, offset: Int, message: String)
    /// The work was cancelled.
    case cancelled
    /// The system or ICU could not do its part, as where there is no memory, or Jeoul's own data are not found.
    case system(String)

    /// The same error as this type has it.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as JeoulError: error
            case let error as VocabularyError: .vocabulary(error)
            case let error as TokenizerError: .tokenizer(error)
            case let error as ChunkError: .chunk(error)
            case let error as CorpusError: .corpus(error)
            case let error as ClaimSyntaxError:
                .claim(words: error.text, offset: error.offset, message: error.description)
            case is CancellationError: .cancelled
            default: .system(String(describing: error))
            }
    }

    /// Does something, and throws what it throws as this type.
    static func wrapping<Value>(_ body: () throws -> Value) throws(JeoulError) -> Value {
        do { return try body() } catch { throw JeoulError(error) }
    }
}

extension JeoulError: CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .vocabulary(let error): error.description
        case .tokenizer(let error): error.description
        case .chunk(let error): error.description
        case .corpus(let error): error.description
        case .claim(_, _, let message): message
        case .cancelled: "the work was cancelled"
        case .system(let message): message
        }
    }
}
