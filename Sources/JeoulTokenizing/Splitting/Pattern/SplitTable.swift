/// An automaton made into one table for cutting a whole text into the matches of a pattern and what lies between.
///
/// An automaton stops at the end of each match, and then begins anew. Nearly always the match ends right before the character
/// at which the automaton stops, and a new match certainly begins with it: then the table has the new match's state as the
/// next one, and a mark that a pre-token begins, so that there is nothing to stop for. What is not so is `isSpecial`: the match
/// ends further back, or whether one begins here is not certain yet.
struct SplitTable: Sendable {
    /// For each row an entry by symbol: the next row's place, and the marks below.
    let entries: [UInt32]
    /// Whether every text is nothing but matches, none of them empty.
    let isTotal: Bool

    /// A symbol is a class with perhaps this mark, that a pre-token begins at the character whatever the pattern says: there, what
    /// comes before ends as if the text ended.
    static let begins: UInt8 = 0x40
    /// The end of a document.
    static let documentEnd: UInt8 = 0x7F
    static let symbols = 128

    static let rowMask: UInt32 = 0xFF_FFFF
    /// A pre-token begins at the character; moved to a symbol's mark by `beginsShift`.
    static let beginsMark: UInt32 = 0x4000_0000
    static let beginsShift: UInt32 = 24
    /// A match ends before the character.
    static let acceptsMark: UInt32 = 0x2000_0000
    static let specialMark: UInt32 = 0x8000_0000

    /// The row of a place where a pre-token begins, and of one in what lies between matches; the states' rows follow.
    static let fresh: UInt32 = 0
    static let gap = UInt32(symbols)
    static let mostStates = 1000

    /// Nil where the automaton is not one for a table: it looks behind, or has too many states.
    init?(_ automaton: PatternAutomaton) {
        guard !automaton.looksBehind, automaton.stateCount <= Self.mostStates else { return nil }
        let edge = automaton.edge
        let certain = Self.certainStates(automaton)
        let start = automaton.start(before: edge)
        func row(_ state: UInt32) -> UInt32 { (state + 2) * UInt32(Self.symbols) }
        var isTotal = true
        /// What follows where a match may begin at a character.
        func restart(_ symbol: Int, inGap: Bool) -> UInt32 {
            let (next, accepts) = automaton.step(start, symbol)
            let begins = inGap ? 0 : Self.beginsMark
            if accepts { return Self.specialMark }
            if next == PatternAutomaton.dead { return Self.gap | begins }
            return certain[Int(next)] ? row(next) | Self.beginsMark : Self.specialMark
        }
        let fromFresh = (0..<edge).map { restart($0, inGap: false) }
        for entry in fromFresh where entry & Self.specialMark != 0 || entry & Self.rowMask == Self.gap {
            isTotal = false
        }
        var entries: [UInt32] = []
        entries.reserveCapacity((automaton.stateCount + 2) * Self.symbols)
        // What no text has: the classes' numbers are below the edge's.
        let never = Self.specialMark
        func add(_ plain: (Int) -> UInt32, marked: (Int) -> UInt32, end: UInt32) {
            let padding = repeatElement(never, count: Self.symbols / 2 - edge)
            entries += (0..<edge).map(plain) + Array(padding)
            entries += (0..<edge).map(marked) + Array(padding)
            entries[entries.count - 1] = end
        }
        let ended = Self.fresh | Self.beginsMark
        add({ fromFresh[$0] }, marked: { fromFresh[$0] }, end: ended)
        add({ restart($0, inGap: true) }, marked: { fromFresh[$0] }, end: ended)
        for state in 0..<UInt32(automaton.stateCount) {
            let endAccepts = automaton.step(state, edge).accepts
            add(
                { symbol in
                    let (next, accepts) = automaton.step(state, symbol)
                    let mark = accepts ? Self.acceptsMark : 0
                    if next != PatternAutomaton.dead { return row(next) | mark }
                    return accepts ? fromFresh[symbol] | mark : Self.specialMark
                }, marked: { endAccepts ? fromFresh[$0] | Self.acceptsMark : Self.specialMark },
                end: endAccepts ? ended : Self.specialMark)
        }
        self.entries = entries
        self.isTotal = isTotal
    }

    /// The states from which a match comes about whatever follows: those of whose steps each accepts or leads to such a state.
    /// The text's end, where no state follows, comes at last.
    private static func certainStates(_ automaton: PatternAutomaton) -> [Bool] {
        var certain = [Bool](repeating: true, count: automaton.stateCount)
        var changes = true
        while changes {
            changes = false
            for state in certain.indices where certain[state] {
                let isCertain = (0...automaton.edge).allSatisfy { symbol in
                    let (next, accepts) = automaton.step(UInt32(state), symbol)
                    return accepts || next != PatternAutomaton.dead && certain[Int(next)]
                }
                if !isCertain {
                    certain[state] = false
                    changes = true
                }
            }
        }
        return certain
    }
}
