import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulTokenizing
@testable import JeoulVocabularies
@testable import JeoulWeighing

/// One weighing has all that a table, a page and a verdict need, and it is the same as weighings for each of them.
@Suite struct OneWeighingTests {
    private static let names = ["o200k_base", "cl100k_base", "a.x-4.0"]

    private static func corpus(batchBytes: Int = 64) -> Corpus {
        let records = (0..<400).map { index in
            let text = ["", "\(index)번째 글", "같은 글", "漢字 ㅋㅋ e\u{301} \(index % 9)", "한글"][index % 5]
            return "{\"g\": \"\(index % 3)\", \"cluster\": \"c\(index / 4)\", \"text\": \"\(text)\"}\n"
        }
        let inputs = [records[..<150], records[150...]].enumerated().map { place, part in
            CorpusInput(.memory(name: "\(place).jsonl", bytes: Data(part.joined().utf8)))
        }
        return Corpus(inputs, options: CorpusOptions(clusterField: "cluster", batchBytes: batchBytes))
    }

    private func expectSame(_ left: Weighing, _ right: Weighing, _ label: Comment) {
        #expect(left.corpus == right.corpus, label)
        #expect(left.tokens == right.tokens && left.documentTokens == right.documentTokens, label)
        #expect(left.characters == right.characters && left.documentCharacters == right.documentCharacters, label)
        #expect(left.emptyDocuments == right.emptyDocuments && left.inputForms == right.inputForms, label)
        #expect(left.unknownTokens == right.unknownTokens && left.labels == right.labels, label)
        #expect(left.originals == right.originals && left.identities == right.identities, label)
        #expect(left.otherLetters == right.otherLetters && left.inputs == right.inputs, label)
        #expect(left.largestDocuments == right.largestDocuments && left.beginning == right.beginning, label)
        #expect(left.textBytes == right.textBytes && left.storedBytes == right.storedBytes, label)
    }

    @Test(arguments: [1, 3], [Normalization.asIs, .nfd])
    func groupsAndDocumentsOfOneWeighing(_ threads: Int, _ normalization: Normalization) throws {
        let tokenizers = try Self.names.map { try TestTokenizers.tokenizer($0) }
        var options = WeighingOptions(
            normalization: normalization, threads: threads, findsLargest: true, grouping: Grouping(name: "g"))
        let metric = try MetricWeighing(
            Self.corpus(), tokenizers: tokenizers, names: Self.names, metrics: [], options: options)
        options.grouping = nil
        var corpus = Self.corpus(batchBytes: 1 << 19)
        // The field is read for both: labels are compared.
        corpus.options.groupField = "g"
        let alone = try Weighing(corpus, tokenizers: tokenizers, options: options)
        expectSame(metric.weighing, alone, "\(threads) \(normalization)")
        #expect(metric.groups.count == 3)
        for vocabulary in tokenizers.indices {
            #expect(metric.groups.values.reduce(0) { $0 + $1.tokens[vocabulary] } == alone.tokens[vocabulary])
        }
        // Without documents there are the sums alone.
        options.keepsDocuments = false
        let counted = try MetricWeighing(
            corpus, tokenizers: tokenizers, names: Self.names, metrics: [.fertility], options: options)
        #expect(counted.weighing.tokens == alone.tokens && counted.weighing.characters == alone.characters)
        #expect(counted.weighing.documentTokens.isEmpty && counted.weighing.beginning.isEmpty)
    }

    @Test func someOfTheVocabularies() throws {
        let tokenizers = try Self.names.map { try TestTokenizers.tokenizer($0) }
        let options = WeighingOptions(findsLargest: true, grouping: Grouping(name: "g"))
        let whole = try Weighing(Self.corpus(), tokenizers: tokenizers, options: options)
        for count in 0...3 {
            let few = try Weighing(Self.corpus(), tokenizers: Array(tokenizers.prefix(count)), options: options)
            let part = whole.ofFirst(vocabularies: count)
            if count > 0 { expectSame(part, few, "\(count)") }
            #expect(part.tokens == few.tokens && part.documentTokens == few.documentTokens)
            for input in 0..<2 {
                #expect(
                    part.inputs.counts(of: input, vocabularies: count).tokens
                        == few.inputs.counts(of: input, vocabularies: count).tokens)
            }
        }
    }

    @Test func claimsAreJudgedTheSameBesideOthers() throws {
        let vocabularies = try VocabularyCatalog.standard(environment: [:])
        let catalog = try CorpusCatalog.standard(environment: ["HOME": "/none"])
        func verify(_ others: [String]) throws -> Verification {
            try Verification(
                of: [ClaimLedger.standard().claim("ax4-33-press")],
                on: catalog.verificationCorpora(named: ["sampler"], options: CorpusOptions()),
                vocabularies: vocabularies, options: Verifying.options(sensitivity: true), besides: others)
        }
        let (alone, beside) = (try verify([]), try verify(vocabularies.available().map(\.id)))
        #expect(try VerificationReport(alone).json() == VerificationReport(beside).json())
        #expect(alone.others.isEmpty && alone.corpora[0].wholeWeighing == nil)
        let (claimed, others) = (beside.vocabularies.loaded.map(\.id), beside.others.map(\.vocabulary.id))
        #expect(Set(claimed).isDisjoint(with: others) && !others.isEmpty)
        let whole = try #require(beside.corpora[0].wholeWeighing)
        let all = try (claimed + others).map { try vocabularies.load($0).tokenizer() }
        let weighed = try Weighing(beside.corpora[0].text.corpus, tokenizers: all)
        expectSame(whole, weighed, "of all")
    }

    @Test func theBeginningIsThatOfTheText() throws {
        let tokenizers = [try TestTokenizers.tokenizer("o200k_base")]
        for batchBytes in [1, 1 << 19] {
            let corpus = Self.corpus(batchBytes: batchBytes)
            let texts = try corpus.documents().prefix(TextBeginning.documents).map { [UInt8]($0) }
            let weighing = try Weighing(corpus, tokenizers: tokenizers, options: WeighingOptions(threads: 3))
            #expect(weighing.beginning == Array(texts.joined(separator: [0x0A])))
        }
        // What is too long is cut between characters.
        let long = String(repeating: "가", count: TextBeginning.bytes)
        let weighing = try Weighing(Corpus(texts: ["a", long, "b"]), tokenizers: tokenizers)
        let beginning = String(decoding: weighing.beginning, as: UTF8.self)
        #expect(beginning.hasPrefix("a\n가") && beginning.hasSuffix("가") && !beginning.contains("\u{FFFD}"))
        #expect((TextBeginning.bytes - 3...TextBeginning.bytes).contains(weighing.beginning.count))
    }
}
