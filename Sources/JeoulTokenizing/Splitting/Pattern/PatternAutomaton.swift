/// A pattern as a deterministic automaton over classes of characters that finds the match which backtracking would find.
///
/// **Definition.** A pattern's alternatives and repetitions order all ways to match it from a place: the first alternative before
/// the second, one more round of a greedy repetition before leaving it. *The* match from a place is that of the first way that
/// leads to an end. This is what backtracking engines find (Oniguruma, ICU, Perl): *leftmost-first*.
///
/// **Threads.** All ways may be followed at once, a character at a time (`PatternProgram`): a thread for each, in the order of
/// the ways. Two threads at the same instruction have the same future, so the later of them may go: whatever it leads to, the
/// earlier one leads to before. So there are never more threads than instructions. When a thread reaches `match`, all later
/// threads may go, for their ways come after one that has led to an end; the earlier ones live on, and if one of them comes to
/// an end after more characters, that end is the match instead. When no thread is left, the last end noted is the match.
///
/// **Automaton.** What happens to a list of threads depends on the list and on the next character's class alone, and there are
/// finitely many lists: so each list is a state, found as it is needed. Look-ahead over one character needs no more: a thread
/// that waits for it stays in the list, and goes on, in its place in the order, when the next character is known. For this
/// reason an end is a property of the step, not of the state: `accepts` of a step says that a match ends *before* its character.
/// The text's end is one more class, after which no thread is left. Look-behind makes the class of the last character part of
/// the state.
///
/// Making it is bounded: so many states, and so much work, and then an error.
struct PatternAutomaton: Sendable {
    /// A step: the next state, or `dead`, times two, plus one if a match ends before the character.
    typealias Step = UInt32

    /// How many classes there are; the text's edge is the class of that number.
    let edge: Int
    /// For each state the steps by class, and by the edge.
    private(set) var steps: [Step] = []
    /// The first state, by the class of the character before; one for all where the pattern does not look behind.
    private var starts: [UInt32] = []
    let looksBehind: Bool
    private(set) var stateCount = 0

    static let dead: UInt32 = UInt32.max >> 1
    static let mostStates = 4096
    /// How many threads may be moved to make the automaton: some 20 ms.
    static let mostWork = 2_000_000

    init(_ program: PatternProgram) throws(PatternError) {
        edge = program.edge
        looksBehind = program.hasBehind
        var maker = PatternDeterminizer(program)
        let befores = looksBehind ? edge + 1 : 1
        for before in 0..<befores { starts.append(try maker.start(before: before)) }
        while stateCount < maker.stateCount {
            for symbol in 0...edge {
                let (next, accepts) = try maker.step(UInt32(stateCount), symbol)
                steps.append(next << 1 | (accepts ? 1 : 0))
            }
            stateCount += 1
        }
    }

    /// The state in which a match may begin; `before` is the class of the character before, or `edge`.
    @inline(__always)
    func start(before: Int) -> UInt32 { looksBehind ? starts[before] : starts[0] }

    /// What a character's class, or `edge`, does to a state.
    @inline(__always)
    func step(_ state: UInt32, _ symbol: Int) -> (next: UInt32, accepts: Bool) {
        let step = steps[Int(state) * (edge + 1) + symbol]
        return (step >> 1, step & 1 != 0)
    }
}

/// Makes the states of an automaton as they are asked for.
struct PatternDeterminizer {
    /// What tells states apart: the instructions that threads wait at, in order, and the class before, where it matters.
    private struct Key: Hashable {
        var threads: [Int32]
        var before: Int
    }

    private let program: PatternProgram
    private var states: [Key] = []
    private var numbers: [Key: UInt32] = [:]
    /// The last round in which an instruction was reached, here and after the character.
    private var seenHere: [Int]
    private var seenNext: [Int]
    private var round = 0
    private var work = 0

    init(_ program: PatternProgram) {
        self.program = program
        seenHere = Array(repeating: 0, count: program.instructions.count)
        seenNext = seenHere
    }

    var stateCount: Int { states.count }

    mutating func start(before: Int) throws(PatternError) -> UInt32 {
        round += 1
        var threads: [Int32] = []
        _ = try follow(program.start, before: before, into: &threads)
        return try number(Key(threads: threads, before: program.hasBehind ? before : 0))
    }

    /// The state after a character of a class, and whether a match ends before it.
    mutating func step(_ state: UInt32, _ symbol: Int) throws(PatternError) -> (next: UInt32, accepts: Bool) {
        round += 1
        guard work < PatternAutomaton.mostWork else { throw .tooLarge("\(states.count) states or more") }
        let key = states[Int(state)]
        var next: [Int32] = []
        var isClosed = false
        for thread in key.threads {
            // Where a look-ahead lets a thread through, what it reaches comes at once, in its place in the order.
            var waiting = [Int(thread)]
            while let place = waiting.popLast() {
                work += 1
                if seenHere[place] == round { continue }
                seenHere[place] = round
                switch program.instructions[place] {
                case .set(let mask, let after):
                    if mask >> UInt64(symbol) & 1 != 0, !isClosed {
                        isClosed = try follow(after, before: symbol, into: &next)
                    }
                case .ahead(let mask, let after):
                    if mask >> UInt64(symbol) & 1 != 0 { waiting.append(after) }
                case .behind(let mask, let after):
                    if mask >> UInt64(key.before) & 1 != 0 { waiting.append(after) }
                case .split(let first, let second):
                    waiting.append(second)
                    waiting.append(first)
                case .match:
                    return (try number(next, before: symbol), true)
                }
            }
        }
        return (try number(next, before: symbol), false)
    }

    private mutating func number(_ threads: [Int32], before: Int) throws(PatternError) -> UInt32 {
        if threads.isEmpty { return PatternAutomaton.dead }
        return try number(Key(threads: threads, before: program.hasBehind ? before : 0))
    }

    private mutating func number(_ key: Key) throws(PatternError) -> UInt32 {
        if let known = numbers[key] { return known }
        guard states.count < PatternAutomaton.mostStates else { throw .tooLarge("\(states.count) states or more") }
        let number = UInt32(states.count)
        states.append(key)
        numbers[key] = number
        return number
    }

    /// Adds the instructions that a thread waits at before the next character is known. True where one of them is an end, after
    /// which no thread of lower priority matters.
    private mutating func follow(
        _ start: Int, before: Int, into threads: inout [Int32]
    ) throws(PatternError) -> Bool {
        var waiting = [start]
        while let place = waiting.popLast() {
            work += 1
            if seenNext[place] == round { continue }
            seenNext[place] = round
            switch program.instructions[place] {
            case .set, .ahead: threads.append(Int32(place))
            case .behind(let mask, let after): if mask >> UInt64(before) & 1 != 0 { waiting.append(after) }
            case .split(let first, let second):
                waiting.append(second)
                waiting.append(first)
            case .match:
                threads.append(Int32(place))
                return true
            }
        }
        return false
    }
}
