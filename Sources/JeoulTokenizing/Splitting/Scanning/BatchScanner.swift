import JeoulText
import ScanKernels

/// Cuts texts into pre-tokens, batch by batch. Each thread has its own.
protocol BatchScanner: AnyObject {
    /// Whether the text is at its end.
    var isFinished: Bool { get }

    /// Begins another text.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8, until it is finished.
    func start(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool)

    /// Adds the next pre-tokens to the batch, from `preTokenCount` on, and the ends of documents among them, until the batch is full or
    /// the text is finished; then has the batch complete them.
    func fill(_ batch: PreTokenBatch)
}

extension CompiledScanner: BatchScanner {}
extension MarkScanner: BatchScanner {}

extension Splitter {
    /// A scanner for one splitter, or for several that are written by hand, of which the n-th has bit n among a row's owners.
    ///
    /// - Parameter models: of the vocabularies whose pre-tokens it cuts, where pre-tokens of several words may be cut further; see
    ///   `SpaceBoundaries`.
    static func scanner(
        for splitters: [Splitter], models: [BytePairModel] = [], kernel: ScanKernel
    ) -> any BatchScanner {
        switch splitters[0] {
        case .handWritten:
            let patterns = splitters.compactMap { if case .handWritten(let pattern) = $0 { pattern } else { nil } }
            return PatternScanner(patterns, kernel: kernel)
        case .marks(let rule): return MarkScanner(rule, kernel: kernel)
        case .compiled(let splitter):
            let scanner = CompiledScanner(splitter)
            guard !models.isEmpty, splitter.joinsWords else { return scanner }
            let edges = models.compactMap(\.spaceEdges)
            return edges.count == models.count ? WordScanner(scanner, edges: edges) : scanner
        }
    }
}
