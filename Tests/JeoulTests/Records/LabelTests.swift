import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulWeighing

/// There is a label for each document, whether or not anything is known of it.
@Suite struct LabelTests {
    @Test func listsAreJoinedByTheirDocuments() {
        let some = LabelList([DocumentLabels(id: "a")], count: 3)
        #expect(some.map { $0.id?.description } == ["a", nil, nil])
        let joined = LabelList(joining: [LabelList(unknown: 2), some, LabelList(unknown: 1), some])
        #expect(joined.count == 9)
        #expect(joined.map { $0.id?.description } == [nil, nil, "a", nil, nil, nil, "a", nil, nil])
        #expect(joined.selecting([2, 8, 0]).map { $0.id?.description } == ["a", nil, nil])
        #expect(LabelList(joining: [LabelList(unknown: 4)]).selecting([3, 1]) == LabelList(unknown: 2))
        #expect(LabelList(joining: []).isEmpty)
    }

    /// Files with labels and without, and one whose labels begin behind its first block.
    @Test(arguments: [64, 1 << 19]) func groupsOfMixedFilesAreWeighed(_ size: Int) throws {
        let folder = try TemporaryFolder()
        let plain = (0..<30).map { "글 \($0)번입니다." }
        let records = (0..<30).map { "{\"id\": \($0), \"register\": \"news\", \"text\": \"기사 \($0)번입니다.\"}\n" }.joined()
        let late =
            (0..<30).map { "{\"text\": \"앞 \($0)\"}\n" }.joined()
            + (0..<5).map { "{\"id\": \($0), \"text\": \"뒤 \($0)\"}\n" }.joined()
        let paths = [
            try folder.write(plain.joined(separator: "\n"), to: "x/a.txt"), try folder.write(records, to: "y/b.jsonl"),
            try folder.write(late, to: "z/c.jsonl"),
        ]
        let tokenizer = try TestTokenizers.tokenizer("o200k_base")
        for order in [paths, paths.reversed()] {
            let corpus = Corpus(arguments: order, options: CorpusOptions(batchBytes: size))
            let weighing = try Weighing(
                corpus, tokenizers: [tokenizer], options: WeighingOptions(threads: 2, grouping: .file))
            #expect(weighing.labels.count == 95 && weighing.labels.count { $0.id != nil } == 35)
            let groups = try Grouping.file.groups(of: weighing)
            #expect(groups.map { $0.weighing.labels.count }.sorted() == [30, 30, 35])
            for group in groups {
                let known = group.weighing.labels.count { $0.id != nil }
                #expect(
                    known
                        == (group.name.description.hasSuffix("b.jsonl")
                            ? 30 : group.name.description.hasSuffix("c.jsonl") ? 5 : 0))
            }
            let csv = String(decoding: DocumentCounts(weighing, vocabularies: ["o200k_base"]).csv, as: UTF8.self)
            #expect(csv.hasPrefix("document,id,register,bytes,"))
            #expect(csv.split(separator: "\n").count == 96)
        }
    }
}
