import ICUShims
import TestSupport
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

@Suite("pattern syntax") struct PatternParserTests {
    @Test(arguments: [
        ("(", "malformed"), (")", "malformed"), ("[a", "malformed"), ("a**", "malformed"), ("*a", "malformed"),
        ("[b-a]", "malformed"), ("a{2,1}", "malformed"), ("\\", "malformed"), ("[]", "malformed"), ("a{", "malformed"),
        ("\\p{L", "malformed"), ("\\x{110000}", "malformed"), ("}", "malformed"), ("[a&&]", "malformed"),
        ("(a)\\1", "unsupported"), ("(?=ab)", "unsupported"), ("(?<=ab)", "unsupported"), ("^a", "unsupported"),
        ("a$", "unsupported"), ("\\bx", "unsupported"), ("(?x: a)", "unsupported"), ("(?:ab)++", "unsupported"),
        ("(?>ab|a)", "unsupported"), ("\\p{NoSuchThing}", "unsupported"), ("[[:alpha:]]", "unsupported"),
        ("\\R", "unsupported"), ("[[a-z]-[b]]", "unsupported"),
    ])
    func refusals(_ pattern: String, kind: String) {
        do {
            _ = try PatternParser.node(pattern)
            Issue.record("\(pattern) was read")
        } catch {
            switch error {
            case .malformed: #expect(kind == "malformed", "\(error)")
            case .unsupported: #expect(kind == "unsupported", "\(error)")
            case .tooLarge: Issue.record("\(error)")
            }
        }
    }

    @Test(
        arguments: [
            ("[a-c]", [0x61...0x63]), ("[^\\x00-\\x{10FFFE}]", [0x10FFFF...0x10FFFF]),
            ("[a-f&&[^c]--e]", [0x61...0x62, 0x64...0x64, 0x66...0x66]),
            ("[-a]", [0x2D...0x2D, 0x61...0x61]), ("[a-]", [0x2D...0x2D, 0x61...0x61]), ("\\u0041", [0x41...0x41]),
            ("(?i:k)", [0x4B...0x4B, 0x6B...0x6B, 0x212A...0x212A]),
            ("(?i)S", [0x53...0x53, 0x73...0x73, 0x17F...0x17F]),
            ("(?i:[ß])", [0xDF...0xDF, 0x1E9E...0x1E9E]), ("(?i:i)", [0x49...0x49, 0x69...0x69]),
            ("(?i:\u{130})", [0x130...0x130]),
            ("[[a][c]b]", [0x61...0x63]), ("\\p{gc=Zs}", nil), ("\\p{Script=Han}", nil), ("\\p{sc=Hangul}", nil),
        ] as [(String, [ClosedRange<UInt32>]?)])
    func sets(_ pattern: String, ranges: [ClosedRange<UInt32>]?) throws {
        let set = try #require(try PatternParser.node(pattern).singleSet)
        #expect(!set.isEmpty)
        if let ranges { #expect(set.ranges == ranges) }
    }

    /// The pinned tables against ICU's on the characters that ICU's Unicode assigns. Mn, Mc and Alphabetic are not here: Unicode 16.0
    /// changed them for a few characters that 15.0 has.
    @Test(arguments: [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf",
        "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "LC", "Han", "Hangul", "Latin",
        "Greek",
        "Cyrillic", "Hiragana", "Katakana", "Thai", "Arabic", "Common", "Inherited", "Ideographic", "Lowercase",
        "Uppercase", "White_Space", "Script=Devanagari", "General_Category=Uppercase_Letter",
    ])
    func properties(_ name: String) throws {
        let set = try #require(UnicodeProperties.set(named: name))
        let icu = AnyText.setOfICU(name)
        let different = set.union(icu).subtracting(set.intersection(icu))
        let unexpected = different.ranges.flatMap { $0 }.filter {
            Unicode.Scalar($0).map(AnyText.knownToICU) ?? false
        }
        #expect(unexpected.isEmpty)
    }

    /// Simple case folding against ICU's, for each character alone.
    @Test func caseFolding() throws {
        for value in 0x41...0x1_F000 as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value), AnyText.knownToICU(scalar) else { continue }
            let closure = CaseFolding.closure(of: ScalarSet(value))
            guard closure.ranges.count > 1 || closure.ranges.first.map({ $0.count > 1 }) == true else { continue }
            let regex = RegexSplitter("(?i:[\\x{\(String(value, radix: 16))}])")
            for other in closure.ranges.flatMap({ $0 }) {
                guard let scalar = Unicode.Scalar(other), AnyText.knownToICU(scalar) else { continue }
                let isMatched = Array(String(scalar).utf8).withUnsafeBufferPointer { !regex.matches(in: $0).isEmpty }
                #expect(isMatched, "U+\(String(value, radix: 16)) and U+\(String(other, radix: 16))")
            }
        }
    }

    @Test func partitionsAreCoarse() throws {
        let sets = try ["\\p{L}", "\\p{N}", "[a-z]", "\\s", "\\P{L}"].map {
            try #require(try PatternParser.node($0).singleSet)
        }
        let partition = try ClassPartition(Set(sets))
        // [a-z], other letters, numbers, white space, the rest.
        #expect(partition.count == 5)
        for value in stride(from: 0 as UInt32, through: ScalarSet.last, by: 7) {
            for set in sets {
                let isInMask = partition.mask(of: set) >> UInt64(partition.classOf(value)) & 1 != 0
                #expect(isInMask == set.contains(value))
            }
        }
    }
}
