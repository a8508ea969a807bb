/// Sebastiano Vigna's generator: small, and the same everywhere, so that a printed seed repeats a failure.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Valid UTF-8 in which the kernels' classes alternate, and which is rich in code points at the edges of their ranges.
enum RandomText {
    /// Each range of the contract with its neighbours, and the first and last code points of each length.
    static let edges: [UInt32] = {
        let named: [ClosedRange<UInt32>] = [
            0x09...0x0D, 0x20...0x20, 0x27...0x27, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x7F...0x80, 0x7FF...0x800,
            0xD7FF...0xD7FF, 0xE000...0xE000, 0xFFFF...0x10000, 0x10FFFF...0x10FFFF, 0x3164...0x3164, 0x2329...0x232A,
            0x17F...0x17F,
        ]
        let all = named + Oracle.letterRanges + Oracle.wideOtherRanges
        let near = all.flatMap { [$0.lowerBound &- 1, $0.lowerBound, $0.upperBound, $0.upperBound + 1] }
        return Set(near).filter { Unicode.Scalar($0) != nil }.sorted()
    }()

    private static let palettes: [[ClosedRange<UInt32>]] = [
        [0xAC00...0xD7A3], [0x61...0x7A], [0x41...0x5A], [0x30...0x39], [0x20...0x20], [0x00...0x7F],
        [0x3131...0x318E], [0x4E00...0x9FFF], Oracle.wideOtherRanges, [0x80...0x7FF], [0x800...0xD7FF],
        [0xE000...0xFFFF], [0x10000...0x10FFFF], [0x27...0x27, 0x73...0x76, 0x53...0x56, 0x17F...0x17F],
    ]

    /// Exactly `length` bytes, in runs of a few characters of one palette.
    static func make(length: Int, using random: inout SplitMix64) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < length {
            let palette = palettes.randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let codePoint =
                    Int.random(in: 0..<4, using: &random) == 0
                    ? edges.randomElement(using: &random)!
                    : UInt32.random(in: palette.randomElement(using: &random)!, using: &random)
                let bytes = Array(String(Character(Unicode.Scalar(codePoint)!)).utf8)
                if text.count + bytes.count <= length { text += bytes }
            }
        }
        return text
    }
}
