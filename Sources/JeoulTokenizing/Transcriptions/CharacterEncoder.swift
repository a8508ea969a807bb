import JeoulText

/// Encodes pieces by a `CharacterModel`: a transcription of Hugging Face's `BPE::merge_word`, whose ids it gives.
final class CharacterEncoder: PieceEncoder {
    private let model: CharacterModel
    private let index: TokenIndex
    private let merges: MergeList

    init(tokens: TokenTable, model: CharacterModel) {
        self.model = model
        index = TokenIndex.build(tokens).index
        merges = MergeList(model.merges)
    }

    func normalized(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] { Array(text) }

    func hasIrregularString(_ piece: UnsafeBufferPointer<UInt8>) -> Bool { false }

    /// Adds the ids of a piece that no merge reaches out of.
    func encode(piece: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
        if model.ignoresMerges, let id = index.withLookup({ $0.find(piece) }) {
            ids.append(id)
            return
        }
        var symbols: [TokenID] = []
        begin(piece, into: &symbols)
        merges.merge(&symbols)
        ids.append(contentsOf: symbols)
    }

    /// The tokens of the characters.
    private func begin(_ part: UnsafeBufferPointer<UInt8>, into symbols: inout [TokenID]) {
        // An unknown character waits for what comes after it: it may be fused with it, and characters that are written
        // as bytes pass it by, as in the original.
        var isUnknownWaiting = false
        index.withLookup { lookup in
            var at = 0
            while at < part.count {
                let end = min(part.count, at + part.scalar(at: at).length)
                if let id = token(part, at..<end, lookup) {
                    if isUnknownWaiting, let unknown = model.unknown { symbols.append(unknown) }
                    isUnknownWaiting = false
                    symbols.append(id)
                } else if let bytes = byteTokens(part, at..<end) {
                    symbols.append(contentsOf: bytes)
                } else if let unknown = model.unknown {
                    if isUnknownWaiting, !model.fusesUnknown { symbols.append(unknown) }
                    isUnknownWaiting = true
                }
                at = end
            }
        }
        if isUnknownWaiting, let unknown = model.unknown { symbols.append(unknown) }
    }

    /// The token of a character where it stands.
    private func token(
        _ part: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ lookup: TokenIndex.Lookup
    ) -> TokenID? {
        if model.continuingPrefix.isEmpty, model.endSuffix.isEmpty {
            return lookup.find(UnsafeBufferPointer(rebasing: part[range]))
        }
        return spelled(part, range).withUnsafeBufferPointer { lookup.find($0) }
    }

    private func spelled(_ part: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> [UInt8] {
        (range.lowerBound > 0 ? model.continuingPrefix : []) + part[range]
            + (range.upperBound == part.count ? model.endSuffix : [])
    }

    /// The tokens of the bytes of a character that has none, if each byte has one.
    private func byteTokens(_ part: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> [TokenID]? {
        guard let tokens = model.byteTokens else { return nil }
        let found = spelled(part, range).compactMap { tokens[Int($0)] }
        let wanted =
            range.count + (range.lowerBound > 0 ? model.continuingPrefix.count : 0)
            + (range.upperBound == part.count ? model.endSuffix.count : 0)
        return found.count == wanted ? found : nil
    }
}
