@testable import JeoulText
import Foundation
import ScanKernels
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Text that was crafted to collide in hashes without a seed.
@Suite("crafted text collides no more than any other") struct FloodTests {
    /// Pre-tokens whose state after 24 bytes made a folded product 0 whatever came next, under the constants of before.
    private static let long: [[UInt8]] = (0..<10_000).map { number in
        let free = (0..<5).map { UInt8(ascii: "a") + UInt8(number / [1, 26, 676, 17576, 456_976][$0] % 26) }
        return Array("zaruihbuadtigazboinqenGL".utf8) + free + Array("xyzzzzzzzzzzzzzzzzz".utf8)
    }

    @Test("long pieces have hashes of their own") func longPreTokens() {
        let hashes = Set(Self.long.map { $0.withUnsafeBufferPointer { ByteHash.hash($0) } })
        #expect(hashes.count == Self.long.count)
    }

    /// Tokens of a vocabulary's file may have any bytes: these made a factor of the product 0, whatever came next, under the constants of
    /// before.
    @Test(
        "tokens of any bytes have hashes of their own",
        arguments: [0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB] as [UInt64])
    func tokenBytes(constant: UInt64) {
        func bytes(_ word: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        // Where the constant stands: in the first word of a step, or in the last one but one.
        for place in [0, 2] {
            let hashes = Set(
                (0..<10_000).map { number -> UInt64 in
                    var words: [UInt64] = [1, UInt64(number), 2, 3]
                    words[place] = constant
                    return words.flatMap(bytes).withUnsafeBufferPointer { ByteHash.hash($0) }
                })
            #expect(hashes.count == 10_000, "place \(place)")
        }
    }

    @Test("words of syllables do not crowd one place of a table") func spans() {
        // Keys of six syllables that an unseeded product put into the first 1/512 of a table.
        var random = SeededRandom(seed: 1331)
        var keys: [jeoul_span_key] = []
        while keys.count < 500 {
            let units = (0..<6).map { _ in UInt64.random(in: 512..<11_684, using: &random) }
            let low = units[..<4].enumerated().reduce(UInt64(1) << 56) { $0 | $1.element << (14 * UInt64($1.offset)) }
            let high = units[4] | units[5] << 14
            let unseeded = (low ^ high &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
            if unseeded >> 55 == 0 { keys.append(jeoul_span_key(low: low, high: high)) }
        }
        let places = Set(keys.map { jeoul_span_hash($0) >> 52 })
        // Of 4096 places random keys take some 470; all in 8 of them before.
        #expect(places.count > 400)
    }

    /// Words that pass the filter of whole pre-tokens, which is the same in every process, and are none.
    @Test("words that might be whole pieces take no longer than others") func wholePreTokens() throws {
        var random = SeededRandom(seed: 1333)
        func word(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 97...122, using: &random) } }
        // Tokens that no merge makes: two thousand of them, so that the filter lets some other words pass.
        var tokens = TokenTable()
        for byte in UInt8.min...UInt8.max { tokens.append([byte], id: TokenID(byte)) }
        for id in 256..<TokenID(2256) { tokens.append(word(7), id: id) }
        let tokenizer = try VocabularyDefinition(
            tokens: tokens, model: .byteLevel(order: .list([]), ignoresMerges: true),
            splitter: .pattern(.gpt2), normalizer: .normalization(.asIs)
        ).tokenizer()
        let model = try #require(tokenizer.passMember?.model)
        #expect(model.wholePreTokens.ids.count > 1990)
        var (crafted, others): ([[UInt8]], [[UInt8]]) = ([], [])
        for _ in 0..<200_000 {
            let word = word(9)
            let passes = word.withUnsafeBufferPointer { model.spans.mayBeWholePreToken(CacheLookup.fixedHash(of: $0)) }
            if passes { crafted.append(word) } else if others.count < crafted.count { others.append(word) }
        }
        try #require(crafted.count > 200)
        func seconds(_ words: [[UInt8]]) throws -> Double {
            let session = DocumentCounter([tokenizer]).session()
            let text = Data(words.flatMap { $0 + [0x0A] })
            let start = ContinuousClock.now
            let counts = try session.count(text, layout: .lines)[0]
            let time = ContinuousClock.now - start
            for (word, count) in zip(words, counts).prefix(50) {
                #expect(try tokenizer.encode(word).count == Int(count))
            }
            return Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds)
        }
        let times = try (0..<7).map { _ in (try seconds(crafted), try seconds(others)) }
        #expect(times.map(\.0).min()! / Double(crafted.count) < 2 * times.map(\.1).min()! / Double(others.count))
    }

    /// Words that begin as a user-defined piece does, and have none: the filter of such pieces lets them pass.
    @Test(
        "words that might have a piece of their own take no longer than others",
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func irregularPieces() throws {
        let tokenizer = try TestTokenizers.tokenizer("gemma-3")
        let model = try #require(tokenizer.passMember?.model)
        let characters = try #require(model.characters)
        var random = SeededRandom(seed: 1334)
        func words(_ first: String) -> [[UInt8]] {
            (0..<20_000).map { _ in
                Array(first.utf8) + (0..<9).map { _ in UInt8.random(in: 97...122, using: &random) }
            }
        }
        let (crafted, others) = (words("<t"), words("%t"))
        let tokens = UnsafeMutablePointer<TokenID>.allocate(capacity: 64)
        defer { tokens.deallocate() }
        func passes(_ word: [UInt8], _ starts: CharacterStarts) -> Bool {
            word.withUnsafeBufferPointer {
                starts.begin($0.baseAddress!, $0.count, byteTokens: model.byteTokens, tokens) == nil
            }
        }
        var unchecked = characters.starts
        unchecked.exact = nil
        #expect(crafted.count { passes($0, unchecked) } > 19_000)
        #expect(crafted.count { passes($0, characters.starts) } < 1000)
        #expect(crafted.count { $0.withUnsafeBufferPointer(characters.exact.hasIrregularString) } < 1000)
        #expect(!others.contains { passes($0, unchecked) })
        let definition = characters.exact
        func seconds(_ words: [[UInt8]]) throws -> Double {
            let session = DocumentCounter([tokenizer]).session()
            let text = Data(words.flatMap { $0 + [0x0A] })
            let start = ContinuousClock.now
            let counts = try session.count(text, layout: .lines)[0]
            let time = ContinuousClock.now - start
            for (word, count) in zip(words, counts).prefix(200) {
                #expect(word.withUnsafeBufferPointer(definition.encode).count == Int(count))
            }
            return Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds)
        }
        let times = try (0..<7).map { _ in (try seconds(crafted), try seconds(others)) }
        #expect(times.map(\.0).min()! < 2 * times.map(\.1).min()!)
    }

    @Test("their counts are right, and take no longer than others'") func counts() throws {
        let tokenizer = try TestTokenizers.tokenizer("cl100k_base")
        var random = SeededRandom(seed: 1332)
        let others = Self.long.map { preToken in preToken.map { _ in UInt8.random(in: 97...122, using: &random) } }
        func seconds(_ preTokens: [[UInt8]]) throws -> Double {
            let text = Data(preTokens.flatMap { $0 + [0x0A] })
            let expected = try preTokens.prefix(50).map { try tokenizer.encode($0).count }
            return try (0..<3).map { _ in
                let session = DocumentCounter([tokenizer]).session()
                let start = ContinuousClock.now
                let counts = try session.count(text, layout: .lines)[0]
                let seconds = ContinuousClock.now - start
                #expect(counts.prefix(50).map(Int.init) == expected)
                return Double(seconds.components.attoseconds) * 1e-18 + Double(seconds.components.seconds)
            }.min() ?? 0
        }
        // Chained in one place they took some hundred times as long.
        #expect(try seconds(Self.long) < 8 * seconds(others))
    }
}
