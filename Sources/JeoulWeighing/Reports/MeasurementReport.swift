import JeoulCore
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// What `measure` says: for each vocabulary the tokens, and the tokens per Korean character.
///
/// The JSON, in this order: `jeoul`, `unicode` and `icu` (versions), `settings`, `corpus` (documents, bytes, sha256,
/// korean_characters and the other denominators), `files` (each with its sha256), `baseline` (an id), and `vocabularies`, in
/// the order asked for: id, requested, pinned, format, files, notes, tokens, tokens_per_korean_character, tokens_per_unit (by
/// the denominator asked for) and ratio_to_baseline; a ratio without a denominator is null. Where some tokens stand for text that a
/// vocabulary cannot write: unknown_tokens and unknown_share, of its tokens.
package struct MeasurementReport: Sendable {
    private let corpus: CorpusReport
    private let vocabularies: [Vocabulary]
    private let baseline: Int

    /// A report.
    ///
    /// - Parameters:
    ///   - vocabularies: those that weighed, in the order of `weighing.tokens`.
    ///   - baseline: which of them the others are compared with.
    package init(
        _ weighing: Weighing, vocabularies: [Vocabulary], baseline: Int = 0, denominator: Denominator = .hangul,
        countsHanja: Bool = false, cut: DocumentCut = .line
    ) {
        corpus = CorpusReport(weighing: weighing, denominator: denominator, countsHanja: countsHanja, cut: cut)
        self.vocabularies = vocabularies
        self.baseline = baseline
    }

    /// What a reader of the figures must know.
    package var warnings: [String] {
        var warnings = corpus.warnings
        if corpus.characters == 0, corpus.weighing.corpus.documents > 0 {
            warnings.append(
                "the text has no \(corpus.denominator.unitName(countsHanja: corpus.countsHanja)): tokens per one are undefined"
            )
        }
        return warnings
    }

    private func perUnit(_ vocabulary: Int) -> Double? {
        corpus.characters == 0 ? nil : Double(corpus.weighing.tokens[vocabulary]) / Double(corpus.characters)
    }

    private func ratio(_ vocabulary: Int) -> Double? {
        let base = corpus.weighing.tokens[baseline]
        return base == 0 ? nil : Double(corpus.weighing.tokens[vocabulary]) / Double(base)
    }

    private func unknownTokens(_ vocabulary: Int) -> Int { corpus.weighing.unknownTokens[vocabulary] }

    /// A sentence for each vocabulary that cannot write all of the text: its count is too low for what is lost.
    private var unknown: [String] {
        vocabularies.indices.filter { unknownTokens($0) > 0 }.map { index in
            let share = Double(unknownTokens(index)) / Double(corpus.weighing.tokens[index])
            return "\(vocabularies[index].id): \(NumberFormat.counted(unknownTokens(index), "token")) "
                + "(\(Table.Cell.percentage(share, digits: 2).readable)) \(unknownTokens(index) == 1 ? "is" : "are") unknown, for text "
                + "that it cannot write."
        }
    }

    private var korean: Int {
        let characters = corpus.weighing.characters
        return corpus.countsHanja ? characters.hangulWithHanja : characters.hangul
    }

    /// The table, best first.
    package var table: Table {
        let figures = FigureColumns(corpus: corpus, vocabularies: vocabularies, baseline: baseline, grouping: nil)
        var table = Table(
            title: Words(corpus.headline), columns: figures.columns(),
            notes: corpus.kinds + [corpus.conditions] + unknown)
        for row in figures.ofAll.sorted(by: { ($0.tokens, $0.vocabulary) < ($1.tokens, $1.vocabulary) }) {
            var cells = figures.row(row, models: vocabularies[row.vocabulary].entry?.models.first ?? "–")
            if row.vocabulary == baseline { cells.emphasis = .strong }
            table.append(cells)
        }
        return table
    }

    /// The same for programs.
    package var json: JSONValue {
        [
            "jeoul": .string(jeoulVersion), "unicode": .string(unicodeVersion), "icu": .string(icuVersion),
            "settings": corpus.settings, "corpus": corpus.json, "files": corpus.files,
            "baseline": vocabularies.isEmpty ? .null : .string(vocabularies[baseline].id),
            "vocabularies": .array(
                vocabularies.indices.map { index in
                    var object = vocabularies[index].reportMembers
                    let tokens = corpus.weighing.tokens[index]
                    object["tokens"] = .integer(tokens)
                    if unknownTokens(index) > 0 {
                        object["unknown_tokens"] = .integer(unknownTokens(index))
                        object["unknown_share"] = .number(Double(unknownTokens(index)) / Double(tokens))
                    }
                    object["tokens_per_korean_character"] =
                        korean == 0 ? .null : .number(Double(tokens) / Double(korean))
                    object["tokens_per_unit"] = JSONValue(perUnit(index))
                    object["ratio_to_baseline"] = JSONValue(ratio(index))
                    return .object(object)
                }),
        ]
    }
}
