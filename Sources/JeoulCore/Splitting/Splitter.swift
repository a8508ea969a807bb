/// How text is cut into pieces, ready for use: by a hand-written splitter, or by one compiled from patterns; or before spaces, where
/// loading has proved that this changes no id.
enum Splitter: Sendable {
    case handWritten(SplitPattern)
    case compiled(CompiledSplitter)
    case marks(MarkRule)

    /// Nil where a step changes the text, or is a pattern that cannot be compiled: such steps are for `PreTokenizer`.
    init?(_ definition: SplitterDefinition?) {
        switch definition {
        case nil: return nil
        case .pattern(let pattern): self = .handWritten(pattern)
        case .steps(let steps):
            if steps.count == 1, case .pattern(let pattern) = steps[0] {
                self = .handWritten(pattern)
                return
            }
            do {
                self = .compiled(try CompiledSplitter.of(steps))
            } catch {
                // Exact all the same, step by step; `VocabularyNote.slowPattern` says so of a pattern.
                return nil
            }
        }
    }

    /// Where text is cut at marks, by which rule.
    var rule: MarkRule? {
        if case .marks(let rule) = self { rule } else { nil }
    }

    /// Gives `body` the pieces of one text in order: where each begins and ends.
    // SAFETY: the text must be valid UTF-8.
    func forEachPiece(of text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) throws -> Void) rethrows {
        guard let base = text.baseAddress else { return }
        switch self {
        case .handWritten(let pattern):
            let splitter = ScalarSplitter(pattern: pattern)
            var start = 0
            while start < text.count {
                let end = splitter.end(of: base, from: start, to: text.count)
                try body(start..<end)
                start = end
            }
        case .marks: try body(0..<text.count)
        case .compiled(let splitter):
            try splitter.sessions.with(make: { (CompiledScanner(splitter), PieceBatch()) }) { session in
                session.scanner.start(base, text.count, splitsLines: false)
                while !session.scanner.isFinished {
                    session.batch.removeAll()
                    session.scanner.fill(session.batch)
                    for piece in 0..<session.batch.pieceCount {
                        let start = Int(session.batch.starts[piece])
                        try body(start..<start + Int(session.batch.lengths[piece]))
                    }
                }
            }
        }
    }
}

extension Splitter: Equatable {
    /// Whether both cut alike because they were made from the same steps.
    static func == (left: Splitter, right: Splitter) -> Bool {
        switch (left, right) {
        case (.handWritten(let left), .handWritten(let right)): left == right
        case (.compiled(let left), .compiled(let right)): left === right || left.definition == right.definition
        case (.marks(let left), .marks(let right)): left == right
        default: false
        }
    }
}
