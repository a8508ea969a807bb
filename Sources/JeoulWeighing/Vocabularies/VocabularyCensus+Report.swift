import JeoulText
import JeoulVocabularies
import JeoulReporting
import JeoulStatistics

extension VocabularyCensus {
    /// The census as names and values.
    var facts: [(name: String, value: String)] {
        func examples(_ list: [Example]) -> String {
            list.map { "\(VisibleText.token($0.bytes)) (\($0.id))" }.joined(separator: " ")
        }
        var facts: [(name: String, value: String)] = [
            ("tokens", "\(NumberFormat.grouped(tokens)) ordinary, \(specialTokens) special, \(addedTokens) other added")
        ]
        if gaps > 0 { facts.append(("gaps", "\(NumberFormat.grouped(gaps)) ids have no ordinary token")) }
        facts += scripts.map { ("script \($0.name)", share($0.tokens)) }
        facts += [
            ("Hangul tokens", share(hangul.tokens)),
            ("of them only Hangul", NumberFormat.grouped(hangul.pureTokens)),
            ("of them after a space", NumberFormat.grouped(hangul.spacedTokens)),
        ]
        facts += syllableRows.map { ("\($0.name), one token", $0.oneToken) }
        facts += [
            ("broken pieces of a syllable", NumberFormat.grouped(hangul.brokenPieces)),
            ("of them begin one", NumberFormat.grouped(hangul.beginnings)),
            ("of them used by a syllable", NumberFormat.grouped(hangul.usedPieces)),
            ("such as", examples(hangul.brokenExamples)),
            ("longest Hangul tokens", examples(hangul.longest)),
        ]
        facts += hangul.lengths.map { ("Hangul tokens of length \($0.name)", NumberFormat.grouped($0.tokens)) }
        facts += byteLengths.map { ("tokens of bytes \($0.name)", NumberFormat.grouped($0.tokens)) }
        return facts
    }

    private func share(_ count: Int) -> String {
        let percent = tokens == 0 ? nil : NumberFormat.fixed(Double(count) / Double(tokens) * 100, digits: 1)
        return NumberFormat.grouped(count) + (percent.map { " (\($0)%)" } ?? "")
    }

    private struct SyllableRow {
        var name: String
        var count: Int
        var tokens: [Int: Int]

        var oneToken: String {
            let one = tokens[1] ?? 0
            let percent = count == 0 ? nil : NumberFormat.fixed(Double(one) / Double(count) * 100, digits: 1)
            return "\(NumberFormat.grouped(one)) of \(NumberFormat.grouped(count)) (\(percent ?? "–")%)"
        }
    }

    private var syllableRows: [SyllableRow] {
        [("all syllables", hangul.syllables), ("syllables of KS X 1001", hangul.ksx1001)].flatMap { name, syllables in
            [
                SyllableRow(name: name, count: syllables.count, tokens: syllables.alone),
                SyllableRow(name: "\(name), a space before", count: syllables.count, tokens: syllables.spaced),
            ]
        }
    }

    /// The census for reading: tables and charts.
    func readable(width: Int, style: TextStyle) -> String {
        let total = "\(NumberFormat.grouped(tokens)) ordinary tokens"
        let always = ["Hangul", ScriptCount.common, ScriptCount.mixed, ScriptCount.partial]
        let most = Set(scripts.prefix(10).map(\.name) + always)
        var bars = scripts.filter { most.contains($0.name) }.map { BarChart.Bar($0.name, count: $0.tokens) }
        let rest = scripts.filter { !most.contains($0.name) }
        if !rest.isEmpty {
            bars.append(BarChart.Bar("\(rest.count) more scripts", count: rest.reduce(0) { $0 + $1.tokens }))
        }
        let chartWidth = min(width, 80)
        var text = BarChart(title: "\(total), by script", bars: bars).text(width: chartWidth, style: style)

        text += "\n" + syllableTable.text(width: width, style: style)
        text += "\n" + style.strong("Hangul") + "\n"
        text += FactList([
            ("tokens with Hangul", share(hangul.tokens)),
            (
                "of them",
                "\(NumberFormat.grouped(hangul.pureTokens)) with no other script, "
                    + "\(NumberFormat.grouped(hangul.spacedTokens)) begin with a space"
            ),
            (
                "broken pieces of a syllable",
                "\(NumberFormat.grouped(hangul.brokenPieces)): \(NumberFormat.grouped(hangul.beginnings)) end with what can "
                    + "only begin Hangul, \(NumberFormat.grouped(hangul.usedPieces)) are used by one of the syllables"
            ), ("such as", hangul.brokenExamples.map { VisibleText.token($0.bytes) }.joined(separator: " ")),
            ("longest", hangul.longest.map { VisibleText.token($0.bytes) }.joined(separator: " ")),
        ]).text(width: width, style: style)
        let lengths = hangul.lengths.map { BarChart.Bar($0.name, count: $0.tokens) }
        if !lengths.isEmpty {
            text +=
                "\n"
                + BarChart(title: "Hangul tokens, by Hangul characters in them", bars: lengths)
                .text(width: chartWidth, style: style)
        }
        let bytes = byteLengths.map { BarChart.Bar($0.name, count: $0.tokens) }
        return text + "\n"
            + BarChart(title: "All ordinary tokens, by bytes", bars: bytes).text(width: chartWidth, style: style)
    }

    private var syllableTable: Table {
        let most = syllableRows.flatMap(\.tokens.keys).max() ?? 1
        let columns = (1...max(1, most)).map { count in
            Table.Column("tokens_\(count)", title: count == 1 ? "1 token" : "\(count) tokens", alignment: .right)
        }
        var table = Table(
            columns: [Table.Column("syllables", title: "syllables cut into")] + columns
                + [Table.Column("share", title: "one token", alignment: .right)])
        for row in syllableRows {
            let one = Double(row.tokens[1] ?? 0) / Double(max(1, row.count))
            table.append(
                [.text(row.name)] + (1...max(1, most)).map { .integer(row.tokens[$0] ?? 0) } + [
                    .percentage(one, digits: 1)
                ])
        }
        return table
    }

    /// The census for programs.
    var json: JSONValue {
        func examples(_ list: [Example]) -> JSONValue {
            .array(
                list.map { example in
                    [
                        "id": .integer(Int(example.id)), "bytes": .string(example.bytes.hexadecimal),
                        "text": JSONValue(String(validating: example.bytes, as: UTF8.self)),
                    ]
                })
        }
        func lengths(_ list: [LengthCount]) -> JSONValue {
            .array(
                list.map { item in
                    [
                        "from": .integer(item.lengths.lowerBound),
                        "to": item.lengths.upperBound == .max ? .null : .integer(item.lengths.upperBound),
                        "tokens": .integer(item.tokens),
                    ]
                })
        }
        func cut(_ counts: [Int: Int]) -> JSONValue {
            .array(
                counts.sorted { $0.key < $1.key }.map { ["tokens": .integer($0.key), "syllables": .integer($0.value)] })
        }
        func syllables(_ item: Syllables) -> JSONValue {
            [
                "syllables": .integer(item.count), "one_token": .integer(item.alone[1] ?? 0),
                "one_token_after_space": .integer(item.spaced[1] ?? 0), "alone": cut(item.alone),
                "after_space": cut(item.spaced),
            ]
        }
        return [
            "tokens": .integer(tokens), "special_tokens": .integer(specialTokens),
            "added_tokens": .integer(addedTokens),
            "gaps": .integer(gaps),
            "scripts": .array(scripts.map { ["name": .string($0.name), "tokens": .integer($0.tokens)] }),
            "hangul": [
                "tokens": .integer(hangul.tokens), "only_hangul": .integer(hangul.pureTokens),
                "beginning_with_space": .integer(hangul.spacedTokens), "syllables": syllables(hangul.syllables),
                "ks_x_1001": syllables(hangul.ksx1001), "broken_pieces": .integer(hangul.brokenPieces),
                "broken_beginnings": .integer(hangul.beginnings), "broken_used": .integer(hangul.usedPieces),
                "broken_examples": examples(hangul.brokenExamples), "lengths": lengths(hangul.lengths),
                "longest": examples(hangul.longest),
            ],
            "byte_lengths": lengths(byteLengths),
        ]
    }
}

extension VocabularyCensus.LengthCount {
    /// The class for a reader: `3`, `4–6`, `33+`.
    var name: String {
        if lengths.upperBound == .max { return "\(lengths.lowerBound)+" }
        return lengths.count == 1 ? "\(lengths.lowerBound)" : "\(lengths.lowerBound)–\(lengths.upperBound)"
    }
}
