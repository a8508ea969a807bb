import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// Every way through the library against the definition: each normalization form, each splitter, each kind of added token.
@Suite("every way gives the definition's ids") struct EveryWayTests {
    /// What an added token may be.
    enum Added: String, CaseIterable, Sendable {
        case none, plain, special, stripsLeft, stripsRight, stripsBoth, singleWord, normalized, mixed

        /// Texts that stand in the documents, and white space, which may lie beside one that strips.
        static let contents = ["<t>", "\n\n", "  ", "ㅋㅋ", "그래", "<t>!", "가\u{11A8}", "\u{1100}\u{1161}"]

        func tokens(from first: TokenID) -> [AddedToken] {
            self == .none
                ? []
                : Self.contents.enumerated().map { place, content in
                    var token = AddedToken(content: Array(content.utf8), id: first + TokenID(place), isSpecial: false)
                    func set(_ kind: Added) {
                        switch kind {
                        case .none, .plain, .mixed: break
                        case .special: token.isSpecial = true
                        case .stripsLeft: token.stripsLeft = true
                        case .stripsRight: token.stripsRight = true
                        case .stripsBoth: (token.stripsLeft, token.stripsRight) = (true, true)
                        case .singleWord: token.isSingleWord = true
                        case .normalized: token.isNormalized = true
                        }
                    }
                    set(self == .mixed ? Added.allCases[(place * 5 + 2) % 9] : self)
                    if self == .mixed { set(Added.allCases[(place * 3 + 4) % 9]) }
                    return token
                }
        }
    }

    /// Real, adversarial and random documents; none has a line end at its edge, and few have one inside.
    private static func documents(seed: UInt64) throws -> [[UInt8]] {
        var random = SeededRandom(seed: seed)
        var korean = KoreanTextGenerator(seed: seed)
        var documents = ["안녕ㅋㅋㅋ 그래…", "한글 Ａ！ ½ ﬁ ㎏ ①", "e\u{301}\u{11A8} \u{1112}\u{1161}\u{11AB}국"].map {
            Array($0.utf8)
        }
        documents += DocumentSet.documents(30, using: &random)
        documents += (0..<30).map { _ in korean.text(scalars: Int.random(in: 1...40, using: &random)) }
        documents += (0..<40).map { _ in
            (0..<Int.random(in: 1...6, using: &random)).flatMap { _ -> [UInt8] in
                let others = [" ", "\t", "\n", "가나", "ab", "…", "_", "\u{3000}", "ㅋ", "\u{11A8}", "각"]
                return Array((Added.contents + others).randomElement(using: &random)!.utf8)
            }
        }
        for name in ["nsmc.txt", "klue-sts-dev.txt", "kor_Hang.dev", "adversarial.jsonl"] {
            guard let corpus = try SharedCorpus(name, limit: 400_000) else { continue }
            documents += corpus.documents.shuffled(using: &random).prefix(8).map { Array(corpus.text[$0].prefix(600)) }
                .filter { String(validating: $0, as: UTF8.self) != nil }
        }
        return documents
    }

    private struct Subject {
        let tokenizer: any TokenizerModel
        let oracle: TokenizerOracle
    }

    /// The tokens of a vocabulary with other added tokens, splitters and normalizers.
    private final class Base {
        let definition: VocabularyDefinition
        /// As they are made, and as they come back from a compiled file.
        private let tables: (made: PassTables, compiled: PassTables)
        private let pairs: PairOracle
        private let lookup: Bool
        private var known: [ArraySlice<UInt8>: [TokenID]] = [:]

        init(_ id: String) throws {
            definition = try TestTokenizers.definition(id)
            guard case .byteLevel(let order, let lookup) = definition.model else { fatalError("\(id) is byte-level") }
            tables = (try PassTables(definition), try CompiledRoundTrip(definition).tables)
            self.lookup = lookup
            pairs = PairOracle(tokens: definition.tokens, order: order)
        }

        func subject(_ pattern: SplitPattern, _ normalization: Normalization, _ added: Added) throws -> Subject {
            var definition = definition
            let tokens = added.tokens(from: TokenID(definition.tokens.endID))
            definition.addedTokens = tokens
            definition.splitter = .pattern(pattern)
            definition.normalizer = .normalization(normalization)
            let oracle = try TokenizerOracle(
                splitter: RegexSplitter(pattern), form: normalization.form, addedTokens: tokens
            ) { [self] piece in
                if let ids = known[piece] { return ids }
                let ids = pairs.encode(piece, ignoresMerges: lookup)
                known[piece] = ids
                return ids
            }
            return Subject(
                tokenizer: try definition.tokenizer(added == .none ? tables.made : tables.compiled), oracle: oracle)
        }
    }

    @Test("one vocabulary", arguments: Normalization.allCases) func one(normalization: Normalization) throws {
        let bases = try ["o200k_base", "qwen2.5"].map { try Base($0) }
        let documents = try Self.documents(seed: 1301)
        for (row, pattern) in SplitPattern.allCases.enumerated() {
            for (column, added) in Added.allCases.enumerated() {
                let base = bases[(row + column) % 2]
                let subject = try base.subject(pattern, normalization, added)
                let expected = try documents.map { try subject.oracle.encode($0) }
                try check([subject.tokenizer], [expected], documents, "\(pattern), \(normalization), \(added)")
                if added == .special || added == .mixed {
                    let matched = try documents.map { try subject.oracle.encode($0, matchesSpecial: true) }
                    let set = Self.apart(documents)
                    let found = try DocumentEncoder(subject.tokenizer).session().encode(
                        set.text, layout: .ranges(set.ranges), specialTokens: .match)
                    let fault = difference(found.documents, matched, set)
                    #expect(fault == nil, "\(pattern), \(normalization), \(added), special tokens matched")
                }
            }
        }
    }

    /// Splitters, normalizers and added tokens that differ share one pass.
    @Test("many vocabularies at once", arguments: [1302, 1303] as [UInt64]) func many(seed: UInt64) throws {
        let bases = try ["o200k_base", "cl100k_base", "qwen2.5"].map { try Base($0) }
        var random = SeededRandom(seed: seed)
        let documents = try Self.documents(seed: seed)
        for count in [2, 3, 9] {
            let subjects = try (0..<count).map { number in
                try bases[number % 3].subject(
                    SplitPattern.allCases.randomElement(using: &random)!,
                    Normalization.allCases.randomElement(using: &random)!, Added.allCases.randomElement(using: &random)!
                )
            }
            let expected = try subjects.map { subject in try documents.map { try subject.oracle.encode($0) } }
            try check(subjects.map(\.tokenizer), expected, documents, "seed \(seed), \(count) vocabularies")
        }
    }

    private static func apart(_ documents: [[UInt8]]) -> DocumentSet {
        var random = SeededRandom(seed: 1304)
        return DocumentSet(apart: documents, using: &random)
    }

    /// Documents as ranges, and those that are lines as lines; on every kernel; and one at a time.
    private func check(
        _ tokenizers: [any TokenizerModel], _ expected: [[[TokenID]]], _ documents: [[UInt8]], _ context: String
    ) throws {
        var random = SeededRandom(seed: 1305)
        let isLine = documents.map { !$0.contains(0x0A) && $0.last != 0x0D }
        let lines = DocumentSet(lines: zip(documents, isLine).filter(\.1).map(\.0), using: &random)
        let apart = Self.apart(documents)
        let layouts = [
            (apart, DocumentLayout.ranges(apart.ranges), expected),
            (lines, .lines, expected.map { zip($0, isLine).filter(\.1).map(\.0) }),
        ]
        for (number, kernel) in ScanKernel.all.enumerated() {
            let (set, layout, expected) = layouts[number % 2]
            let counter = DocumentCounter(tokenizers, options: CountingOptions(kernel: kernel)).session()
            for pass in ["cold", "warm"] {
                let counts = try withExactCopy(set.text) { try counter.count($0, layout: layout) }
                for (number, expected) in expected.enumerated() {
                    let fault = difference(counts[number], expected.map { UInt32($0.count) }, set)
                    #expect(fault == nil, "\(context), \(kernel.name), \(pass), vocabulary \(number)")
                }
            }
        }
        for (number, tokenizer) in tokenizers.enumerated() {
            for (set, layout, expected) in layouts {
                let encoded = try DocumentEncoder(tokenizer).session().encode(set.text, layout: layout)
                let fault = difference(encoded.documents, expected[number], set)
                #expect(fault == nil, "\(context), encoding, vocabulary \(number)")
            }
            for (document, expected) in zip(documents, expected[number]) {
                #expect(try tokenizer.encode(document) == expected, "\(context): \(escaped(document))")
                let text = String(decoding: document, as: UTF8.self)
                #expect(try tokenizer.count(text) == expected.count, "\(context): \(escaped(document))")
            }
        }
    }
}
