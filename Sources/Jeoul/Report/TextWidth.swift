/// How many columns text takes in a terminal: a Hangul syllable or a Hanja takes two.
///
/// Scalar by scalar, as terminals do it, from tables of a pinned Unicode version (``EastAsianWidth``): wide and
/// full-width characters take two columns; combining and invisible ones, controls, and conjoining vowels and finals
/// none; everything else, the ambiguous ones included, one. Four rules look at neighbours: an emoji variation selector
/// makes a narrow character wide, what a zero-width joiner ties to the character before takes none, nor does a skin
/// tone, and two regional indicators are one flag of two columns.
public enum TextWidth {
    /// The columns of a text. O(scalars × log ranges); ASCII is O(1) a byte.
    public static func columns(of text: some StringProtocol) -> Int {
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
    static func padded(_ text: String, to width: Int, _ alignment: Table.Alignment) -> String {
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

    /// The text with what would move the cursor or cannot be seen written as an escape: `\n`, `\t`, `\u{1B}`.
    ///
    /// Text out of a corpus or a file name must not steer the terminal.
    public static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                shown.append(contentsOf: scalar.escaped(asASCII: true).unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// Controls, line separators, and the marks that turn the direction of writing.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
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
