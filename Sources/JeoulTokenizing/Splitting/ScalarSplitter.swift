import ScanKernels

/// The hand-written splitters, one character at a time.
///
/// Each function is its pattern's alternatives in order, over UTF-8 bytes and the pinned character classes. The patterns
/// have no look-behind, so where a pre-token ends depends on nothing before its first byte: `end(of:from:to:)` may be called
/// at any pre-token's start. Linear in the text: no alternative looks further than a run that one of the next two pre-tokens takes.
struct ScalarSplitter {
    let pattern: SplitPattern

    /// The end of the pre-token that begins at `start`, where `start < end` and the text ends at `end`.
    ///
    // SAFETY: `text[start ..< end]` must be readable, valid UTF-8 with `start` at a character's first byte.
    @inline(__always)
    func end(of text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        let cursor = Cursor(text: text, end: end)
        switch pattern {
        case .gpt2: return cursor.gpt2(start)
        case .cl100k: return cursor.cl100k(start)
        case .llama3: return cursor.llama3(start, digits: 3)
        case .qwen2: return cursor.llama3(start, digits: 1)
        case .o200k: return cursor.o200k(start)
        }
    }
}

/// The classes that the patterns tell apart, as one byte each: the constants of `unicode_classes.h`.
enum CharacterClass {
    static let other = UInt8(JEOUL_OTHER)
    static let space = UInt8(JEOUL_SPACE)
    static let newline = UInt8(JEOUL_NEWLINE)
    static let blank = UInt8(JEOUL_BLANK)
    static let number = UInt8(JEOUL_NUMBER)
    static let mark = UInt8(JEOUL_MARK)
    static let upper = UInt8(JEOUL_UPPER)
    static let lower = UInt8(JEOUL_LOWER)
    static let caseless = UInt8(JEOUL_MODIFIER_OR_OTHER_LETTER)
}

/// Sets of classes, a bit each.
private enum ClassSet {
    static func of(_ classes: UInt8...) -> UInt16 { classes.reduce(0) { $0 | 1 << UInt16($1) } }

    /// `\s`
    static let whiteSpace = of(CharacterClass.space, CharacterClass.newline, CharacterClass.blank)
    /// `\p{L}`
    static let letter = of(CharacterClass.upper, CharacterClass.lower, CharacterClass.caseless)
    /// `\p{N}`
    static let number = of(CharacterClass.number)
    /// `[\r\n]`
    static let newline = of(CharacterClass.newline)
    /// `[^\s\p{L}\p{N}]`
    static let symbol = of(CharacterClass.other, CharacterClass.mark)
    /// `[^\r\n\p{L}\p{N}]`
    static let prefix = symbol | of(CharacterClass.space, CharacterClass.blank)
    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`
    static let wordHead = of(CharacterClass.upper, CharacterClass.caseless, CharacterClass.mark)
    /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`
    static let wordTail = of(CharacterClass.lower, CharacterClass.caseless, CharacterClass.mark)
}

/// A text and its end; the methods take a position and give the position after what they match.
private struct Cursor {
    let text: UnsafePointer<UInt8>
    let end: Int

    /// The class bit and the length in bytes of the character at `position < end`.
    @inline(__always)
    func character(_ position: Int) -> (set: UInt16, length: Int) {
        let first = UInt32(text[position])
        let code: UInt32
        let length: Int
        if first < 0x80 {
            (code, length) = (first, 1)
        } else if first < 0xE0 {
            (code, length) = ((first & 0x1F) << 6 | continuation(position + 1), 2)
        } else if first < 0xF0 {
            (code, length) = ((first & 0x0F) << 12 | continuation(position + 1) << 6 | continuation(position + 2), 3)
        } else {
            code =
                (first & 0x07) << 18 | continuation(position + 1) << 12 | continuation(position + 2) << 6
                | continuation(position + 3)
            length = 4
        }
        return (1 << UInt16(jeoul_class(code)), length)
    }

    @inline(__always)
    private func continuation(_ position: Int) -> UInt32 { UInt32(text[position] & 0x3F) }

    /// `[set]*`
    @inline(__always)
    func run(_ position: Int, _ set: UInt16) -> Int {
        var position = position
        while position < end {
            let (bit, length) = character(position)
            if bit & set == 0 { break }
            position += length
        }
        return position
    }

    /// `\p{N}{1,limit}`, where the first number is known to be there.
    @inline(__always)
    func numbers(_ position: Int, limit: Int) -> Int {
        var position = position
        var left = limit
        while left > 0, position < end {
            let (bit, length) = character(position)
            if bit & ClassSet.number == 0 { break }
            position += length
            left -= 1
        }
        return position
    }

    /// The alternatives that begin with white space and take nothing else, where white space is known to be there:
    /// `\s*[\r\n]+` (all up to the last line end of the run), then `\s+(?!\S)` (all but the last of the run, where more
    /// follows), then `\s+`. `newlines`: whether the first of them is there. `end`: whether `\s++$` comes before it.
    @inline(__always)
    func whiteSpace(_ start: Int, newlines: Bool, wholeAtEnd: Bool) -> Int {
        var position = start
        var last = start
        var afterNewline = -1
        while position < end {
            let (bit, length) = character(position)
            if bit & ClassSet.whiteSpace == 0 { break }
            last = position
            position += length
            if bit & ClassSet.newline != 0 { afterNewline = position }
        }
        if wholeAtEnd, position == end { return position }
        if newlines, afterNewline >= 0 { return afterNewline }
        if position == end || last == start { return position }
        return last
    }

    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)` at `position`, or `position` itself where it does not match. Case folds by Unicode:
    /// U+017F folds to s.
    @inline(__always)
    func contraction(_ position: Int) -> Int {
        guard position + 1 < end, text[position] == 0x27 else { return position }
        let first = text[position + 1]
        let second = position + 2 < end ? text[position + 2] : 0
        switch first | 0x20 {
        case 0x73, 0x74, 0x6D, 0x64: return position + 2
        case 0x72, 0x76: return second | 0x20 == 0x65 ? position + 3 : position
        case 0x6C: return second | 0x20 == 0x6C ? position + 3 : position
        default: return first == 0xC5 && second == 0xBF ? position + 3 : position
        }
    }

    func gpt2(_ start: Int) -> Int {
        if text[start] == 0x27, start + 1 < end, text[start + 1] >= 0x61, text[start + 1] <= 0x7A {
            // `'s|'t|'re|'ve|'m|'ll|'d`, lower case only.
            let after = contraction(start)
            if after == start + 2 || after == start + 3 && text[start + 2] & 0x20 != 0 { return after }
        }
        var (bit, length) = character(start)
        var next = start + length
        if text[start] == 0x20, next < end {
            let (following, followingLength) = character(next)
            if following & ClassSet.whiteSpace == 0 {
                bit = following
                next += followingLength
            }
        }
        if bit & ClassSet.letter != 0 { return run(next, ClassSet.letter) }
        if bit & ClassSet.number != 0 { return run(next, ClassSet.number) }
        if bit & ClassSet.symbol != 0 { return run(next, ClassSet.symbol) }
        return whiteSpace(start, newlines: false, wholeAtEnd: false)
    }

    /// Also qwen2's, which takes one number at a time.
    func llama3(_ start: Int, digits: Int) -> Int {
        lettersNumbersSymbols(start, digits: digits) ?? whiteSpace(start, newlines: true, wholeAtEnd: false)
    }

    func cl100k(_ start: Int) -> Int {
        lettersNumbersSymbols(start, digits: 3) ?? whiteSpace(start, newlines: true, wholeAtEnd: true)
    }

    /// `(?i:'s|…)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n]*`, or nil where none matches.
    @inline(__always)
    private func lettersNumbersSymbols(_ start: Int, digits: Int) -> Int? {
        let contracted = contraction(start)
        if contracted != start { return contracted }
        let (bit, length) = character(start)
        let next = start + length
        if bit & ClassSet.letter != 0 { return run(next, ClassSet.letter) }
        if bit & ClassSet.number != 0 { return numbers(start, limit: digits) }
        var symbols = bit
        var afterSymbol = next
        if next < end, bit & ClassSet.prefix != 0 {
            let (following, followingLength) = character(next)
            if following & ClassSet.letter != 0 { return run(next + followingLength, ClassSet.letter) }
            if text[start] == 0x20, following & ClassSet.symbol != 0 {
                symbols = following
                afterSymbol = next + followingLength
            }
        }
        guard symbols & ClassSet.symbol != 0 else { return nil }
        return run(run(afterSymbol, ClassSet.symbol), ClassSet.newline)
    }

    func o200k(_ start: Int) -> Int {
        let (bit, length) = character(start)
        let next = start + length
        // The two word alternatives, each first with its optional prefix, then without.
        let prefixed = bit & ClassSet.prefix != 0 && next < end
        if prefixed, let word = wordWithTail(next) { return contraction(word) }
        if let word = wordWithTail(start) { return contraction(word) }
        if prefixed {
            let head = run(next, ClassSet.wordHead)
            if head > next { return contraction(head) }
        }
        if bit & ClassSet.wordHead != 0 { return contraction(run(next, ClassSet.wordHead)) }
        if bit & ClassSet.number != 0 { return numbers(start, limit: 3) }
        // ` ?[^\s\p{L}\p{N}]+[\r\n/]*`
        var symbols = bit
        var afterSymbol = next
        if text[start] == 0x20, next < end {
            let (following, followingLength) = character(next)
            if following & ClassSet.symbol != 0 {
                symbols = following
                afterSymbol = next + followingLength
            }
        }
        if symbols & ClassSet.symbol != 0 {
            var position = run(afterSymbol, ClassSet.symbol)
            while position < end, text[position] == 0x0A || text[position] == 0x0D || text[position] == 0x2F {
                position += 1
            }
            return position
        }
        return whiteSpace(start, newlines: true, wholeAtEnd: false)
    }

    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+`, or nil.
    ///
    /// The head takes all it can. If a lower-case letter follows, the tail goes on from there. Otherwise the head gives
    /// back: the match ends after the last of its characters that may also be a tail, for only upper case follows that one.
    @inline(__always)
    private func wordWithTail(_ start: Int) -> Int? {
        var position = start
        var afterLastTail = -1
        while position < end {
            let (bit, length) = character(position)
            if bit & ClassSet.wordHead == 0 {
                if bit & ClassSet.wordTail != 0 { return run(position + length, ClassSet.wordTail) }
                break
            }
            position += length
            if bit & ClassSet.wordTail != 0 { afterLastTail = position }
        }
        return afterLastTail >= 0 ? afterLastTail : nil
    }
}
