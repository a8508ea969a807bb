/// Text that is hard on a tokenizer, made from a seed: the same documents on every machine, and nobody's text.
///
/// A document is a row of 1 to 40 atoms, drawn evenly over the kinds, so that any kind may stand beside any other:
///
/// - Hangul: runs of random syllables, the same decomposed, jamo that compose with nothing, compatibility and
///   half-width jamo, tone marks, enclosed Hangul;
/// - white space: runs of spaces, tabs, line ends (LF, CRLF, CR, U+0085, U+2028), U+00A0, U+3000, U+200B, a BOM;
/// - letters: Latin with contractions in every case (`'S`, `'ſ`), title-case and modifier letters, marks that stand
///   alone or in the wrong order, Cyrillic, Greek, Hanja, kana, Arabic, Hebrew, Devanagari, Thai;
/// - numbers: ASCII runs, Arabic-Indic digits, fractions, Roman numerals;
/// - symbols: punctuation runs with slashes and line ends behind them, emoji with joiners and skin tones, flags;
/// - controls, NUL, unassigned and private-use code points, noncharacters, and random scalars of any plane;
/// - the text of special tokens, whole and cut, and long runs of one atom.
package struct AdversarialText: Sendable {
    private var random: Generator

    /// The documents of a seed.
    package init(seed: UInt64) { random = Generator(state: seed) }

    /// The next documents. O(their length).
    package mutating func documents(_ count: Int) -> [[UInt8]] { (0..<count).map { _ in document() } }

    private mutating func document() -> [UInt8] {
        var text = String.UnicodeScalarView()
        for _ in 0..<(1 + random.below(40)) { text.append(contentsOf: atom()) }
        return Array(String(text).utf8)
    }

    private mutating func atom() -> [Unicode.Scalar] {
        switch random.below(12) {
        case 0: return (0..<(1 + random.below(8))).map { _ in scalar(0xAC00, 0xD7A3) }
        case 1: return Array(Self.hangul[random.below(Self.hangul.count)].unicodeScalars)
        case 2:
            // A decomposed syllable, with or without its final.
            let jamo = [scalar(0x1100, 0x1112), scalar(0x1161, 0x1175), scalar(0x11A8, 0x11C2)]
            return Array(jamo.prefix(2 + random.below(2)))
        case 3: return repeated(Self.spaces[random.below(Self.spaces.count)], 1 + random.below(6))
        case 4, 5: return Array(Self.words[random.below(Self.words.count)].unicodeScalars)
        case 6: return (0..<(1 + random.below(7))).map { _ in scalar(0x30, 0x39) }
        case 7: return Array(Self.symbols[random.below(Self.symbols.count)].unicodeScalars)
        case 8: return (0..<(1 + random.below(5))).map { _ in scalar(0x21, 0x7E) }
        case 9: return [scalar(0, 0xFFFF), scalar(0x10000, 0x10FFFF), scalar(0, 0x24F)]
        case 10: return Array(Self.specials[random.below(Self.specials.count)].unicodeScalars)
        default:
            let unit = Self.words[random.below(Self.words.count)]
            return random.below(8) == 0 ? repeated(unit, 50 + random.below(200)) : Array(unit.unicodeScalars)
        }
    }

    private func repeated(_ text: String, _ count: Int) -> [Unicode.Scalar] {
        (0..<count).flatMap { _ in text.unicodeScalars }
    }

    /// A scalar between two code points; surrogates are drawn again.
    private mutating func scalar(_ first: UInt32, _ last: UInt32) -> Unicode.Scalar {
        while true {
            if let scalar = Unicode.Scalar(first + UInt32(random.below(Int(last - first) + 1))) { return scalar }
        }
    }

    private static let hangul = [
        "ㅋㅋㅋ", "ㅠㅠ", "ㆍ", "ᄒᆞᆫ", "\u{1112}", "\u{1161}", "\u{11AB}", "\u{A960}\u{D7B0}\u{D7CB}", "ﾡﾢ", "㈜", "㉠", "㉮",
        "\u{3164}",
        "가\u{302E}", "각\u{11A8}", "가\u{11A8}", "\u{302F}", "뷁", "똠방각하", "韓國", "한국어의", "있습니다.", "이다", "\u{115F}\u{1160}",
    ]
    private static let spaces = [
        " ", "\t", "\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{A0}", "\u{3000}", "\u{200B}", "\u{FEFF}", "\u{B}",
        "\u{C}", " \n", "\n ",
    ]
    private static let words = [
        "don't", "I'LL", "we'Ve", "it'\u{17F}", "'s", "'RE", "''d", "HTTPServer", "iPhone", "\u{1C5}\u{2B0}a",
        "e\u{301}", "\u{301}",
        "\u{323}\u{302}", "q\u{302}\u{323}", "\u{212B}", "\u{1E9B}\u{323}", "a", "A", "가", "=", "ǅ", "Привет", "Ωμέγα",
        "漢字", "日本語の",
        "カタカナ", "شكراً", "שלום", "नमस्ते", "ภาษาไทย", "\u{13A0}", "\u{10428}", "_x", "x_", "\u{2160}\u{216B}", "½", "٣٤",
        "১২",
    ]
    private static let symbols = [
        "...", "!!!\n", "//\n\n", "/*", "--", "=====", "“”", "…", "·", "、。", "₩", "㉿", "😀", "👩‍👩‍👧‍👦", "👍🏽", "🇰🇷", "🏳️‍🌈", "1️⃣",
        "\u{0}",
        "\u{7}", "\u{1B}[0m", "\u{7F}", "\u{E000}", "\u{FFFE}", "\u{10FFFF}", "\u{FFFD}", "\u{202E}", "\u{200D}",
        "\u{FE0F}",
    ]
    private static let specials = [
        "<|endoftext|>", "<|im_start|>", "<|endofprompt|>", "<think>", "</think>", "<tool_call>", "</tool_call>", "<s>",
        "</s>",
        "[|endofturn|]", "<|begin_of_text|>", "<|endof", "text|>", "<unk>", "[PAD]", "<|", "|>", "<0xEC>", "▁",
    ]

    /// SplitMix64 (Steele, Lea and Flood 2014).
    private struct Generator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }

        /// A number from 0 on; the bias of the remainder, below 2⁻⁴⁰, does not matter here.
        mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
    }
}
