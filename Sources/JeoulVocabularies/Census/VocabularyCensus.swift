import JeoulText
import JeoulTokenizing

/// What a vocabulary is made of: a count of its ordinary tokens, with an eye on Hangul.
///
/// Ordinary are all but the added tokens. Scripts are by the ICU linked; a token's script is the one that its scalars
/// have, apart from Common and Inherited (digits, punctuation, spaces, combining marks). A token's bytes are those
/// that it has inside a text.
package struct VocabularyCensus: Sendable, Hashable {
    /// Tokens of one kind.
    package struct ScriptCount: Sendable, Hashable {
        /// What they are: the name of a script, or one of the constants below.
        package var name: String
        /// How many there are.
        package var tokens: Int

        /// Tokens of more than one script.
        package static let mixed = "several scripts"
        /// Tokens without letters: digits, punctuation, symbols, spaces.
        package static let common = "no script"
        /// Tokens whose bytes alone are not valid UTF-8.
        package static let partial = "part of a character"
    }

    /// A class of a distribution.
    package struct LengthCount: Sendable, Hashable {
        /// The lengths in the class.
        package var lengths: ClosedRange<Int>
        /// How many tokens have such a length.
        package var tokens: Int
    }

    /// A token by id, with its bytes.
    package struct Example: Sendable, Hashable {
        /// Its id.
        package var id: TokenID
        /// Its bytes.
        package var bytes: [UInt8]
    }

    /// Into how many tokens some syllables are cut.
    package struct Syllables: Sendable, Hashable {
        /// How many syllables were looked at.
        package var count = 0
        /// Syllables by their number of tokens, as a text of their own: `alone[1]` are one token.
        package var alone: [Int: Int] = [:]
        /// The same for a space and the syllable.
        package var spaced: [Int: Int] = [:]
    }

    /// What a vocabulary has for Hangul.
    package struct Hangul: Sendable, Hashable {
        /// Tokens with a whole scalar of script Hangul: syllables, jamo, half-width and enclosed ones.
        package var tokens = 0
        /// Those of them that have no letter of another script, and no part of a character.
        package var pureTokens = 0
        /// Those of them that begin with a space.
        package var spacedTokens = 0
        /// The 11,172 syllables U+AC00–D7A3.
        package var syllables = Syllables()
        /// The 2,350 of KS X 1001.
        package var ksx1001 = Syllables()
        /// Tokens that are a broken piece of a syllable: they are not valid UTF-8, and either end with bytes that can
        /// only begin Hangul, or are what one of the 11,172 syllables is cut into.
        package var brokenPieces = 0
        /// Those of them that end with bytes that can only begin Hangul.
        package var beginnings = 0
        /// Those of them that one of the 11,172 syllables, alone or after a space, is cut into.
        package var usedPieces = 0
        /// Some broken pieces, the longest first.
        package var brokenExamples: [Example] = []
        /// Tokens by their number of Hangul scalars.
        package var lengths: [LengthCount] = []
        /// The tokens of most Hangul scalars, the longest first; of the same length the lower id first.
        package var longest: [Example] = []
    }

    /// The ordinary tokens.
    package private(set) var tokens = 0
    /// The ids below the greatest that have no token.
    package private(set) var gaps = 0
    /// The special tokens.
    package private(set) var specialTokens = 0
    /// The added tokens that are not special.
    package private(set) var addedTokens = 0
    /// The ordinary tokens by script, most first.
    package private(set) var scripts: [ScriptCount] = []
    /// The ordinary tokens by their number of bytes.
    package private(set) var byteLengths: [LengthCount] = []
    /// What is there for Hangul.
    package private(set) var hangul = Hangul()

    /// Counts the tokens of a vocabulary.
    ///
    /// - Parameters:
    ///   - tokenizer: that of the vocabulary.
    ///   - added: its added tokens.
    ///   - examples: how many examples to keep.
    /// - Throws: what the tokenizer throws.
    /// - Complexity: O(bytes of all tokens), and the encoding of 22,344 syllables.
    package init(_ tokenizer: any TokenizerModel, added: [AddedToken], examples: Int = 10) throws {
        specialTokens = added.count(where: \.isSpecial)
        addedTokens = added.count - specialTokens
        let used = try countSyllables(tokenizer)
        let addedIDs = Set(added.map(\.id))
        var contents: [Script.Content: Int] = [:]
        var partial = 0
        var byteLengths = Histogram(limits: [1, 2, 3, 4, 6, 9, 12, 16, 24, 32])
        var hangulLengths = Histogram(limits: [1, 2, 3, 4, 5, 6, 8, 12])
        var longest: [(length: Int, example: Example)] = []
        var broken: [Example] = []
        for id in 0..<TokenID(tokenizer.endID) where !addedIDs.contains(id) {
            guard let bytes = tokenizer.decodedBytes(of: id, isFirst: false) else {
                gaps += 1
                continue
            }
            tokens += 1
            byteLengths.add(bytes.count)
            let shape = TokenShape(bytes)
            let content = Script.content(shape.scalars)
            if shape.isWhole { contents[content, default: 0] += 1 } else { partial += 1 }
            let isUsed = used.contains(id)
            if !shape.isWhole, shape.beginsSyllable || isUsed {
                hangul.brokenPieces += 1
                if shape.beginsSyllable { hangul.beginnings += 1 }
                if isUsed { hangul.usedPieces += 1 }
                broken.append(Example(id: id, bytes: bytes))
            }
            let count = shape.hangulCount
            guard count > 0 else { continue }
            hangul.tokens += 1
            if shape.isWhole, content != .mixed { hangul.pureTokens += 1 }
            if bytes[0] == UInt8(ascii: " ") { hangul.spacedTokens += 1 }
            hangulLengths.add(count)
            longest.append((count, Example(id: id, bytes: bytes)))
        }
        scripts = Self.scripts(contents, partial: partial)
        self.byteLengths = byteLengths.classes
        hangul.lengths = hangulLengths.classes
        longest.sort { ($1.length, $0.example.id) < ($0.length, $1.example.id) }
        hangul.longest = longest.prefix(examples).map(\.example)
        broken.sort { ($1.bytes.count, $0.id) < ($0.bytes.count, $1.id) }
        hangul.brokenExamples = Array(broken.prefix(examples))
    }

    /// Counts into how many tokens syllables are cut; the ids of all these tokens.
    private mutating func countSyllables(_ tokenizer: any TokenizerModel) throws -> Set<TokenID> {
        var used: Set<TokenID> = []
        for index in 0..<BytePairModel.syllableCount {
            let code = index + 0xAC00
            let (first, second, third) = (0xE0 | code >> 12, 0x80 | code >> 6 & 0x3F, 0x80 | code & 0x3F)
            let syllable: [UInt8] = [UInt8(first), UInt8(second), UInt8(third)]
            let alone = try tokenizer.encode(syllable)
            let spaced = try tokenizer.encode([0x20] + syllable)
            used.formUnion(alone)
            used.formUnion(spaced)
            hangul.syllables.add(alone: alone.count, spaced: spaced.count)
            if KSX1001.contains(syllable: index) { hangul.ksx1001.add(alone: alone.count, spaced: spaced.count) }
        }
        return used
    }

    private static func scripts(_ contents: [Script.Content: Int], partial: Int) -> [ScriptCount] {
        var counts = contents.map { content, tokens in
            return ScriptCount(name: content.name, tokens: tokens)
        }
        if partial > 0 { counts.append(ScriptCount(name: ScriptCount.partial, tokens: partial)) }
        return counts.sorted { ($1.tokens, $0.name) < ($0.tokens, $1.name) }
    }
}

extension VocabularyCensus.Syllables {
    fileprivate mutating func add(alone: Int, spaced: Int) {
        count += 1
        self.alone[alone, default: 0] += 1
        self.spaced[spaced, default: 0] += 1
    }
}

/// Counts of lengths in classes; the last class has no end.
private struct Histogram {
    private let limits: [Int]
    private var counts: [Int]

    /// The greatest length of each class but the last.
    init(limits: [Int]) {
        self.limits = limits
        counts = Array(repeating: 0, count: limits.count + 1)
    }

    mutating func add(_ length: Int) { counts[limits.firstIndex { length <= $0 } ?? limits.count] += 1 }

    /// The classes up to the last that is not empty.
    var classes: [VocabularyCensus.LengthCount] {
        let end = (counts.lastIndex { $0 > 0 } ?? -1) + 1
        return (0..<end).map { index in
            let first = index == 0 ? 0 : limits[index - 1] + 1
            let last = index < limits.count ? limits[index] : Int.max
            return VocabularyCensus.LengthCount(lengths: max(first, 1)...last, tokens: counts[index])
        }
    }
}
