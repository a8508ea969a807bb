@testable import JeoulText
import Foundation
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

@Suite struct VocabMergesTests {
    let tiny = TinyVocabulary.korean

    private func files(
        vocab: String? = nil, merges: String? = nil, _ others: [String: String] = [:]
    ) -> [String: String] {
        ["vocab.json": vocab ?? tiny.vocabJSON, "merges.txt": merges ?? tiny.mergesText].merging(others) { $1 }
    }

    private func load(vocab: String? = nil, merges: String? = nil, _ others: [String: String] = [:]) throws
        -> Vocabulary
    {
        try VocabularyCatalog.empty.load(files(vocab: vocab, merges: merges, others))
    }

    private func error(vocab: String? = nil, merges: String? = nil, _ others: [String: String] = [:])
        -> VocabularyError?
    {
        loadingError(files(vocab: vocab, merges: merges, others))
    }

    /// `vocab.json` with further members.
    private func vocab(_ more: String) -> String { String(tiny.vocabJSON.dropLast(2)) + ",\n" + more + "\n}" }

    private func merges(_ vocabulary: Vocabulary) -> [Merge] {
        if case .byteLevel(.list(let merges), false) = vocabulary.definition.model { merges } else { [] }
    }

    @Test func byteAlphabetIsGPT2s() {
        #expect(TinyVocabulary.spelled([0x20, 0x0A, 0x00, 0xAD, 0x41]) == "ĠĊĀŃA")
        for byte in UInt8.min...UInt8.max {
            #expect(ByteLevelAlphabet.decode(Array(TinyVocabulary.spelled([byte]).utf8)) == [byte])
        }
        #expect(ByteLevelAlphabet.decode(Array("가".utf8)) == nil)
        #expect(ByteLevelAlphabet.decode(Array("a b".utf8)) == nil)
        #expect(ByteLevelAlphabet.decode(Array("\u{144}".utf8)) == nil)
    }

    @Test(arguments: ["\n", "\r\n"]) func reads(lineEnd: String) throws {
        let vocabulary = try load(merges: tiny.mergesText.replacing("\n", with: lineEnd))
        #expect(vocabulary.format == .vocabMerges)
        for (id, token) in tiny.tokens.enumerated() {
            #expect(vocabulary.definition.tokens[TokenID(id)].map(Array.init) == token)
        }
        let expected = tiny.merges.map { left, right in
            func id(_ token: [UInt8]) -> TokenID { TokenID(tiny.tokens.firstIndex(of: token)!) }
            return Merge(left: id(left), right: id(right), result: id(left + right))
        }
        #expect(merges(vocabulary) == expected)
    }

    @Test func readsWithoutVersionOrLastLineEnd() throws {
        var text = tiny.mergesText.split(separator: "\n").dropFirst().joined(separator: "\n")
        #expect(merges(try load(merges: text)).count == tiny.merges.count)
        text += "\n\n\n"
        #expect(merges(try load(merges: text)).count == tiny.merges.count)
    }

    @Test func readsEscapedKeysInAnyOrder() throws {
        let text = tiny.vocabJSON.replacing("\"a\": 97", with: "\"\\u0061\": 97")
        #expect(try load(vocab: text).definition.tokens[97].map(Array.init) == [97])
    }

    @Test func allowsTwoMergesWithOneResult() throws {
        var tiny = tiny
        tiny.add(Array("bc".utf8))
        tiny.merges.append((Array("a".utf8), Array("bc".utf8)))
        let vocabulary = try load(vocab: tiny.vocabJSON, merges: tiny.mergesText)
        let results = merges(vocabulary).map(\.result)
        #expect(results.count == Set(results).count + 1)
    }

    @Test(arguments: [
        ("a", VocabularyError.Problem.malformed), ("a b c", .malformed), (" a b", .malformed), ("a  b", .malformed),
        ("a b ", .malformed), ("\n", .malformed), ("zz a", .unresolvedMerge), ("a zz", .unresolvedMerge),
        ("z z", .unresolvedMerge), ("가 나", .unresolvedMerge),
    ])
    func refusesMergeLines(_ line: String, problem: VocabularyError.Problem) {
        let error = error(merges: tiny.mergesText + line + "\nĠ b\n")
        #expect(error?.problem == problem, "\(String(describing: error))")
        #expect(error?.line == tiny.merges.count + 2)
        #expect(error?.file?.hasSuffix("merges.txt") == true)
    }

    /// As Hugging Face takes it: a pair that comes twice has its later place.
    @Test func aPairThatComesTwiceHasTheLaterPlace() throws {
        let expected = merges(try load())
        let first = try #require(tiny.mergesText.split(separator: "\n").dropFirst().first)
        let found = merges(try load(merges: tiny.mergesText + first + "\n"))
        #expect(found == Array(expected.dropFirst()) + [expected[0]])
    }

    @Test func refusesCutMerges() {
        #expect(error(merges: tiny.mergesText + "a")?.problem == .truncated)
        #expect(error(merges: "")?.problem == .truncated)
    }

    @Test func saysWhenTokensAreNotMade() throws {
        let cut = tiny.mergesText.split(separator: "\n").dropLast(2).joined(separator: "\n")
        let vocabulary = try load(merges: cut)
        #expect(vocabulary.notes.contains { if case .unmergedTokens(2, _) = $0 { true } else { false } })
        #expect(vocabulary.notes.contains { $0.isWarning })
    }

    @Test(arguments: [
        (#""zz": 97"#, VocabularyError.Problem.duplicateID), (#""a": 300"#, .duplicateToken),
        (#""zz": -1"#, .malformed),
        (#""zz": 1.5"#, .malformed), (#""zz": "1""#, .malformed), (#""zz": null"#, .malformed),
        (#""": 300"#, .malformed),
        (#""zz": 99999999"#, .tooLarge), (#""\ud800": 300"#, .malformed), (#""zz" 300"#, .malformed),
        ("\"가\": 300, \"가\": 301", .duplicateToken), ("\"가\": 300, \"나\": 300", .duplicateID),
        ("\"가\": 97", .duplicateID),
    ])
    func refusesTokens(_ member: String, problem: VocabularyError.Problem) {
        let error = error(vocab: vocab(member))
        #expect(error?.problem == problem, "\(member): \(String(describing: error))")
        #expect(error?.file?.hasSuffix("vocab.json") == true)
        #expect(error?.line ?? 0 > 250)
    }

    @Test func refusesEveryCutOfVocab() {
        let bytes = Array(tiny.vocabJSON.utf8)
        for length in stride(from: 0, to: bytes.count, by: 97) {
            let error = error(vocab: String(decoding: bytes[..<length], as: UTF8.self))
            #expect(error?.problem == .truncated || error?.problem == .malformed, "\(length)")
        }
    }

    @Test func refusesMissingBytesAndFiles() {
        #expect(error(vocab: tiny.vocabJSON.replacing("\"a\": 97", with: "\"zz\": 97"), merges: "Ġ b\n") != nil)
        let missing = loadingError(["vocab.json": tiny.vocabJSON])
        #expect(missing?.problem == .unreadable)
        #expect(missing?.message.contains("merges.txt") == true)
        #expect(loadingError(["other": ""])?.problem == .unreadable)
    }

    /// As in Hugging Face's: text is written in the byte alphabet before anything merges, so that these never do.
    @Test func mergesOfKeysThatNoTextHasAreLeftOut() throws {
        let keys = "\"가\": 301, \"나\": 302, \"가나\": 303, \"a나\": 400"
        let (plain, more) = (try load(), try load(vocab: vocab(keys), merges: tiny.mergesText + "가 나\na 나\n"))
        #expect(merges(more) == merges(plain))
        let file = """
            {"model": {"type": "BPE", "vocab": \(vocab(keys)), "merges": ["가 나", "a 나"]},
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true}}
            """
        let tokenizer = try VocabularyCatalog.empty.load(["tokenizer.json": file]).definition.tokenizer()
        #expect(try tokenizer.encode("a가나") == Array("a가나".utf8).map(TokenID.init))
    }

    @Test func unusableKeysAreGaps() throws {
        let vocabulary = try load(vocab: vocab("\"가\": 300"))
        #expect(vocabulary.notes.contains(.unusableKeys(count: 1)))
        #expect(vocabulary.definition.tokens[300] == nil)
    }
}
