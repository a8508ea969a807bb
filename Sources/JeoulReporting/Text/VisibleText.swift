import JeoulText

/// Text from outside made visible: the one place that keeps it from steering a terminal.
///
/// Files, names, vocabularies, corpora, claims, evidence, servers and arguments say what they like; whatever of it is
/// shown goes through here. Prose (``line(_:)``, ``lines(_:)``) stays as it is but for what steers: controls, line
/// separators and the marks that turn the direction of writing. Tokens are shown to the last character
/// (``cluster(_:)``, ``part(_:of:)``): every character takes columns, and two texts never look the same.
///
/// A tab is `⇥`, a line feed `↵`, a carriage return `␍`, anything else that steers `<U+001B>`. In tokens a space is `·`,
/// what has no column of its own, is white space, or is one of the marks themselves, is `<U+200B>`, and bytes that are not
/// a whole scalar are `<EC9A>`.
package enum VisibleText {
    /// Text in one line, with what would steer the terminal made visible, line ends included. O(scalars).
    package static func line(_ text: String) -> String { visible(text, keepingLineEnds: false) }

    /// Text of several lines, with what would steer the terminal made visible, but for LF and CR LF. O(scalars).
    package static func lines(_ text: String) -> String { visible(text, keepingLineEnds: true) }

    private static func visible(_ text: String, keepingLineEnds: Bool) -> String {
        guard text.unicodeScalars.contains(where: steers) else { return text }
        var shown = ""
        let scalars = Array(text.unicodeScalars)
        for (index, part) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            let isLineEnd = keepingLineEnds && (part == "\n" || part == "\r" && next == "\n")
            if steers(part), !isLineEnd { shown += scalar(part) } else { shown.unicodeScalars.append(part) }
        }
        return shown
    }

    /// Controls, line separators, the marks that turn the direction of writing, and the two that are no characters, which no XML may have.
    static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// Ends a token, ends a token inside a syllable, a token of no bytes.
    package static let end = "│", cut = "╳", empty = "∅"

    private static let reserved = Set("│╳∅·⇥↵␍".unicodeScalars)

    /// A grapheme cluster as it is, or escaped.
    package static func cluster(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        if scalars.count == 1 || TextWidth.columns(of: text) == 0 || scalars.contains(where: isEscaped) {
            return scalars.map { scalar($0) }.joined()
        }
        return text
    }

    /// A scalar that stands alone.
    static func scalar(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case " ": "·"
        case "\t": "⇥"
        case "\n": "↵"
        case "\r": "␍"
        default: isEscaped(scalar) || TextWidth.columns(of: scalar) == 0 ? escape(scalar) : String(scalar)
        }
    }

    /// Bytes that are no whole scalar.
    package static func bytes(_ bytes: ArraySlice<UInt8>) -> String { "<\(bytes.hexadecimal.uppercased())>" }

    /// Part of a cluster, scalar by scalar; a scalar that is not wholly in the part is bytes.
    ///
    /// - Parameters:
    ///   - part: offsets in `text`.
    ///   - text: valid UTF-8 around it.
    package static func part(_ part: Range<Int>, of text: [UInt8]) -> (shown: String, hasBytes: Bool) {
        var shown = ""
        var hasBytes = false
        var at = part.lowerBound
        while at < part.upperBound {
            // To the next scalar's start, or to the part's end.
            var next = at + 1
            while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
            let slice = text[at..<min(next, part.upperBound)]
            let isWhole = next <= part.upperBound && text[at] & 0xC0 != 0x80
            if isWhole, let character = String(validating: slice, as: UTF8.self)?.unicodeScalars.first {
                shown += scalar(character)
            } else {
                shown += bytes(slice)
                hasBytes = true
            }
            at += slice.count
        }
        return (shown, hasBytes)
    }

    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        steers(scalar) || scalar != " " && (reserved.contains(scalar) || scalar.properties.isWhitespace)
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "<U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)>"
    }

    /// Whether a terminal that knows the direction of scripts would turn the scalar's run around.
    package static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
