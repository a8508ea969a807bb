@testable import JeoulText
import Foundation
import ScanKernels
import TestSupport
import Testing

@testable import JeoulTokenizing

/// What makes cutting exact: no token of a vocabulary reaches across an edge that its tables do not join.
@Suite("segments") struct SpanTests {
    /// The edges of a pre-token that the tables join, one by one.
    private struct Edges {
        let table: jeoul_span_tables

        private func passes(_ filter: UnsafePointer<UInt32>, _ hash: UInt32, _ shift: UInt32) -> Bool {
            let bits = jeoul_filter_bits(hash, shift)
            return filter[Int((hash >> shift) >> 5)] & bits == bits
        }

        /// Where the spans of a pre-token end in its bytes: before each of these bytes no token crosses, it is said.
        func cuts(_ preToken: [UInt8]) -> [Int] {
            let scalars = Array(String(decoding: preToken, as: UTF8.self).unicodeScalars)
            let units = scalars.map { SpanBoundaries.unit($0.value)! }
            var cuts: [Int] = []
            var byte = 0
            for index in units.indices {
                defer { byte += scalars[index].utf8.count }
                guard index > 0 else { continue }
                let (left, right) = (units[index - 1], units[index])
                if index == 1, left == 0x20 { continue }
                if table.units[Int(left)] & UInt8(JEOUL_UNIT_JOINS_NEXT) != 0 { continue }
                if table.units[Int(right)] & UInt8(JEOUL_UNIT_JOINS_PREVIOUS) != 0 { continue }
                if passes(table.pairs, jeoul_pair_hash(left, right), table.pair_shift) { continue }
                func triple(_ last: Int) -> Bool {
                    last >= 2 && last < units.count
                        && passes(
                            table.triples, jeoul_triple_hash(units[last - 2], units[last - 1], units[last]),
                            table.triple_shift)
                }
                if triple(index) || triple(index + 1) { continue }
                cuts.append(byte)
            }
            return cuts
        }
    }

    /// A vocabulary's tables, and its tokens to search for.
    private struct Subject {
        let model: BytePairModel
        private let edges: Edges
        private let tokens: Set<[UInt8]>
        private let longest: Int

        init(_ model: BytePairModel, _ table: TokenTable) {
            self.model = model
            edges = Edges(table: model.spans.table)
            tokens = Set((0..<table.endID).compactMap { table[TokenID($0)].map(Array.init) }.filter { $0.count > 1 })
            // Longer ones have no Hangul.
            longest = tokens.filter { $0.contains { $0 >= 0xE3 } }.map(\.count).max() ?? 0
        }

        /// A token that crosses an edge that is cut, in words; nil where there is none.
        func fault(_ preToken: [UInt8], _ cuts: inout Int) -> String? {
            for cut in edges.cuts(preToken) {
                cuts += 1
                for start in max(0, cut - longest)..<cut {
                    for end in cut + 1..<max(cut + 1, min(preToken.count, start + longest)) + 1
                    where end <= preToken.count {
                        if tokens.contains(Array(preToken[start..<end])) {
                            return
                                "the token \(escaped(preToken[start..<end])) at \(start) of \(escaped(preToken)), cut at \(cut)"
                        }
                    }
                }
            }
            return nil
        }

        /// Whether the spans' tokens are the pre-token's.
        func isExact(_ preToken: [UInt8], _ oracle: PairOracle) -> Bool {
            let bounds = [0] + edges.cuts(preToken) + [preToken.count]
            return zip(bounds, bounds.dropFirst()).flatMap { oracle.encode(preToken[$0..<$1]) }
                == oracle.encode(preToken)
        }
    }

    private static let prefixes = ["", "", " ", "(", "a", "\u{0}", "1"]

    @Test("of random vocabularies", arguments: [false, true], [131, 132, 133, 134])
    func randomVocabularies(isList: Bool, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var edges = 0
        var cuts = 0
        for round in 0..<60 {
            let vocabulary = RandomVocabulary(
                isList: isList, mergeCount: [5, 20, 60, 300].randomElement(using: &random)!,
                alphabets: round % 3 == 0 ? RandomVocabulary.alphabets : RandomVocabulary.hangul, using: &random)
            let paths = try EncoderPaths(vocabulary.tokens, vocabulary.order)
            let subject = Subject(paths.model, vocabulary.tokens)
            let oracle = PairOracle(tokens: vocabulary.tokens, order: vocabulary.order)
            let alphabet = vocabulary.hangul
            for _ in 0..<60 {
                let word = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                    alphabet.randomElement(using: &random)!
                }
                let preToken = Array((Self.prefixes.randomElement(using: &random)! + word.joined()).utf8)
                edges += word.count
                let fault = subject.fault(preToken, &cuts)
                #expect(fault == nil, "seed \(seed), round \(round)")
                let isExact = subject.isExact(preToken, oracle)
                #expect(isExact, "seed \(seed), round \(round): \(escaped(preToken))")
                if fault != nil || !isExact { return }
            }
        }
        // Were all edges joined, nothing would have been tested.
        #expect(cuts * 10 > edges, "\(cuts) of \(edges)")
    }

    @Test("of real vocabularies", arguments: TestTokenizers.bundled) func bundled(_ id: String) throws {
        try check(id)
    }

    @Test(
        "of the other real vocabularies",
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: TestTokenizers.byteLevel.filter { !TestTokenizers.bundled.contains($0) })
    func shared(_ id: String) throws {
        try check(id)
    }

    private func check(_ id: String) throws {
        let definition = try TestTokenizers.definition(id)
        let model = try #require(try TestTokenizers.tokenizer(id) as? BytePairTokenizer).model
        let subject = Subject(model, definition.tokens)
        var random = SeededRandom(seed: 135)
        var edges = 0
        var cuts = 0
        // Tokens' own characters, so that what joins is beside what does not.
        let tokens = (0..<definition.tokens.endID).compactMap { id -> String? in
            guard let bytes = definition.tokens[TokenID(id)], let text = String(bytes: bytes, encoding: .utf8) else {
                return nil
            }
            let scalars = Array(text.unicodeScalars.drop { $0 == " " })
            let isHangul = scalars.allSatisfy { !$0.isASCII && SpanBoundaries.unit($0.value) != nil }
            return isHangul && !scalars.isEmpty ? String(String.UnicodeScalarView(scalars)) : nil
        }
        for round in 0..<4000 {
            var word = Self.prefixes.randomElement(using: &random)!
            let count = Int.random(in: 1...8, using: &random)
            edges += count
            for _ in 0..<count {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: word += String(decoding: RandomKorean.syllables(1, using: &random), as: UTF8.self)
                case 1: word += String(decoding: RandomKorean.words(bytes: 1, using: &random), as: UTF8.self)
                default: word += tokens.randomElement(using: &random)!
                }
            }
            let fault = subject.fault(Array(word.utf8), &cuts)
            #expect(fault == nil, "\(id), seed 135, round \(round)")
            if fault != nil { return }
        }
        #expect(cuts * 10 > edges, "\(cuts) of \(edges)")
    }
}

extension RandomVocabulary {
    /// The characters of its alphabet that a cut pre-token may have after its first.
    var hangul: [String] {
        let hangul = alphabet.filter {
            $0.unicodeScalars.allSatisfy { !$0.isASCII && SpanBoundaries.unit($0.value) != nil }
        }
        return hangul.isEmpty ? ["가", "나", "ㅋ"] : hangul + ["뷁"]
    }
}
