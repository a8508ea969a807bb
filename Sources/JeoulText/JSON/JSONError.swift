/// What is wrong with a JSON text, and where.
package struct JSONError: Error, Hashable, Sendable {
    /// The byte offset of the fault, from 0.
    package var offset: Int
    /// What was found or expected, as the rest of a sentence: "expected ':'".
    package var message: String
    /// Whether the text ends too early.
    package var isTruncation = false
}
