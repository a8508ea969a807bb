/// A pattern as instructions for threads, each of which is at one of them: Thompson's construction, with priorities.
///
/// Where a thread splits, its first way has priority over its second. The thread of highest priority that reaches `match` is
/// the match that backtracking would find.
struct PatternProgram {
    enum Instruction {
        /// A character of these classes, then on to `next`.
        case set(UInt64, next: Int)
        /// Two ways, the first before the second.
        case split(Int, Int)
        /// On to `next` if the character that follows is of these classes; the bit `edge` is the text's end.
        case ahead(UInt64, next: Int)
        /// The same for the character before and the text's beginning.
        case behind(UInt64, next: Int)
        case match
    }

    private(set) var instructions: [Instruction] = [.match]
    private(set) var start = 0
    /// The number of classes; that of the text's edge.
    let edge: Int
    private(set) var hasBehind = false
    private let partition: ClassPartition

    /// The most instructions: repetitions in repetitions multiply.
    static let mostInstructions = 8192

    init(_ node: PatternNode, _ partition: ClassPartition) throws(PatternError) {
        self.partition = partition
        edge = partition.count
        start = try add(node, next: 0)
    }

    private mutating func add(_ instruction: Instruction) throws(PatternError) -> Int {
        guard instructions.count < Self.mostInstructions else {
            throw .tooLarge("more than \(Self.mostInstructions) steps")
        }
        instructions.append(instruction)
        return instructions.count - 1
    }

    private func mask(_ edge: PatternEdge) -> UInt64 {
        partition.mask(of: edge.set) | (edge.orEdge ? 1 << UInt64(self.edge) : 0)
    }

    /// Where a thread begins that is to match a node and then go on to `next`.
    private mutating func add(_ node: PatternNode, next: Int) throws(PatternError) -> Int {
        switch node {
        case .set(let set): return try add(.set(partition.mask(of: set), next: next))
        case .ahead(let edge): return try add(.ahead(mask(edge), next: next))
        case .behind(let edge):
            hasBehind = true
            return try add(.behind(mask(edge), next: next))
        case .sequence(let nodes):
            var place = next
            for node in nodes.reversed() { place = try add(node, next: place) }
            return place
        case .alternation(let nodes):
            var place: Int?
            for node in nodes.reversed() {
                let start = try add(node, next: next)
                if let other = place { place = try add(.split(start, other)) } else { place = start }
            }
            return place ?? next
        case .repeated(let node, let repetition): return try add(node, repetition, next: next)
        }
    }

    private mutating func add(
        _ node: PatternNode, _ repetition: PatternRepetition, next: Int
    ) throws(PatternError) -> Int {
        var after = next
        if repetition.kind == .possessive, case .set(let set) = node {
            // Leaving before the most is reached means that no more follow.
            let ahead = PatternEdge(set: set, orEdge: false).negated
            after = try add(.ahead(mask(ahead), next: next))
        }
        var place: Int
        var least = repetition.least
        if let most = repetition.most {
            place = next
            for _ in least..<most { place = try split(try add(node, next: place), after, repetition.kind) }
            if least == most { place = next }
        } else {
            // x+ goes round; x* is (x+)?, so that a round of nothing ends it and does not go before the way out.
            let loop = try add(.split(0, 0))
            let body = try add(node, next: loop)
            instructions[loop] = repetition.kind == .lazy ? .split(after, body) : .split(body, after)
            if least > 0 {
                place = body
                least -= 1
            } else {
                place = node.isNullable ? try split(body, after, repetition.kind) : loop
            }
        }
        for _ in 0..<least { place = try add(node, next: place) }
        return place
    }

    private mutating func split(_ body: Int, _ after: Int, _ kind: PatternRepetition.Kind) throws(PatternError) -> Int {
        try add(kind == .lazy ? .split(after, body) : .split(body, after))
    }
}

extension PatternNode {
    /// The sets that the classes must tell apart.
    func collectSets(into sets: inout Set<ScalarSet>) {
        switch self {
        case .set(let set): sets.insert(set)
        case .ahead(let edge), .behind(let edge): sets.insert(edge.set)
        case .sequence(let nodes), .alternation(let nodes): for node in nodes { node.collectSets(into: &sets) }
        case .repeated(let node, let repetition):
            node.collectSets(into: &sets)
            if repetition.kind == .possessive, case .set(let set) = node { sets.insert(set.complement) }
        }
    }
}
