import Foundation
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages

/// Bytes that are not UTF-8: the error's place, and the two ways to go on.
@Suite struct InvalidUTF8Tests {
    struct Case: CustomTestStringConvertible {
        var bytes: [UInt8]
        var replaced: String
        var sequences: Int
        var testDescription: String { bytes.map { String($0, radix: 16) }.joined(separator: " ") }

        init(_ bytes: [UInt8], _ replaced: String, _ sequences: Int) {
            self.bytes = bytes
            self.replaced = replaced
            self.sequences = sequences
        }
    }

    /// Unicode 16, table 3-8 to 3-11 and their like.
    static let cases = [
        Case([0x41, 0xC0, 0xAF, 0x42], "A��B", 2),
        Case([0xE0, 0x80, 0x80], "���", 3),
        Case([0xED, 0xA0, 0x80, 0x41], "���A", 3),
        Case([0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42], "�����A��B", 7),
        Case([0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41], "����A", 4),
        Case([0xEA, 0xB0], "�", 1),
        Case([0xEA, 0xB0, 0x0A, 0x80], "�\n�", 2),
        Case([0xF0, 0x9F, 0x98], "�", 1),
        Case([0xF5, 0x80], "��", 2),
        Case([0x80], "�", 1),
        Case([0xEA, 0xB0, 0xEA, 0xB0, 0x80], "�가", 1),
    ]

    @Test(arguments: cases)
    func maximalSubpartsAreReplacedOrDropped(_ sample: Case) throws {
        #expect(String(decoding: sample.bytes, as: UTF8.self) == sample.replaced, "the standard library disagrees")
        for (policy, text) in [
            (InvalidUTF8Policy.replace, sample.replaced),
            (.skip, sample.replaced.replacingOccurrences(of: "\u{FFFD}", with: "")),
        ] {
            let options = CorpusOptions(cut: .file, invalidUTF8: policy)
            let corpus = Corpus(bytes: sample.bytes, options: options)
            #expect(try corpus.texts() == [Array(text.utf8)])
            let summary = try corpus.summary()
            #expect(summary.invalidUTF8.sequences == sample.sequences)
            #expect(summary.warnings == [.invalidUTF8(file: "m", count: summary.invalidUTF8, policy: policy)])
            #expect(summary.bytes == sample.bytes.count)
            #expect(summary.sha256 == ContentDigest.hexadecimal(of: Data(sample.bytes)))
        }
    }

    /// Two-byte garbage, all of it, in lines, against the standard library's decoder.
    @Test func allPairsAreRepairedAsTheStandardLibraryDoes() throws {
        var bytes: [UInt8] = []
        for first in UInt8.min...UInt8.max {
            for second in stride(from: UInt8(0x7E), through: 0xFE, by: 8) {
                bytes += [first, second, 0xBF, 0x0A]
            }
        }
        let options = CorpusOptions(cut: .file, invalidUTF8: .replace)
        #expect(
            try Corpus(bytes: bytes, options: options).texts() == [Array(String(decoding: bytes, as: UTF8.self).utf8)])
    }

    @Test(arguments: [1, 4, 1 << 20])
    func theErrorHasAPlace(blockSize: Int) throws {
        let bytes = Array("가나\n다라\n마".utf8) + [0xEA, 0xB0] + Array("\n바".utf8)
        let options = CorpusOptions(batchBytes: blockSize)
        let expected = CorpusError(
            .invalidUTF8(byte: 0xEA, looksLike: nil), file: "m", line: 3, byteOffset: 17)
        #expect(Corpus(bytes: bytes, options: options).failure() == expected)
        #expect(expected.description.hasPrefix("m, line 3, byte 17: invalid UTF-8: the byte 0xEA"))
    }

    @Test func utf16IsRecognized() throws {
        let bytes = try #require("가\n나".data(using: .utf16))
        #expect(try Corpus(bytes: bytes).texts() == utf8("가", "나"))
    }

    @Test func linesStayParallel() throws {
        let bytes: [UInt8] = [0xFF, 0x0A, 0x41, 0xFE, 0x0A]
        let skipping = CorpusOptions(invalidUTF8: .skip)
        #expect(try Corpus(bytes: bytes, options: skipping).texts() == utf8("", "A"))
    }

    @Test func placesOfLaterErrorsSurviveRepair() throws {
        let bytes = [0xFF, 0x0A] + Array("{\"text\": 1}\n".utf8)
        let options = CorpusOptions(invalidUTF8: .skip)
        let failure = Corpus(bytes: bytes, format: .jsonl, options: options).failure()
        #expect(failure?.line == 2)
        #expect(failure?.byteOffset == nil)
    }
}
