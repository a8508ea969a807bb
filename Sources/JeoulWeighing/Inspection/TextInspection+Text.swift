import Foundation
import JeoulReporting

extension TextInspection {
    /// The tokens for reading: a table of counts, then the text row by row, in each row the vocabularies one under
    /// another.
    ///
    /// A row that has a script written from right to left is held in the order of its bytes by U+202D and U+202C.
    ///
    /// - Parameters:
    ///   - width: the columns in which rows have to fit.
    ///   - showsIDs: whether the ids stand under the tokens.
    /// - Complexity: O(characters) for each vocabulary.
    package func readable(width: Int, showsIDs: Bool = false, style: TextStyle = .plain) -> String {
        let labels = vocabularies.map { VisibleText.line($0.vocabulary.id) }
        let labelWidth = labels.map { TextWidth.columns(of: $0) }.max() ?? 0
        var text = counts.text(width: width, style: style)
        var marks: InspectionLayout.Marks = []
        let groups = InspectionCells.groups(of: self)
        for group in groups where !group.ranges[0].isEmpty {
            if groups.count > 1 {
                let names = group.members.map { labels[$0] }.joined(separator: ", ")
                text += "\n" + style.faint("as \(names) \(group.members.count == 1 ? "has" : "have") it:") + "\n"
            }
            var layout = InspectionLayout(self, cells: group, showsIDs: showsIDs, style: style)
            for row in layout.rows(width: max(8, width - labelWidth - 2)) {
                text += "\n"
                for (member, line) in zip(group.members, row) {
                    text += style.strong(TextWidth.padded(labels[member], to: labelWidth, .left)) + "  "
                    text += line.isRightToLeft ? "\u{202D}\(line.text)\u{202C}\n" : "\(line.text)\n"
                    guard showsIDs else { continue }
                    let ids = String(repeating: " ", count: labelWidth + 2) + line.ids
                    text += style.faint(line.ids.isEmpty ? "" : ids) + "\n"
                }
            }
            marks.formUnion(layout.marks)
        }
        return text + legend(marks, width, style)
    }

    private func legend(_ marks: InspectionLayout.Marks, _ width: Int, _ style: TextStyle) -> String {
        guard vocabularies.contains(where: { !$0.tokens.isEmpty }) else { return "" }
        let entries: [(InspectionLayout.Marks, String)] = [
            ([], "\(VisibleText.end) a token ends"), (.cut, "\(VisibleText.cut) a token ends inside a syllable"),
            (.bytes, "<EC> bytes of a character that is cut"), (.space, "· space"), (.lineEnd, "↵ line end"),
            (.carriageReturn, "␍ carriage return"), (.tab, "⇥ tab"),
            (.empty, "\(VisibleText.empty) a token of no bytes"),
        ]
        let shown = entries.filter { marks.isSuperset(of: $0.0) }.map(\.1)
        // An entry is not broken; between entries a line may end.
        let joined = shown.map { $0.replacing(" ", with: "\u{A0}") }.joined(separator: "   ")
        let lines = TextWidth.wrapped(joined, to: width).map { $0.replacing("\u{A0}", with: " ") }
        return "\n" + lines.map { style.faint($0.trimmingCharacters(in: .whitespaces)) + "\n" }.joined()
    }
}
