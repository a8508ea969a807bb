import JeoulText
import JeoulVocabularies
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
    package var warnings: [Words] {
        var warnings = corpus.warnings
        if corpus.characters == 0, corpus.weighing.corpus.documents > 0 {
            let unit = corpus.denominator.words(countsHanja: corpus.countsHanja).korean
            warnings.append(
                Words(
                    "the text has no \(corpus.denominator.unitName(countsHanja: corpus.countsHanja)): tokens per one are undefined",
                    "나눌 단위(\(unit))가 글에 하나도 없어 단위당 토큰 수를 구할 수 없다"))
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

    private var korean: Int {
        let characters = corpus.weighing.characters
        return corpus.countsHanja ? characters.hangulWithHanja : characters.hangul
    }

    /// What was counted and how, for a page.
    package var conditions: [Words] { corpus.kinds + [corpus.conditions] }

    /// The table, best first.
    package func table(in language: SentenceLanguage = .english) -> Table {
        let figures = FigureColumns(corpus: corpus, vocabularies: vocabularies, baseline: baseline, grouping: nil)
        var table = Table(
            title: corpus.headline, columns: figures.columns(),
            notes: (conditions + corpus.unknown(vocabularies)).map { $0.text(language) })
        table.language = language
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
            "settings": corpus.settings, "corpus": corpus.jsonOfWhole, "files": corpus.files,
            "baseline": vocabularies.isEmpty ? .null : .string(vocabularies[baseline].id),
            "vocabularies": .array(
                vocabularies.indices.map { index in
                    var object = vocabularies[index].reportMembers
                    let tokens = corpus.weighing.tokens[index]
                    object["tokens"] = .integer(tokens)
                    corpus.addUnknown(of: index, to: &object)
                    object["tokens_per_korean_character"] =
                        korean == 0 ? .null : .number(Double(tokens) / Double(korean))
                    object["tokens_per_unit"] = JSONValue(perUnit(index))
                    object["ratio_to_baseline"] = JSONValue(ratio(index))
                    return .object(object)
                }),
        ]
    }
}
