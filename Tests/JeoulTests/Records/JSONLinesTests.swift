import Foundation
import JeoulText
import JeoulTokenizing
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulWeighing
@testable import JeoulPages

/// Records of JSON Lines.
@Suite struct JSONLinesTests {
    private func corpus(_ text: String, _ options: CorpusOptions = CorpusOptions()) -> Corpus {
        Corpus(bytes: text.utf8, format: .jsonl, options: options)
    }

    @Test(arguments: [1, 30, 1 << 20])
    func recordsAreObjectsOrStrings(blockSize: Int) throws {
        let text = """
            {"id": "a", "register": "news", "text": "가"}
            "나"

              { "text" : "" , "more": [1, {"text": "x"}, null, -1.5e+3, true, false, "]"] }\u{20}
            \t
            """
        let options = CorpusOptions(batchBytes: blockSize)
        #expect(try corpus(text, options).texts() == utf8("가", "나", ""))
        #expect(try corpus(text.replacingOccurrences(of: "\n", with: "\r\n"), options).texts() == utf8("가", "나", ""))
        #expect(try corpus(text, options).summary().documents == 3)
    }

    @Test(arguments: [
        (#"\" \\ \/ \b \f \n \r \t"#, "\" \\ / \u{8} \u{C} \n \r \t"),
        (#"\uAC00\uac00가"#, "가가가"), (#"\u1100\u1161"#, "\u{1100}\u{1161}"), (#"\u0000"#, "\u{0}"),
        (#"\ud83d\ude00!"#, "😀!"), (#"\uDBFF\uDFFF"#, "\u{10FFFF}"), (#"\ufeff"#, "\u{FEFF}"), ("", ""),
    ])
    func stringsAreDecodedToTheByte(_ written: String, _ meant: String) throws {
        #expect(try corpus("\"\(written)\"").texts() == [Array(meant.utf8)])
        #expect(try corpus("{\"text\":\"\(written)\"}").texts() == [Array(meant.utf8)])
    }

    /// A canonically equivalent name is another name.
    @Test func fieldsAreComparedByBytes() throws {
        let options = CorpusOptions(textFields: ["본문"])
        #expect(try corpus(#"{"본문": "가"}"#, options).texts() == utf8("가"))
        #expect(try corpus(#"{"\ubcf8\ubb38": "가"}"#, options).texts() == utf8("가"))
        let decomposed = "본문".decomposedStringWithCanonicalMapping
        #expect(corpus("{\"\(decomposed)\": \"가\"}", options).failure()?.line == 1)
    }

    @Test(arguments: [
        ("{\"text\": \"가\"", 1, 14), ("\"가", 1, 0), ("\"\\ud800\"", 1, 1), ("\"\\ud800\\u0041\"", 1, 1),
        ("\"\\udc00\"", 1, 1), ("\"\\x\"", 1, 1), ("\"\\u12g4\"", 1, 5), ("\"\t\"", 1, 1), ("\"a\" \"b\"", 1, 4),
        ("\"a\"\n{\"text\" \"b\"}", 2, 12), ("\"a\"\n{\"text\": \"b\",}", 2, 17), ("{text: 1}", 1, 1),
        ("{\"a\": 01, \"text\": \"\"}", 1, 7), ("{\"a\": 1., \"text\": \"\"}", 1, 8),
        ("{\"a\": tru, \"text\": \"\"}", 1, 6),
        ("{\"a\": NaN}", 1, 6), ("{\"text\": \"가\"}\n{\"text\": \"가\"}}", 2, 31), ("nope", 1, 0),
    ])
    func brokenRecordsHaveAPlace(_ text: String, _ line: Int, _ offset: Int) throws {
        let failure = corpus(text).failure()
        #expect(failure?.line == line)
        #expect(failure?.byteOffset == offset, "\(String(describing: failure))")
    }

    @Test func whatIsMissingOrWrongIsSaid() {
        #expect(
            corpus("\n{\"body\": \"\", \"x\": 1}").failure()?.kind == .missingField("text", present: ["body", "x"]))
        #expect(
            corpus("{\"text\": 1}").failure()?.kind == .wrongFieldType("text", found: "a number", expected: "a string"))
        #expect(corpus("{\"text\":\"\",\"text\":\"\"}").failure()?.kind == .duplicateField("text"))
        #expect(
            corpus("[]").failure()?.kind
                == .wrongFieldType("", found: "an array", expected: "an object or a string"))
        let nested = "{\"a\":" + String(repeating: "[", count: 100_000)
        #expect(corpus(nested).failure() != nil)
    }

    @Test func labelsAreKept() throws {
        let text = """
            {"id": 7, "register": "news", "language": "ko", "text": "가"}
            "나"
            {"text": "다", "id": null, "register": ["x"]}
            """
        #expect(
            try corpus(text).labels() == [
                DocumentLabels(id: "7", register: "news", language: "ko"), DocumentLabels(), DocumentLabels(),
            ])
    }

    @Test func clustersComeFromAField() throws {
        let options = CorpusOptions(clusterField: "register")
        let text = "{\"register\": \"news\", \"text\": \"가\"}\n{\"text\": \"나\", \"register\": 3}"
        #expect(
            try corpus(text, options).labels() == [
                DocumentLabels(register: "news", cluster: "news"), DocumentLabels(register: "3", cluster: "3"),
            ])
        #expect(corpus("{\"text\": \"\"}", options).failure()?.kind == .missingField("register", present: ["text"]))
        #expect(corpus("\"\"", options).failure()?.kind == .missingField("register", present: []))
        #expect(
            Corpus(bytes: "가".utf8, options: options).failure()?.kind == .clusterNeedsRecords(field: "register"))
    }

    @Test func aByteOrderMarkIsPassedOver() throws {
        let marked = corpus("\u{FEFF}\"가\"\n")
        #expect(try marked.texts() == utf8("가"))
        #expect(try marked.summary().warnings == [.byteOrderMark(file: "m", encoding: .utf8)])
    }

    @Test func theExtensionDecidesUnlessOverruled() throws {
        let folder = try TemporaryFolder()
        let records = try folder.write("\"가\"\n", to: "a.jsonl")
        let text = try folder.write("\"가\"\n", to: "a.txt")
        #expect(try Corpus(arguments: [records, text]).texts() == utf8("가", "\"가\""))
        #expect(try Corpus(arguments: [records], options: CorpusOptions(format: .text)).texts() == utf8("\"가\""))
        #expect(try Corpus(arguments: [text], options: CorpusOptions(format: .jsonl)).texts() == utf8("가"))
        let whole = Corpus(arguments: [records], options: CorpusOptions(cut: .file))
        #expect(whole.failure()?.kind == .cutNeedsText(.jsonl))
        let asText = CorpusOptions(cut: .file, format: .text)
        #expect(try Corpus(arguments: [records], options: asText).texts() == utf8("\"가\"\n"))
    }

    /// Records without line ends are read as the lines of a text, others by their ranges.
    @Test(arguments: [
        (["가", "", "나 다", "a\rb", "\u{2028}", "\u{0}", ""], true), (["", ""], true), (["\r"], false),
        (["가", "a\r"], false), (["a\nb", "", "가"], false), (["\n", "a"], false),
    ])
    func recordsWithoutLineEndsAreLines(_ texts: [String], areLines: Bool) throws {
        let records = try texts.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }
        let corpus = corpus(records.joined())
        #expect(try corpus.texts() == texts.map { Array($0.utf8) })
        var reader = corpus.makeReader()
        let batch = try #require(try reader.next())
        if case .lines = batch.layout { #expect(areLines) } else { #expect(!areLines) }
        #expect(batch.documentCount == texts.count)
        let counter = CharacterCounter()
        let counts = try counter.counts(of: batch.data, layout: batch.layout.documentLayout)
        #expect(
            try counts == texts.map { try counter.counts(of: Data($0.utf8), layout: .ranges([0..<$0.utf8.count]))[0] })
    }
}
