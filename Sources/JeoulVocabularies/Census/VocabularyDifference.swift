import JeoulText
import JeoulTokenizing

/// What two vocabularies share and what only one of them has: ordinary tokens, by the bytes that they have inside a
/// text.
package struct VocabularyDifference: Sendable, Hashable {
    /// Tokens of one kind.
    package struct Row: Sendable, Hashable {
        /// The kind.
        package var name: String
        /// Those that both have, and those that only one has.
        package var shared = 0, onlyFirst = 0, onlySecond = 0
    }

    /// Syllables of a set that are one token, as a text of their own.
    package struct Syllables: Sendable, Hashable {
        /// In both vocabularies, in one only, in none.
        package var both = 0, onlyFirst = 0, onlySecond = 0, neither = 0
    }

    /// A token that the other vocabulary has not.
    package struct Example: Sendable, Hashable {
        /// Its id.
        package var id: TokenID
        /// Its bytes.
        package var bytes: [UInt8]
        /// Into how many tokens the other vocabulary cuts its text; nil where its bytes are no text.
        package var otherTokens: Int?
    }

    /// All tokens.
    package private(set) var all = Row(name: "all")
    /// Tokens with a whole scalar of script Hangul.
    package private(set) var hangul = Row(name: "with Hangul")
    /// Tokens that are not valid UTF-8 and end with bytes that can only begin Hangul.
    package private(set) var beginnings = Row(name: "beginning of a syllable")
    /// All tokens by script, in the order of ``VocabularyCensus/scripts`` of both together.
    package private(set) var scripts: [Row] = []
    /// The 11,172 syllables.
    package private(set) var syllables = Syllables()
    /// The 2,350 of KS X 1001.
    package private(set) var ksx1001 = Syllables()
    /// The first Hangul tokens, by id, that the second vocabulary has not.
    package private(set) var onlyFirst: [Example] = []
    /// The first Hangul tokens, by id, that the first vocabulary has not.
    package private(set) var onlySecond: [Example] = []

    /// A vocabulary to be compared.
    package struct Side: Sendable {
        /// Its tokenizer.
        package var tokenizer: any TokenizerModel
        /// Its added tokens, which are left out.
        package var added: [AddedToken]

        /// A side.
        package init(_ tokenizer: any TokenizerModel, added: [AddedToken]) {
            self.tokenizer = tokenizer
            self.added = added
        }
    }

    /// Compares two vocabularies.
    ///
    /// - Parameter examples: how many examples to keep of each side.
    /// - Throws: what the tokenizers throw.
    /// - Complexity: O(bytes of all tokens), and the encoding of the syllables.
    package init(_ first: Side, _ second: Side, examples: Int = 20) throws {
        let firstTokens = Self.tokens(first)
        let secondTokens = Self.tokens(second)
        var rows: [Kind: Row] = [:]
        for (bytes, id) in firstTokens {
            let place: WritableKeyPath<Row, Int> = secondTokens[bytes] == nil ? \.onlyFirst : \.shared
            if count(bytes, at: place, &rows), place == \.onlyFirst { onlyFirst.append(Example(id: id, bytes: bytes)) }
        }
        for (bytes, id) in secondTokens where firstTokens[bytes] == nil {
            if count(bytes, at: \.onlySecond, &rows) { onlySecond.append(Example(id: id, bytes: bytes)) }
        }
        onlyFirst = try Self.chosen(onlyFirst, examples, other: second.tokenizer)
        onlySecond = try Self.chosen(onlySecond, examples, other: first.tokenizer)
        scripts = rows.values.sorted {
            ($1.shared + $1.onlyFirst + $1.onlySecond, $0.name) < ($0.shared + $0.onlyFirst + $0.onlySecond, $1.name)
        }
        for index in 0..<BytePairModel.syllableCount {
            let text = String(Unicode.Scalar(UInt32(index + 0xAC00))!)
            let isFirst = try first.tokenizer.count(text) == 1
            let isSecond = try second.tokenizer.count(text) == 1
            syllables.add(isFirst, isSecond)
            if KSX1001.contains(syllable: index) { ksx1001.add(isFirst, isSecond) }
        }
    }

    private enum Kind: Hashable {
        case script(Script.Content)
        case partial
    }

    /// The bytes of the ordinary tokens; of several with the same bytes the lowest id.
    private static func tokens(_ side: Side) -> [[UInt8]: TokenID] {
        let added = Set(side.added.map(\.id))
        var tokens: [[UInt8]: TokenID] = [:]
        for id in 0..<TokenID(side.tokenizer.endID) where !added.contains(id) {
            guard let bytes = side.tokenizer.decodedBytes(of: id, isFirst: false) else { continue }
            if tokens[bytes] == nil { tokens[bytes] = id }
        }
        return tokens
    }

    /// Counts a token; whether it has Hangul.
    private mutating func count(
        _ bytes: [UInt8], at place: WritableKeyPath<Row, Int>, _ rows: inout [Kind: Row]
    ) -> Bool {
        let shape = TokenShape(bytes)
        let content = Script.content(shape.scalars)
        let kind: Kind = shape.isWhole ? .script(content) : .partial
        let name =
            switch kind {
            case .partial: VocabularyCensus.ScriptCount.partial
            case .script(let content): content.name
            }
        rows[kind, default: Row(name: name)][keyPath: place] += 1
        all[keyPath: place] += 1
        if !shape.isWhole, shape.beginsSyllable { beginnings[keyPath: place] += 1 }
        guard shape.hangulCount > 0 else { return false }
        hangul[keyPath: place] += 1
        return true
    }

    private static func chosen(_ found: [Example], _ limit: Int, other: any TokenizerModel) throws -> [Example] {
        try found.sorted { $0.id < $1.id }.prefix(limit).map { example in
            var example = example
            if String(validating: example.bytes, as: UTF8.self) != nil {
                example.otherTokens = try other.encode(example.bytes).count
            }
            return example
        }
    }
}

extension VocabularyDifference.Syllables {
    fileprivate mutating func add(_ isFirst: Bool, _ isSecond: Bool) {
        switch (isFirst, isSecond) {
        case (true, true): both += 1
        case (true, false): onlyFirst += 1
        case (false, true): onlySecond += 1
        case (false, false): neither += 1
        }
    }
}
