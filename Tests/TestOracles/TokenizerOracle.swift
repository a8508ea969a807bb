import JeoulText
import JeoulTokenizing

/// What a tokenizer does, the definition transliterated: the oracle of every way through the library.
///
/// Added tokens that are matched in the text as given are cut out; what lies between is normalized; those that are
/// matched in normalized text are cut out; the rest is cut into pre-tokens; each is merged. Not `Sendable`.
package final class TokenizerOracle {
    private let normalize: ([UInt8]) throws -> [UInt8]
    private let split: ([UInt8]) throws -> [ArraySlice<UInt8>]
    private let merged: (ArraySlice<UInt8>) -> [TokenID]
    private let given: [AddedToken]
    private let normalized: [AddedToken]

    /// An oracle of steps that are oracles themselves.
    ///
    /// - Parameters:
    ///   - normalize: what is done to a text between added tokens.
    ///   - split: the pre-tokens of a normalized text; they may be of another text.
    ///   - merged: the ids of a pre-token.
    package init(
        normalize: @escaping ([UInt8]) throws -> [UInt8], split: @escaping ([UInt8]) throws -> [ArraySlice<UInt8>],
        addedTokens: [AddedToken], merged: @escaping (ArraySlice<UInt8>) -> [TokenID]
    ) throws {
        (self.normalize, self.split, self.merged) = (normalize, split, merged)
        given = addedTokens.filter { !$0.isNormalized }
        normalized = try addedTokens.filter(\.isNormalized).map { token in
            var token = token
            token.content = try normalize(token.content)
            return token
        }
    }

    /// The oracle of a byte-level tokenizer: its pattern run by ICU's regular expressions, its normal form made by ICU.
    ///
    /// - Parameter merged: the ids of a pre-token, by an oracle of merging.
    package convenience init(
        splitter: RegexSplitter, form: NormalizationForm?, addedTokens: [AddedToken],
        merged: @escaping (ArraySlice<UInt8>) -> [TokenID]
    ) throws {
        try self.init(
            normalize: { text in try form.map { try NormalizationOracle.normalized(text, $0) } ?? text },
            split: { splitter.isolated($0[...]) }, addedTokens: addedTokens, merged: merged)
    }

    /// The ids of a document. `matchesSpecial`: whether the text of a special token is the token.
    package func encode(_ text: [UInt8], matchesSpecial: Bool = false) throws -> [TokenID] {
        try Self.cut(text, given, matchesSpecial).flatMap { part -> [TokenID] in
            guard case .text(let text) = part else { return part.ids }
            return try Self.cut(try normalize(text), normalized, matchesSpecial).flatMap { part -> [TokenID] in
                guard case .text(let text) = part else { return part.ids }
                return try split(text).flatMap(merged)
            }
        }
    }

    private enum Part {
        case text([UInt8])
        case token(TokenID)

        var ids: [TokenID] { if case .token(let id) = self { [id] } else { [] } }
    }

    /// The leftmost token, of those the longest; one that is not wanted is passed over whole.
    private static func cut(_ text: [UInt8], _ tokens: [AddedToken], _ matchesSpecial: Bool) -> [Part] {
        var (parts, done, position): ([Part], Int, Int) = ([], 0, 0)
        while position < text.count {
            let standing = tokens.filter { text[position...].starts(with: $0.content) }
            guard let token = standing.max(by: { $0.content.count < $1.content.count }) else {
                position += 1
                continue
            }
            var (start, end) = (position, position + token.content.count)
            position = end
            let (before, after) = (scalars(text[..<start]), scalars(text[end...]))
            if token.isSpecial && !matchesSpecial { continue }
            if token.isSingleWord, before.last.map(isWord) == true || after.first.map(isWord) == true { continue }
            if token.stripsLeft { start = max(done, start - space(before.reversed())) }
            if token.stripsRight { end += space(after) }
            guard start < end else { continue }
            if done < start { parts.append(.text(Array(text[done..<start]))) }
            parts.append(.token(token.id))
            done = end
        }
        return done < text.count ? parts + [.text(Array(text[done...]))] : parts
    }

    private static func scalars(_ text: ArraySlice<UInt8>) -> [Unicode.Scalar] {
        Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    }

    /// How many bytes of white space come first.
    private static func space(_ scalars: [Unicode.Scalar]) -> Int {
        scalars.prefix(while: \.properties.isWhitespace).reduce(0) { $0 + UTF8.width($1) }
    }

    /// `\w` of UTS #18.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        let categories: [Unicode.GeneralCategory] = [
            .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation,
        ]
        return properties.isAlphabetic || properties.isJoinControl || categories.contains(properties.generalCategory)
    }
}
