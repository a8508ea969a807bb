/// Why a text cannot be encoded or ids cannot be decoded.
public enum TokenizerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The text has the text of a special token, and the policy is `.error`.
    case specialToken(String, offset: Int)
    /// The vocabulary has no token of that id.
    case unknownID(TokenID, index: Int)
    /// The text is not valid UTF-8.
    case invalidUTF8(offset: Int)
    /// A document is said to lie where it cannot: out of the text, before the end of the one before it, or cutting a character.
    case invalidRange(Range<Int>, document: Int)
    /// The vocabulary's normalizer makes a text grow beyond all measure.
    case textGrows(from: Int, by: Int, times: Int)
    /// The text, or what the vocabulary's normalizer makes of it, has 4 GiB or nearly as much.
    case textTooLarge(bytes: Int)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .specialToken(let text, let offset):
            "the text has the special token \(text) at byte \(offset); allow it as ordinary text or as a token"
        case .unknownID(let id, let index): "the id \(id), number \(index) of the ids, is not in the vocabulary"
        case .invalidUTF8(let offset): "the text is not valid UTF-8 at byte \(offset)"
        case .invalidRange(let range, let document):
            "document \(document + 1) is given as the bytes \(range.lowerBound) ..< \(range.upperBound): ranges must ascend, not "
                + "overlap, lie in the text and cut no character"
        case .textGrows(let bytes, let growth, let times):
            "the vocabulary's normalizer would add \(times) times \(growth) bytes to a text of \(bytes): it is made to fill "
                + "the memory; override it with --normalizer"
        case .textTooLarge(let bytes): "one text has \(bytes) bytes; cut it into documents of less than 4,095 MiB"
        }
    }
}
