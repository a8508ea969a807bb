import Foundation
import ScanKernels
import Testing

/// What ScanKernels.h promises about the characters in its masks, over all of Unicode.
@Suite struct ContractTests {
    static let letters = [JEOUL_UPPER, JEOUL_LOWER, JEOUL_MODIFIER_OR_OTHER_LETTER]

    @Test func classesOfTheMasks() {
        for codePoint in UInt32(0)...0x10FFFF {
            let known = Int(jeoul_class(codePoint))
            let right =
                switch Oracle.kind(of: codePoint) {
                case .letter: Self.letters.contains(known)
                case .upper: known == JEOUL_UPPER
                case .lower: known == JEOUL_LOWER
                case .digit: known == JEOUL_NUMBER
                case .space: known == JEOUL_SPACE
                case .lineFeed: known == JEOUL_NEWLINE
                case .other, .wideOther: known == JEOUL_OTHER
                case .irregular: true
                }
            if !right { Issue.record("U+\(String(codePoint, radix: 16)) has class \(known)") }
        }
    }

    /// Each plain character between two syllables, which is where one that extends a cluster or composes would show.
    @Test func plainCharactersStandAlone() {
        let plain = (0...0x10FFFF).compactMap { Unicode.Scalar($0 as UInt32) }.filter { Oracle.isPlain($0.value) }
        var text = String.UnicodeScalarView()
        for scalar in plain { text += ["가", scalar] }
        let string = String(text)
        #expect(string.count == 2 * plain.count)
        #expect(Array(string.precomposedStringWithCanonicalMapping.utf8) == Array(string.utf8))
    }

    @Test func kernelsAreNamedAndInOrder() {
        let order = ["scalar", "sse2", "avx2", "avx512", "neon"]
        let places = Kernel.all.map { order.firstIndex(of: $0.name) }
        #expect(places.first == 0)
        #expect(!places.contains(nil) && places.compactMap(\.self) == places.compactMap(\.self).sorted())
    }
}
