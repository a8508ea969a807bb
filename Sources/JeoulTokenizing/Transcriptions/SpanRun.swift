/// Stretches of a text that merge with their neighbours.
struct SpanRun {
    let text: UnsafeBufferPointer<UInt8>
    /// Where each stretch begins and ends; together they cover the text.
    private(set) var spans: [Range<Int>] = []
    /// Whether a stretch never merges.
    private var isFrozen: [Bool] = []

    /// A run without stretches.
    init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    mutating func append(_ span: Range<Int>, isFrozen frozen: Bool) {
        spans.append(span)
        isFrozen.append(frozen)
    }

    /// Merges the neighbours of the lowest rank, the leftmost of equals, until no two merge. `rank` is that of a range
    /// of the text, or nil; `onCandidate` is told of each pair that has one when it comes up.
    mutating func merge(
        rank: (Range<Int>) -> UInt32?, onCandidate: (_ whole: Range<Int>, _ middle: Int) -> Void
    ) {
        let isFrozen = isFrozen
        var order = PriorityMerge()
        order.run(spans.count) { left, right in
            guard !isFrozen[left], !isFrozen[right] else { return PriorityMerge.none }
            let whole = spans[left].lowerBound..<spans[right].upperBound
            guard let rank = rank(whole) else { return PriorityMerge.none }
            onCandidate(whole, spans[left].upperBound)
            return rank
        } merge: { left, right, _ in
            spans[left] = spans[left].lowerBound..<spans[right].upperBound
        }
        spans = order.left.map { spans[$0] }
    }
}
