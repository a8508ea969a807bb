import Foundation

/// Names and values, the values wrapped: for reading.
package struct FactList {
    /// A name and its value.
    package struct Fact {
        var name: String
        var value: String
        var tone: TextStyle.Tone?

        init(_ name: String, _ value: String, tone: TextStyle.Tone? = nil) {
            self.name = name
            self.value = value
            self.tone = tone
        }
    }

    private let facts: [Fact]

    package init(_ facts: [Fact]) { self.facts = facts }

    package init(_ lines: [(name: String, value: String)]) { facts = lines.map { Fact($0.name, $0.value) } }

    /// A line a value, or several. A name that comes again is not repeated.
    package func text(width: Int, style: TextStyle) -> String {
        lines(width: width, style: style).map { $0 + "\n" }.joined()
    }

    func lines(width: Int, style: TextStyle) -> [String] {
        let names = facts.map { VisibleText.line($0.name) }
        let nameWidth = names.map { TextWidth.columns(of: $0) }.max() ?? 0
        var lines: [String] = []
        var last = ""
        for (fact, name) in zip(facts, names) {
            let label = TextWidth.padded(name == last ? "" : name, to: nameWidth, .left)
            last = name
            let value = VisibleText.line(fact.value)
            let room = width - nameWidth - 2
            // A word that is too long beside the names stands below its own.
            if max(20, room) < TextWidth.narrowest(value), room < width - 4 {
                if !label.allSatisfy({ $0 == " " }) {
                    lines.append(style.faint(label.trimmingCharacters(in: .whitespaces)))
                }
                lines += TextWidth.wrapped(value, to: max(20, width - 4)).map { part in
                    "    " + (fact.tone.map { style.toned(part, $0) } ?? part)
                }
                continue
            }
            let parts = TextWidth.wrapped(value, to: max(20, room))
            for (index, part) in parts.enumerated() {
                let head = index == 0 ? style.faint(label) : String(repeating: " ", count: nameWidth)
                lines.append("\(head)  \(fact.tone.map { style.toned(part, $0) } ?? part)")
            }
        }
        return lines
    }
}
