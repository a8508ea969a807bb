import JeoulText

/// Hugging Face's BPE over characters. The tokens' bytes are those of their text as the file has it.
package struct CharacterModel: Sendable, Hashable, Codable {
    /// The merges, the first to be done first.
    package var merges: [Merge]
    /// The token for a character that is none; without one such a character vanishes.
    package var unknown: TokenID?
    /// Whether unknown characters that touch are one token.
    package var fusesUnknown: Bool
    /// The tokens `<0x00>` … `<0xFF>`, by which a character that is no token is written; nil where a byte has none.
    package var byteTokens: [TokenID?]?
    /// Whether a piece that is a token is taken at once.
    package var ignoresMerges: Bool
    /// Stands before the text of every character's token but the first of a piece.
    package var continuingPrefix: [UInt8]
    /// Stands after the text of the token of a piece's last character.
    package var endSuffix: [UInt8]
    /// How tokens are turned back into text.
    package var decoding: TokenDecoding

    /// A value of these members.
    package init(
        merges: [Merge], unknown: TokenID? = nil, fusesUnknown: Bool = false, byteTokens: [TokenID?]? = nil,
        ignoresMerges: Bool = false, continuingPrefix: [UInt8] = [], endSuffix: [UInt8] = [],
        decoding: TokenDecoding = TokenDecoding()
    ) {
        self.merges = merges
        self.unknown = unknown
        self.fusesUnknown = fusesUnknown
        self.byteTokens = byteTokens
        self.ignoresMerges = ignoresMerges
        self.continuingPrefix = continuingPrefix
        self.endSuffix = endSuffix
        self.decoding = decoding
    }
}

/// How the text of tokens is turned back into the text that they were made of.
package struct TokenDecoding: Sendable, Hashable, Codable {
    /// What stands for a space, such as ▁; empty where a space is a space.
    package var space: [UInt8]
    /// Whether a space at the beginning of the first token is not of the text.
    package var dropsFirstSpace: Bool
    /// What stands for the end of a word; a space is put there.
    package var wordEnd: [UInt8]
    /// Whether tokens are written in GPT-2's byte alphabet.
    package var isByteAlphabet: Bool

    /// A value of these members.
    package init(
        space: [UInt8] = [], dropsFirstSpace: Bool = false, wordEnd: [UInt8] = [], isByteAlphabet: Bool = false
    ) {
        self.space = space
        self.dropsFirstSpace = dropsFirstSpace
        self.wordEnd = wordEnd
        self.isByteAlphabet = isByteAlphabet
    }

    /// The bytes that a token stands for.
    func decoded(_ token: [UInt8], isFirst: Bool) -> [UInt8] {
        if isByteAlphabet { return ByteLevelAlphabet.decode(token) ?? token }
        var result = space.isEmpty ? token : Self.replacing(space, in: token)
        if !wordEnd.isEmpty, result.count >= wordEnd.count, result.suffix(wordEnd.count).elementsEqual(wordEnd) {
            result.replaceSubrange((result.count - wordEnd.count)..., with: [0x20])
        }
        if isFirst, dropsFirstSpace, result.first == 0x20 { result.removeFirst() }
        return result
    }

    private static func replacing(_ mark: [UInt8], in token: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var at = 0
        for match in TextNormalizer.matches(of: mark, in: token) {
            result += token[at..<match.lowerBound] + [0x20]
            at = match.upperBound
        }
        return result + token[at...]
    }
}
