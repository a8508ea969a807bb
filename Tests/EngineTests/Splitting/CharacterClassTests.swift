import ScanKernels
import TestSupport
import Testing

@testable import JeoulTokenizing

/// The generated classes against ICU's, for every code point that ICU's version of Unicode assigns.
@Suite("character classes") struct CharacterClassTests {
    @Test(
        "are those of ICU",
        arguments: [
            (#"\p{White_Space}"#, [CharacterClass.space, CharacterClass.newline, CharacterClass.blank]),
            (#"[\r\n]"#, [CharacterClass.newline]), (" ", [CharacterClass.space]),
            (#"\p{N}"#, [CharacterClass.number]), (#"\p{M}"#, [CharacterClass.mark]),
            (#"[\p{Lu}\p{Lt}]"#, [CharacterClass.upper]), (#"\p{Ll}"#, [CharacterClass.lower]),
            (#"[\p{Lm}\p{Lo}]"#, [CharacterClass.caseless]),
        ])
    func areThoseOfICU(_ set: String, _ classes: [UInt8]) {
        let scalars = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init)
        let text = Array(String(String.UnicodeScalarView(scalars)).utf8)
        let unassigned = Self.members(#"\p{Cn}"#, text)
        let expected = Self.members(set, text)
        let isMember = Dictionary(uniqueKeysWithValues: classes.map { ($0, true) })
        let wrong = scalars.filter { scalar in
            (isMember[jeoul_class(scalar.value)] ?? false) != expected.contains(scalar.value)
                && !unassigned.contains(scalar.value)
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5).map { String($0.value, radix: 16) })")
    }

    /// The scalars of a text that are in a set of ICU's.
    private static func members(_ set: String, _ text: [UInt8]) -> Set<UInt32> {
        text.withUnsafeBufferPointer { text in
            let runs = RegexSplitter(set + "+").matches(in: text)
            return Set(
                runs.flatMap { run in
                    String(decoding: text[run.start..<run.end], as: UTF8.self).unicodeScalars.map(\.value)
                })
        }
    }
}
