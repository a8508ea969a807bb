/// Why something could not be run, in the languages of the sentences; in JSON it is the English.
package struct NotRun: Sendable, Hashable {
    /// In English.
    package let english: String
    /// In Korean.
    package let korean: String

    /// A reason in both languages.
    package init(_ english: String, korean: String) {
        self.english = english
        self.korean = korean
    }

    /// What the program says of an error, which it says in English; the Korean quotes it.
    package init(message: String) {
        self.init(message, korean: "“\(message)”라는 오류가 났다")
    }

    /// Several reasons in a row.
    init(_ reasons: [NotRun]) {
        self.init(
            reasons.map(\.english).joined(separator: "; "), korean: reasons.map(\.korean).joined(separator: "; "))
    }
}

extension NotRun: ExpressibleByStringLiteral, Codable {
    /// A message.
    package init(stringLiteral message: String) { self.init(message: message) }

    /// Decodes the message.
    package init(from decoder: any Decoder) throws {
        self.init(message: try decoder.singleValueContainer().decode(String.self))
    }

    /// Encodes the English.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(english)
    }
}
