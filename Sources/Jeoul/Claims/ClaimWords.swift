/// The words of a user's claim with their places, and a cursor over them.
struct ClaimWords {
    struct Word {
        /// As typed, quotes left out.
        let text: String
        /// Characters from the start of the claim.
        let offset: Int
        let isQuoted: Bool
        var folded: String { text.lowercased() }
    }

    let text: String
    private let words: [Word]
    private var position = 0

    /// Cuts at spaces; what stands in double quotes is one word. A full stop at the end is no part of the last word,
    /// and a tilde stands by itself.
    init(_ text: String) throws(ClaimSyntaxError) {
        self.text = text
        var words: [Word] = []
        let characters = Array(text)
        var index = 0
        while index < characters.count {
            let start = index
            if characters[index].isWhitespace {
                index += 1
            } else if "\"“".contains(characters[index]) {
                guard let end = characters[(start + 1)...].firstIndex(where: { "\"”".contains($0) }), end > start + 1
                else {
                    throw ClaimSyntaxError(text: text, offset: start, expected: "a name in quotes")
                }
                words.append(Word(text: String(characters[start + 1..<end]), offset: start, isQuoted: true))
                index = end + 1
            } else if "~≈".contains(characters[index]) {
                words.append(Word(text: "~", offset: start, isQuoted: false))
                index += 1
            } else {
                while index < characters.count, !characters[index].isWhitespace, !"\"“~≈".contains(characters[index]) {
                    index += 1
                }
                words.append(Word(text: String(characters[start..<index]), offset: start, isQuoted: false))
            }
        }
        if let last = words.last, !last.isQuoted, last.text.hasSuffix(".") {
            words.removeLast()
            let bare = String(last.text.dropLast())
            if !bare.isEmpty { words.append(Word(text: bare, offset: last.offset, isQuoted: false)) }
        }
        self.words = words
    }

    /// Whether a word outside quotes has a Hangul syllable.
    var areKorean: Bool {
        words.contains { word in
            !word.isQuoted && word.text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
        }
    }

    /// The word at the cursor.
    var next: Word? { position < words.count ? words[position] : nil }

    /// The place of the word at the cursor, or the end.
    var offset: Int { next?.offset ?? text.count }

    /// The next word and the cursor past it.
    mutating func take() -> Word? {
        defer { position += 1 }
        return next
    }

    /// Passes the first of the phrases that stands here, each of words separated by spaces; `nil` if none does.
    mutating func accept(_ phrases: String...) -> String? { accept(any: phrases) }

    /// Passes the first of the phrases that stands here.
    mutating func accept(any phrases: [String]) -> String? {
        for phrase in phrases {
            let parts = phrase.split(separator: " ")
            guard position + parts.count <= words.count else { continue }
            let matches = zip(parts, words[position...]).allSatisfy { !$1.isQuoted && $0 == $1.folded }
            if matches {
                position += parts.count
                return phrase
            }
        }
        return nil
    }

    /// Passes one of the phrases, or fails with what was expected.
    @discardableResult
    mutating func expect(_ phrases: String...) throws(ClaimSyntaxError) -> String {
        if let phrase = accept(any: phrases) { return phrase }
        throw failure("“" + phrases.joined(separator: "”, “") + "”")
    }

    /// Fails unless the claim ends here.
    func expectEnd() throws(ClaimSyntaxError) {
        guard next == nil else { throw failure("the end of the claim") }
    }

    /// A figure of one word or two (`33 per cent`), passed only if it is one.
    mutating func figure() throws(ClaimSyntaxError) -> (figure: Figure, text: String) {
        for length in [3, 2, 1] where position + length <= words.count {
            let text = words[position..<position + length].map(\.text).joined(separator: " ")
            if let figure = Figure(text) {
                position += length
                return (figure, text)
            }
        }
        throw failure("a figure such as 33%, 33.3 percent or 1.5x")
    }

    /// An error at the cursor.
    func failure(_ expected: String) -> ClaimSyntaxError {
        ClaimSyntaxError(text: text, offset: offset, expected: expected)
    }

    /// An error at a given place.
    func failure(_ expected: String, at offset: Int) -> ClaimSyntaxError {
        ClaimSyntaxError(text: text, offset: offset, expected: expected)
    }
}
