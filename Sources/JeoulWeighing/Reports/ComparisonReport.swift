import JeoulText
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// What `compare` says: each vocabulary's tokens against the baseline's on the same documents, with intervals.
///
/// The JSON: as of `measure`, and for each vocabulary but the baseline `estimate` (`RatioEstimate` with
/// `intervals_disagree`), `simultaneous`, `p_value`, `adjusted_p_value` and `differs` (see `Comparison`).
package struct ComparisonReport: Sendable {
    let corpus: CorpusReport
    package let vocabularies: [Vocabulary]
    package let baseline: Int
    package let estimator: RatioEstimator
    package let comparison: Comparison

    /// Estimates the ratios of a weighing that kept its documents.
    ///
    /// - Throws: `StatisticsError`; `CorpusError` where a file was named twice.
    package init(
        _ weighing: Weighing, vocabularies: [Vocabulary], baseline: Int, denominator: Denominator = .hangul,
        countsHanja: Bool = false, cut: DocumentCut = .line, options: EstimationOptions = EstimationOptions()
    ) throws {
        // Copies that are found in a folder are one unit; a text that is named twice, under whatever name, is refused.
        var names: [String: String] = [:]
        for input in weighing.corpus.inputs where input.bytes > 0 && !input.isFound {
            guard let hash = input.sha256 else { continue }
            if let first = names[hash] { throw CorpusError(.sameText(as: first), file: input.name) }
            names[hash] = input.name
        }
        corpus = CorpusReport(weighing: weighing, denominator: denominator, countsHanja: countsHanja, cut: cut)
        self.vocabularies = vocabularies
        self.baseline = baseline
        let table = try weighing.countTable(
            names: vocabularies.map(\.id), denominator: denominator, countsHanja: countsHanja,
            stratified: options.mix != nil)
        estimator = try RatioEstimator(table, options: options)
        comparison = try estimator.compare(
            vocabularies.indices.filter { $0 != baseline }.map { vocabularies[$0].id },
            baseline: vocabularies[baseline].id)
    }

    /// One a vocabulary but the baseline, in the order given.
    package var rows: [Comparison.Row] { comparison.rows }

    /// What a reader of the figures must know.
    package var warnings: [Words] {
        corpus.warnings
            + comparison.rows.compactMap { row in
                row.estimate.disagreementWords.map { Words("\(row.estimate.ratio.numerator): ") + $0 }
            }
    }

    /// What was counted and how, for a page.
    package var conditions: [Words] { corpus.kinds + [corpus.conditions] }

    /// The table, best first.
    package func table(in language: SentenceLanguage = .english) -> Table {
        let columns = columns(by: nil)
        var table = Table(
            title: corpus.headline, columns: columns.columns(with: Self.columns(by: nil)),
            notes: (conditions + [words] + corpus.unknown(vocabularies)).map { $0.text(language) })
        table.language = language
        for figures in columns.ofAll.sorted(by: { ($0.tokens, $0.vocabulary) < ($1.tokens, $1.vocabulary) }) {
            table.append(columns.row(figures, with: Self.cells(row(of: figures))))
        }
        return table
    }

    /// The columns that tell what was counted.
    func columns(by grouping: Grouping?) -> FigureColumns {
        FigureColumns(
            corpus: corpus, vocabularies: vocabularies, baseline: baseline, grouping: grouping,
            showsTokensPerUnit: false, ratioDigits: 4)
    }

    /// The ratio of the vocabulary of some figures; nil for the baseline.
    func row(of figures: Figures) -> Comparison.Row? { Self.row(of: vocabularies[figures.vocabulary], in: comparison) }

    static func row(of vocabulary: Vocabulary, in comparison: Comparison) -> Comparison.Row? {
        comparison.rows.first { $0.estimate.ratio.numerator == vocabulary.id }
    }

    /// The columns that tell what was estimated, with and without groups.
    static func columns(by grouping: Grouping?) -> [Table.Column] {
        let ungrouped: Table.Audience = grouping == nil ? .everyone : .programs
        return [
            Table.Column("low", title: "low", alignment: .right, audience: .programs),
            Table.Column("high", title: "high", alignment: .right, audience: .programs),
            Table.Column("interval", title: "95% interval", alignment: .right, audience: .readers, korean: "95% 구간"),
            Table.Column("fewer", title: "difference", alignment: .right, audience: ungrouped, korean: "차이"),
            Table.Column("adjusted_p_value", title: "p (Holm)", alignment: .right, korean: "p값(Holm)", yields: true),
            Table.Column(
                "documents_for_one_percent", title: "documents for ±1%", alignment: .right, audience: ungrouped,
                korean: "±1%에 필요한 문서", yields: true),
            Table.Column("no_interval", title: "no interval", audience: .programs),
        ]
    }

    /// The cells of a row; of the baseline's there are none.
    static func cells(_ row: Comparison.Row?) -> [Table.Cell] {
        guard let row else { return columns(by: nil).map { _ in .absent } }
        let estimate = row.estimate
        return [
            estimate.interval.map { .decimal($0.low, digits: 4) } ?? .absent,
            estimate.interval.map { .decimal($0.high, digits: 4) } ?? .absent,
            estimate.interval.map { .interval($0.low, $0.high, digits: 4) } ?? .absent,
            estimate.value.map { .saving(1 - $0, digits: 1) } ?? .absent,
            row.adjustedPValue.map { .probability($0, digits: 3) } ?? .absent,
            estimate.documentsForOnePercent.map { .integer($0) } ?? .absent,
            estimate.noInterval.map { .text($0.description) } ?? .absent,
        ]
    }

    /// How the intervals were made, in a sentence.
    package var words: Words {
        guard let estimate = comparison.rows.first?.estimate else { return Words("nothing to compare", "견줄 것이 없다") }
        if let absence = estimate.noInterval { return Words("no interval: ", "구간 없음: ") + absence.words }
        guard estimate.interval != nil else { return Words("no interval", "구간 없음") }
        let units = estimate.unitWords(isClustered: estimator.table.clusters != nil) + copies(of: estimate)
        let freedom = NumberText.short(estimate.degreesOfFreedom ?? 0, 1)
        let mixed = estimate.mix.map { mix in
            let shares = mix.shares.map { share in
                let part = "\(NumberText.short(share.weight * 100, 2))%"
                return Words("\(share.stratum) \(part)", "\(RegisterWords.of(share.stratum).korean) \(part)")
            }.joined(by: ", ")
            return Words(
                "; under the mix \(shares.english) of \(mix.measure)", ". 글의 종류를 한글 글자 수 기준으로 \(shares.korean)로 섞은 값")
        }
        return Words(
            "intervals: jackknife over \(units.english), Student's t of \(freedom) degrees of freedom",
            "구간: \(units.korean) 단위의 잭나이프, 자유도 \(freedom)의 스튜던트 t") + (mixed ?? "")
    }

    /// That copies of a document are one unit with it.
    private func copies(of estimate: RatioEstimate) -> Words {
        guard estimate.copies > 0 else { return "" }
        return Words(
            " (\(NumberFormat.counted(estimate.copies, "copy", "copies")) of documents with their first)",
            "(사본인 문서 \(NumberFormat.grouped(estimate.copies))건은 처음 것과 하나로 친다)")
    }

    /// The same for programs.
    ///
    /// - Throws: what encoding throws.
    package func json() throws -> JSONValue {
        var rows: [JSONValue] = []
        for (index, vocabulary) in vocabularies.enumerated() {
            var object = vocabulary.reportMembers
            object["tokens"] = .integer(corpus.weighing.tokens[index])
            corpus.addUnknown(of: index, to: &object)
            if let row = comparison.rows.first(where: { $0.estimate.ratio.numerator == vocabulary.id }) {
                guard case .object(var estimate) = try JSONValue(encoding: row.estimate) else { continue }
                estimate["intervals_disagree"] = .boolean(row.estimate.intervalsDisagree)
                object["estimate"] = .object(estimate)
                object["simultaneous"] = try row.simultaneous.map { try JSONValue(encoding: $0) } ?? .null
                object["p_value"] = JSONValue(row.pValue)
                object["adjusted_p_value"] = JSONValue(row.adjustedPValue)
                object["differs"] = row.differs.map(JSONValue.boolean) ?? .null
            }
            rows.append(.object(object))
        }
        return [
            "jeoul": .string(jeoulVersion), "unicode": .string(unicodeVersion), "icu": .string(icuVersion),
            "settings": corpus.settings, "corpus": corpus.jsonOfWhole, "files": corpus.files,
            "baseline": .string(vocabularies[baseline].id), "vocabularies": .array(rows),
        ]
    }
}

extension Weighing {
    /// A name for the cluster of each document, where all have one. Keys are bytes, and a `String` of them would merge those
    /// that are canonically equivalent: hence a number.
    var clusterNames: [String]? {
        var numbers: [UTF8Key: Int] = [:]
        var names: [String] = []
        for label in labels {
            guard let cluster = label.cluster else { return nil }
            let number = numbers[cluster] ?? numbers.count
            numbers[cluster] = number
            names.append(String(number))
        }
        return names.isEmpty ? nil : names
    }

    /// The name of the column of characters in `countTable`.
    package static let charactersColumn = "characters"

    /// The counts of each document as the statistics want them: a column for each vocabulary, by the names given, and one of
    /// characters; clusters where the documents have them; registers as strata where `stratified`.
    ///
    /// - Throws: `StatisticsError`.
    package func countTable(
        names: [String], denominator: Denominator = .hangul, countsHanja: Bool = false, stratified: Bool = false
    ) throws(StatisticsError) -> CountTable {
        var columns = names.indices.map { index in
            CountTable.Column(name: names[index], counts: documentTokens[index].map(Int.init))
        }
        columns.append(
            CountTable.Column(
                name: Self.charactersColumn,
                counts: documentCharacters.map {
                    CorpusReport.characters(of: $0, denominator, countsHanja: countsHanja)
                }))
        let knowsRegisters = stratified && labels.contains { $0.register != nil }
        let strata = knowsRegisters ? labels.map { $0.register?.description ?? "" } : nil
        return try CountTable(columns: columns, clusters: clusterNames, strata: strata, originals: originals)
    }
}
