import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// All encoders against the definition, on small vocabularies of random merges.
@Suite("byte-pair encoding with random vocabularies") struct RandomVocabularyTests {
    @Test("the quick oracle is the definition", arguments: [21, 22, 23]) func oracle(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<20 {
            let vocabulary = RandomVocabulary(isList: round % 2 == 0, mergeCount: 40, using: &random)
            let oracle = PairOracle(tokens: vocabulary.tokens, order: vocabulary.order)
            for lookup in [false, true] {
                let reference = ReferenceBytePairEncoder(
                    tokens: vocabulary.tokens, order: vocabulary.order, ignoresMerges: lookup)
                for length in 1...12 {
                    let preToken = vocabulary.text(characters: length, using: &random)
                    #expect(
                        oracle.encode(preToken, ignoresMerges: lookup) == reference.encode(preToken),
                        "seed \(seed), round \(round): \(escaped(preToken))")
                }
            }
        }
    }

    /// Short pre-tokens, those of one window, and those of several.
    @Test("every path gives the definition's ids", arguments: [false, true], [31, 32, 33, 34])
    func paths(isList: Bool, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<18 {
            let vocabulary = RandomVocabulary(
                isList: isList, mergeCount: [5, 30, 120, 400].randomElement(using: &random)!, using: &random)
            let lookup = round % 3 == 0
            let paths = try EncoderPaths(vocabulary.tokens, vocabulary.order, ignoresMerges: lookup)
            try paths.model.pairs.checkInvariants()
            let oracle = PairOracle(tokens: vocabulary.tokens, order: vocabulary.order)
            let lengths = Array(1...12) + (0..<30).map { _ in Int.random(in: 13...130, using: &random) } + [200, 300]
            for length in lengths {
                let preToken = vocabulary.text(characters: length, using: &random)
                let fault = paths.fault(preToken, oracle, ignoresMerges: lookup)
                #expect(fault == nil, "seed \(seed), round \(round)")
                if fault != nil { return }
            }
        }
    }

    /// Every token as a pre-token, those that no merges reach among them.
    @Test("tokens as pieces", arguments: [false, true], [41, 42]) func tokensAsPieces(isList: Bool, seed: UInt64) throws
    {
        var random = SeededRandom(seed: seed)
        for round in 0..<10 {
            let vocabulary = RandomVocabulary(isList: isList, mergeCount: 60, using: &random)
            let oracle = PairOracle(tokens: vocabulary.tokens, order: vocabulary.order)
            for lookup in [false, true] {
                let paths = try EncoderPaths(vocabulary.tokens, vocabulary.order, ignoresMerges: lookup)
                for id in 0..<vocabulary.tokens.endID {
                    guard let bytes = vocabulary.tokens[TokenID(id)], isInsideText(bytes) else { continue }
                    if lookup { #expect(paths.encode(Array(bytes)) == [TokenID(id)]) }
                    let fault = paths.fault(Array(bytes), oracle, ignoresMerges: lookup)
                    #expect(fault == nil, "seed \(seed), round \(round)")
                }
            }
        }
    }

    @Test("thousands of bytes in one piece", arguments: [false, true], [51, 52, 53])
    func longPreTokens(isList: Bool, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<6 {
            let vocabulary = RandomVocabulary(isList: isList, mergeCount: 200, using: &random)
            let paths = try EncoderPaths(vocabulary.tokens, vocabulary.order)
            let oracle = PairOracle(tokens: vocabulary.tokens, order: vocabulary.order)
            let preToken = vocabulary.text(characters: Int.random(in: 600...1500, using: &random), using: &random)
            let fault = paths.fault(preToken, oracle)
            #expect(fault == nil, "seed \(seed), round \(round)")
        }
    }

    /// Tokens longer than a window: the window grows until a token ends in it, and beyond what is merged in place.
    @Test("tokens that double", arguments: [false, true]) func doubling(isList: Bool) throws {
        var tokens = TokenTable()
        for byte in UInt8.min ... .max { tokens.append([byte], id: TokenID(byte)) }
        var merges: [Merge] = []
        var last = TokenID(UInt8(ascii: "a"))
        var length = 1
        while length < 4096 {
            length *= 2
            let id = TokenID(tokens.endID)
            tokens.append([UInt8](repeating: UInt8(ascii: "a"), count: length), id: id)
            merges.append(Merge(left: last, right: last, result: id))
            last = id
        }
        let order: MergeOrder = isList ? .list(merges) : .tokenID
        let paths = try EncoderPaths(tokens, order)
        let oracle = PairOracle(tokens: tokens, order: order)
        for count in [1, 2, 3, 127, 128, 129, 255, 256, 257, 1023, 2047, 2048, 2049, 4097] {
            let run = [UInt8](repeating: UInt8(ascii: "a"), count: count)
            #expect(paths.fault(run, oracle) == nil, "\(count)")
            if count < 2000 { #expect(paths.fault(run + [0x62], oracle) == nil, "\(count) and b") }
        }
    }

    /// What comes at the end of a pre-token decides how its beginning is cut: no window may be trusted.
    @Test("merges that ripple through the whole piece") func ripple() throws {
        var tokens = TokenTable()
        for byte in UInt8.min ... .max { tokens.append([byte], id: TokenID(byte)) }
        tokens.append(Array("ab".utf8), id: 256)
        tokens.append(Array("ba".utf8), id: 257)
        tokens.append(Array("bac".utf8), id: 258)
        let (a, b, c) = (TokenID(UInt8(ascii: "a")), TokenID(UInt8(ascii: "b")), TokenID(UInt8(ascii: "c")))
        let merges = [
            Merge(left: a, right: b, result: 256), Merge(left: b, right: a, result: 257),
            Merge(left: 257, right: c, result: 258),
        ]
        for order in [MergeOrder.list(merges), .list(merges.reversed()), .list([merges[1], merges[0], merges[2]])] {
            let paths = try EncoderPaths(tokens, order)
            let oracle = PairOracle(tokens: tokens, order: order)
            for count in [63, 64, 65, 200, 1100] {
                for (start, end) in [("", ""), ("b", ""), ("", "c"), ("b", "c"), ("", "a"), ("a", "c")] {
                    let preToken = Array((start + String(repeating: "ab", count: count) + end).utf8)
                    #expect(paths.fault(preToken, oracle) == nil, "\(start) and \(count) and \(end)")
                }
            }
        }
    }

    /// What random vocabularies found: a syllable must not be complete before its turn, for then it merges too early.
    @Test("syllables that merge with their neighbours before they are complete")
    func earlySyllables() throws {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        let ga = bytes("가")
        let lists: [(text: String, merges: [([UInt8], [UInt8])])] = [
            // 가 (rank 4) would take EB from 나 (rank 2) before 나 has lost its end (ranks 0 and 3).
            (
                " 가나가",
                [
                    ([0x82], [0x98]), ([0xB0, 0x80, 0xEB], [0x82, 0x98]), ([0xB0, 0x80], [0xEB]),
                    ([0x82, 0x98], [0xEA]),
                    ([0xB0], [0x80]),
                ]
            ),
            // Two syllables merge (rank 1) after the first is complete, which begins with rank 2.
            (" 힣힣힣", [([0xED, 0x9E], [0xA3]), (bytes("힣"), bytes("힣")), ([0xED], [0x9E])]),
        ]
        for (text, pairs) in lists {
            var tokens = TokenTable()
            for byte in UInt8.min ... .max { tokens.append([byte], id: TokenID(byte)) }
            for (left, right) in pairs { tokens.append(left + right, id: TokenID(tokens.endID)) }
            func id(_ token: [UInt8]) -> TokenID {
                TokenID((0..<tokens.endID).first { tokens[TokenID($0)].map(Array.init) == token }!)
            }
            let order = MergeOrder.list(pairs.map { Merge(left: id($0), right: id($1), result: id($0 + $1)) })
            let fault = try EncoderPaths(tokens, order).fault(bytes(text), PairOracle(tokens: tokens, order: order))
            #expect(fault == nil)
        }
        // By id: 가 merges with the byte before it at a lower rank than its own first merge.
        var tokens = TokenTable()
        for token in [[0x81] + ga, ga, [0xEA, 0xB0] + ga, [0x81, 0xEA, 0xB0], [0x81, 0xEA, 0xB0, 0x81] + ga] {
            tokens.append(token, id: TokenID(tokens.endID))
        }
        for byte in UInt8.min ... .max { tokens.append([byte], id: TokenID(tokens.endID)) }
        tokens.append([0xEA, 0xB0], id: TokenID(tokens.endID))
        let oracle = PairOracle(tokens: tokens, order: .tokenID)
        for text in ["각각가", "가", "각가", " 각가", "가각가", "각각각가가"] {
            #expect(try EncoderPaths(tokens, .tokenID).fault(bytes(text), oracle) == nil)
        }
    }

    @Test("a byte without a token is refused") func missingByte() {
        var tokens = TokenTable()
        for byte in 0..<UInt8.max { tokens.append([byte], id: TokenID(byte)) }
        #expect(throws: BytePairError.missingByte(255)) {
            try BytePairModel(tokens: tokens, order: .tokenID, ignoresMerges: false)
        }
        // With a list of merges only the bytes that text can have must be tokens.
        #expect(throws: Never.self) { try BytePairModel(tokens: tokens, order: .list([]), ignoresMerges: false) }
        var few = TokenTable()
        for byte in 1...UInt8.max { few.append([byte], id: TokenID(byte)) }
        #expect(throws: BytePairError.missingByte(0)) {
            try BytePairModel(tokens: few, order: .list([]), ignoresMerges: false)
        }
    }
}

/// Whether bytes may stand in valid UTF-8: seeds rely on it.
func isInsideText(_ bytes: some Collection<UInt8>) -> Bool {
    var bytes = Array(bytes.drop { $0 & 0xC0 == 0x80 })
    // A character that is cut off at the end.
    if let lead = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[lead] >= 0xC0 {
        let length = bytes[lead] >= 0xF0 ? 4 : bytes[lead] >= 0xE0 ? 3 : 2
        if bytes.count - lead < length { bytes.removeSubrange(lead...) }
    }
    return bytes.withUnsafeBufferPointer { UTF8Validation.firstInvalidOffset($0) } == nil
}
