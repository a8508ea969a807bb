/// A user's claim that the grammar does not know, with the place.
public struct ClaimSyntaxError: Error, Equatable, Sendable {
    /// The claim as typed.
    public let text: String
    /// Where it goes wrong, in characters from 0; the text's length if it ends too early.
    public let offset: Int
    /// What could stand there.
    public let expected: String

    /// The text up to the place and what stands there, for a message.
    public var found: String {
        let rest = text.dropFirst(offset)
        return rest.isEmpty ? "the end" : "“\(rest.prefix { $0 != " " })”"
    }
}

extension ClaimSyntaxError: CustomStringConvertible {
    /// What is wrong, where, and what to write.
    public var description: String {
        "the claim \"\(text)\" is wrong at character \(offset + 1), at \(found): expected \(expected)"
    }
}
