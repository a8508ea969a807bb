@testable import JeoulText
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Vocabularies that are the same under two names are priced once.
@Suite("models that are the same") struct SameModelTests {
    private static func model(_ vocabulary: RandomVocabulary) throws -> BytePairModel {
        try BytePairModel(tokens: vocabulary.tokens, order: vocabulary.order, ignoresMerges: false)
    }

    @Test("as they were made of the same", arguments: [false, true]) func models(isList: Bool) throws {
        var random = SeededRandom(seed: 141)
        for _ in 0..<10 {
            let vocabulary = RandomVocabulary(isList: isList, mergeCount: 60, using: &random)
            let model = try Self.model(vocabulary)
            #expect(model.isSame(as: model))
            #expect(model.isSame(as: try Self.model(vocabulary)))

            // The same bytes at other ids.
            var other = vocabulary
            other.tokens = TokenTable()
            for id in 0..<vocabulary.tokens.endID {
                let from = id < 2 ? 1 - id : id
                if let bytes = vocabulary.tokens[TokenID(from)] { other.tokens.append(bytes, id: TokenID(id)) }
            }
            #expect(!model.isSame(as: try Self.model(other)))

            guard case .list(let merges) = vocabulary.order, let last = merges.last else { continue }
            other = vocabulary
            other.order = .list(merges.dropLast() + [Merge(left: last.right, right: last.left, result: last.result)])
            if last.left != last.right { #expect(!model.isSame(as: try Self.model(other))) }
        }
    }

    @Test("that have other pieces whatever their merges are others") func wholePreTokens() throws {
        var random = SeededRandom(seed: 142)
        var compared = 0
        while compared < 5 {
            let vocabulary = RandomVocabulary(isList: true, mergeCount: 60, using: &random)
            let model = try Self.model(vocabulary)
            let another = try BytePairModel(
                tokens: vocabulary.tokens, order: vocabulary.order, ignoresMerges: true)
            guard !another.wholePreTokens.isEmpty else { continue }
            #expect(!model.isSame(as: another) && !another.isSame(as: model))
            compared += 1
        }
    }

    /// NC AI took Qwen's files as they are; those that travel with Jeoul say the same in another way, and are not the same model.
    @Test("of two vendors", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func vendors() throws {
        let folder = try #require(try SharedData.url("vocab"))
        let catalog = try TestTokenizers.catalog()
        let models = try ["qwen2.5", "varco-vision-14b", "exaone-4.0"].map { id in
            let vocabulary = try catalog.load(folder.appending(path: id).path)
            return try #require(try vocabulary.tokenizer() as? BytePairTokenizer).model
        }
        #expect(models[0].isSame(as: models[1]))
        #expect(!models[0].isSame(as: models[2]))
    }
}
