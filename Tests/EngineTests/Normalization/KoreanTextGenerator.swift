/// Random valid UTF-8 in which what normalization and grapheme clusters depend on comes together; the same for a seed.
struct KoreanTextGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Characters of one kind each.
    static let palettes: [[ClosedRange<UInt32>]] = [
        [0xAC00...0xD7A3],  // syllables
        [0x1100...0x115F, 0x1160...0x11A7, 0x11A8...0x11FF],  // conjoining jamo
        [0x1100...0x1112, 0x1161...0x1175, 0x11A8...0x11C2],  // those that compose
        [0xA960...0xA97C, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB],  // archaic jamo
        [0x3131...0x318E, 0x3164...0x3164],  // compatibility jamo
        [0xFFA0...0xFFBE, 0xFFC2...0xFFC7, 0xFFCA...0xFFCF, 0xFFD2...0xFFD7, 0xFFDA...0xFFDC],  // half-width jamo
        [0x3200...0x321E, 0x3260...0x327F],  // enclosed Hangul
        [0x302A...0x302F],  // tone marks
        [0x4E00...0x9FFF, 0xF900...0xFA6D],  // ideographs
        [0x20...0x20], [0x00...0x7F], [0x0A...0x0A, 0x0D...0x0D],
        [0x85...0x85, 0xA0...0xA0, 0x2000...0x200A, 0x2028...0x2029, 0x3000...0x3000],  // white space
        [0x300...0x36F, 0x5B0...0x5BD, 0xF71...0xF75, 0x3099...0x309A, 0x1D165...0x1D169],  // marks
        [0x61...0x61, 0x65...0x65, 0x75...0x75], [0x300...0x308, 0x30C...0x30C, 0x31B...0x31B, 0x323...0x325],  // Latin
        [0x200B...0x200F, 0xFE00...0xFE0F, 0xE0020...0xE007F],  // joiners, variation selectors, tags
        [0x2190...0x21FF, 0x2600...0x27BF, 0x1F300...0x1F6FF, 0x1F3FB...0x1F3FF],  // arrows and emoji
        [0x1F1E6...0x1F1FF],  // regional indicators
        [0x900...0x97F, 0x9BE...0x9D7, 0xB3E...0xB57, 0xDCA...0xDDF],  // Indic
        [0xC0...0x24F, 0x1E00...0x1FFF],  // composed letters
        [0xFF00...0xFF9F, 0xFB00...0xFBFF, 0xFDF0...0xFDFF],  // compatibility characters
        [0x600...0x605, 0x6DD...0x6DD, 0x110BD...0x110BD, 0x111C2...0x111C3],  // Prepend
        [0x80...0xD7FF, 0xE000...0x10FFFF],  // anything
    ]

    /// About `count` scalars, in runs of up to six of one kind; a few kinds to a text.
    mutating func text(scalars count: Int) -> [UInt8] {
        let kinds = (0..<Int.random(in: 1...6, using: &self)).map { _ in Self.palettes.randomElement(using: &self)! }
        var text: [UInt8] = []
        var written = 0
        while written < count {
            let kind = kinds.randomElement(using: &self)!
            for _ in 0..<Int.random(in: 1...6, using: &self) {
                let value = UInt32.random(in: kind.randomElement(using: &self)!, using: &self)
                if let scalar = Unicode.Scalar(value) { text += UTF8.encode(scalar)! }
                written += 1
            }
        }
        return text
    }
}

extension KoreanTextGenerator {
    /// All scalars in blocks of 256, but one in 61 of the ideographs, the unassigned and the private.
    static var scalarBlocks: some Sequence<(start: UInt32, scalars: [Unicode.Scalar])> {
        stride(from: UInt32(0), to: 0x110000, by: 0x100).lazy.map { start in
            let scalars = (start..<start + 0x100).compactMap(Unicode.Scalar.init).filter { scalar in
                let category = scalar.properties.generalCategory
                return scalar.value % 61 == 0
                    || category != .unassigned && category != .privateUse && !scalar.properties.isUnifiedIdeograph
            }
            return (start, scalars)
        }
    }
}

/// The bytes of a text given as scalars.
func utf8(_ scalars: UInt32...) -> [UInt8] { scalars.flatMap { Array(UTF8.encode(Unicode.Scalar($0)!)!) } }
