import ScanKernels

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SplitPattern {
    /// The number of pieces that the splitter cuts a text into: the scan alone, for measurements. O(n).
    ///
    /// - Parameters:
    ///   - text: the text; its layout is `.lines`.
    package func pieceCount(of text: UTF8Text, kernel: ScanKernel = .best) -> Int {
        text.data.withUnsafeBytes { raw in
            guard let base = raw.bindMemory(to: UInt8.self).baseAddress else { return 0 }
            let window = UnsafeMutablePointer<jeoul_class_block>.allocate(capacity: ClassWindow.blockCount)
            defer { window.deallocate() }
            // SAFETY: the text outlives the call, and the window is this scanner's alone.
            var scanner = PieceScanner(
                text: base, count: raw.count, pattern: self, splitsLines: text.layout == .lines, kernel: kernel,
                window: window)
            let batch = PieceBatch()
            var count = 0
            while !scanner.isFinished {
                scanner.fill(batch)
                count += batch.pieceCount
                batch.removeAll()
            }
            return count
        }
    }
}
