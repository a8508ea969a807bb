import JeoulText
import JeoulTokenizing

/// Byte-pair encoding that begins with characters, the definition transliterated: SentencePiece's, and Hugging Face's without its
/// byte alphabet. What a character that is no token is written as are the tokens of its bytes.
///
/// Of all neighbours that may merge, those of the lowest rank do, the leftmost of equals, until none may. Quadratic; not
/// `Sendable`.
package final class PreTokenOracle {
    private struct Symbol {
        var bytes: [UInt8]
        var isFrozen = false
    }

    private let ids: [[UInt8]: TokenID]
    private let byteTokens: [TokenID]
    private let userDefined: [[UInt8]]
    /// The rank of two neighbours.
    private let rank: ([UInt8], [UInt8]) -> Double?

    /// Of pieces, of which the highest score merges first; those that are cut out before have the type `.userDefined`.
    package init(_ model: SentencePieceModel, tokens: TokenTable) {
        var (ids, scores, user): ([[UInt8]: TokenID], [[UInt8]: Double], [[UInt8]]) = ([:], [:], [])
        for id in 0..<tokens.endID where [.normal, .userDefined].contains(model.types[id]) {
            let bytes = Array(tokens[TokenID(id)]!)
            (ids[bytes], scores[bytes]) = (TokenID(id), Double(model.scores[id]))
            if model.types[id] == .userDefined { user.append(bytes) }
        }
        (self.ids, userDefined, byteTokens) = (ids, user, model.byteTokens!)
        rank = { left, right in scores[left + right].map { -$0 } }
    }

    /// Of a list of merges, the first to be done first; no two are of the same tokens.
    package init(_ model: CharacterModel, tokens: TokenTable) {
        var (ids, ranks): ([[UInt8]: TokenID], [[[UInt8]]: Double]) = ([:], [:])
        for id in 0..<tokens.endID { if let bytes = tokens[TokenID(id)] { ids[Array(bytes)] = TokenID(id) } }
        for (rank, merge) in model.merges.enumerated() {
            ranks[[Array(tokens[merge.left]!), Array(tokens[merge.right]!)]] = Double(rank)
        }
        (self.ids, userDefined, byteTokens) = (ids, [], model.byteTokens!.map { $0! })
        rank = { left, right in ids[left] == nil || ids[right] == nil ? nil : ranks[[left, right]] }
    }

    /// The ids of a piece of normalized text.
    package func encode(_ piece: ArraySlice<UInt8>) -> [TokenID] {
        var symbols: [Symbol] = []
        var rest = piece
        while let first = rest.first {
            let user = userDefined.filter(rest.starts(with:)).max { $0.count < $1.count }
            let length = user?.count ?? (first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4)
            symbols.append(Symbol(bytes: Array(rest.prefix(length)), isFrozen: user != nil))
            rest = rest.dropFirst(length)
        }
        while let best = best(symbols) {
            symbols[best].bytes += symbols[best + 1].bytes
            symbols.remove(at: best + 1)
        }
        return symbols.flatMap { symbol in
            ids[symbol.bytes].map { [$0] } ?? symbol.bytes.map { byteTokens[Int($0)] }
        }
    }

    private func best(_ symbols: [Symbol]) -> Int? {
        var best: (place: Int, rank: Double)?
        for place in symbols.indices.dropLast() where !symbols[place].isFrozen && !symbols[place + 1].isFrozen {
            guard let rank = rank(symbols[place].bytes, symbols[place + 1].bytes) else { continue }
            if best == nil || rank < best!.rank { best = (place, rank) }
        }
        return best?.place
    }
}
