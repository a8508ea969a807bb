import JeoulReporting

extension Drawing {
    /// The smallest size that words are set in: what would need a smaller one is wrapped.
    static let leastSize = 9.0

    /// About how wide a text is: a wide character is as wide as it is high, others a little more than half of that.
    static func width(of text: String, size: Double) -> Double {
        Double(TextWidth.columns(of: text)) * size * columnWidth
    }

    /// How wide words are in the language in which they are wider.
    static func width(of words: Words, size: Double) -> Double {
        SentenceLanguage.allCases.map { width(of: words.text($0), size: size) }.max() ?? 0
    }

    /// A column of a terminal in sizes of the text.
    private static let columnWidth = 0.54

    /// Words in lines of at most so much: broken at spaces, and inside a word only where it is wider by itself.
    static func lines(of words: Words, size: Double, fitting width: Double) -> [Words] {
        let columns = max(4, Int(width / (size * columnWidth)))
        let (english, korean) = (lines(words.english, columns), lines(words.korean, columns))
        return (0..<max(english.count, korean.count)).map { line in
            Words(line < english.count ? english[line] : "", line < korean.count ? korean[line] : "")
        }
    }

    private static func lines(_ text: String, _ columns: Int) -> [String] {
        text.isEmpty ? [] : TextWidth.wrapped(text, to: columns).flatMap { broken($0, columns) }
    }

    /// A line in which a word is too long, such as a file's name, in pieces that are not.
    private static func broken(_ line: String, _ columns: Int) -> [String] {
        guard TextWidth.columns(of: line) > columns else { return [line] }
        var pieces = [""]
        for character in line {
            let last = pieces.count - 1
            if TextWidth.columns(of: pieces[last] + String(character)) > columns, !pieces[last].isEmpty {
                pieces.append(String(character))
            } else {
                pieces[last].append(character)
            }
        }
        return pieces
    }

    /// Adds lines one under another.
    ///
    /// - Parameter y: the base line of the first.
    mutating func lines(
        _ lines: [Words], _ x: Double, _ y: Double, _ anchor: Anchor = .start, size: Double, leading: Double,
        _ role: Role = .label
    ) {
        for (index, line) in lines.enumerated() {
            text(line, x, y + leading * Double(index), anchor, size: size, role)
        }
    }

    /// What an axis measures, under it: in as many lines as it needs, and inside the drawing, which grows by it.
    mutating func caption(_ words: Words, center: Double, top: Double) {
        let lines = Self.lines(of: words, size: 12, fitting: width - 16)
        for (index, line) in lines.enumerated() {
            let half = Self.width(of: line, size: 12) / 2
            let x = min(max(center, half + 4), width - half - 4)
            text(line, x, top + 12 + 15 * Double(index), .middle, size: 12, .faint)
        }
        grow(to: top + 15 * Double(lines.count) + 7)
    }

    /// The line of an axis, with ticks and their labels: those that would meet the one before are left out, those at an end stay inside.
    mutating func scale(_ axis: Axis, bottom: Double, label: (Double) -> String) {
        line(axis.from, bottom, axis.to, bottom, .axis)
        var end = -Double.infinity
        for tick in axis.ticks {
            let x = axis.place(tick)
            line(x, bottom, x, bottom + 5, .axis)
            let text = label(tick)
            let half = Self.width(of: text, size: 11) / 2
            // Signs such as % are wider than most: some room is left at the edges.
            let center = min(max(x, half + 3), width - half - 5)
            guard center - half > end + 4 else { continue }
            self.text(Words(text), center, bottom + 18, .middle, size: 11, .axis)
            end = center + half
        }
    }

    /// The places that texts take in a language.
    func textBoxes(_ language: SentenceLanguage) -> [(text: String, box: Box, size: Double)] {
        shapes.compactMap { shape in
            guard case .text(let words, let at, let anchor, let size, _) = shape else { return nil }
            let text = words.text(language)
            let width = Self.width(of: text, size: size)
            let x =
                switch anchor {
                case .start: at.x
                case .middle: at.x - width / 2
                case .end: at.x - width
                }
            return (text, Box(x: x, y: at.y - size * 0.8, width: width, height: size), size)
        }
    }
}
