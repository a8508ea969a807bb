@testable import JeoulText
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Added tokens in white space, which one that strips takes with it.
@Suite("added tokens that strip") struct AddedTokenMatcherTests {
    private static func token(
        _ content: String, _ id: TokenID, left: Bool = false, right: Bool = false
    ) -> AddedToken {
        var token = AddedToken(content: Array(content.utf8), id: id, isSpecial: false)
        (token.stripsLeft, token.stripsRight) = (left, right)
        return token
    }

    private static func parts(_ tokens: [AddedToken], _ text: [UInt8]) -> [AddedTokenMatcher.Part] {
        var parts: [AddedTokenMatcher.Part] = []
        text.withUnsafeBufferPointer { text in AddedTokenMatcher(tokens).forEachPart(of: text) { parts.append($0) } }
        return parts
    }

    /// The same, walking over white space from each token on, however often.
    private static func oracle(_ tokens: [AddedToken], _ text: [UInt8]) -> [AddedTokenMatcher.Part] {
        var parts: [AddedTokenMatcher.Part] = []
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        let offsets = scalars.reduce(into: [0]) { $0.append($0[$0.count - 1] + UTF8.width($1)) }
        let places = Dictionary(uniqueKeysWithValues: offsets.enumerated().map { ($1, $0) })
        func isSpace(_ place: Int) -> Bool { scalars[place].properties.isWhitespace }
        var (done, position) = (0, 0)
        while position < text.count {
            let found = tokens.filter { text[position...].starts(with: $0.content) }
            guard let token = found.max(by: { $0.content.count < $1.content.count }) else {
                position += 1
                continue
            }
            var (start, end) = (position, position + token.content.count)
            position = end
            if token.stripsLeft {
                while let place = places[start], place > 0, isSpace(place - 1) { start = offsets[place - 1] }
                start = max(start, done)
            }
            if token.stripsRight {
                while let place = places[end], place < scalars.count, isSpace(place) { end = offsets[place + 1] }
            }
            guard start < end else { continue }
            if done < start { parts.append(.text(done..<start)) }
            parts.append(.token(token, start..<end))
            done = end
        }
        if done < text.count { parts.append(.text(done..<text.count)) }
        return parts
    }

    @Test func areThoseOfTheDefinition() {
        var random = SeededRandom(seed: 1351)
        let contents = ["\n", "  ", "\u{3000}", "<t>", "a \n", "가"]
        for _ in 0..<2000 {
            let tokens = contents.filter { _ in Bool.random(using: &random) }.enumerated().map { id, content in
                Self.token(
                    content, TokenID(id), left: Bool.random(using: &random), right: Bool.random(using: &random))
            }
            let text = (0..<Int.random(in: 0...14, using: &random)).flatMap { _ in
                Array((contents + [" ", "\t", "x", "\u{2003}"]).randomElement(using: &random)!.utf8)
            }
            #expect(Self.parts(tokens, text) == Self.oracle(tokens, text), "\(escaped(text)), \(tokens)")
        }
    }

    /// Walking over the white space anew from each of 400,000 tokens would take hours.
    @Test(arguments: [(true, false), (false, true), (true, true)]) func takeLinearTime(left: Bool, right: Bool) {
        let tokens = [Self.token("\n", 0, left: left, right: right)]
        let text = [UInt8](repeating: 0x0A, count: 400_000)
        let parts = Self.parts(tokens, text)
        #expect(parts.isEmpty == false && parts.count <= text.count)
        let spaces = [Self.token("\t", 0, left: left, right: right)]
        #expect(Self.parts(spaces, [UInt8](repeating: 0x20, count: 400_000) + [0x09] + text).count <= 3)
    }
}
