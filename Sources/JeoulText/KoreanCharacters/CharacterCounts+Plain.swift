extension CharacterCounts {
    /// The counts of a plain text with that many characters of script Hangul; of any text the bytes and scalars.
    ///
    /// In plain text the lead byte of a character tells what it is: EA–ED a syllable, E4–E9 an ideograph; and only
    /// ASCII has white space. The loop over short chunks has counters of one byte, so that the compiler vectorizes it.
    /// All but `eojeol` are sums over the bytes, and over CR LF: unless a text is cut between CR and LF, the counts of
    /// its parts add up to its own, whatever is in it.
    init(plain text: UnsafeBufferPointer<UInt8>, korean: Int) {
        guard let first = text.first else {
            self.init()
            return
        }
        let tallies = PlainTallies(text)
        // The first byte has none before it: it is as if a space were there.
        let firstIsSpace = PlainTallies.isSpace(first) == 1
        let continuations = tallies.continuations + (first & 0xC0 == 0x80 ? 1 : 0)
        let spaces = tallies.spaces + (firstIsSpace ? 1 : 0)
        let scalars = text.count - continuations
        self.init(
            hangul: korean,
            hanja: tallies.ideographs + (0xE4...0xE9 ~= first ? 1 : 0),
            syllable: tallies.syllables + (0xEA...0xED ~= first ? 1 : 0),
            grapheme: scalars - tallies.lineEnds,
            graphemeNonspace: scalars - spaces,
            scalar: scalars,
            byte: text.count,
            eojeol: tallies.starts + (firstIsSpace ? 0 : 1))
    }
}

/// Sums over the bytes of a text from the second on, each with the byte before it.
private struct PlainTallies {
    var continuations = 0
    var spaces = 0
    var lineEnds = 0
    var ideographs = 0
    var syllables = 0
    var starts = 0

    /// Less than 256, that the counters do not overflow, and a multiple of the widest vectors.
    private static let chunk = 192

    init(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 1
        while start < text.count {
            let end = min(start + Self.chunk, text.count)
            add(text, start..<end)
            start = end
        }
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> UInt8 { (byte == 0x20 ? 1 : 0) | (byte &- 0x09 < 5 ? 1 : 0) }

    @inline(__always)
    private mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        var continuations: UInt8 = 0
        var spaces: UInt8 = 0
        var lineEnds: UInt8 = 0
        var ideographs: UInt8 = 0
        var syllables: UInt8 = 0
        var starts: UInt8 = 0
        for index in range {
            let byte = text[index]
            let previous = text[index - 1]
            let isSpace = Self.isSpace(byte)
            continuations &+= byte & 0xC0 == 0x80 ? 1 : 0
            spaces &+= isSpace
            lineEnds &+= (byte == 0x0A ? 1 : 0) & (previous == 0x0D ? 1 : 0)
            ideographs &+= byte &- 0xE4 < 6 ? 1 : 0
            syllables &+= byte &- 0xEA < 4 ? 1 : 0
            starts &+= Self.isSpace(previous) & (isSpace ^ 1)
        }
        self.continuations += Int(continuations)
        self.spaces += Int(spaces)
        self.lineEnds += Int(lineEnds)
        self.ideographs += Int(ideographs)
        self.syllables += Int(syllables)
        self.starts += Int(starts)
    }
}
