import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// Patterns and texts that make a backtracking engine, or an automaton that forgets, go over the same characters again and again.
@Suite("hostile patterns") struct HostilePatternTests {
    /// How many symbols are read for each of a text.
    private func work(_ steps: [PreTokenizationStep], _ text: String) throws -> Double {
        let splitter = try CompiledSplitter(steps)
        var work = 0
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            _ = PreTokens(compiled: splitter, bytes, lines: false) { work = $0.stepCount }
        }
        return Double(work) / Double(text.utf8.count)
    }

    @Test(arguments: [
        #"(a+)+\z"#, #"(a|aa)+\z"#, "(?:a*)*b", "a*b|a", #"\s+\z|\s"#, "(?:a|b)*?c|b?a", "(a?){20}a{20}b|a",
        "(?:(?:a+)+)+b|aa", #"(?=a)a*b|\p{L}"#, "a{1,50}b|a", "(a|a)*b", "x*(?:a*)*?y|a",
    ])
    func areLinear(_ pattern: String) throws {
        for behavior in [SplitBehavior.isolated, .contiguous, .removed] {
            let steps = [PreTokenizationStep.split(.regex(pattern), behavior, isInverted: false)]
            for unit in ["a", "ab", " ", "aac "] {
                // Some ends make the whole text a hope in vain.
                for end in ["", "b", "!", "c"] {
                    let count = 20_000 / unit.utf8.count
                    let work = try work(steps, String(repeating: unit, count: count) + end)
                    #expect(work < 100, "\(pattern), \(behavior), \(unit.debugDescription) and \(end): \(work)")
                }
            }
        }
    }

    @Test func workDoesNotGrowWithTheText() throws {
        let steps = [PreTokenizationStep.split(.regex("a*b|a"), .isolated, isInverted: false)]
        let short = try work(steps, String(repeating: "a", count: 10_000))
        let long = try work(steps, String(repeating: "a", count: 160_000))
        #expect(long < 1.5 * short)
    }

    /// What would be too large is an error after bounded work.
    @Test(arguments: [
        "(?:a|b)*a(?:a|b){20}", "((a{100}){100}){100}", "(a{1000}b?){1000}", "[ab]*a[ab]{14}c",
        String(repeating: "(", count: 5000), "a{99999}",
        (0..<70).map { "\\x{\(String(0x4E00 + 2 * $0, radix: 16))}" }.joined(separator: "|"),
    ])
    func areRefused(_ pattern: String) {
        #expect(throws: PatternError.self) {
            try CompiledSplitter([.split(.regex(pattern), .isolated, isInverted: false)])
        }
    }
}

extension HostilePatternTests {
    /// What is not compiled runs by ICU: after so much work for a text it is an error, not an endless wait.
    @Test(arguments: ["(a+)+(?=bb)", "(a|aa)+(?=bb)", "(?:a*)*(?=bb)", "(a*)*\\1b"]) func areBoundedInICU(
        _ pattern: String
    ) throws {
        let steps = [PreTokenizationStep.split(.regex(pattern), .isolated, isInverted: false)]
        #expect(Splitter(.steps(steps)) == nil)
        let preTokenizer = try PreTokenizer(.steps(steps))
        let text = Array(String(repeating: "a", count: 60).utf8) + [0x63]
        var preTokens = JeoulTokenizing.PreTokens(TextNormalizer.Text(bytes: text, isFirst: true))
        let error = #expect(throws: ICUError.self) {
            try preTokenizer.cut(&preTokens, regexes: try preTokenizer.patterns.map { try RegularExpression($0) })
        }
        #expect(error?.description.contains("goes back and forth") == true)
    }
}
