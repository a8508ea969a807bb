import ScanKernels

/// Cuts texts into pieces, batch by batch. Each thread has its own.
protocol BatchScanner: AnyObject {
    /// Whether the text is at its end.
    var isFinished: Bool { get }

    /// Begins another text.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8, until it is finished.
    func start(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool)

    /// Adds the next pieces to the batch, from `pieceCount` on, and the ends of documents among them, until the batch is full or
    /// the text is finished; then has the batch complete them.
    func fill(_ batch: PieceBatch)
}

extension CompiledScanner: BatchScanner {}
extension MarkScanner: BatchScanner {}
extension SharedPieceScanner: BatchScanner {}

/// A `PieceScanner` for one text after another.
final class MaskScanner: BatchScanner {
    private let pattern: SplitPattern
    private let kernel: ScanKernel
    private let window = UnsafeMutablePointer<jeoul_class_block>.allocate(capacity: ClassWindow.blockCount)
    private var scanner: PieceScanner?

    init(_ pattern: SplitPattern, kernel: ScanKernel) {
        self.pattern = pattern
        self.kernel = kernel
    }

    deinit { window.deallocate() }

    var isFinished: Bool { scanner?.isFinished ?? true }

    func start(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool) {
        scanner = PieceScanner(
            text: text, count: count, pattern: pattern, splitsLines: splitsLines, kernel: kernel, window: window)
    }

    func fill(_ batch: PieceBatch) { scanner?.fill(batch) }
}

extension Splitter {
    /// The most splitters that one scanner has: the owners of a row are bits of a byte.
    static let mostShared = 8

    /// A scanner for one splitter, or for several, at most `mostShared`, of which the n-th has bit n among a row's owners.
    static func scanner(for splitters: [Splitter], kernel: ScanKernel) -> any BatchScanner {
        let patterns = splitters.compactMap { if case .handWritten(let pattern) = $0 { pattern } else { nil } }
        if splitters.count == 1 {
            switch splitters[0] {
            case .handWritten(let pattern): return MaskScanner(pattern, kernel: kernel)
            case .compiled(let splitter): return CompiledScanner(splitter)
            case .marks(let rule): return MarkScanner(rule, kernel: kernel)
            }
        }
        if patterns.count == splitters.count { return SharedPieceScanner(patterns: patterns, kernel: kernel) }
        return MergedScanner(splitters, kernel: kernel)
    }
}
