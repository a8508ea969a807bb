@testable import JeoulText
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Several runs in one batch, as many small documents are.
@Suite("runs in one batch") struct RunBatchTests {
    /// No run's scan changes what those before it have left in the batch.
    @Test(arguments: SplitPattern.allCases, [91, 92]) func oneAfterTheOther(_ pattern: SplitPattern, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let kernel = ScanKernel.all.randomElement(using: &random)!
        for round in 0..<200 {
            let texts = (0..<Int.random(in: 2...6, using: &random)).map { _ in
                MixedText.make(length: Int.random(in: 1...150, using: &random), using: &random)
            }
            var text: [UInt8] = []
            var runs: [TextRun] = []
            var expected: [Range<Int>] = []
            for part in texts {
                let start = text.count
                text += part
                runs.append(TextRun(range: start..<text.count, splitsLines: false))
                part.withUnsafeBufferPointer { bytes in
                    for preToken in ScalarSplitter(pattern: pattern).preTokens(bytes) {
                        expected.append(start + preToken.start..<start + preToken.end)
                    }
                }
            }
            let batch = PreTokenBatch()
            var found: [Range<Int>] = []
            var documents = 0
            text.withUnsafeBufferPointer { bytes in
                let scanner = Splitter.scanner(for: [.handWritten(pattern)], kernel: kernel)
                TextRuns(base: bytes.baseAddress!, count: bytes.count, runs: runs).forEachBatch(in: batch, by: scanner)
                {
                    documents += batch.documentCount
                    for preToken in 0..<batch.preTokenCount {
                        let start = Int(batch.starts[preToken])
                        found.append(start..<start + Int(batch.lengths[preToken]))
                    }
                }
            }
            #expect(found == expected, "seed \(seed), round \(round), \(kernel.name)")
            #expect(documents == texts.count)
            if found != expected { return }
        }
    }
}
