import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulWeighing

/// What two readings of a corpus give stands on one page only where both were of the same bytes.
@Suite struct SecondReadingTests {
    @Test func anotherTextIsNoticed() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("첫째 줄\n둘째 줄\n", to: "a.txt")
        func weigh() throws -> CorpusSummary {
            try Weighing(
                Corpus(arguments: [path]), tokenizers: [TestTokenizers.tokenizer("o200k_base")],
                options: WeighingOptions()
            ).corpus
        }
        let first = try weigh()
        try first.checkAgain(try weigh())
        _ = try folder.write("첫째 줄\n셋째 줄\n", to: "a.txt")
        let error = #expect(throws: CorpusError.self) { try first.checkAgain(try weigh()) }
        #expect(error?.kind == .changed(.rewritten) && error?.file == path)
        var interrupted = first
        interrupted.isPartial = true
        #expect(throws: InterruptedReading.self) { try first.checkAgain(interrupted) }
    }
}
