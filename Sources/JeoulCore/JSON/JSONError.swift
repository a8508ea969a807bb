/// What is wrong with a JSON text, and where.
struct JSONError: Error, Hashable, Sendable {
    /// The byte offset of the fault, from 0.
    var offset: Int
    /// What was found or expected, as the rest of a sentence: "expected ':'".
    var message: String
    /// Whether the text ends too early.
    var isTruncation = false
}
