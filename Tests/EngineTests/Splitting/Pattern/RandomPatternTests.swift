import TestSupport
import Testing

@testable import JeoulTokenizing

/// Backtracking by the definition: all ways in order, the first that leads to an end.
final class BacktrackingMatcher {
    private let text: [UInt32]
    /// Whether the ways were too many to try.
    private(set) var isExhausted = false
    private var left = 200_000

    init(_ text: [UInt32]) { self.text = text }

    /// Where the match ends that begins at `start`.
    func end(_ node: PatternNode, from start: Int) -> Int? {
        var end: Int?
        let isMatch = match(node, start) { place in
            end = place
            return true
        }
        return isMatch ? end : nil
    }

    private func holds(_ edge: PatternEdge, _ place: Int) -> Bool {
        text.indices.contains(place) ? edge.set.contains(text[place]) : edge.orEdge
    }

    private func match(_ node: PatternNode, _ place: Int, _ rest: (Int) -> Bool) -> Bool {
        left -= 1
        if left < 0 {
            isExhausted = true
            return true
        }
        switch node {
        case .set(let set): return place < text.count && set.contains(text[place]) && rest(place + 1)
        case .ahead(let edge): return holds(edge, place) && rest(place)
        case .behind(let edge): return holds(edge, place - 1) && rest(place)
        case .sequence(let nodes): return match(nodes[...], place, rest)
        case .alternation(let nodes):
            for node in nodes where match(node, place, rest) { return true }
            return false
        case .repeated(let inner, let repetition):
            guard repetition.kind == .possessive, case .set(let set) = inner else {
                return repeated(inner, repetition, 0, place, rest)
            }
            var (end, count) = (place, 0)
            while end < text.count, set.contains(text[end]), count != repetition.most {
                end += 1
                count += 1
            }
            return count >= repetition.least && rest(end)
        }
    }

    private func match(_ nodes: ArraySlice<PatternNode>, _ place: Int, _ rest: (Int) -> Bool) -> Bool {
        guard let first = nodes.first else { return rest(place) }
        return match(first, place) { match(nodes.dropFirst(), $0, rest) }
    }

    private func repeated(
        _ node: PatternNode, _ repetition: PatternRepetition, _ count: Int, _ place: Int, _ rest: (Int) -> Bool
    ) -> Bool {
        if count < repetition.least {
            return match(node, place) { repeated(node, repetition, count + 1, $0, rest) }
        }
        if repetition.kind == .lazy {
            return rest(place) || again(node, repetition, count, place, rest)
        }
        return again(node, repetition, count, place, rest) || rest(place)
    }

    /// One more round, of which one of nothing is the last.
    private func again(
        _ node: PatternNode, _ repetition: PatternRepetition, _ count: Int, _ place: Int, _ rest: (Int) -> Bool
    ) -> Bool {
        guard count != repetition.most else { return false }
        return match(node, place) { next in
            next == place ? rest(next) : repeated(node, repetition, count + 1, next, rest)
        }
    }
}

/// Random patterns in text form.
struct RandomPattern {
    var random: SeededRandom
    /// Whether a repetition may be of what may be empty; there, engines differ in which round of nothing is the last.
    var repeatsNullable = false

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random)! }

    mutating func make(_ depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 3), using: &random) {
        case 0, 1: return pick(["a", "b", "c", "a", "b"])
        case 2: return pick(["[ab]", "[^a]", "[a-c&&[^b]]", ".", "\\w", "(?i:B)", "[^\\w]", "\\s"])
        case 3, 4: return make(depth - 1) + make(depth - 1)
        case 5: return "(?:" + make(depth - 1) + "|" + make(depth - 1) + ")"
        case 6: return pick(["a", "[ab]", "\\w"]) + pick(["*+", "++", "?+", "{1,2}+"])
        case 7:
            return pick(["(?!a)", "(?=[bc])", "(?!\\S)", "(?=b|\\z)", "\\z", "(?<=a)", "(?<!b)", "\\A", "(?!c|\\z)"])
        default:
            let inner = make(depth - 1)
            let isNullable = (try? PatternParser.node(inner).isNullable) ?? true
            if isNullable, !repeatsNullable { return inner }
            return "(?:" + inner + ")"
                + pick(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{2,}", "{1,2}?", "{0,2}"])
        }
    }
}

@Suite("random patterns") struct RandomPatternTests {
    /// The splitter, unless it would be too large.
    private func compiled(_ steps: [PreTokenizationStep]) throws -> CompiledSplitter? {
        do {
            return try CompiledSplitter(steps)
        } catch {
            if case .tooLarge = error { return nil }
            throw error
        }
    }

    /// The automaton's match from each place of a text.
    private func ends(_ automaton: PatternAutomaton, _ splitter: CompiledSplitter, _ text: [UInt32]) -> [Int?] {
        var symbols = text.map { splitter.partition.classOf($0) } + [SplitTable.documentEnd]
        symbols[0] |= SplitTable.begins
        return text.indices.map { start in
            var matcher = PatternMatcher(automaton)
            let outcome = symbols.withUnsafeBufferPointer {
                matcher.match($0.baseAddress!, from: start, limit: symbols.count, base: 0)
            }
            if case .end(let end) = outcome { return end }
            return nil
        }
    }

    @Test("against backtracking", arguments: [41, 42, 43, 44] as [UInt64]) func backtracking(_ seed: UInt64) throws {
        var generator = RandomPattern(random: SeededRandom(seed: seed))
        var compared = 0
        for _ in 0..<1500 {
            let pattern = generator.make(4)
            let node = try PatternParser.node(pattern)
            guard let splitter = try compiled([.split(.regex(pattern), .isolated, isInverted: false)]) else { continue }
            for _ in 0..<4 {
                let text: [UInt32] = (0..<Int.random(in: 1...9, using: &generator.random)).map { _ in
                    "aaabbcB !".unicodeScalars.randomElement(using: &generator.random)!.value
                }
                let found = ends(splitter.steps[0].automaton, splitter, text)
                for start in text.indices {
                    let oracle = BacktrackingMatcher(text)
                    let expected = oracle.end(node, from: start)
                    if oracle.isExhausted { continue }
                    compared += 1
                    let shown = String(String.UnicodeScalarView(text.compactMap(Unicode.Scalar.init)))
                    #expect(found[start] == expected, "\(pattern) on \(shown.debugDescription) from \(start)")
                    if found[start] != expected { return }
                }
            }
        }
        #expect(compared > 20_000)
    }

    /// The whole cutting of texts, by tables and pre-token by pre-token.
    @Test("as splitters against ICU's", arguments: [51, 52, 53] as [UInt64]) func icu(_ seed: UInt64) throws {
        var generator = RandomPattern(random: SeededRandom(seed: seed))
        let behaviors: [SplitBehavior] = [
            .isolated, .isolated, .removed, .mergedWithNext, .mergedWithPrevious, .contiguous,
        ]
        var compared = 0
        for _ in 0..<700 {
            let steps: [PreTokenizationStep] = (0..<Int.random(in: 1...2, using: &generator.random)).map { _ in
                .split(
                    .regex(generator.make(3)), behaviors.randomElement(using: &generator.random)!,
                    isInverted: Int.random(in: 0..<4, using: &generator.random) == 0)
            }
            guard try compiled(steps) != nil else { continue }
            let check = try CompiledCheck(steps: steps)
            for _ in 0..<4 {
                let text = (0..<Int.random(in: 1...40, using: &generator.random)).map { _ in
                    Array("aaaabbbcB !\n".utf8).randomElement(using: &generator.random)!
                }
                compared += 1
                let fault = try check.fault(in: text)
                #expect(fault == nil, "\(steps) on \(escaped(text))")
                if fault != nil { return }
            }
        }
        #expect(compared > 2_000)
    }
}
