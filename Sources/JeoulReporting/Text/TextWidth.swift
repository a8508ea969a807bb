/// How many columns text takes in a terminal: a Hangul syllable or a Hanja takes two.
///
/// Scalar by scalar, as terminals do it, from tables of a pinned Unicode version (``EastAsianWidth``): wide and
/// full-width characters take two columns; combining and invisible ones, controls, and conjoining vowels and finals
/// none; everything else, the ambiguous ones included, one. Four rules look at neighbours: an emoji variation selector
/// makes a narrow character wide, what a zero-width joiner ties to the character before takes none, nor does a skin
/// tone, and two regional indicators are one flag of two columns.
package enum TextWidth {
    /// The columns of a text. O(scalars × log ranges); ASCII is O(1) a byte.
    package static func columns(of text: some StringProtocol) -> Int {
        var counter = WidthCounter()
        for scalar in text.unicodeScalars { counter.add(scalar) }
        return counter.total
    }

    /// The columns of a scalar that stands alone.
    static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x7F { return value < 0x20 ? 0 : 1 }
        if contains(value, in: EastAsianWidth.none) { return 0 }
        return contains(value, in: EastAsianWidth.wide) ? 2 : 1
    }

    /// The text with spaces on one side or both until it has so many columns; a longer one is left as it is.
    package static func padded(_ text: String, to width: Int, _ alignment: Table.Alignment) -> String {
        let missing = max(0, width - columns(of: text))
        switch alignment {
        case .left: return text + String(repeating: " ", count: missing)
        case .right: return String(repeating: " ", count: missing) + text
        }
    }

    /// The text cut so that it takes at most so many columns, `…` where something was cut off. No character is cut.
    static func truncated(_ text: String, to width: Int) -> String {
        guard columns(of: text) > width else { return text }
        guard width > 0 else { return "" }
        var kept = ""
        var used = 0
        for character in text {
            let columns = columns(of: String(character))
            guard used + columns <= width - 1 else { break }
            kept.append(character)
            used += columns
        }
        return kept + "…"
    }

    /// The text in lines of at most so many columns, broken at spaces. A longer word has a line of its own and is left
    /// whole, an identifier most of all; only one in which a wide character stands (a sentence without spaces) is broken,
    /// behind a wide character. O(scalars).
    package static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        func end() {
            lines.append(line.last == " " ? String(line.dropLast()) : line)
            line = ""
            used = 0
        }
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            for (index, part) in parts(of: word, width: width).enumerated() {
                let columns = columns(of: part)
                let gap = index == 0 && !line.isEmpty ? 1 : 0
                if !line.isEmpty, used + gap + columns > width {
                    end()
                } else if gap == 1 {
                    line += " "
                    used += 1
                }
                line += part
                used += columns
            }
        }
        end()
        return lines
    }

    /// The columns below which ``wrapped(_:to:)`` has to break a word, or leave it longer.
    static func narrowest(_ text: String) -> Int {
        text.split(separator: " ").map { word in
            parts(of: word, width: 1).map { columns(of: $0) }.max() ?? 0
        }.max() ?? 0
    }

    /// The parts of a word between which a line may end.
    private static func parts(of word: Substring, width: Int) -> [Substring] {
        guard columns(of: word) > width else { return [word] }
        var parts: [Substring] = []
        var start = word.startIndex
        for at in word.indices where columns(of: String(word[at])) == 2 {
            let next = word.index(after: at)
            parts.append(word[start..<next])
            start = next
        }
        if start < word.endIndex { parts.append(word[start...]) }
        return parts
    }

    private static func contains(_ value: UInt32, in ranges: [(first: UInt32, last: UInt32)]) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].last < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].first <= value
    }
}

/// The columns of a text as its scalars come.
private struct WidthCounter {
    private(set) var total = 0
    /// The columns of the last scalar that took any.
    private var last = 0
    private var isJoined = false
    private var hasOpenFlag = false

    mutating func add(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x200D:
            isJoined = last == 2
            hasOpenFlag = false
            return
        case 0xFE0F:
            if last == 1 {
                total += 1
                last = 2
            }
            return
        case 0x1F1E6...0x1F1FF:
            // The first of a pair takes the flag's two columns, the second none.
            total += hasOpenFlag ? 0 : 2
            hasOpenFlag.toggle()
            last = 2
            return
        case 0x1F3FB...0x1F3FF where last == 2:
            return  // a skin tone, on the emoji before it
        default:
            break
        }
        hasOpenFlag = false
        let columns = TextWidth.columns(of: scalar)
        if columns > 0 {
            if !isJoined { total += columns }
            last = columns
        }
        isJoined = false
    }
}
