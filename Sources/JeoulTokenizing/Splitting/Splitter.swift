/// How text is cut into pre-tokens, ready for use: by a hand-written splitter, or by one compiled from patterns; or before spaces, where
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
