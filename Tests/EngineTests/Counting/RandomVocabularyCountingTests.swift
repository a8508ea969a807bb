@testable import JeoulText
import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// The pre-tokens that the cache does not have are cut and merged many at a time: on vocabularies of random merges, against the
/// definition.
@Suite("counting with random vocabularies") struct RandomVocabularyCountingTests {
    /// A vocabulary's tokenizer and oracle.
    private struct Subject {
        let vocabulary: RandomVocabulary
        let tokenizer: BytePairTokenizer
        private let oracle: PairOracle
        private let lookup: Bool
        private let pattern: SplitPattern
        /// Instead of the pattern, where there is one.
        private let expression: RegexSplitter?

        init(
            isList: Bool, lookup: Bool, pattern: SplitPattern, alphabets: [[String]], expression: String? = nil,
            using random: inout SeededRandom
        ) throws {
            vocabulary = RandomVocabulary(
                isList: isList, mergeCount: [10, 60, 300].randomElement(using: &random)!, alphabets: alphabets,
                using: &random)
            let steps = expression.map { [PreTokenizationStep.split(.regex($0), .isolated, isInverted: false)] }
            tokenizer = try #require(
                try VocabularyDefinition(
                    tokens: vocabulary.tokens,
                    model: .byteLevel(order: vocabulary.order, ignoresMerges: lookup),
                    splitter: steps.map { SplitterDefinition.steps($0) } ?? .pattern(pattern),
                    normalizer: .normalization(.asIs)
                ).tokenizer() as? BytePairTokenizer)
            oracle = PairOracle(tokens: vocabulary.tokens, order: vocabulary.order)
            self.lookup = lookup
            self.pattern = pattern
            self.expression = expression.map { RegexSplitter($0) }
        }

        func ids(_ documents: [[UInt8]]) -> [[TokenID]] {
            documents.map { document in
                document.withUnsafeBufferPointer { text in
                    let preTokens = expression?.matches(in: text) ?? ScalarSplitter(pattern: pattern).preTokens(text)
                    return preTokens.flatMap { oracle.encode(text[$0.start..<$0.end], ignoresMerges: lookup) }
                }
            }
        }
    }

    @Test("ids and counts are the definition's", arguments: [false, true], [91, 92, 93, 94])
    func definition(isList: Bool, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<16 {
            let pattern = SplitPattern.allCases.randomElement(using: &random)!
            let lookup = round % 2 == 0
            let subject = try Subject(
                isList: isList, lookup: lookup, pattern: pattern, alphabets: RandomVocabulary.alphabets, using: &random)
            let documents = (0..<100).map { _ in
                subject.vocabulary.text(characters: Int.random(in: 0...60, using: &random), using: &random)
            }
            try check([subject], documents, "seed \(seed), round \(round), \(pattern)", using: &random)
        }
    }

    /// Words of every length, and the same words again and again, so that all caches are asked.
    @Test("Hangul words", arguments: [false, true], [95, 96, 97, 98]) func words(isList: Bool, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<6 {
            // Of one pattern, and of several.
            let patterns = SplitPattern.allCases.shuffled(using: &random)
            let subjects = try (0..<3).map { number in
                try Subject(
                    isList: isList, lookup: (round + number) % 2 == 0, pattern: patterns[round % 2 * number],
                    alphabets: RandomVocabulary.hangul, using: &random)
            }
            let alphabet = subjects.flatMap(\.vocabulary.hangul)
            var words: [[UInt8]] = []
            for count in 1...70 {
                for prefix in ["", " ", "(", "\u{0}", "a"].shuffled(using: &random).prefix(2) {
                    let few = (0..<4).map { _ in alphabet.randomElement(using: &random)! }
                    let word = (0..<count).map { _ in few.randomElement(using: &random)! }
                    words.append(Array((prefix + word.joined()).utf8))
                }
            }
            let documents = (0..<220).map { number in
                number < words.count
                    ? words[number]
                    : (0..<Int.random(in: 0...3, using: &random)).flatMap { _ in
                        words[Int.random(in: 0..<40, using: &random)] + [0x20]
                    }
            }
            try check(subjects, documents, "seed \(seed), round \(round)", using: &random)
        }
    }

    /// Pre-tokens of several words, which are cut before spaces where no token reaches across.
    @Test("words in one pre-token", arguments: [false, true], [101, 102, 103] as [UInt64])
    func joinedWords(isList: Bool, seed: UInt64) throws {
        let words =
            #"[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+"#
        var random = SeededRandom(seed: seed)
        for round in 0..<12 {
            let expressions = [words, #"[\s\S]+"#, nil].shuffled(using: &random)
            let subjects = try expressions.prefix(1 + round % 3).map { expression in
                try Subject(
                    isList: isList, lookup: round % 4 == 0,
                    pattern: SplitPattern.allCases.randomElement(using: &random)!,
                    alphabets: RandomVocabulary.alphabets.filter { $0.contains(" ") }, expression: expression,
                    using: &random)
            }
            // Characters that share bytes with those of the vocabularies, so that edges are covered only in part.
            let alphabet = subjects.flatMap(\.vocabulary.alphabet) + [" ", " ", "é", "각", "🎉", "a", "\u{301}"]
            let documents = (0..<150).map { number in
                Array(
                    (0..<(number == 0 ? 3000 : number)).map { _ in alphabet.randomElement(using: &random)! }.joined()
                        .utf8)
            }
            try check(subjects, documents, "seed \(seed), round \(round)", using: &random)
        }
    }

    /// Every kernel, as one vocabulary and as many, twice over.
    private func check(
        _ subjects: [Subject], _ documents: [[UInt8]], _ context: String, using random: inout SeededRandom
    ) throws {
        let set = DocumentSet(lines: documents, using: &random)
        let expected = subjects.map { $0.ids(documents) }
        let counts = expected.map { $0.map { UInt32($0.count) } }
        for kernel in ScanKernel.all {
            let limit = Bool.random(using: &random) ? 1 : CountingOptions.defaultMemoryLimit
            let options = CountingOptions(kernel: kernel, memoryLimit: limit)
            for (number, subject) in subjects.enumerated() {
                let session = DocumentEncoder(subject.tokenizer, options: options).session()
                for pass in ["cold", "warm"] {
                    let encoded = try withExactCopy(set.text) { try session.encode($0, layout: .lines) }
                    let fault = difference(encoded.documents, expected[number], set)
                    #expect(fault == nil, "\(context), \(kernel.name), \(pass), vocabulary \(number)")
                    try session.checkInvariants()
                }
            }
            for vocabularies in [1, 2, 9] {
                let places = (0..<vocabularies).map { $0 % subjects.count }
                let counter = DocumentCounter(places.map { subjects[$0].tokenizer }, options: options)
                let session = counter.session()
                for pass in ["cold", "warm"] {
                    let found = try withExactCopy(set.text) { try session.count($0, layout: .lines) }
                    for (number, place) in places.enumerated() {
                        let fault = difference(found[number], counts[place], set)
                        #expect(fault == nil, "\(context), \(kernel.name), \(pass), \(number) of \(vocabularies)")
                    }
                    try session.checkInvariants()
                }
            }
        }
    }
}
