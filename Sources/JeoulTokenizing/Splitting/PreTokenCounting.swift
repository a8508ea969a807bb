import JeoulText
import ScanKernels

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SplitPattern {
    /// The number of pre-tokens that the splitter cuts a text into: the scan alone, for measurements. O(n).
    ///
    /// - Parameters:
    ///   - text: the text; its layout is `.lines`.
    package func preTokenCount(of text: UTF8Text, kernel: ScanKernel = .best) -> Int {
        text.data.withUnsafeBytes { raw in
            guard let base = raw.bindMemory(to: UInt8.self).baseAddress else { return 0 }
            let scanner = PatternScanner([self], kernel: kernel)
            // SAFETY: the text outlives the call.
            scanner.start(base, raw.count, splitsLines: text.layout == .lines)
            let batch = PreTokenBatch()
            var count = 0
            while !scanner.isFinished {
                scanner.fill(batch)
                count += batch.preTokenCount
                batch.removeAll()
            }
            return count
        }
    }
}
