/// Finds the longest of many byte strings that stands at a place of a text. O(length of the match).
struct PrefixTrie: Sendable {
    private struct Node {
        /// The value of the string that ends here, or -1.
        var value: Int32 = -1
        var edges: [(byte: UInt8, node: Int32)] = []
    }

    private var nodes = [Node()]
    /// The first step, by byte; most places of a text end there.
    private var roots = [Int32](repeating: -1, count: 256)

    /// Whether there are no strings.
    var isEmpty: Bool { nodes.count == 1 }

    /// The strings' values are their numbers. Of two that are the same the later one counts.
    init(_ strings: some Sequence<[UInt8]>) {
        for (value, string) in strings.enumerated() where !string.isEmpty {
            var node = 0
            for byte in string {
                if let edge = nodes[node].edges.first(where: { $0.byte == byte }) {
                    node = Int(edge.node)
                } else {
                    nodes.append(Node())
                    nodes[node].edges.append((byte, Int32(nodes.count - 1)))
                    node = nodes.count - 1
                }
            }
            nodes[node].value = Int32(value)
        }
        for edge in nodes[0].edges { roots[Int(edge.byte)] = edge.node }
    }

    /// The longest string at `position`, and its length.
    func longest(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> (value: Int, length: Int)? {
        guard position < text.count else { return nil }
        var node = roots[Int(text[position])]
        var at = position + 1
        var best: (Int, Int)?
        while node >= 0 {
            if nodes[Int(node)].value >= 0 { best = (Int(nodes[Int(node)].value), at - position) }
            guard at < text.count, let edge = nodes[Int(node)].edges.first(where: { $0.byte == text[at] }) else {
                break
            }
            node = edge.node
            at += 1
        }
        return best
    }
}
