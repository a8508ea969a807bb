/// Finds added tokens in a text: the leftmost, of those the longest, and then on after its end.
package struct AddedTokenMatcher: Sendable {
    /// A part of a text: one that has no added token, or one that is one.
    enum Part: Equatable {
        case text(Range<Int>)
        case token(AddedToken, Range<Int>)
    }

    /// The tokens by their first byte, the longest first.
    private let byFirstByte: [[AddedToken]]
    let isEmpty: Bool

    package init(_ tokens: some Sequence<AddedToken>) {
        var table = [[AddedToken]](repeating: [], count: 256)
        for token in tokens where !token.content.isEmpty { table[Int(token.content[0])].append(token) }
        byFirstByte = table.map { $0.sorted { $0.content.count > $1.content.count } }
        isEmpty = table.allSatisfy(\.isEmpty)
    }

    /// The longest token that stands at `position`, or nil.
    @inline(__always)
    func longest(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> AddedToken? {
        byFirstByte[Int(text[position])].first { token in
            position + token.content.count <= text.count
                && token.content.indices.allSatisfy { token.content[$0] == text[position + $0] }
        }
    }

    /// Whether any token stands in the text. O(n).
    package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        !isEmpty && text.indices.contains { longest(in: text, at: $0) != nil }
    }

    /// The text's parts in order; parts of text are not empty. O(n).
    func parts(of text: UnsafeBufferPointer<UInt8>) -> [Part] {
        guard !isEmpty else { return text.isEmpty ? [] : [.text(0..<text.count)] }
        var parts: [Part] = []
        var done = 0
        var position = 0
        while position < text.count {
            guard let token = longest(in: text, at: position) else {
                position += 1
                continue
            }
            var start = position
            var end = position + token.content.count
            position = end
            // A match that the white space of the one before it has taken is none.
            if start < done { continue }
            if token.isSingleWord, WordCharacters.stands(before: start, in: text) || WordCharacters.stands(at: end, in: text) {
                continue
            }
            if token.stripsLeft { start = max(done, WordCharacters.whiteSpaceStart(before: start, in: text)) }
            if token.stripsRight { end = WordCharacters.whiteSpaceEnd(after: end, in: text) }
            if done < start { parts.append(.text(done..<start)) }
            parts.append(.token(token, start..<end))
            done = end
        }
        if done < text.count { parts.append(.text(done..<text.count)) }
        return parts
    }

    /// The pairs of first bytes with which tokens begin, for a search that is faster than looking at every position: a
    /// lone byte where tokens go on in more than one way, or do not go on.
    var needles: [[UInt8]] {
        byFirstByte.compactMap { tokens in
            guard let first = tokens.first else { return nil }
            let second = first.content.dropFirst().first
            let isPair = second != nil && tokens.allSatisfy { $0.content.count > 1 && $0.content[1] == second }
            return isPair ? [first.content[0], second!] : [first.content[0]]
        }
    }
}
