@testable import JeoulText
import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Byte-level vocabularies whose normalizers and pre-tokenizers rewrite every document go along the pass, too.
@Suite("byte-level vocabularies that rewrite their text") struct RewrittenPassTests {
    private static let forms: [([NormalizationStep], [PreTokenizationStep])] = [
        ([.replace(.literal(Array("가".utf8)), with: Array("나a".utf8))], [.pattern(.gpt2)]),
        ([.prepend(Array(" ".utf8))], [.pattern(.qwen2)]),
        ([.lowercase, .form(.nfc)], [.pattern(.cl100k)]),
        ([.replace(.regex(" {2,}"), with: [0x20]), .strip(left: true, right: true)], [.pattern(.llama3)]),
        ([.replace(.regex("(.)\\1"), with: [])], [.pattern(.o200k)]),
        ([], [.prefixSpace, .pattern(.gpt2)]),
        ([.form(.nfkd), .stripAccents], [.prefixSpace, .digits(individual: true), .pattern(.gpt2)]),
        ([.form(.nfkc)], [.split(.regex("(a)\\1| "), .isolated, isInverted: false), .pattern(.gpt2)]),
        ([], [.split(.regex("\\s+"), .removed, isInverted: false), .prefixSpace, .punctuation(.isolated)]),
        ([.prepend(Array("x".utf8))], []), ([], []),
    ]

    @Test("ids and counts are the definition's", arguments: 0..<11) func definition(_ form: Int) throws {
        let (normalization, steps) = Self.forms[form]
        var random = SeededRandom(seed: 1371 + UInt64(form))
        let (normalizer, splitter) = (TextNormalizer(normalization), try PreTokenizer(.steps(steps)))
        let regexes = (
            try normalizer.patterns.map { try RegularExpression($0) },
            try splitter.patterns.map { try RegularExpression($0) }
        )
        for round in 0..<6 {
            let vocabulary = RandomVocabulary(
                isList: round % 2 == 0, mergeCount: [10, 60, 300][round % 3], using: &random)
            let lookup = round % 3 == 0
            let definition = VocabularyDefinition(
                tokens: vocabulary.tokens, model: .byteLevel(order: vocabulary.order, ignoresMerges: lookup),
                splitter: .steps(steps), normalizer: .steps(normalization))
            let tokenizer = try definition.tokenizer()
            let pairs = PairOracle(tokens: vocabulary.tokens, order: vocabulary.order)
            let extra = [" ", "  ", "\n", "é", "A", "１", "!", "aa", "e\u{301}"]
            let documents = (0..<60).map { _ in
                vocabulary.text(characters: Int.random(in: 0...30, using: &random), using: &random)
                    + Array(extra.randomElement(using: &random)!.utf8)
                    + vocabulary.text(characters: Int.random(in: 0...9, using: &random), using: &random)
            }
            let expected = try documents.map { document in
                var pieces = JeoulTokenizing.PreTokens(
                    try normalizer.normalized(
                        TextNormalizer.Text(bytes: document, isFirst: true), regexes: regexes.0))
                try splitter.cut(&pieces, regexes: regexes.1)
                return pieces.preTokens.flatMap { pairs.encode(pieces.bytes[$0.range], ignoresMerges: lookup) }
            }
            let set = DocumentSet(apart: documents, using: &random)
            let plain = try VocabularyDefinition(
                tokens: vocabulary.tokens, model: .byteLevel(order: vocabulary.order, ignoresMerges: lookup),
                splitter: .pattern(.gpt2), normalizer: .normalization(.asIs)
            ).tokenizer()
            for kernel in ScanKernel.all {
                let options = CountingOptions(kernel: kernel)
                // Beside one that takes text as it is.
                let counter = DocumentCounter([plain, tokenizer], options: options)
                let encoder = DocumentEncoder(tokenizer, options: options)
                for pass in ["cold", "warm"] {
                    let counts = try withExactCopy(set.text) {
                        try counter.session().count($0, layout: .ranges(set.ranges))
                    }
                    let encoded = try encoder.session().encode(set.text, layout: .ranges(set.ranges))
                    let fault = difference(counts[1], expected.map { UInt32($0.count) }, set)
                    #expect(fault == nil, "\(steps), round \(round), \(kernel.name), \(pass)")
                    let wrong = difference(encoded.documents, expected, set)
                    #expect(wrong == nil, "\(steps), round \(round), \(kernel.name), \(pass)")
                }
            }
            for (document, ids) in zip(documents, expected).prefix(20) {
                #expect(try tokenizer.encode(document) == ids)
                #expect(try tokenizer.count(String(decoding: document, as: UTF8.self)) == ids.count)
            }
        }
    }
}
