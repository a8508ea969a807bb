import ScanKernels

/// Where pre-tokens begin among 64 bytes of a text, for each pattern, from the masks of a kernel.
///
/// Where pre-tokens begin is a few shifts and logic operations on 64 bits, the same for every instruction set. It works because,
/// among the characters that the masks tell apart, whether a pre-token begins at a byte is decided by the two characters
/// before it and the one after. Anything else is `irregular`, and left to the `ScalarSplitter`. Nearly all of it is the
/// same for every pattern, so that a pass for several patterns makes it once.
///
/// Derivation, for the patterns of the llama3 family (`[^\r\n\p{L}\p{N}]?\p{L}+`, numbers, ` ?[^\s\p{L}\p{N}]+`, white space):
/// - a run of spaces begins a pre-token, and so does its last space where a letter, number or symbol follows: `\s+(?!\S)`
///   leaves it, and it is the prefix of what follows, or for a number a pre-token of its own;
/// - a run of symbols begins a pre-token unless a space precedes it;
/// - a run of letters begins a pre-token unless a space precedes it, or a run of symbols of exactly one character that no
///   space precedes: that symbol is the optional prefix of the letters (in gpt2 only a space is);
/// - numbers begin a pre-token every third (or every single, or only the first) digit;
/// - o200k also begins one at an upper-case letter after a lower-case one. An upper-case letter after a caseless one
///   depends on all that follows and is irregular there.
struct BlockMasks {
    /// The first byte of the block.
    let base: Int
    let letter: UInt64
    let upper: UInt64
    let lower: UInt64
    let digit: UInt64
    let space: UInt64
    let symbol: UInt64
    let wide: UInt64
    /// The bytes of line ends, where each line is a document of its own: a LF, or CR LF, belongs to no pre-token.
    let separator: UInt64
    /// The bytes that the masks cannot judge, whatever the pattern.
    let irregular: UInt64
    /// Beginnings in every pattern.
    private let common: UInt64
    /// The first letter of a run that no space precedes, and of these the ones that have no prefix.
    private let letterStart: UInt64
    private let bareLetterStart: UInt64
    /// The first digit of a run, and of these the ones that no space precedes.
    private let digitRun: UInt64
    private let bareDigitRun: UInt64
    private let afterDigit: UInt64
    private let afterLetter: UInt64
    private let freeSymbol: UInt64
    private let secondByte: UInt64

    /// The masks of the bytes from `position` to `count` of the block; what lies before is done.
    ///
    /// `carry` is of the block before, and `solidFollows` says whether the next block begins with a letter, a number or a
    /// symbol that the masks know.
    // SAFETY: `text[0 ..< count]` must be readable, and the classes those of its block at `base`.
    @inline(__always)
    init(
        _ classes: jeoul_class_block, text: UnsafePointer<UInt8>, count: Int, base: Int, position: Int,
        splitsLines: Bool, carry: Carry, solidFollows: Bool
    ) {
        self.base = base
        var inside = ~UInt64(0) << UInt64(position & 63)
        if count - base < 64 { inside &= (1 << UInt64(count - base)) &- 1 }
        letter = classes.letter & inside
        upper = classes.upper & inside
        lower = classes.lower & inside
        digit = classes.digit & inside
        space = classes.space & inside
        var irregular = classes.irregular & inside
        var separator: UInt64 = 0
        if splitsLines {
            separator = classes.line_feed & inside
            // A CR right before a LF belongs to the line's end.
            let next: UInt64 = irregular >> 63 != 0 && base + 64 < count && text[base + 64] == 0x0A ? 1 << 63 : 0
            var candidates = irregular & (separator >> 1 | next)
            while candidates != 0 {
                let bit = candidates & (0 &- candidates)
                if text[base + candidates.trailingZeroBitCount] == 0x0D {
                    separator |= bit
                    irregular &= ~bit
                }
                candidates &= candidates &- 1
            }
        } else {
            irregular |= classes.line_feed & inside
        }
        self.separator = separator
        self.irregular = irregular
        symbol = inside & ~(letter | digit | space | separator | irregular)
        wide = classes.wide_other & symbol

        afterLetter = letter << 1 | carry.letter >> 63
        afterDigit = digit << 1 | carry.digit >> 63
        let afterSpace = space << 1 | carry.space >> 63
        let afterSymbol = symbol << 1 | carry.symbol >> 63
        let afterSeparator = separator << 1 | carry.separator >> 63
        let beforeSolid = (letter | digit | symbol) >> 1 | (solidFollows ? 1 << 63 : 0)

        freeSymbol = symbol & ~afterSymbol & ~afterSpace
        let afterFree = freeSymbol << 1 | carry.free_symbol >> 63
        secondByte = afterFree & wide
        let afterOnlySymbol =
            afterFree | (secondByte << 1 | carry.second_byte >> 63)
            | ((freeSymbol & wide) << 3 | (carry.free_symbol & carry.wide) >> 61)
        letterStart = letter & ~afterLetter & ~afterSpace
        bareLetterStart = letterStart & ~afterOnlySymbol
        digitRun = digit & ~afterDigit
        bareDigitRun = digitRun & ~afterSpace
        common = space & (~afterSpace | beforeSolid) | freeSymbol | afterSeparator & inside & ~separator
    }

    /// Every third digit: three after a beginning, with digits all the way.
    @inline(__always)
    func thirdDigits(_ carry: Carry) -> UInt64 {
        var thirds = digitRun
        let triple = digit & afterDigit & (digit << 2 | carry.digit >> 62)
        var step = (digitRun << 3 | carry.third_digit >> 61) & triple
        while step != 0 {
            thirds |= step
            step = step << 3 & triple
        }
        return thirds
    }

    /// Where pre-tokens of a pattern begin: certain up to the first irregular byte, that one included, for none of them looks at it.
    @inline(__always)
    func begins(_ pattern: SplitPattern, thirdDigits: UInt64, carry: Carry) -> UInt64 {
        switch pattern {
        case .gpt2: common | letterStart | bareDigitRun
        case .qwen2: common | bareLetterStart | digit
        case .cl100k, .llama3: common | bareLetterStart | thirdDigits
        case .o200k: common | bareLetterStart | thirdDigits | upper & afterLower(carry)
        }
    }

    /// The letters that o200k's masks cannot judge, and other patterns' can.
    @inline(__always)
    func undecidedCase(_ carry: Carry) -> UInt64 {
        upper & afterLetter & ~(upper << 1 | carry.upper >> 63) & ~afterLower(carry)
    }

    @inline(__always)
    private func afterLower(_ carry: Carry) -> UInt64 { lower << 1 | carry.lower >> 63 }

    /// What the next block needs of this one.
    @inline(__always)
    func carry(thirdDigits: UInt64) -> Carry {
        Carry(
            letter: letter, upper: upper, lower: lower, digit: digit, space: space, symbol: symbol,
            separator: separator, wide: wide, free_symbol: freeSymbol, second_byte: secondByte, third_digit: thirdDigits
        )
    }

    /// Where the document ends that the LF at `bit` ends: there, or at the CR before it; nil of a CR, whose LF ends it.
    @inline(__always)
    func documentEnd(at bit: Int, text: UnsafePointer<UInt8>, carry: Carry) -> Int? {
        guard text[base + bit] == 0x0A else { return nil }
        let isPair = bit > 0 ? separator >> UInt64(bit - 1) & 1 != 0 : carry.separator >> 63 != 0
        return base + bit - (isPair && text[base + bit - 1] == 0x0D ? 1 : 0)
    }

    /// Gives `body` each document's end that the separators make, and how many of the beginnings come before it.
    @inline(__always)
    func forEachDocumentEnd(
        _ separator: UInt64, begins: UInt64, text: UnsafePointer<UInt8>, carry: Carry,
        _ body: (_ end: Int, _ before: Int) -> Void
    ) {
        var left = separator
        while left != 0 {
            let bit = left.trailingZeroBitCount
            left &= left &- 1
            guard let end = documentEnd(at: bit, text: text, carry: carry) else { continue }
            body(end, (begins & ((1 << UInt64(bit)) &- 1)).nonzeroBitCount)
        }
    }

    /// What the first bits of a block need of the block before it.
    typealias Carry = jeoul_block_carry
}
