import Foundation
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages

/// The definition of a document, for text.
@Suite struct LineDocumentTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var documents: [String]
        var testDescription: String { text.debugDescription }

        init(_ text: String, _ documents: String...) {
            self.text = text
            self.documents = documents
        }
    }

    static let cases = [
        Case(""), Case("\n", ""), Case("\r\n", ""), Case("\n\n", "", ""), Case("가", "가"), Case("가\n", "가"),
        Case("가\n나", "가", "나"), Case("가\r\n나\r\n", "가", "나"), Case("가\r나\n", "가\r나"), Case("가\r", "가\r"),
        Case("가\r\r\n", "가\r"), Case("\r", "\r"), Case(" \n\t\n", " ", "\t"), Case("가\n\n나\n", "가", "", "나"),
        Case("\u{0}\n가\u{0}나", "\u{0}", "가\u{0}나"), Case("\u{FEFF}가\n\u{FEFF}", "가", "\u{FEFF}"),
        Case("가\u{2028}나\u{85}다\u{B}\u{C}", "가\u{2028}나\u{85}다\u{B}\u{C}"),
    ]

    /// The size of a block must not show, whatever it cuts: a CRLF, a syllable, a line.
    @Test(arguments: cases, [1, 2, 3, 5, 1 << 20])
    func linesAreDocuments(_ sample: Case, blockSize: Int) throws {
        let options = CorpusOptions(batchBytes: blockSize)
        let expected = sample.documents.map { Array($0.utf8) }
        let corpus = Corpus(bytes: sample.text.utf8, options: options)
        #expect(try corpus.texts() == expected)
        #expect(try corpus.summary().documents == expected.count)

        let folder = try TemporaryFolder()
        let path = try folder.write(sample.text, to: "a.txt")
        #expect(try Corpus(arguments: [path], options: options).texts() == expected)
    }

    @Test func batchesTileTheFile() throws {
        let text = (0..<500).map { String(repeating: "한글", count: $0 % 7) }.joined(separator: "\n")
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "a.txt")
        for corpus in [Corpus(arguments: [path]), Corpus(bytes: text.utf8)] {
            var corpus = corpus
            corpus.options.batchBytes = 100
            var reader = corpus.makeReader()
            var bytes = Data()
            var documents = 0
            while let batch = try reader.next() {
                #expect(batch.firstDocument == documents)
                #expect(batch.layout == .lines)
                #expect(batch.documentRanges.count == batch.documentCount)
                documents += batch.documentCount
                bytes.append(batch.data)
            }
            #expect(bytes == Data(text.utf8))
            #expect(documents == 500)
        }
    }

    @Test func aLongLineMakesALongBatch() throws {
        let line = String(repeating: "가", count: 10_000)
        let text = "나\n\(line)\n다\n"
        do {
            let folder = try TemporaryFolder()
            let path = try folder.write(text, to: "a.txt")
            let options = CorpusOptions(batchBytes: 64)
            #expect(try Corpus(arguments: [path], options: options).texts() == utf8("나", line, "다"))
        }
    }

    @Test(arguments: ["", "가\r\n\n나\n", "{\"text\": \"가\"}\n", "[{\"text\": \"가\"}]"])
    func aWholeFileIsOneDocument(_ text: String) throws {
        let options = CorpusOptions(cut: .file)
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "a.txt")
        #expect(try Corpus(arguments: [path], options: options).texts() == [Array(text.utf8)])
        #expect(try Corpus(bytes: text.utf8, options: options).texts() == [Array(text.utf8)])
    }

    @Test func aTextIsOneDocument() throws {
        #expect(try Corpus(document: "가\n나\n").texts() == utf8("가\n나\n"))
    }

    @Test func aByteOrderMarkIsNoTextAndSaid() throws {
        let corpus = Corpus(bytes: "\u{FEFF}가\n\u{FEFF}".utf8)
        #expect(try corpus.texts() == utf8("가", "\u{FEFF}"))
        let summary = try corpus.summary()
        #expect(summary.warnings == [.byteOrderMark(file: "m", encoding: .utf8)])
        #expect(summary.inputs[0].kind.encodingSource == .byteOrderMark)
        #expect(summary.sha256 == ContentDigest.hexadecimal(of: Data("\u{FEFF}가\n\u{FEFF}".utf8)))
        #expect(summary.textSHA256 == ContentDigest.hexadecimal(of: Data("가\n\u{FEFF}\n".utf8)))
        #expect(try Corpus(bytes: "가\n\u{FEFF}".utf8).summary().warnings.isEmpty)
    }
}
