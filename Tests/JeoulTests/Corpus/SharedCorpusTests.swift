import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages

/// The real files beside the project.
@Suite(.enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
struct SharedCorpusTests {
    /// sha256 and documents of each file; the counts are those of the reference table.
    @Test(arguments: [
        ("klue-sts-dev.txt", 1038), ("klue-nli-dev.txt", 4000), ("flores200/kor_Hang.dev", 997),
        ("flores200/kor_Hang.devtest", 1012), ("jhe-dev.ko", 720), ("nsmc.txt", 712_383), ("adversarial.jsonl", 6000),
    ])
    func filesAreReadAsPinned(_ name: String, _ documents: Int) throws {
        let file = try #require(try SharedData.url("corpora/\(name)"))
        let sources = try #require(try SharedData.url("corpora/SOURCES.tsv"))
        let rows = try String(contentsOf: sources, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        let pinned = rows.first { $0.first.map(String.init) == name }?.last.map(String.init)
        do {
            let summary = try Corpus(arguments: [file.path]).summary()
            #expect(summary.documents == documents)
            #expect(summary.sha256 == pinned)
            #expect(summary.warnings.isEmpty)
        }
    }

    /// Foundation's parser is the oracle; it too decodes to scalars, so that bytes can be compared.
    @Test func adversarialRecordsAreDecodedToTheByte() throws {
        let file = try #require(try SharedData.url("corpora/adversarial.jsonl"))
        let documents = try Corpus(arguments: [file.path]).texts()
        let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
        #expect(documents.count == lines.count)
        for (document, line) in zip(documents, lines) {
            #expect(document == Array(try JSONDecoder().decode(String.self, from: Data(line)).utf8))
        }
    }

    @Test func theCatalogFindsAndVerifies() throws {
        let folder = try #require(try SharedData.url("corpora"))
        let catalog = try CorpusCatalog(
            bundledFolder: CorpusCatalogTests.corpora, environment: ["JEOUL_CORPUS_PATH": folder.path])
        let found = try catalog.corpus("nsmc")
        #expect(found.place == .text)
        #expect(try found.corpus().labels().allSatisfy { $0 == DocumentLabels() })
        let file = folder.appendingPathComponent("nsmc.txt").path
        #expect(try catalog.verificationCorpora(named: [file], options: CorpusOptions()).map(\.id) == ["nsmc"])
    }
}
