import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// The compiler's oracle where a hand-written splitter has the same pattern: they must cut alike on every text.
@Suite("compiled patterns against the hand-written splitters") struct CompiledAgainstHandWrittenTests {
    @Test("on every text of up to four characters, each a line", arguments: SplitPattern.allCases)
    func shortTexts(_ pattern: SplitPattern) throws {
        let alphabet = ["a", "A", "'", "s", "1", " ", "!", "/", "\r", "\u{A0}", "가", "…", "\u{301}", "ǅ", "ſ"]
        var text: [UInt8] = []
        var shorter = [""]
        for _ in 1...4 {
            shorter = shorter.flatMap { start in alphabet.map { start + $0 } }
            for line in shorter { text += Array(line.utf8) + [0x0A] }
        }
        #expect(try CompiledCheck(pattern).fault(in: text) == nil)
    }

    @Test("on constructs in a row", arguments: SplitPattern.allCases) func constructs(_ pattern: SplitPattern) throws {
        let check = try CompiledCheck(pattern)
        for joint in ["", " ", "a", "가", "\n"] {
            let text = MixedText.constructs.joined(separator: joint)
            #expect(try check.fault(in: Array(text.utf8)) == nil)
        }
    }

    @Test("on random text", arguments: SplitPattern.allCases, [21, 22] as [UInt64])
    func randomText(_ pattern: SplitPattern, seed: UInt64) throws {
        let check = try CompiledCheck(pattern)
        var random = SeededRandom(seed: seed)
        for round in 0..<120 {
            // Some are longer than a window.
            let length = round % 20 == 0 ? 30_000 : Int.random(in: 1...400, using: &random)
            let text =
                round % 2 == 0
                ? MixedText.make(length: length, using: &random) : AnyText.make(length: length, using: &random)
            let fault = try check.fault(in: text)
            #expect(fault == nil, "seed \(seed), round \(round): \(escaped(text.prefix(400)))")
            if fault != nil { return }
        }
    }

    @Test("on more pieces and documents than a batch holds", arguments: SplitPattern.allCases)
    func manyPreTokens(_ pattern: SplitPattern) throws {
        let check = try CompiledCheck(pattern)
        for unit in [
            "\n", "\r\n", "a\n", "a b", " \n", "\r\r\n", "é 1", "가!", "\u{A0}", "'s", "aB", "1234 ", "  x", "a",
        ] {
            for count in [2047, 2048, 2049, 4095, 4096, 4097, 9000] {
                let text = Array(String(repeating: unit, count: count).utf8)
                #expect(try check.fault(in: text) == nil, "\(count) times \(unit.debugDescription)")
            }
        }
    }

    @Test(
        "on real text", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: SplitPattern.allCases)
    func corpora(_ pattern: SplitPattern) throws {
        let check = try CompiledCheck(pattern)
        for name in SharedCorpus.small {
            let corpus = try #require(try SharedCorpus(name, limit: 1_000_000))
            if corpus.isLines {
                #expect(try check.fault(in: Array(corpus.text)) == nil, "\(name)")
            } else {
                for range in corpus.documents {
                    #expect(try check.fault(in: Array(corpus.text[range]), modes: [false]) == nil, "\(name), \(range)")
                }
            }
        }
    }
}

/// Patterns of the field that no hand-written splitter has, and every behavior, against ICU's regular expressions.
@Suite("compiled patterns against ICU's") struct CompiledAgainstICUTests {
    static func isolated(_ patterns: String...) -> [PreTokenizationStep] {
        patterns.map { .split(.regex(OnigurumaPattern.icu($0)), .isolated, isInverted: false) }
    }

    static let tekken = isolated(
        #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"#
            + #"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"#
            + #"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#)
    static let kimi: [PreTokenizationStep] = {
        let head = #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"#
        let tail = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"#
        let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        return isolated(
            #"[\p{Han}]+|"# + head + "*" + tail + "+" + contractions + "|" + head + "+" + tail + "*" + contractions
                + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#)
    }()

    /// By name, as the field publishes them.
    static let patterns: [(name: String, steps: [PreTokenizationStep])] = [
        (
            "k-exaone",
            isolated(
                #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}"#
                    + #"| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+"#)
        ),
        (
            "deepseek-v3",
            isolated(
                #"\p{N}{1,3}"#, "[一-龥\u{3040}-ゟ゠-ヿ]+",
                ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"##
                    + #"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#)
        ),
        ("tekken", tekken), ("kimi-k2", kimi),
        // ICU's `.` that matches all takes CR LF as one, Oniguruma's does not.
        ("dots", isolated(#"가*나|(?m:.)|.\p{N}"#)),
        (
            "qwen3.5",
            isolated(
                #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}"#
                    + #"| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#)
        ),
        (
            "falcon",
            isolated(#"[\p{P}\$\+<=>\^~\|`]+"#) + [.pattern(.gpt2)] + isolated("[0-9][0-9][0-9]")
        ),
        ("starcoder", [.digits(individual: true), .pattern(.gpt2)]),
        (
            "deepseek-coder",
            isolated(#"[\r\n]"#, #"\s?\p{L}+"#, #"\s?\p{P}+"#, "[一-龥ࠀ-一가-퟿]+", #"\p{N}"#)
        ),
        ("bloom", isolated(" ?[^(\\s|.,!?…。，、।۔،)]+")),
        ("viking", isolated(" ?[^(\\s|.,!?…。，、।۔،)]+", #"\p{N}"#)),
        (
            "deepseek-llm",
            isolated(
                #"[\r\n]"#, #"\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-Ֆ]+"#,
                "\\s?[!-/:-~！-／：-～‘-‟\u{3000}-。]+", #"\s+$"#, "[一-龥ࠀ-一가-퟿]+", #"\p{N}+"#)
        ),
        (
            "bailingmoe",
            isolated(
                #"'(?:[sSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"#
                    + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#)
        ),
        ("lines", isolated("^.|$")), ("edges", isolated(#"\bword\b|\B가"#)), ("empty", isolated("x*|(?=y)")),
        ("classes", isolated(#"[^\W\d]+|[\h-]+|\H"#)), ("lazy", isolated(#"a+?b*?|가{2,3}?|\p{L}{2}"#)),
        ("possessive", isolated(#"(?>\p{L}*) |\s*+x|!?"#)), ("case", isolated(#"(?i:k|ſ|[a-h]+|å)"#)),
        ("removed", [.split(.regex(#"\p{N}+|!"#), .removed, isInverted: false), .pattern(.gpt2)]),
        (
            "kept",
            [
                .split(.regex(#"\p{L}+"#), .removed, isInverted: true),
                .split(.literal([0x61]), .isolated, isInverted: false),
            ]
        ),
        ("with previous", [.split(.regex(" "), .mergedWithPrevious, isInverted: false)]),
        ("with next", [.split(.regex(#"\p{Lu}"#), .mergedWithNext, isInverted: false), .pattern(.qwen2)]),
        ("contiguous", [.split(.regex(#"[\s!]"#), .contiguous, isInverted: false), .digits(individual: false)]),
        ("inverted", [.split(.regex(#"\p{L}"#), .mergedWithNext, isInverted: true)]),
        ("empty with next", [.split(.regex("x*"), .mergedWithNext, isInverted: false)]),
        ("words", [.words]), ("white space", [.whiteSpace, .punctuation(.isolated)]),
        ("punctuation", [.punctuation(.contiguous), .fixedLength(3)]),
        ("delimiter", [.delimiter(0x20), .digits(individual: true)]),
        ("nothing", []),
    ]

    @Test(arguments: patterns.map(\.name)) func mixedText(_ name: String) throws {
        let check = try CompiledCheck(steps: Self.patterns.first { $0.name == name }!.steps)
        for joint in ["", " ", "a", "가", "\n"] {
            let text = MixedText.constructs.joined(separator: joint)
            #expect(try check.fault(in: Array(text.utf8)) == nil)
        }
        var random = SeededRandom(seed: 31)
        for round in 0..<100 {
            let length = round % 25 == 0 ? 20_000 : Int.random(in: 1...300, using: &random)
            let text =
                round % 2 == 0
                ? MixedText.make(length: length, using: &random)
                : AnyText.make(length: length, using: &random, where: AnyText.knownToICU)
            let fault = try check.fault(in: text)
            #expect(fault == nil, "round \(round): \(escaped(text.prefix(400)))")
            if fault != nil { return }
        }
    }

    @Test(
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: patterns.map(\.name))
    func realText(_ name: String) throws {
        let check = try CompiledCheck(steps: Self.patterns.first { $0.name == name }!.steps)
        for corpusName in ["klue-sts-dev.txt", "jhe-dev.ko", "jhe-dev.en", "adversarial.jsonl"] {
            let corpus = try #require(try SharedCorpus(corpusName, limit: 200_000))
            if corpus.isLines {
                #expect(try check.fault(in: Array(corpus.text)) == nil, "\(corpusName)")
            } else {
                for range in corpus.documents.prefix(400) {
                    let text = Array(corpus.text[range])
                    guard String(decoding: text, as: UTF8.self).unicodeScalars.allSatisfy(AnyText.knownToICU) else {
                        continue
                    }
                    #expect(try check.fault(in: text, modes: [false]) == nil, "\(corpusName), \(range)")
                }
            }
        }
    }
}
