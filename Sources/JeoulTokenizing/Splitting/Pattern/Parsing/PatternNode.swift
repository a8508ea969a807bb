/// A pattern as a tree, with case folding, sets and groups worked out.
indirect enum PatternNode: Hashable, Sendable {
    /// One character of a set.
    case set(ScalarSet)
    /// One after the other; of none, the empty string.
    case sequence([PatternNode])
    /// The first that leads to a match.
    case alternation([PatternNode])
    case repeated(PatternNode, PatternRepetition)
    /// Nothing, where this follows.
    case ahead(PatternEdge)
    /// Nothing, where this comes before.
    case behind(PatternEdge)

    static let empty = PatternNode.sequence([])

    /// Whether the empty string may match.
    var isNullable: Bool {
        switch self {
        case .set: false
        case .sequence(let nodes): nodes.allSatisfy(\.isNullable)
        case .alternation(let nodes): nodes.contains(where: \.isNullable)
        case .repeated(let node, let repetition): repetition.least == 0 || node.isNullable
        case .ahead, .behind: true
        }
    }

    /// The set, where the node always matches exactly one character.
    var singleSet: ScalarSet? {
        switch self {
        case .set(let set): return set
        case .sequence(let nodes): return nodes.count == 1 ? nodes[0].singleSet : nil
        case .alternation(let nodes):
            var union = ScalarSet.empty
            for node in nodes {
                guard let set = node.singleSet else { return nil }
                union = union.union(set)
            }
            return union
        case .repeated(let node, let repetition):
            return repetition.least == 1 && repetition.most == 1 ? node.singleSet : nil
        case .ahead, .behind: return nil
        }
    }

    /// What must follow for the node to match a prefix of what is there, where one character tells.
    var edgeAhead: PatternEdge? {
        switch self {
        case .set(let set): return PatternEdge(set: set, orEdge: false)
        case .ahead(let edge): return edge
        case .behind: return nil
        case .repeated(let node, let repetition):
            // The first time decides: nothing comes after the look-ahead.
            if repetition.least == 0 || node.isNullable { return .anything }
            return repetition.least == 1 ? node.edgeAhead : nil
        case .alternation(let nodes):
            var union = PatternEdge(set: .empty, orEdge: false)
            for node in nodes {
                guard let edge = node.edgeAhead else { return nil }
                union = PatternEdge(set: union.set.union(edge.set), orEdge: union.orEdge || edge.orEdge)
            }
            return union
        case .sequence(let nodes):
            var both = PatternEdge.anything
            for (place, node) in nodes.enumerated() {
                guard let edge = node.edgeAhead else { return nil }
                both = PatternEdge(set: both.set.intersection(edge.set), orEdge: both.orEdge && edge.orEdge)
                if case .ahead = node { continue }
                return place == nodes.count - 1 ? both : nil
            }
            return both
        }
    }

    /// The same for what comes before; only single characters and edges.
    var edgeBehind: PatternEdge? {
        switch self {
        case .set(let set): return PatternEdge(set: set, orEdge: false)
        case .behind(let edge): return edge
        case .sequence(let nodes): return nodes.isEmpty ? .anything : nodes.count == 1 ? nodes[0].edgeBehind : nil
        case .alternation(let nodes):
            var union = PatternEdge(set: .empty, orEdge: false)
            for node in nodes {
                guard let edge = node.edgeBehind else { return nil }
                union = PatternEdge(set: union.set.union(edge.set), orEdge: union.orEdge || edge.orEdge)
            }
            return union
        case .ahead, .repeated: return nil
        }
    }
}

/// How often something comes.
struct PatternRepetition: Hashable, Sendable {
    enum Kind: Sendable {
        /// As often as can be, then less often.
        case greedy
        /// As seldom as can be, then more often.
        case lazy
        /// As often as can be, and never less often.
        case possessive
    }

    var least: Int
    /// nil: without end.
    var most: Int?
    var kind: Kind
}

/// What may stand at one side of a place: a character of a set, or the text's edge.
struct PatternEdge: Hashable, Sendable {
    var set: ScalarSet
    var orEdge: Bool

    static let anything = PatternEdge(set: .all, orEdge: true)

    var negated: PatternEdge { PatternEdge(set: set.complement, orEdge: !orEdge) }
}
