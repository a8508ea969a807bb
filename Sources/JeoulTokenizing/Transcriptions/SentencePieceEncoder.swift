import JeoulText

/// Encodes text by a SentencePiece BPE model: the definition of `sentencepiece`'s `bpe_model.cc`, near-linear.
///
/// Symbols are characters, but for user-defined pieces, which are cut out first, the longest at each place, and never
/// merge. Of all neighbours whose text together is a piece, those of the highest score merge, the leftmost of equals.
final class SentencePieceEncoder: PieceEncoder {
    private let model: SentencePieceModel
    private let spaces: SentencePieceNormalizer
    /// The pieces that symbols may become.
    private let pieces: TokenIndex
    private let longestPiece: Int
    /// For each piece its place in the order of scores: equal scores have equal ranks.
    private let ranks: [UInt32]
    private let userDefined: PrefixTrie
    /// Control pieces and the like of one character: a text that has that character has them.
    private let reserved: [[UInt8]: TokenID]
    private let hasUnused: Bool
    /// Pieces of several characters that are user-defined, or merge at the score of another; nil where these are too many to look for.
    private let irregular: PrefixTrie?
    private static let mostIrregular = 1 << 14

    init(tokens: TokenTable, model: SentencePieceModel) {
        self.model = model
        let isPiece = model.types.map { $0 == .normal || $0 == .userDefined || $0 == .unused }
        let merging = tokens.removing((0..<tokens.endID).map { !isPiece[$0] })
        pieces = TokenIndex.build(merging).index
        longestPiece = (0..<merging.endID).reduce(0) { max($0, merging.byteCount($1)) }
        let ranks = Self.ranks(model.scores)
        self.ranks = ranks
        let user = (0..<tokens.endID).filter { model.types[$0] == .userDefined }.compactMap { tokens[TokenID($0)] }
        userDefined = PrefixTrie(user.map(Array.init))
        spaces = SentencePieceNormalizer(model: model, userDefined: userDefined)
        hasUnused = model.types.contains(.unused)
        var reserved: [[UInt8]: TokenID] = [:]
        for id in 0..<tokens.endID where !isPiece[id] {
            if let bytes = tokens[TokenID(id)].map(Array.init),
                String(decoding: bytes, as: UTF8.self).unicodeScalars.count == 1
            {
                reserved[bytes] = TokenID(id)
            }
        }
        self.reserved = reserved
        let normal = (0..<tokens.endID).filter { model.types[$0] == .normal }
        var sharing = [UInt32](repeating: 0, count: tokens.endID)
        for id in normal { sharing[Int(ranks[id])] += 1 }
        let strings = user + normal.filter { sharing[Int(ranks[$0])] > 1 }.compactMap { tokens[TokenID($0)] }
        irregular =
            strings.count > Self.mostIrregular ? nil : PrefixTrie(strings.map(Array.init).filter { $0.count > 1 })
    }

    private static func ranks(_ scores: [Float]) -> [UInt32] {
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        var ranks = [UInt32](repeating: 0, count: scores.count)
        var rank: UInt32 = 0
        for (place, id) in order.enumerated() {
            if place > 0, scores[order[place - 1]] != scores[id] { rank += 1 }
            ranks[id] = rank
        }
        return ranks
    }

    /// The text as the model sees it: with its dummy prefix, and ▁ for spaces.
    func normalized(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] { spaces.normalized(text) }

    func hasIrregularString(_ piece: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let irregular else { return true }
        return piece.indices.contains { piece[$0] & 0xC0 != 0x80 && irregular.longest(in: piece, at: $0) != nil }
    }

    /// Adds the ids of a piece of normalized text that no merge reaches out of.
    func encode(piece: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
        var wasUnknown = false
        let part = piece
        pieces.withLookup { lookup in
            var run = SpanRun(text: part)
            begin(&run)
            var splits = hasUnused ? UnusedSplits() : nil
            run.merge { range in
                guard range.count <= longestPiece,
                    let id = lookup.find(UnsafeBufferPointer(rebasing: part[range]))
                else { return nil }
                return ranks[Int(id)]
            } onCandidate: { whole, middle in
                if hasUnused { splits?.note(Array(part[whole]), at: middle - whole.lowerBound) }
            }
            for span in run.spans {
                emit(UnsafeBufferPointer(rebasing: part[span]), lookup, splits, &wasUnknown, into: &ids)
            }
        }
    }

    /// Cuts the part into characters and user-defined pieces.
    private func begin(_ run: inout SpanRun) {
        var at = 0
        while at < run.text.count {
            if !userDefined.isEmpty, let match = userDefined.longest(in: run.text, at: at) {
                run.append(at..<at + match.length, isFrozen: true)
                at += match.length
            } else {
                let length = run.text.scalar(at: at).length
                run.append(at..<at + length, isFrozen: false)
                at += length
            }
        }
    }

    /// Adds the ids of a symbol.
    private func emit(
        _ symbol: UnsafeBufferPointer<UInt8>, _ lookup: TokenIndex.Lookup, _ splits: UnusedSplits?,
        _ wasUnknown: inout Bool, into ids: inout [TokenID]
    ) {
        let id = lookup.find(symbol) ?? (reserved.isEmpty ? nil : reserved[Array(symbol)])
        let type = id.map { model.types[Int($0)] } ?? .unknown
        if type == .unused, let middle = splits?.middle(of: Array(symbol)) {
            emit(UnsafeBufferPointer(rebasing: symbol[..<middle]), lookup, splits, &wasUnknown, into: &ids)
            emit(UnsafeBufferPointer(rebasing: symbol[middle...]), lookup, splits, &wasUnknown, into: &ids)
            return
        }
        // An unused piece that is not made of others, one character, is unknown.
        guard let id, type != .unknown, type != .unused else {
            if let byteTokens = model.byteTokens {
                ids.append(contentsOf: symbol.lazy.map { byteTokens[Int($0)] })
            } else if !wasUnknown {
                ids.append(model.unknown)
            }
            wasUnknown = true
            return
        }
        wasUnknown = false
        ids.append(id)
    }
}

/// How unused pieces were put together; of several ways the last one counts, as in the original.
private struct UnusedSplits {
    private var middles: [[UInt8]: Int] = [:]

    mutating func note(_ piece: [UInt8], at middle: Int) { middles[piece] = middle }

    func middle(of piece: [UInt8]) -> Int? { middles[piece] }
}
