import JeoulText
import JeoulTokenizing
import JeoulReporting
import JeoulWeighing

/// A text as the tokens of several vocabularies, one vocabulary under another.
struct TokensChart: Sendable {
    /// A token as it is shown.
    struct Token: Sendable, Equatable {
        /// What can be seen of it.
        var text: String
        var id: TokenID
        var bytes: [UInt8]
        /// Whether it ends inside a Korean character.
        var isCut: Bool
    }

    /// A vocabulary's tokens.
    struct Row: Sendable {
        var label: String
        var tokens: [Token]
        var cuts: Int { tokens.count(where: \.isCut) }
    }

    var title: Words
    var summary: Words
    var rows: [Row]

    init(_ inspection: TextInspection, title: Words, summary: Words) {
        self.title = title
        self.summary = summary
        // Those that cut the text into the same tokens are drawn once.
        var rows: [Row] = []
        for item in inspection.vocabularies {
            let row = Row(label: item.vocabulary.readersName, tokens: item.shownTokens)
            if let same = rows.firstIndex(where: { $0.tokens == row.tokens }) {
                rows[same].label += ", " + row.label
            } else {
                rows.append(row)
            }
        }
        self.rows = rows
    }

    /// “3 tokens, 1 of which end inside a syllable”
    static func count(_ row: Row) -> Words {
        let tokens = NumberFormat.grouped(row.tokens.count)
        let cuts = NumberFormat.grouped(row.cuts)
        return Words("\(tokens) tokens, \(cuts) cut a syllable", "토큰 \(tokens)개, 음절을 자른 토큰 \(cuts)개")
    }

    /// The chart so many units wide; tokens are set like words, and one that does not fit begins a line.
    func drawing(width: Double) -> Drawing {
        let size = 13.0
        let line = 22.0
        var drawing = Drawing(width: width, title: title, summary: summary)
        var y = 8.0
        for row in rows {
            let heading = Drawing.lines(of: Words(row.label + " – ") + Self.count(row), size: 13, fitting: width - 16)
            drawing.lines(heading, 8, y + 14, size: 13, leading: 16, .heading)
            y += 8 + 16 * Double(heading.count)
            var x = 8.0
            for (index, token) in row.tokens.enumerated() {
                // Bytes are written in capitals, which are wider than most.
                let capitals = token.text.unicodeScalars.count { ("0"..."F").contains($0) || $0 == "<" || $0 == ">" }
                let wide = max(3, Drawing.width(of: token.text, size: size) + 4 + 1.3 * Double(capitals))
                if x + wide > width - 8, x > 8 {
                    x = 8
                    y += line
                }
                let box = Drawing.Box(x: x, y: y, width: wide, height: 18)
                drawing.add(.box(box, index.isMultiple(of: 2) ? .evenToken : .oddToken))
                drawing.text(Words(token.text), x + 2, y + 13.5, size: size, .value)
                x += wide
                if token.isCut { drawing.line(x - 1, y, x - 1, y + 18, .cut) }
            }
            y += line + 16
        }
        if rows.contains(where: { $0.cuts > 0 }) {
            let legend = Words("A red bar: the token ends inside a syllable.", "빨간 선: 음절 안에서 끝나는 토큰")
            drawing.text(legend, 8, y + 8, size: 11, .faint)
            y += 20
        }
        drawing.grow(to: y)
        return drawing
    }
}

extension InspectedVocabulary {
    /// The tokens as they are shown: whole characters as they are, parts of one as bytes, a space as `·`.
    var shownTokens: [TokensChart.Token] {
        let text = text
        // Where characters begin, so that what is whole can be told.
        var starts: [Int] = []
        var at = 0
        for character in String(decoding: text, as: UTF8.self) {
            starts.append(at)
            at += character.utf8.count
        }
        starts.append(at)
        var next = 0
        return tokens.map { token in
            var shown = ""
            var place = token.range.lowerBound
            while place < token.range.upperBound {
                while next < starts.count, starts[next] < place { next += 1 }
                if starts[next] == place, next + 1 < starts.count, starts[next + 1] <= token.range.upperBound {
                    shown += VisibleText.cluster(String(decoding: text[place..<starts[next + 1]], as: UTF8.self))
                    place = starts[next + 1]
                } else {
                    let end = min(
                        next < starts.count && starts[next] > place
                            ? starts[next] : starts[min(next + 1, starts.count - 1)], token.range.upperBound)
                    shown += VisibleText.part(place..<max(end, place + 1), of: text).shown
                    place = max(end, place + 1)
                }
            }
            return TokensChart.Token(
                text: shown.isEmpty ? VisibleText.empty : shown, id: token.id, bytes: token.bytes,
                isCut: token.endsInsideSyllable)
        }
    }
}
