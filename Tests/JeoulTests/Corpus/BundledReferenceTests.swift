import Foundation
import JeoulTokenizing
import JeoulVocabularies
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora

/// The ids of the bundled vocabularies on the bundled real texts are those that the reference libraries give.
@Suite("Reference ids on the bundled corpora") struct BundledReferenceTests {
    @Test(arguments: TestTokenizers.bundled) func ofEveryCorpus(_ vocabulary: String) throws {
        let corpora = try CorpusCatalog.standard(environment: ["HOME": "/none"])
        let entry = try #require(try TestTokenizers.catalog().manifest.entry(named: vocabulary))
        let references = entry.referenceCounts + (try Self.goldens(vocabulary))
        let tokenizer = try TestTokenizers.tokenizer(vocabulary)
        for corpus in corpora.manifest.corpora where corpus.bundled && !corpus.isComposedOfRegisters {
            let reference = try #require(references.first { $0.corpus == corpus.derivedName }, "\(corpus.id)")
            let text = try corpora.corpus(corpus.id).corpus()
            #expect(try ReferenceCount(text, named: reference.corpus, by: tokenizer) == reference, "\(corpus.id)")
        }
    }

    /// The texts of which the manifest has no reference counts.
    private static func goldens(_ vocabulary: String) throws -> [ReferenceCount] {
        let url = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
            .appending(path: "Goldens/bundled-corpora.tsv")
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t").map(String.init) }
            .compactMap { row in
                guard row.count == 5, row[0] == vocabulary, let documents = Int(row[2]), let tokens = Int(row[3]) else {
                    return nil
                }
                return ReferenceCount(corpus: row[1], documents: documents, tokens: tokens, idsSha256: row[4])
            }
    }
}
