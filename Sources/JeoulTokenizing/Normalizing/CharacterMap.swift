/// SentencePiece's compiled character map: a double-array trie (darts-clone) from byte strings to offsets among
/// replacements, each ended by NUL.
package struct CharacterMap: Sendable {
    private let units: [UInt32]
    private let replacements: [UInt8]

    /// Nil where the bytes are no such map. Every later look-up is checked, so that a hostile map can only be wrong.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count > 4 else { return nil }
        func word(_ at: Int) -> UInt32 {
            var word: UInt32 = 0
            for place in 0..<4 { word |= UInt32(bytes[at + place]) << UInt32(8 * place) }
            return word
        }
        let size = Int(word(0))
        guard size > 0, size % 4 == 0, 4 + size < bytes.count, bytes.last == 0 else { return nil }
        units = (0..<size / 4).map { word(4 + 4 * $0) }
        replacements = Array(bytes[(4 + size)...])
    }

    /// The replacement of the longest string of the map that stands at a place, and that string's length.
    func longest(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> (replacement: [UInt8], length: Int)? {
        func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }
        var node = offset(units[0])
        var best: (value: Int, length: Int)?
        for at in start..<text.count {
            node ^= Int(text[at])
            guard node < units.count, units[node] & 0x8000_00FF == UInt32(text[at]) else { break }
            let unit = units[node]
            node ^= offset(unit)
            if unit >> 8 & 1 == 1 {
                guard node < units.count else { break }
                best = (Int(units[node] & 0x7FFF_FFFF), at + 1 - start)
            }
        }
        guard let best, best.value < replacements.count else { return nil }
        return (Array(replacements[best.value...].prefix { $0 != 0 }), best.length)
    }
}
