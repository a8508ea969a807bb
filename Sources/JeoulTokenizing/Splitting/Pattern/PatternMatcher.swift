/// Finds the match from one place of a window of symbols, and remembers what was looked at in vain.
///
/// **Why it is linear.** An automaton that has passed the end of a match may go on for long in the hope of a longer one, and then
/// the next match may begin with the same hope: `a*b|a` on a run of a's. But what follows from a state at a place does not
/// depend on where the match began. So a state at a place from which no end was reached is kept (`failed`), and a later match
/// stops when it comes to one (Reps, "Maximal-munch" tokenization in linear time, 1998): a state at a place is passed at most
/// once in vain. The first `freeSteps` of each hope, and all places but each 16th, are not worth being kept; that costs a constant a
/// match.
struct PatternMatcher {
    /// What comes of trying a match.
    enum Outcome: Equatable {
        /// A match that ends there.
        case end(Int)
        case none
        /// What is known of the text does not tell.
        case unknown
    }

    let automaton: PatternAutomaton
    /// The states, by place in the text, from which no end is reached.
    private var failed: Set<UInt64> = []
    private var pending: [UInt64] = []
    /// The last place of `failed`, and how many symbols were read in all.
    private var lastFailed = -1
    private(set) var steps = 0

    static let freeSteps = 64

    init(_ automaton: PatternAutomaton) { self.automaton = automaton }

    /// Forgets what is about another text.
    mutating func reset() {
        failed.removeAll()
        lastFailed = -1
    }

    /// The match that begins at the symbol `start`, where the symbols below `limit` are known. At a symbol with a mark after
    /// `start` the text ends.
    mutating func match(_ symbols: UnsafePointer<UInt8>, from start: Int, limit: Int, base: Int) -> Outcome {
        if base + start > lastFailed, !failed.isEmpty { failed.removeAll(keepingCapacity: true) }
        pending.removeAll(keepingCapacity: true)
        let edge = automaton.edge
        let isFirst = symbols[start] & SplitTable.begins != 0 || base + start == 0
        let before = isFirst ? edge : Int(symbols[start - 1] & (SplitTable.begins - 1))
        var state = automaton.start(before: before)
        var place = start
        var end = -1
        defer { steps += place - start }
        while true {
            guard place < limit else { return .unknown }
            let symbol = symbols[place]
            let atEdge = symbol & SplitTable.begins != 0 && place > start
            let (next, accepts) = automaton.step(state, atEdge ? edge : Int(symbol & (SplitTable.begins - 1)))
            if accepts {
                end = place
                pending.removeAll(keepingCapacity: true)
            }
            if next == PatternAutomaton.dead { break }
            state = next
            place += 1
            if place - max(start, end) > Self.freeSteps, (base + place) & 15 == 0 {
                let key = UInt64(base + place) << 16 | UInt64(state)
                if failed.contains(key) { break }
                pending.append(key)
            }
        }
        if !pending.isEmpty {
            failed.formUnion(pending)
            lastFailed = max(lastFailed, base + place)
        }
        return end < 0 ? .none : .end(end)
    }
}
