/// What a SentencePiece model does to text before it is cut into symbols: a transcription of `normalizer.cc`.
struct SentencePieceNormalizer: Sendable {
    private let model: SentencePieceModel
    private let userDefined: PrefixTrie
    private let map: CharacterMap?

    init(model: SentencePieceModel, userDefined: PrefixTrie) {
        self.model = model
        self.userDefined = userDefined
        map = model.characterMap.isEmpty ? nil : CharacterMap(model.characterMap)
    }

    /// The text with its dummy prefix, and ▁ for spaces. O(n).
    func normalized(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var rest = 0
        if model.removesExtraSpaces {
            while rest < text.count {
                let (replacement, length) = prefix(text, at: rest)
                if !replacement.elementsEqual([0x20]) { break }
                rest += length
            }
        }
        if rest == text.count { return [] }
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 4 + 8)
        let space: [UInt8] = model.escapesSpaces ? MarkRule.mark : [0x20]
        if model.addsDummyPrefix, !model.whiteSpaceIsSuffix { result += space }
        if map == nil, !model.removesExtraSpaces {
            for at in rest..<text.count {
                if text[at] == 0x20 { result += space } else { result.append(text[at]) }
            }
        } else {
            var wasSpace = model.removesExtraSpaces
            while rest < text.count {
                let (replacement, length) = prefix(text, at: rest)
                rest += length
                var bytes = replacement[...]
                if wasSpace { bytes = bytes.drop { $0 == 0x20 } }
                for byte in bytes {
                    if byte == 0x20 { result += space } else { result.append(byte) }
                }
                if let last = bytes.last { wasSpace = last == 0x20 }
                if !model.removesExtraSpaces { wasSpace = false }
            }
        }
        if model.removesExtraSpaces {
            while result.count >= space.count, result.suffix(space.count).elementsEqual(space) {
                result.removeLast(space.count)
            }
        }
        if model.addsDummyPrefix, model.whiteSpaceIsSuffix { result += space }
        return result
    }

    /// What stands at a place, as a user-defined piece, by the character map, or as the character that it is.
    private func prefix(_ text: UnsafeBufferPointer<UInt8>, at: Int) -> (replacement: [UInt8], length: Int) {
        if let match = userDefined.longest(in: text, at: at) {
            return (Array(text[at..<at + match.length]), match.length)
        }
        if let found = map?.longest(in: text, at: at) { return found }
        let length = text.scalar(at: at).length
        return (Array(text[at..<at + length]), length)
    }
}
