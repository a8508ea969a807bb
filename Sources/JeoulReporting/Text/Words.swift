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

    /// The words one after the other.
    package static func + (left: Words, right: Words) -> Words {
        Words(left.english + right.english, left.korean + right.korean)
    }
}
