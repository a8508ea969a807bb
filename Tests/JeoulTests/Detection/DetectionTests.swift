import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulWeighing

/// What is found by the first bytes where no name says it, and what is said of what only may be some.
@Suite struct DetectionTests {
    private func read(_ text: String, name: String = "-") throws -> (documents: [String], summary: CorpusSummary) {
        let corpus = Corpus([CorpusInput(.memory(name: name, bytes: Data(text.utf8)))])
        return (try corpus.documents().map { String(decoding: $0, as: UTF8.self) }, try corpus.summary())
    }

    @Test(arguments: [
        ("id\tdocument\tlabel\n1\t가 나\t0\n2\t다\t1\n", ["가 나", "다"], DocumentFormat.tsv),
        ("id,text\r\n1,\"가, 나\"\r\n2,다\r\n", ["가, 나", "다"], .csv),
        ("id;content\n1;가\n", ["가"], .csv),
        ("{\n \"text\": \"가\"\n}\n{\n \"text\": \"나\"\n}\n", ["가", "나"], .json),
        ("{\"text\":\"가\"}{\"text\":\"나\"}\n", ["가", "나"], .json),
        ("{\"text\":\"가\"}\n{\"text\":\"나\"}\n", ["가", "나"], .jsonl),
        ("text, 그리고 쉼표\n한 줄\n", ["text, 그리고 쉼표", "한 줄"], .lines),
        ("가, 나\n다\n", ["가, 나", "다"], .lines), ("{가}\n", ["{가}"], .lines),
    ])
    func firstBytesSayWhatItIs(_ text: String, _ documents: [String], _ format: DocumentFormat) throws {
        for name in ["-", "a.txt", "x.bak"] {
            let (found, summary) = try read(text, name: name)
            #expect(found == documents && summary.inputs[0].kind.format == format, "\(name): \(summary.inputs[0].kind)")
            #expect(summary.warnings.isEmpty)
        }
    }

    /// Counted as text, since nothing says which column it is, and not without a word.
    @Test func whatMayBeATableIsSaid() throws {
        let table = (0..<12).map { "\($0)\t글 \($0)\n" }.joined()
        #expect(try read(table).summary.warnings == [.looksLikeTable(file: "-", format: .tsv)])
        let returns = try read("가\r나\r다")
        #expect(returns.documents == ["가\r나\r다"] && returns.summary.warnings == [.loneReturns(file: "-")])
        let other = try read("{\n \"body\": \"가\"\n}\n")
        #expect(other.summary.warnings == [.looksLikeRecords(file: "-", fields: ["body"])])
    }

    /// A first record that is broken is an error, and no prose.
    @Test func aBrokenFirstRecordIsAnError() {
        let corpus = Corpus([
            CorpusInput(.memory(name: "-", bytes: Data("{\"text\":\"가\" x}\n{\"text\":\"나\"}\n".utf8)))
        ])
        #expect(corpus.failure()?.line == 1)
    }

    @Test func headersAreLookedAt() throws {
        let without = try read("1,전체관람가는 아닌것 같아요\n2,그냥 그래요\n", name: "a.csv")
        #expect(without.summary.warnings.contains { if case .firstRowLooksLikeData = $0 { true } else { false } })
        let twice = Corpus(
            [CorpusInput(.memory(name: "a.csv", bytes: Data("text,text\n가,나\n".utf8)))],
            options: CorpusOptions(textFields: ["text"]))
        #expect(twice.failure()?.kind == .duplicateColumn("text"))
        // 번호,내용 in CP949.
        let cp949 = Data([
            0xB9, 0xF8, 0xC8, 0xA3, 0x2C, 0xB3, 0xBB, 0xBF, 0xEB, 0x0A, 0x31, 0x2C, 0xB0, 0xA1, 0xB3, 0xAA, 0x0A,
        ])
        let korean = Corpus([CorpusInput(.memory(name: "a.csv", bytes: cp949))])
        #expect(korean.failure()?.kind == .invalidUTF8(byte: 0xB9, looksLike: .cp949))
        let long = Corpus([
            CorpusInput(.memory(name: "a.csv", bytes: Data((0..<3000).map { "열\($0)" }.joined(separator: ",").utf8)))
        ])
        #expect((long.failure()?.description.utf8.count ?? 0) < 2000)
    }

    /// Without a header every row is a text, and columns have numbers.
    @Test func tablesWithoutAHeader() throws {
        var options = CorpusOptions()
        options.hasTableHeader = false
        func documents(_ text: String, _ options: CorpusOptions) throws -> [String] {
            try Corpus([CorpusInput(.memory(name: "a.csv", bytes: Data(text.utf8)))], options: options).documents().map
            {
                String(decoding: $0, as: UTF8.self)
            }
        }
        #expect(try documents("1,가나\n2,\"다,라\"\n", options) == ["가나", "다,라"])
        #expect(try documents("", options).isEmpty)
        #expect(try documents("{\"text\":\"a\"}\n하나\n둘\n", options) == ["{\"text\":\"a\"}", "하나", "둘"])
        options.textFields = ["1"]
        let table = Corpus(
            [CorpusInput(.memory(name: "a.tsv", bytes: Data("1,하나\n2,둘\n".utf8)))], options: options)
        #expect(try table.documents().map { String(decoding: $0, as: UTF8.self) } == ["1,하나", "2,둘"])
        options.textFields = ["1", "2"]
        #expect(try documents("1,가나\n2,\"다,라\"\n", options) == ["1\n가나", "2\n다,라"])
        options.textFields = ["3"]
        #expect(throws: CorpusError.self) { try documents("1,가나\n", options) }
    }

    /// A text that is plainly in another encoding than is asked for is not read as that.
    @Test func encodingsThatContradictTheTextAreRefused() throws {
        let text = "저울은 토큰을 답니다.\n두 번째 줄입니다.\n"
        let stored: [(TextEncoding, Data)] = [
            (.utf8, Data(text.utf8)), (.utf16LittleEndian, text.data(using: .utf16LittleEndian) ?? Data()),
            (.utf16BigEndian, text.data(using: .utf16BigEndian) ?? Data()),
            (.utf32LittleEndian, text.data(using: .utf32LittleEndian) ?? Data()),
        ]
        for (encoding, bytes) in stored {
            for asked in [
                TextEncoding.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian, .cp949,
            ] {
                let corpus = Corpus(
                    [CorpusInput(.memory(name: "a.txt", bytes: bytes))],
                    options: CorpusOptions(encoding: .named(asked)))
                if asked == encoding {
                    #expect(try corpus.documents().count == 2)
                } else if asked != .cp949 || encoding != .utf8 {
                    #expect(corpus.failure()?.kind == .otherEncoding(encoding, asked: asked), "\(encoding) \(asked)")
                } else {
                    #expect(corpus.failure() != nil)
                }
            }
        }
    }

    @Test func whatIsThereTwiceIsSaid() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("가\n", to: "d/a.txt")
        #expect(try FileTree([path, folder.url.path + "/d"]).remarks.count == 1)
        #expect(try FileTree([folder.url.path + "/d"]).remarks.isEmpty)
    }

    /// The limit of groups holds for what the threads have together.
    @Test(arguments: [1, 3]) func groupsHaveALimit(_ threads: Int) throws {
        let text = (0...GroupTable.limit).map { "{\"g\":\($0),\"text\":\"a\"}\n" }.joined()
        let corpus = Corpus(bytes: text.utf8, format: .jsonl)
        #expect(throws: MetricError.self) {
            try MetricWeighing(
                corpus, tokenizers: [TestTokenizers.tokenizer("o200k_base")], names: ["o200k_base"], metrics: [],
                options: WeighingOptions(threads: threads, keepsDocuments: false, grouping: .field("g")))
        }
    }
}
