import JeoulText
import ScanKernels

/// Finds added tokens in a text as Hugging Face's `tokenizers` does: the leftmost, of those the longest, and on after its end.
///
/// A special token that is ordinary text is found all the same, and passed over whole: no other token inside it counts.
package final class AddedTokenMatcher: Sendable {
    /// A part of a text: one that has no added token, or one that is one.
    enum Part: Equatable {
        case text(Range<Int>)
        case token(AddedToken, Range<Int>)
    }

    private let tokens: [AddedToken]
    private let trie: PrefixTrie
    private let passesOverSpecial: Bool
    /// The tokens that are not passed over.
    private let counted: PrefixTrie
    /// A bit for each two bytes that a token may begin with, the first byte the higher one: most positions have none.
    private let beginnings: [UInt64]
    /// Whether nothing is ever found.
    var isEmpty: Bool { counted.isEmpty }

    package init(_ tokens: some Sequence<AddedToken>, passingOverSpecial passesOverSpecial: Bool = false) {
        self.tokens = tokens.filter { !$0.content.isEmpty }
        self.passesOverSpecial = passesOverSpecial
        trie = PrefixTrie(self.tokens.map(\.content))
        counted = PrefixTrie(self.tokens.filter { !(passesOverSpecial && $0.isSpecial) }.map(\.content))
        var beginnings = [UInt64](repeating: 0, count: 1 << 16 / 64)
        for token in self.tokens {
            let first = Int(token.content[0]) << 8
            let seconds = token.content.count > 1 ? token.content[1]...token.content[1] : 0...UInt8.max
            for second in seconds { beginnings[(first | Int(second)) >> 6] |= 1 << UInt64(second & 63) }
        }
        self.beginnings = beginnings
    }

    /// Whether the text has any token that counts. O(n).
    package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        !isEmpty && text.indices.contains { matches(text, at: $0) }
    }

    /// Whether a token that counts stands at `position`.
    @inline(__always)
    func matches(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
        mayBegin(text, position) && counted.longest(in: text, at: position) != nil
    }

    /// Whether a token may stand at `position`, by its first two bytes; what follows the text's end is anything.
    @inline(__always)
    private func mayBegin(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        guard position + 1 < text.count else { return true }
        let two = Int(text[position]) &<< 8 | Int(text[position &+ 1])
        return beginnings[two &>> 6] &>> UInt64(two & 63) & 1 != 0
    }

    /// Gives `body` the text's parts in order, not all at once, since a text may have millions; none is empty. O(n).
    ///
    /// A token that stands in white space which one before it has taken counts too, and what follows it is text again, as in
    /// `tokenizers` 0.23: `<tool>\n\n\n`, of which `<tool>` strips right and `\n\n` is an added token, is `<tool>`, `\n\n` and `\n`.
    /// One that strips left, and has no byte then, is none.
    func forEachPart(of text: UnsafeBufferPointer<UInt8>, _ body: (Part) throws -> Void) rethrows {
        guard !isEmpty else {
            if !text.isEmpty { try body(.text(0..<text.count)) }
            return
        }
        var done = 0
        var position = 0
        // Where the white space ends that was walked over last: a token inside it must not walk over it again.
        var spaceEnd = 0
        while position < text.count {
            guard mayBegin(text, position), let match = trie.longest(in: text, at: position) else {
                position += 1
                continue
            }
            let token = tokens[match.value]
            var start = position
            var end = position + match.length
            position = end
            if passesOverSpecial && token.isSpecial { continue }
            if token.isSingleWord,
                WordCharacters.stands(before: start, in: text) || WordCharacters.stands(at: end, in: text)
            {
                continue
            }
            if token.stripsLeft {
                start = max(done, WordCharacters.whiteSpaceStart(before: start, in: text, downTo: done))
            }
            if token.stripsRight {
                if end >= spaceEnd { spaceEnd = WordCharacters.whiteSpaceEnd(after: end, in: text) }
                end = spaceEnd
            }
            guard start < end else { continue }
            if done < start { try body(.text(done..<start)) }
            try body(.token(token, start..<end))
            done = end
        }
        if done < text.count { try body(.text(done..<text.count)) }
    }

    /// The two first bytes of tokens that count, or one of those that have no more, for a search that is faster than looking
    /// at every position.
    var beginningPairs: [jeoul_byte_pair] {
        let counted = tokens.filter { !(passesOverSpecial && $0.isSpecial) }
        return Dictionary(grouping: counted) { $0.content[0] }.sorted { $0.key < $1.key }.flatMap { first, tokens in
            let seconds = Set(tokens.compactMap { $0.content.dropFirst().first })
            // Many pairs take longer than to look at every place of the first byte.
            if seconds.count > 8 || tokens.contains(where: { $0.content.count == 1 }) {
                return [jeoul_byte_pair(first: first, second: 0, has_second: 0)]
            }
            return seconds.sorted().map { jeoul_byte_pair(first: first, second: $0, has_second: 1) }
        }
    }
}

/// Where a vocabulary's added tokens are cut out of a text: before its normalizer, and after.
struct AddedTokenStages: Sendable {
    /// What is matched in the text as given, without and with the special tokens.
    let given: (ordinary: AddedTokenMatcher, all: AddedTokenMatcher)
    /// The same for what is matched in normalized text.
    let normalized: (ordinary: AddedTokenMatcher, all: AddedTokenMatcher)
    private let special: AddedTokenMatcher

    /// - Parameter normalize: the vocabulary's normalizer: what is matched in normalized text is matched as that writes it.
    init<Failure: Error>(
        _ tokens: [AddedToken], normalize: ([UInt8]) throws(Failure) -> [UInt8]
    ) throws(Failure) {
        func matchers(_ tokens: [AddedToken]) -> (AddedTokenMatcher, AddedTokenMatcher) {
            (AddedTokenMatcher(tokens, passingOverSpecial: true), AddedTokenMatcher(tokens))
        }
        given = matchers(tokens.filter { !$0.isNormalized })
        normalized = matchers(
            try tokens.filter(\.isNormalized).map { token throws(Failure) in
                var token = token
                token.content = try normalize(token.content)
                return token
            })
        special = AddedTokenMatcher(tokens.filter(\.isSpecial))
    }

    /// The matchers for the text as given and for normalized text, once the policy allows the text. O(n) under `.error`.
    ///
    /// - Throws: `TokenizerError.specialToken`.
    func matchers(
        for policy: SpecialTokenPolicy, in text: UnsafeBufferPointer<UInt8>
    ) throws -> (given: AddedTokenMatcher, normalized: AddedTokenMatcher) {
        if policy == .error, !special.isEmpty {
            try special.forEachPart(of: text) { part in
                guard case .token(let token, let range) = part else { return }
                throw TokenizerError.specialToken(
                    String(decoding: token.content, as: UTF8.self), offset: range.lowerBound)
            }
        }
        return policy == .match ? (given.all, normalized.all) : (given.ordinary, normalized.ordinary)
    }
}
