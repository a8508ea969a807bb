import Foundation
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages

/// The formats in which public corpora come.
@Suite struct CorpusFormatTests {
    /// Canonically equivalent texts are two; one text is one, where it first occurs.
    @Test func textsAreComparedByBytes() throws {
        let decomposed = "가".decomposedStringWithCanonicalMapping
        let contexts = ["가", decomposed, "가"].map { "{\"context\": \"\($0)\"}" }.joined(separator: ",")
        let text = "{\"data\": [{\"paragraphs\": [\(contexts)]}]}"
        #expect(try Corpus(bytes: text.utf8, format: .korquad).texts() == utf8("가", decomposed))
        let failure = Corpus(bytes: "{\"data\":\n [{\"paragraphs\": [{\"context\": 3}]}]}".utf8, format: .korquad)
            .failure()
        #expect(failure?.line == 2)
    }

    private func clusters(_ text: String, _ format: DocumentFormat, blockSize: Int = 1 << 20) throws -> [String?] {
        var input = CorpusInput(.memory(name: "memory", bytes: Data(text.utf8)), format: format)
        input.readsClusters = true
        return try Corpus([input], options: CorpusOptions(batchBytes: blockSize)).labels().map {
            $0.cluster?.description
        }
    }

    @Test func textsOfOneArticleShareIt() throws {
        let text = """
            {"data": [{"paragraphs": [{"context": "가"}, {"context": "나"}]}, {"paragraphs": []},
              {"paragraphs": [{"context": "가"}, {"context": "다"}]}]}
            """
        #expect(try clusters(text, .korquad) == ["1", "1", "3"])
    }

    /// Whatever block an id and its sentence fall into.
    @Test(arguments: [1, 20, 1 << 20]) func sentencesOfOneDocumentShareIt(blockSize: Int) throws {
        let text = """
            # sent_id = M2TA_070-s1
            # text = 가
            1\t가

            # sent_id = M2TA_070-s12
            # text = 나
            # sent_id = a-sb-s2
            # text = 다
            # sent_id = alone
            # text = 라

            """
        #expect(try clusters(text, .conllu, blockSize: blockSize) == ["M2TA_070", "M2TA_070", "a-sb", "alone"])
        #expect(try Corpus(bytes: text.utf8, format: .conllu).labels().allSatisfy { $0.cluster == nil })
    }

    @Test func korquadGivesItsContexts() throws {
        let text = """
            {"version": "1.0", "data": [
              {"title": "t", "paragraphs": [{"qas": [{"question": "q"}], "context": "가\\n나"}, {"context": "다"}]},
              {"paragraphs": [{"context": "다", "qas": []}, {"context": "라"}]}]}
            """
        #expect(try Corpus(bytes: text.utf8, format: .korquad).texts() == utf8("가\n나", "다", "라"))
        let other = Corpus(bytes: "{\"rows\": []}".utf8, format: .korquad).failure()
        guard case .noDocuments? = other?.kind else {
            Issue.record("\(String(describing: other))")
            return
        }
    }

    @Test(arguments: [1, 1 << 20])
    func conlluGivesItsSentences(blockSize: Int) throws {
        let text = "# sent_id = 1\n# text = 가 나\r\n1\t가\t_\n\n# text = 다 \n# text_en = x\n#text = y\n"
        let options = CorpusOptions(batchBytes: blockSize)
        #expect(try Corpus(bytes: text.utf8, format: .conllu, options: options).texts() == utf8("가 나", "다 "))
        #expect(Corpus(bytes: "가\n".utf8, format: .conllu).failure() != nil)
    }

    @Test func nsmcIsReadInTheOrderOfNames() throws {
        let folder = try TemporaryFolder()
        try folder.write(#"[{"review": "2"}]"#, to: "raw/100015.json")
        try folder.write(#"[{"review": " 1\r\n\n가 ", "rating": "10"}, {"review": "\n"}]"#, to: "raw/10001.json")
        try folder.write(#"[{"review": "\u3000\u001c3\u00a0"}]"#, to: "raw/2.json")
        try folder.write("no", to: "raw/README.md")
        let path = folder.url.path + "/raw"
        let corpus = Corpus([CorpusInput(.path(path), format: .nsmcRaw)])
        #expect(try corpus.texts() == utf8("1 가", "2", "3"))
        let summary = try corpus.summary()
        #expect(summary.inputs.map(\.documents) == [3])
        var clustered = CorpusInput(.path(path), format: .nsmcRaw)
        clustered.readsClusters = true
        #expect(try Corpus([clustered]).labels().map { $0.cluster?.description } == ["10001", "100015", "2"])
        try folder.write("[{}]", to: "raw/3.json")
        #expect(corpus.failure()?.file == path + "/3.json")
        let file = Corpus([CorpusInput(.path(path + "/2.json"), format: .nsmcRaw)])
        #expect(file.failure()?.kind == .notADirectory)
    }
}
