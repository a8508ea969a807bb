import ScanKernels

/// How a pass cuts text into pieces: a value, so that vocabularies that cut alike share the scan.
enum PassSplitter: Hashable, Sendable {
    /// One of the hand-written splitters.
    case pattern(SplitPattern)
    /// Before marks, where loading has proved that it changes no id.
    case marks(MarkRule)

    /// The pattern, of which several share one scan.
    var pattern: SplitPattern? { if case .pattern(let pattern) = self { pattern } else { nil } }
}

/// The scanner of a splitter.
enum PassScanner {
    case pieces(PieceScanner)
    case marks(MarkScanner)

    // SAFETY: as for `PieceScanner.init`.
    init(
        text: UnsafePointer<UInt8>, count: Int, splitter: PassSplitter, splitsLines: Bool, kernel: ScanKernel,
        window: UnsafeMutablePointer<jeoul_class_block>
    ) {
        switch splitter {
        case .pattern(let pattern):
            self = .pieces(
                PieceScanner(
                    text: text, count: count, pattern: pattern, splitsLines: splitsLines, kernel: kernel,
                    window: window))
        case .marks(let rule):
            self = .marks(
                MarkScanner(text: text, count: count, rule: rule, splitsLines: splitsLines, kernel: kernel))
        }
    }

    var isFinished: Bool {
        switch self {
        case .pieces(let scanner): scanner.isFinished
        case .marks(let scanner): scanner.isFinished
        }
    }

    /// Fills the batch with the next pieces and the ends of documents among them.
    mutating func fill(_ batch: PieceBatch) {
        switch self {
        case .pieces(var scanner):
            scanner.fill(batch)
            self = .pieces(scanner)
        case .marks(var scanner):
            scanner.fill(batch)
            self = .marks(scanner)
        }
    }
}
