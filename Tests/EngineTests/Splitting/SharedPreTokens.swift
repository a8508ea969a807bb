@testable import JeoulText
import Foundation
import ScanKernels
import TestSupport

@testable import JeoulTokenizing

/// What the shared scanner gives, the rows of each pattern apart, in the form that a scanner of one pattern has.
struct SharedPreTokens {
    private(set) var preTokens: [PreTokens]
    /// What is wrong with the rows themselves.
    private(set) var fault: String?

    init(scanning text: UnsafeBufferPointer<UInt8>, _ patterns: [SplitPattern], lines: Bool, kernel: ScanKernel) {
        preTokens = patterns.map { _ in PreTokens() }
        guard let base = text.baseAddress else { return }
        let scanner = PatternScanner(patterns, kernel: kernel)
        let batch = PreTokenBatch()
        // Once for another text, which must leave nothing behind.
        scanner.start(base, text.count / 2, splitsLines: !lines)
        if !scanner.isFinished { scanner.fill(batch) }
        scanner.start(base, text.count, splitsLines: lines)
        var lastEnd: UInt32 = 0
        while !scanner.isFinished {
            batch.removeAll()
            scanner.fill(batch)
            if batch.preTokenCount > PreTokenBatch.capacity + PreTokenBatch.slack { fault = "a batch too large" }
            var document = 0
            for row in 0...batch.preTokenCount {
                while document < batch.documentCount, Int(batch.documentPreTokens[document]) == row {
                    for place in preTokens.indices {
                        preTokens[place].documentPreTokens.append(UInt32(preTokens[place].starts.count))
                        preTokens[place].documentEnds.append(batch.documentEnds[document])
                    }
                    document += 1
                }
                guard row < batch.preTokenCount else { break }
                let end = batch.starts[row] + batch.lengths[row]
                if end < lastEnd { fault = "ends descend from \(lastEnd) to \(end)" }
                lastEnd = end
                for place in preTokens.indices where batch.owners[row] >> place & 1 != 0 {
                    preTokens[place].starts.append(batch.starts[row])
                    preTokens[place].lengths.append(batch.lengths[row])
                }
            }
        }
    }
}

/// Compares the shared scanner with scanners of one pattern, on every kernel, as one document and line by line.
struct SharedSplitterCheck {
    /// All sets of at least two patterns, and some in another order.
    static let subsets: [[SplitPattern]] =
        (0..<1 << SplitPattern.allCases.count).map { bits in
            SplitPattern.allCases.enumerated().filter { bits >> $0.offset & 1 != 0 }.map(\.element)
        }.filter { $0.count > 1 } + [SplitPattern.allCases.reversed(), [.o200k, .gpt2], [.qwen2, .cl100k]]

    var subsets = Self.subsets
    var kernels = ScanKernel.all

    /// What is wrong with a text's pre-tokens, in words; nil where nothing is.
    func fault(in text: [UInt8]) -> String? {
        // An allocation of exactly the text's size, so that the address sanitizer sees a read past its end.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        defer { copy.deallocate() }
        _ = copy.initialize(from: text)
        let text = UnsafeBufferPointer(copy)
        for lines in [false, true] {
            let expected = Dictionary(
                uniqueKeysWithValues: SplitPattern.allCases.map { pattern in
                    (pattern, PreTokens(scanning: text, pattern, lines: lines, kernel: .best))
                })
            for subset in subsets {
                for kernel in kernels {
                    let shared = SharedPreTokens(scanning: text, subset, lines: lines, kernel: kernel)
                    let context = "\(subset), kernel \(kernel.name), lines \(lines)"
                    if let fault = shared.fault { return "\(context): \(fault)" }
                    for (place, pattern) in subset.enumerated() {
                        if let fault = shared.preTokens[place].difference(from: expected[pattern]!, in: text) {
                            return "\(context), \(pattern): \(fault)"
                        }
                    }
                }
            }
        }
        return nil
    }
}
