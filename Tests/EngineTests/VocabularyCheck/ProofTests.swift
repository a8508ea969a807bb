import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// What `jeoul vocabulary check` computes.
@Suite struct ProofTests {
    @Test func theCheckTextIsAsLong() {
        #expect(LlamaCppFingerprint.checkText.utf8.count == 431)
    }

    @Test(.enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func theCheckTextIsLlamaCpps() throws {
        let url = try #require(try SharedData.url("reference/llama-cpp-check.txt"))
        #expect(Array(LlamaCppFingerprint.checkText.utf8) == Array(try Data(contentsOf: url)))
    }

    @Test(arguments: TestTokenizers.bundled) func bundledFingerprints(_ id: String) throws {
        try expectFingerprint(id)
    }

    @Test(
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: ["a.x-4.0", "exaone-4.0", "llama-3", "varco-vision-14b"])
    func sharedFingerprints(_ id: String) throws { try expectFingerprint(id) }

    private func expectFingerprint(_ id: String) throws {
        let entry = try #require(try TestTokenizers.catalog().manifest.entry(named: id))
        let recorded = try #require(entry.llamaCppFingerprint)
        #expect(
            try LlamaCppFingerprint(of: TestTokenizers.tokenizer(id), prefixIds: recorded.prefixIds ?? []) == recorded)
    }

    /// Where it is not recorded which ids stand before those of the text, each special token is tried.
    @Test func aFingerprintIsFoundWhateverStandsBefore() throws {
        let tokenizer = try TestTokenizers.tokenizer("qwen2.5")
        let special: [TokenID] = [151_643, 151_644]
        for prefix in [[], [151_644]] as [[TokenID]] {
            var recorded = try LlamaCppFingerprint(of: tokenizer, prefixIds: prefix)
            recorded.prefixIds = nil
            let found = try recorded.counterpart(of: tokenizer, special: special)
            #expect(found.prefixIds == prefix && found.sha256 == recorded.sha256)
        }
        let other = LlamaCppFingerprint(sha256: String(repeating: "0", count: 64), prefixIds: nil)
        let found = try other.counterpart(of: tokenizer, special: special)
        #expect(found.prefixIds == [] && found.sha256 != other.sha256)
    }

    @Test(arguments: TestTokenizers.bundled) func everyTokenOfTheBundledIsMerged(_ id: String) throws {
        let definition = try TestTokenizers.definition(id)
        let found = try #require(
            try TokenReachability(definition, tokenizer: TestTokenizers.tokenizer(id)))
        #expect(found.tokens == definition.tokens.count && found.unmerged.isEmpty)
    }

    /// Llama 3 looks pieces up as a whole, and has tokens that only that reaches; HyperCLOVA X has some that nothing does.
    @Test(.enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func someTokensAreNotMerged() throws {
        let llama = try #require(
            try TokenReachability(TestTokenizers.definition("llama-3"), tokenizer: TestTokenizers.tokenizer("llama-3")))
        #expect(llama.unmerged.count == 588 && llama.unreachable.isEmpty)
        let id = "hyperclovax-seed"
        let definition = try TestTokenizers.definition(id)
        let tokenizer = try TestTokenizers.tokenizer(id)
        let found = try #require(try TokenReachability(definition, tokenizer: tokenizer))
        #expect(found.unmerged.count == 711 && found.unreachable.count == 711)
        // The slow encoder agrees.
        guard case .byteLevel(let order, let whole) = definition.model else {
            Issue.record("\(id) is not byte-level")
            return
        }
        let slow = ReferenceBytePairEncoder(tokens: definition.tokens, order: order, ignoresMerges: whole)
        for token in found.unmerged.prefix(50) {
            #expect(slow.encode(Array(try #require(definition.tokens[token]))).count > 1)
        }
    }

    @Test func aTokenWithoutItsMergeIsNotReached() throws {
        func reachability(_ tiny: TinyVocabulary) throws -> TokenReachability {
            let files = ["vocab.json": tiny.vocabJSON, "merges.txt": tiny.mergesText]
            let vocabulary = try VocabularyCatalog.empty.load(files)
            return try #require(try TokenReachability(vocabulary.definition, tokenizer: vocabulary.tokenizer()))
        }
        var tiny = TinyVocabulary.korean
        // Even with all merges some tokens are not reached: 나 merges before 가 and its first byte can.
        let complete = try reachability(tiny)
        tiny.merges.removeLast()
        let found = try reachability(tiny)
        #expect(!complete.unreachable.contains(TokenID(tiny.tokens.count - 1)))
        #expect(found.unreachable == complete.unreachable + [TokenID(tiny.tokens.count - 1)])
        #expect(found.tokens == tiny.tokens.count)
    }

    @Test func adversarialTextDependsOnItsSeedAlone() {
        var text = AdversarialText(seed: 7)
        var again = AdversarialText(seed: 7)
        var other = AdversarialText(seed: 8)
        let documents = text.documents(500)
        #expect(documents.allSatisfy { UTF8Validation.firstInvalidOffset(Data($0)) == nil })
        #expect(again.documents(200) + again.documents(300) == documents)
        #expect(other.documents(500) != documents)
        #expect(Set(documents.joined().lazy.filter { $0 >= 0x80 }).count > 100)
    }
}
