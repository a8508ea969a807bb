/// A user's claim that the grammar cannot read, with the place. It says nothing of the claim itself.
package struct ClaimSyntaxError: Error, Equatable, Sendable {
    /// The claim as typed.
    package let text: String
    /// Where reading stopped, in characters from 0; the text's length if something is missing.
    package let offset: Int
    /// What could stand there.
    package let expected: String
    /// The claim of the ledger that is most like it: its id and words.
    package var nearest: Nearest?

    /// A claim of the ledger.
    package struct Nearest: Equatable, Sendable {
        /// Its id.
        package let id: String
        /// Its exact words.
        package let words: String

        /// A claim of the ledger.
        package init(id: String, words: String) {
            self.id = id
            self.words = words
        }
    }

    /// An error.
    package init(text: String, offset: Int, expected: String) {
        self.text = text
        self.offset = offset
        self.expected = expected
    }

    /// What stands at the place, for a message.
    package var found: String {
        let rest = text.dropFirst(offset)
        return rest.isEmpty ? "the end" : "“\(rest.prefix { $0 != " " })”"
    }
}

extension ClaimSyntaxError: CustomStringConvertible {
    /// Where it could not be read, what could stand there, and which claim is known that is like it.
    package var description: String {
        let place = "I could not read this at \(found) (character \(offset + 1) of “\(text)”): expected \(expected)"
        guard let nearest else { return place }
        return place + "; the nearest claim of the ledger is \(nearest.id): “\(nearest.words)”"
    }
}
