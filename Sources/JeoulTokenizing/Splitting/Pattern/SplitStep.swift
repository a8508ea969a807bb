/// One step of a splitter at work on a window: marks where the pre-tokens begin into which it cuts those of the step before.
///
/// Two ways to the same marks: by a `SplitTable` where there is one, character by character; or pre-token by pre-token, by
/// `PatternMatcher` and what `SplitBehavior` makes of the stretches.
struct SplitStep {
    private let step: CompiledSplitter.Step
    private var matcher: PatternMatcher
    /// The next symbol, and the table's row there.
    private var place = 0
    private var row = SplitTable.fresh
    /// Where the match begins that the table is in, and where it ended last.
    private var start = 0
    private var end = 0
    /// Up to here matches are looked for one by one: a table went so far in vain.
    private var slowEnd = 0
    /// Of a step that goes pre-token by pre-token: up to where no pre-token ends.
    private var searched = 0
    private var stretches: [Stretch] = []
    private var tableSteps = 0

    init(_ step: CompiledSplitter.Step) {
        self.step = step
        matcher = PatternMatcher(step.automaton)
    }

    /// The symbols of which the marks are certain.
    private(set) var decided = 0
    /// How many symbols were read in all, some more than once.
    var steps: Int { matcher.steps + tableSteps }

    /// The first symbol that is still needed.
    var needed: Int { max(0, min(place, row == SplitTable.gap || row == SplitTable.fresh ? place : start) - 1) }

    /// Goes back to the beginning of a text.
    mutating func reset() { self = SplitStep(step) }

    /// Tells that the window forgot its first symbols.
    mutating func drop(_ dropped: Int) {
        place -= dropped
        start -= dropped
        end -= dropped
        slowEnd -= dropped
        searched -= dropped
        decided -= dropped
    }

    /// Marks the beginnings of pre-tokens as far as the symbols below `limit` tell.
    mutating func run(_ window: SplitSymbols, limit: Int) {
        if let table = step.table {
            table.entries.withUnsafeBufferPointer { entries in
                guard let entries = entries.baseAddress else { return }
                run(entries, window, limit)
            }
        } else {
            runByPreToken(window, limit)
        }
    }

    // MARK: By table

    // SAFETY: a row's place and a symbol make an entry's place: rows are multiples of 128 below the number of entries, and
    // symbols are below 128. `limit` is at most the number of symbols.
    private mutating func run(_ table: UnsafePointer<UInt32>, _ window: SplitSymbols, _ limit: Int) {
        let symbols = window.symbols
        while place < limit {
            if place < slowEnd {
                guard matchOne(window, limit) else { break }
                continue
            }
            var (place, row, start, end) = (self.place, self.row, self.start, self.end)
            let first = place
            var entry: UInt32 = 0
            while place < limit {
                let symbol = symbols[place]
                entry = table[Int(row &+ UInt32(symbol))]
                if entry & SplitTable.specialMark != 0 { break }
                symbols[place] = symbol | UInt8(truncatingIfNeeded: entry >> SplitTable.beginsShift) & SplitTable.begins
                end = entry & SplitTable.acceptsMark != 0 ? place : end
                start = entry & SplitTable.beginsMark != 0 ? place : start
                row = entry & SplitTable.rowMask
                place &+= 1
            }
            (self.place, self.row, self.start, self.end) = (place, row, start, end)
            tableSteps += place - first
            guard place < limit else { break }
            guard takeSpecial(entry, window, limit) else { break }
        }
        let isBetween = row == SplitTable.gap || row == SplitTable.fresh
        decided = max(decided, isBetween ? place : max(start + 1, min(end, place)))
    }

    /// Goes on where the table does not say how; false where more of the text must be known.
    private mutating func takeSpecial(_ entry: UInt32, _ window: SplitSymbols, _ limit: Int) -> Bool {
        if row == SplitTable.gap || row == SplitTable.fresh { return matchOne(window, limit) }
        if entry & SplitTable.acceptsMark != 0 {
            row = SplitTable.fresh
            return matchOne(window, limit)
        }
        // The match ended earlier, and the next one may begin there.
        if place - end > PatternMatcher.freeSteps {
            slowEnd = place
            place = start
            row = SplitTable.fresh
            return matchOne(window, limit)
        }
        place = end
        row = SplitTable.fresh
        return true
    }

    /// Looks for one match, at `place`, and goes on behind it or, where there is none, behind one character.
    private mutating func matchOne(_ window: SplitSymbols, _ limit: Int) -> Bool {
        let symbols = window.symbols
        if row != SplitTable.gap { symbols[place] |= SplitTable.begins }
        if symbols[place] == SplitTable.documentEnd {
            row = SplitTable.fresh
            place += 1
            return true
        }
        switch matcher.match(symbols, from: place, limit: limit, base: window.base) {
        case .unknown: return false
        case .end(let end) where end > place:
            symbols[place] |= SplitTable.begins
            place = end
            row = SplitTable.fresh
        case .end:
            // An empty match cuts, and the next one is looked for behind the character.
            symbols[place] |= SplitTable.begins
            goOnInGap()
        case .none: goOnInGap()
        }
        return true
    }

    private mutating func goOnInGap() {
        place += 1
        row = SplitTable.gap
    }

    // MARK: Pre-token by pre-token

    private mutating func runByPreToken(_ window: SplitSymbols, _ limit: Int) {
        let symbols = window.symbols
        while place < limit {
            // A pre-token ends at the next mark.
            searched = max(searched, place + 1)
            while searched < limit, symbols[searched] & SplitTable.begins == 0 { searched += 1 }
            if symbols[place] == SplitTable.documentEnd {
                place += 1
                continue
            }
            guard searched < limit else { break }
            splitPreToken(window, place..<searched)
            place = searched
        }
        start = place
        decided = place
    }

    private mutating func splitPreToken(_ window: SplitSymbols, _ preToken: Range<Int>) {
        let symbols = window.symbols
        symbols[preToken.lowerBound] |= SplitTable.begins
        stretches.removeAll(keepingCapacity: true)
        var covered = preToken.lowerBound
        var found: [Stretch] = []
        swap(&found, &stretches)
        forEachMatch(window, in: preToken) { Stretch.add($0, after: &covered, to: &found) }
        swap(&found, &stretches)
        if covered < preToken.upperBound {
            stretches.append(Stretch(range: covered..<preToken.upperBound, isDelimiter: false))
        }
        if step.isInverted { for index in stretches.indices { stretches[index].isDelimiter.toggle() } }
        covered = preToken.lowerBound
        for range in Stretch.merged(stretches, step.behavior) where !range.isEmpty {
            if step.behavior == .removed { remove(window, covered..<range.lowerBound) }
            symbols[range.lowerBound] |= SplitTable.begins
            covered = range.upperBound
        }
        if step.behavior == .removed { remove(window, covered..<preToken.upperBound) }
    }

    /// Gives `body` the matches in a pre-token, after which a symbol with a mark stands.
    mutating func forEachMatch(_ window: SplitSymbols, in preToken: Range<Int>, _ body: (Range<Int>) -> Void) {
        var lastEnd = -1
        var at = preToken.lowerBound
        while at <= preToken.upperBound {
            guard let match = end(window, at, preToken) else {
                at += 1
                continue
            }
            // An empty match where another one ends does not count.
            if match > at || match != lastEnd {
                body(at..<match)
                lastEnd = match
            }
            at = match > at ? match : at + 1
        }
    }

    /// Where the match ends that begins at `place` of a pre-token, which may be its end.
    private mutating func end(_ window: SplitSymbols, _ place: Int, _ preToken: Range<Int>) -> Int? {
        if place == preToken.upperBound { return emptyMatchAtEnd(window, preToken) ? place : nil }
        let outcome = matcher.match(window.symbols, from: place, limit: preToken.upperBound + 1, base: window.base)
        if case .end(let end) = outcome { return end }
        return nil
    }

    private func emptyMatchAtEnd(_ window: SplitSymbols, _ preToken: Range<Int>) -> Bool {
        let automaton = step.automaton
        let before = Int(window.symbols[preToken.upperBound - 1] & (SplitTable.begins - 1))
        return automaton.step(automaton.start(before: before), automaton.edge).accepts
    }

    /// Takes characters away. They begin a pre-token, so that no other has them.
    private func remove(_ window: SplitSymbols, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        window.symbols[range.lowerBound] |= SplitTable.begins
        (window.removed + range.lowerBound).update(repeating: true, count: range.count)
    }
}
