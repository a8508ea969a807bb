/// Why a pattern cannot be compiled to an automaton.
enum PatternError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The pattern has something that no finite automaton of ours does: a back reference, a look-ahead of more than one
    /// character. `offset` is in characters from the pattern's beginning.
    case unsupported(String, offset: Int)
    /// The pattern is none.
    case malformed(String, offset: Int)
    /// The automaton would be too large, or would take too long to make.
    case tooLarge(String)

    /// What is wrong and where.
    var description: String {
        switch self {
        case .unsupported(let what, let offset): "\(what) at character \(offset) of the pattern cannot be compiled"
        case .malformed(let what, let offset): "\(what) at character \(offset) of the pattern"
        case .tooLarge(let what): "the pattern's automaton is too large: \(what)"
        }
    }
}
