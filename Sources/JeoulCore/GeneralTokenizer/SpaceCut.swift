/// Where a text that is merged as a whole may be cut without changing an id: before some of its ▁.
///
/// A merge that crosses the place between a character x and ▁ makes a token that has x▁ inside. So where no token has,
/// no merge crosses it, whatever stands around it, and both sides may be merged apart. Runs of ▁ are left whole: tokens
/// that have ▁▁ inside are usual. Which x are unsafe is found out when the vocabulary is loaded (Gemma 3 has one:
/// `>▁</`).
struct SpaceCut: Sendable {
    /// ▁, U+2581.
    static let mark: [UInt8] = [0xE2, 0x96, 0x81]

    /// The last bytes of the characters after which ▁ may be inside a token.
    private var isUnsafe = [Bool](repeating: false, count: 256)

    /// - Parameter tokens: every token that a merge can make, or that is matched as a whole.
    init(tokens: some Sequence<ArraySlice<UInt8>>) {
        for token in tokens {
            var at = token.startIndex + 1
            while at + 3 <= token.endIndex {
                if Self.isMark(at, in: token), !(at >= token.startIndex + 3 && Self.isMark(at - 3, in: token)) {
                    isUnsafe[Int(token[at - 1])] = true
                }
                at += 1
            }
        }
    }

    /// The end of the part that begins at `start`.
    func end(of text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var at = start + 1
        while at + 3 <= text.count {
            if text[at] == Self.mark[0], Self.isMark(at, in: text), !isUnsafe[Int(text[at - 1])],
                !(at >= start + 3 && Self.isMark(at - 3, in: text))
            {
                return at
            }
            at += 1
        }
        return text.count
    }

    @inline(__always)
    private static func isMark<Bytes: RandomAccessCollection<UInt8>>(_ at: Int, in bytes: Bytes) -> Bool
    where Bytes.Index == Int {
        bytes[at] == mark[0] && bytes[at + 1] == mark[1] && bytes[at + 2] == mark[2]
    }
}
