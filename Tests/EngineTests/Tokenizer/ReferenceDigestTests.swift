import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// The numbers of `../shared/reference/counts.tsv`, which the reference libraries gave: documents, tokens, and the sha256 of
/// all ids as little-endian 32-bit words, those of each document followed by 0xFFFFFFFF.
@Suite("the ids of the reference libraries", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
struct ReferenceDigestTests {
    @Test("of every small corpus", arguments: TestTokenizers.byteLevel)
    func smallCorpora(_ vocabulary: String) throws {
        let encoder = DocumentEncoder(try TestTokenizers.tokenizer(vocabulary))
        for name in SharedCorpus.small {
            let corpus = try #require(try SharedCorpus(name))
            let encoded = try encoder.session().encode(corpus.text, layout: corpus.layout)
            #expect(try ReferenceRow(encoded) == ReferenceRow.named(vocabulary, name), "\(name)")
        }
    }

    /// Piece by piece without a table of pieces: the path of `TokenizerModel.encode`.
    @Test("document by document", arguments: TestTokenizers.byteLevel)
    func documentByDocument(_ vocabulary: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(vocabulary)
        for name in ["kor_Hang.devtest", "adversarial.jsonl"] {
            let corpus = try #require(try SharedCorpus(name))
            var encoded = EncodedDocuments()
            for range in corpus.documents {
                try corpus.text.withUnsafeBytes { bytes in
                    try tokenizer.encode(
                        UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[range]),
                        specialTokens: .ordinary,
                        into: &encoded.ids)
                }
                encoded.ends.append(encoded.ids.count)
            }
            #expect(try ReferenceRow(encoded) == ReferenceRow.named(vocabulary, name), "\(name)")
        }
    }

    /// The vocabularies that are counted over the reviews: all, without optimization half of them.
    private static let reviewers: [String] = {
        #if DEBUG
            ["o200k_base", "qwen2.5", "exaone-4.0", "hyperclovax-seed"]
        #else
            TestTokenizers.byteLevel
        #endif
    }()

    /// Two threads, each with half of the lines.
    @Test("of the reviews: the totals of many vocabularies in one pass") func reviewsCounted() async throws {
        let corpus = try #require(try SharedCorpus("nsmc.txt"))
        let tokenizers = try Self.reviewers.map { try TestTokenizers.tokenizer($0) }
        let counter = DocumentCounter(tokenizers, options: CountingOptions(expectedBytes: corpus.text.count))
        let middle = corpus.documents[corpus.documents.count / 2].lowerBound
        let halves = [corpus.text[..<middle], corpus.text[middle...]]
        let counts = try await withThrowingTaskGroup(of: [[UInt32]].self) { group in
            for half in halves { group.addTask { try counter.session().count(half, layout: .lines) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (index, vocabulary) in Self.reviewers.enumerated() {
            let expected = try ReferenceRow.named(vocabulary, "nsmc.txt")
            let documents = counts.flatMap { $0[index] }
            #expect(documents.count == expected.documents, "\(vocabulary)")
            #expect(documents.reduce(0) { $0 + Int($1) } == expected.tokens, "\(vocabulary)")
        }
        #expect(!counter.isCacheFull)
    }

    @Test("of the reviews: every id", arguments: ["o200k_base"])
    func reviewsEncoded(_ vocabulary: String) throws {
        let corpus = try #require(try SharedCorpus("nsmc.txt"))
        let encoder = DocumentEncoder(
            try TestTokenizers.tokenizer(vocabulary), options: CountingOptions(expectedBytes: corpus.text.count))
        let encoded = try encoder.session().encode(corpus.text, layout: .lines)
        #expect(try ReferenceRow(encoded) == ReferenceRow.named(vocabulary, "nsmc.txt"))
    }
}

/// A row of the reference table.
struct ReferenceRow: Equatable {
    var documents: Int
    var tokens: Int
    var digest: String

    /// What the table would say of these ids.
    init(_ encoded: EncodedDocuments) {
        var hasher = SHA256()
        var start = 0
        let separator: TokenID = .max
        for end in encoded.ends {
            encoded.ids[start..<end].withUnsafeBytes { hasher.update(bufferPointer: $0) }
            withUnsafeBytes(of: separator) { hasher.update(bufferPointer: $0) }
            start = end
        }
        (documents, tokens, digest) = (encoded.ends.count, encoded.ids.count, hasher.finalize().hexadecimal)
    }

    private init?(_ fields: [Substring]) {
        guard fields.count == 5, let documents = Int(fields[2]), let tokens = Int(fields[3]) else { return nil }
        (self.documents, self.tokens, digest) = (documents, tokens, String(fields[4]))
    }

    /// The row of a vocabulary and a corpus; the test fails where the table has none.
    static func named(_ vocabulary: String, _ corpus: String) throws -> ReferenceRow {
        let url = try #require(try SharedData.url("reference/counts.tsv"))
        let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        let row = rows.first { $0.count > 1 && $0[0] == vocabulary && $0[1] == corpus }
        return try #require(row.flatMap(ReferenceRow.init))
    }
}

extension SharedCorpus {
    var layout: DocumentLayout { isLines ? .lines : .ranges(documents) }
}
