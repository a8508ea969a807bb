import Testing

@testable import JeoulText
@testable import JeoulTokenizing

@Suite struct OnigurumaPatternTests {
    @Test(arguments: [
        ("\\p{N}{1,3}+", "(?:\\p{N}{1,3})+"), ("(ab){2}+", "(?:(ab){2})+"), ("[a\\]]{2}?", "(?:[a\\]]{2})?"),
        ("a{2,3}?", "a{2,3}?"), ("a{,2}", "a{0,2}"), ("a{", "a\\{"), ("a{x}", "a\\{x\\}"),
        ("^$", "(?:\\A|(?<=\\n)(?!\\z))(?=\\n|\\z)"),
        ("\\h[\\h]", "[0-9a-fA-F][0-9a-fA-F]"), ("(?m:.)", "(?s:[\\s\\S])"),
        (".(?m).|(?-m:.)(a(?-m).).", "[^\\n](?s)[\\s\\S]|(?-s:[^\\n])(a(?-s)[^\\n])[\\s\\S]"), ("(?i:'s)", "(?i:'s)"),
        ("(?<!a)b", "(?<!a)b"),
        ("[$a]", "[\\$a]"), ("[\\p{L}$]", "[\\p{L}\\$]"), ("[a&-^&&[b&]]", "[a\\&-^&&[b\\&]]"),
        ("\\$\\^\\.", "\\$\\^\\."), ("", "(?:)"),
        ("(?:a|b){1,2}+c", "(?:(?:a|b){1,2})+c"),
    ])
    func translates(_ pattern: String, icu: String) throws {
        let translated = OnigurumaPattern.icu(pattern)
        #expect(translated == icu)
        _ = try RegularExpression(translated)
    }

    @Test(arguments: ["(", "[", "a)", "(?<=a*)b", "\\p{NoSuchThing}"]) func malformedPatternsAreErrors(
        _ pattern: String
    ) {
        #expect(throws: ICUError.self) { try RegularExpression(OnigurumaPattern.icu(pattern)) }
    }
}

@Suite struct PrefixTrieTests {
    @Test func findsTheLongest() {
        let strings = ["a", "ab", "abcd", "가", "가나"].map { Array($0.utf8) }
        let trie = PrefixTrie(strings)
        func longest(_ text: String, at position: Int = 0) -> String? {
            Array(text.utf8).withUnsafeBufferPointer { bytes in
                trie.longest(in: bytes, at: position).map { String(decoding: strings[$0.value], as: UTF8.self) }
            }
        }
        #expect(longest("abc") == "ab")
        #expect(longest("abcd") == "abcd")
        #expect(longest("b") == nil)
        #expect(longest("") == nil)
        #expect(longest("x가나", at: 1) == "가나")
        #expect(PrefixTrie([]).isEmpty)
    }
}

@Suite struct StretchTests {
    /// `a`, a delimiter, a delimiter, `b`, a delimiter.
    let stretches = [(0..<1, false), (1..<2, true), (2..<3, true), (3..<4, false), (4..<5, true)].map {
        Stretch(range: $0.0, isDelimiter: $0.1)
    }

    @Test(arguments: [
        (SplitBehavior.removed, [0..<1, 3..<4]), (.isolated, [0..<1, 1..<2, 2..<3, 3..<4, 4..<5]),
        (.contiguous, [0..<1, 1..<3, 3..<4, 4..<5]), (.mergedWithPrevious, [0..<2, 2..<3, 3..<5]),
        (.mergedWithNext, [0..<1, 1..<2, 2..<4, 4..<5]),
    ])
    func behaves(_ behavior: SplitBehavior, expected: [Range<Int>]) {
        #expect(Stretch.merged(stretches, behavior) == expected)
    }
}

@Suite struct SpanRunTests {
    /// Few spans are merged by search, many with a heap: both the same.
    @Test(arguments: [1, 2, 47, 48, 49, 50, 300]) func searchAndHeapAgree(_ count: Int) {
        var random = SystemRandomNumberGenerator()
        let text = (0..<count).map { _ in UInt8.random(in: 97...99, using: &random) }
        // The rank of a stretch by its content, so that a merge may come up again and again.
        func rank(_ bytes: ArraySlice<UInt8>) -> UInt32? {
            bytes.count <= 6 ? bytes.reduce(UInt32(bytes.count)) { ($0 &* 31 &+ UInt32($1)) % 17 } : nil
        }
        text.withUnsafeBufferPointer { bytes in
            var run = SpanRun(text: bytes)
            for start in 0..<count { run.append(start..<start + 1, isFrozen: start % 29 == 7) }
            var oracle = Array(0..<count)
            run.merge {
                rank(text[$0])
            } onCandidate: { _, _ in
            }
            while true {
                let candidates = oracle.indices.dropLast().compactMap { index -> (UInt32, Int)? in
                    let isFrozen = [oracle[index], oracle[index + 1]].contains { $0 % 29 == 7 }
                    let end = index + 2 < oracle.count ? oracle[index + 2] : count
                    return isFrozen ? nil : rank(text[oracle[index]..<end]).map { ($0, index) }
                }
                guard let best = candidates.min(by: { $0.0 < $1.0 }) else { break }
                oracle.remove(at: best.1 + 1)
            }
            #expect(run.spans.map(\.lowerBound) == oracle)
        }
    }
}
