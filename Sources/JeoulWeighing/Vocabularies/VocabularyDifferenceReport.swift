import JeoulText
import JeoulVocabularies
import JeoulReporting
import JeoulStatistics

/// What `jeoul vocabulary diff` says of two vocabularies.
package struct VocabularyDifferenceReport: Sendable {
    private let first: Vocabulary
    private let second: Vocabulary
    private let difference: VocabularyDifference

    /// Compares two vocabularies that are here.
    ///
    /// - Parameter examples: how many examples to show of each.
    /// - Throws: what making them ready or encoding syllables throws.
    package init(_ first: Vocabulary, _ second: Vocabulary, examples: Int = 20) throws {
        self.first = first
        self.second = second
        difference = try VocabularyDifference(
            .init(first.tokenizer(), added: first.definition.addedTokens),
            .init(second.tokenizer(), added: second.definition.addedTokens), examples: examples)
    }

    private var names: (first: String, second: String) {
        first.id == second.id ? (first.requested, second.requested) : (first.id, second.id)
    }

    private var rows: [VocabularyDifference.Row] {
        [difference.all, difference.hangul, difference.beginnings]
            + difference.scripts.map { row in
                var row = row
                row.name = "script \(row.name)"
                return row
            }
    }

    private func table(_ rows: [VocabularyDifference.Row]) -> Table {
        var table = Table(columns: [
            Table.Column("tokens", title: "tokens"),
            Table.Column("shared", title: "in both", alignment: .right),
            Table.Column("only_first", title: "only \(names.first)", alignment: .right),
            Table.Column("only_second", title: "only \(names.second)", alignment: .right),
        ])
        for row in rows {
            table.append([.text(row.name), .integer(row.shared), .integer(row.onlyFirst), .integer(row.onlySecond)])
        }
        return table
    }

    /// All kinds of tokens, and the syllables: a row each.
    package var table: Table {
        var table = table(rows)
        for (name, syllables) in syllableRows {
            table.append([
                .text("\(name) that are one token"), .integer(syllables.both), .integer(syllables.onlyFirst),
                .integer(syllables.onlySecond),
            ])
        }
        return table
    }

    private var syllableRows: [(String, VocabularyDifference.Syllables)] {
        [("syllables", difference.syllables), ("syllables of KS X 1001", difference.ksx1001)]
    }

    /// The same for reading, with examples.
    package func readable(width: Int, style: TextStyle = .plain) -> String {
        let most = rows.prefix(3 + 10)
        var syllables = Table(columns: [
            Table.Column("syllables", title: "one token"),
            Table.Column("both", title: "in both", alignment: .right),
            Table.Column("only_first", title: "only \(names.first)", alignment: .right),
            Table.Column("only_second", title: "only \(names.second)", alignment: .right),
            Table.Column("neither", title: "in none", alignment: .right),
        ])
        for (name, row) in syllableRows {
            syllables.append([
                .text(name), .integer(row.both), .integer(row.onlyFirst), .integer(row.onlySecond),
                .integer(row.neither),
            ])
        }
        var text =
            table(Array(most)).text(width: width, style: style) + "\n" + syllables.text(width: width, style: style)
        text += examples(difference.onlyFirst, of: names.first, other: names.second, width, style)
        text += examples(difference.onlySecond, of: names.second, other: names.first, width, style)
        return text
    }

    private func examples(
        _ list: [VocabularyDifference.Example], of name: String, other: String, _ width: Int, _ style: TextStyle
    ) -> String {
        guard !list.isEmpty else { return "" }
        let shown = list.map { example in
            VisibleText.token(example.bytes) + (example.otherTokens.map { "(\($0))" } ?? "")
        }.joined(separator: "  ")
        let title = "Hangul tokens that only \(name) has, the first by id (and the tokens that \(other) takes)"
        let lines = TextWidth.wrapped(title, to: width).map { style.strong($0) } + TextWidth.wrapped(shown, to: width)
        return "\n" + lines.joined(separator: "\n") + "\n"
    }

    /// The same for programs: `jeoul`, `unicode`, `icu`, `first`, `second` (id and requested), `tokens` (an array of
    /// kind, shared, only_first, only_second), `syllables` and `ks_x_1001` (those that are one token: both, only_first,
    /// only_second, neither), `only_first` and `only_second` (examples: id, bytes, text, other_tokens).
    package var json: JSONValue {
        func syllables(_ row: VocabularyDifference.Syllables) -> JSONValue {
            [
                "both": .integer(row.both), "only_first": .integer(row.onlyFirst),
                "only_second": .integer(row.onlySecond), "neither": .integer(row.neither),
            ]
        }
        func examples(_ list: [VocabularyDifference.Example]) -> JSONValue {
            .array(
                list.map { example in
                    [
                        "id": .integer(Int(example.id)), "bytes": .string(example.bytes.hexadecimal),
                        "text": JSONValue(String(validating: example.bytes, as: UTF8.self)),
                        "other_tokens": JSONValue(example.otherTokens),
                    ]
                })
        }
        return [
            "jeoul": .string(jeoulVersion), "unicode": .string(unicodeVersion), "icu": .string(icuVersion),
            "first": ["id": .string(first.id), "requested": .string(first.requested)],
            "second": ["id": .string(second.id), "requested": .string(second.requested)],
            "tokens": .array(
                rows.map { row in
                    [
                        "kind": .string(row.name), "shared": .integer(row.shared),
                        "only_first": .integer(row.onlyFirst),
                        "only_second": .integer(row.onlySecond),
                    ]
                }),
            "syllables": syllables(difference.syllables), "ks_x_1001": syllables(difference.ksx1001),
            "only_first": examples(difference.onlyFirst), "only_second": examples(difference.onlySecond),
        ]
    }
}
