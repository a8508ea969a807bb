/// The language of what is said of a claim.
package enum SentenceLanguage: String, Sendable, Codable, CaseIterable {
    /// English.
    case english = "en"
    /// Korean.
    case korean = "ko"

    /// The language of a claim's words: Korean where they have a Hangul syllable.
    package init(of words: String) {
        let isKorean = words.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
        self = isKorean ? .korean : .english
    }
}
