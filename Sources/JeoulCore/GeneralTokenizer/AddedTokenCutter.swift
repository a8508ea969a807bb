/// Cuts added tokens out of a text, as Hugging Face does: the leftmost, of those the longest, and on after its end.
///
/// A special token whose text is to be ordinary text is passed over as a whole: no added token inside it counts.
struct AddedTokenCutter: Sendable {
    private let tokens: [AddedToken]
    private let trie: PrefixTrie

    init(_ tokens: [AddedToken]) {
        self.tokens = tokens
        trie = PrefixTrie(tokens.map(\.content))
    }

    var isEmpty: Bool { tokens.isEmpty }

    /// The text's parts in order; parts of text are not empty. O(n).
    func parts(of text: UnsafeBufferPointer<UInt8>, matchesSpecials: Bool) -> [AddedTokenMatcher.Part] {
        var parts: [AddedTokenMatcher.Part] = []
        var done = 0
        var position = 0
        while !tokens.isEmpty, position < text.count {
            guard let match = trie.longest(in: text, at: position) else {
                position += 1
                continue
            }
            let token = tokens[match.value]
            var start = position
            var end = position + match.length
            position = end
            if token.isSpecial, !matchesSpecials { continue }
            if token.isSingleWord, Self.isWord(before: start, in: text) || Self.isWord(at: end, in: text) { continue }
            if token.stripsLeft { start = WordCharacters.whiteSpaceStart(before: start, in: text) }
            // A match may have taken the white space in which this one lies.
            start = max(done, start)
            if token.stripsRight { end = WordCharacters.whiteSpaceEnd(after: end, in: text) }
            if done < start { parts.append(.text(done..<start)) }
            parts.append(.token(token, start..<max(start, end)))
            done = max(start, end)
        }
        if done < text.count { parts.append(.text(done..<text.count)) }
        return parts
    }

    private static func isWord(before position: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard position > 0 else { return false }
        return isWord(at: text.scalarStart(before: position), in: text)
    }

    private static func isWord(at position: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard position < text.count else { return false }
        return Unicode.Scalar(UInt32(text.scalar(at: position).value)).map(Scalars.isWord) ?? false
    }
}
