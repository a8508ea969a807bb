/// The same words in both languages of a page.
package struct Words: Sendable, Hashable {
    /// In English.
    package let english: String
    /// In Korean.
    package let korean: String

    /// Words in each language.
    package init(_ english: String, _ korean: String) {
        self.english = english
        self.korean = korean
    }

    /// A name, the same in both.
    package init(_ name: String) { self.init(name, name) }

    /// In one language.
    package func text(_ language: SentenceLanguage) -> String { language == .english ? english : korean }

    /// As a sentence of its own: beginning with a capital letter.
    package var capitalized: Words { Words(english.prefix(1).uppercased() + english.dropFirst(), korean) }

    /// The words one after the other.
    package static func + (left: Words, right: Words) -> Words {
        Words(left.english + right.english, left.korean + right.korean)
    }
}

extension Words: ExpressibleByStringInterpolation {
    /// What is the same in both: a name, a number.
    package init(stringLiteral name: String) { self.init(name) }
}

extension [Words] {
    /// One after another, with something between.
    package func joined(by separator: String) -> Words {
        Words(map(\.english).joined(separator: separator), map(\.korean).joined(separator: separator))
    }
}
