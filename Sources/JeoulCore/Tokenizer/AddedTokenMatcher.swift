import ScanKernels

/// Finds added tokens in a text: the leftmost, of those the longest, and then on after its end.
///
/// A special token that is ordinary text is found all the same, and passed over whole: no other token inside it counts.
/// (So does Hugging Face's library, whose search knows of special tokens before it asks whether they are wanted.)
package struct AddedTokenMatcher: Sendable {
    /// A part of a text: one that has no added token, or one that is one.
    enum Part: Equatable {
        case text(Range<Int>)
        case token(AddedToken, Range<Int>)
    }

    /// The tokens by their first byte, the longest first.
    private let byFirstByte: [[AddedToken]]
    /// A bit for each two bytes that a token may begin with, the first byte the higher one: most positions have none.
    private let beginnings: [UInt64]
    private let passesOverSpecial: Bool
    /// Whether nothing is ever found.
    let isEmpty: Bool

    package init(_ tokens: some Sequence<AddedToken>, passingOverSpecial passesOverSpecial: Bool = false) {
        var table = [[AddedToken]](repeating: [], count: 256)
        for token in tokens where !token.content.isEmpty { table[Int(token.content[0])].append(token) }
        byFirstByte = table.map { $0.sorted { $0.content.count > $1.content.count } }
        self.passesOverSpecial = passesOverSpecial
        var beginnings = [UInt64](repeating: 0, count: 1 << 16 / 64)
        for token in table.joined() {
            let first = Int(token.content[0]) << 8
            let seconds = token.content.count > 1 ? token.content[1]...token.content[1] : 0...UInt8.max
            for second in seconds { beginnings[(first | Int(second)) >> 6] |= 1 << UInt64(second & 63) }
        }
        self.beginnings = beginnings
        isEmpty = table.joined().allSatisfy { passesOverSpecial && $0.isSpecial }
    }

    /// Whether the text has any token that counts. O(n).
    package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        !isEmpty && text.indices.contains { matches(text, at: $0) }
    }

    /// Whether a token that counts stands at `position`.
    @inline(__always)
    func matches(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
        mayBegin(text, position)
            && byFirstByte[Int(text[position])].contains {
                !(passesOverSpecial && $0.isSpecial) && Self.stands($0, text, position)
            }
    }

    /// Whether a token may stand at `position`, by its first two bytes; what follows the text's end is anything.
    @inline(__always)
    private func mayBegin(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        guard position + 1 < text.count else { return true }
        let two = Int(text[position]) &<< 8 | Int(text[position &+ 1])
        return beginnings[two &>> 6] &>> UInt64(two & 63) & 1 != 0
    }

    private static func stands(_ token: AddedToken, _ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        position + token.content.count <= text.count
            && token.content.indices.allSatisfy { token.content[$0] == text[position + $0] }
    }

    /// The longest token that stands at `position`, or nil.
    @inline(__always)
    private func longest(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> AddedToken? {
        guard mayBegin(text, position) else { return nil }
        return byFirstByte[Int(text[position])].first { Self.stands($0, text, position) }
    }

    /// Gives `body` the text's parts in order, not all at once, since a text may have millions; parts of text are not empty. O(n).
    func forEachPart(of text: UnsafeBufferPointer<UInt8>, _ body: (Part) throws -> Void) rethrows {
        guard !isEmpty else {
            if !text.isEmpty { try body(.text(0..<text.count)) }
            return
        }
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
            if start < done || passesOverSpecial && token.isSpecial { continue }
            if token.isSingleWord,
                WordCharacters.stands(before: start, in: text) || WordCharacters.stands(at: end, in: text)
            {
                continue
            }
            if token.stripsLeft { start = max(done, WordCharacters.whiteSpaceStart(before: start, in: text)) }
            if token.stripsRight { end = WordCharacters.whiteSpaceEnd(after: end, in: text) }
            if done < start { try body(.text(done..<start)) }
            try body(.token(token, start..<end))
            done = end
        }
        if done < text.count { try body(.text(done..<text.count)) }
    }

    /// The two first bytes of tokens that count, or one of those that have no more, for a search that is faster than looking
    /// at every position.
    var beginningPairs: [jeoul_byte_pair] {
        byFirstByte.flatMap { found -> [jeoul_byte_pair] in
            let tokens = found.filter { !(passesOverSpecial && $0.isSpecial) }
            guard let first = tokens.first?.content[0] else { return [] }
            let seconds = Set(tokens.compactMap { $0.content.dropFirst().first })
            // Many pairs take longer than to look at every place of the first byte.
            if seconds.count > 8 || tokens.contains(where: { $0.content.count == 1 }) {
                return [jeoul_byte_pair(first: first, second: 0, has_second: 0)]
            }
            return seconds.sorted().map {
                jeoul_byte_pair(first: first, second: $0, has_second: 1)
            }
        }
    }
}
