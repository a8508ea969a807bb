import Foundation
import Testing

@testable import Jeoul

/// The formats in which public corpora come.
@Suite struct CorpusFormatTests {
    @Test func klueTakesEachTextOnce() throws {
        let text = """
            [{"guid": "0", "hypothesis": "나", "premise": "가", "gold_label": "x"},
             {"premise": "가", "hypothesis": "다", "labels": {"label": 1.5}}, {"premise": "나", "hypothesis": "가"}]
            """
        #expect(try Corpus(bytes: text.utf8, format: .klueNLI).texts() == utf8("가", "나", "다"))
        let pairs = text.replacingOccurrences(of: "premise", with: "sentence1")
            .replacingOccurrences(of: "hypothesis", with: "sentence2")
        #expect(try Corpus(bytes: pairs.utf8, format: .klueSTS).texts() == utf8("가", "나", "다"))
        #expect(Corpus(bytes: pairs.utf8, format: .klueNLI).failure()?.kind == .missingField("premise", present: []))
        let failure = Corpus(bytes: "[{\"premise\": \"\",\n \"hypothesis\": 3}]".utf8, format: .klueNLI).failure()
        #expect(failure?.line == 2)
    }

    /// Canonically equivalent texts are two.
    @Test func textsAreComparedByBytes() throws {
        let decomposed = "가".decomposedStringWithCanonicalMapping
        let text = "[{\"premise\": \"가\", \"hypothesis\": \"\(decomposed)\"}]"
        #expect(try Corpus(bytes: text.utf8, format: .klueNLI).texts() == utf8("가", decomposed))
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
        try folder.write("[{}]", to: "raw/3.json")
        #expect(corpus.failure()?.file == path + "/3.json")
        let file = Corpus([CorpusInput(.path(path + "/2.json"), format: .nsmcRaw)])
        #expect(file.failure()?.kind == .notADirectory)
    }
}
