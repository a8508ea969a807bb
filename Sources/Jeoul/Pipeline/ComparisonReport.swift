/// What `compare` says: each vocabulary's tokens against the baseline's on the same documents, with intervals.
///
/// The JSON: as of `measure`, and for each vocabulary but the baseline `estimate` (`RatioEstimate` with
/// `intervals_disagree`), `simultaneous`, `p_value`, `adjusted_p_value` and `differs` (see `Comparison`).
package struct ComparisonReport: Sendable {
    private let corpus: CorpusReport
    private let vocabularies: [Vocabulary]
    private let baseline: Int
    private let estimator: RatioEstimator
    private let comparison: Comparison

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
    var rows: [Comparison.Row] { comparison.rows }

    /// What a reader of the figures must know.
    package var warnings: [String] {
        corpus.warnings
            + comparison.rows.compactMap { row in
                row.estimate.disagreement.map { "\(row.estimate.ratio.numerator): \($0)" }
            }
    }

    /// The table, best first.
    package var table: Table {
        let base = vocabularies[baseline].id
        var table = Table(
            title: corpus.headline,
            columns: [
                Table.Column("vocabulary", title: "vocabulary"),
                Table.Column("tokens", title: "tokens", alignment: .right),
                Table.Column("ratio", title: "tokens vs \(base)", alignment: .right, korean: "\(base) 대비 토큰"),
                Table.Column("low", title: "low", alignment: .right, audience: .programs),
                Table.Column("high", title: "high", alignment: .right, audience: .programs),
                Table.Column("interval", title: "95% interval", alignment: .right, audience: .readers),
                Table.Column("fewer", title: "fewer tokens", alignment: .right),
                Table.Column("adjusted_p_value", title: "p (Holm)", alignment: .right),
                Table.Column(
                    "documents_for_one_percent", title: "documents for ±1%", alignment: .right),
            ],
            notes: corpus.kinds + [corpus.conditions, note])
        for row in comparison.rows.sorted(by: { ($0.estimate.value ?? .infinity) < ($1.estimate.value ?? .infinity) }) {
            let estimate = row.estimate
            table.append([
                .text(estimate.ratio.numerator), .integer(estimate.numeratorSum),
                estimate.value.map { .factor($0, digits: 4) } ?? .absent,
                estimate.interval.map { .decimal($0.low, digits: 4) } ?? .absent,
                estimate.interval.map { .decimal($0.high, digits: 4) } ?? .absent,
                estimate.interval.map { .interval($0.low, $0.high, digits: 4) } ?? .absent,
                estimate.value.map { .percentage(1 - $0, digits: 1) } ?? .absent,
                row.adjustedPValue.map { .probability($0, digits: 3) } ?? .absent,
                estimate.documentsForOnePercent.map { .integer($0) } ?? .absent,
            ])
        }
        return table
    }

    /// What the vocabulary with the fewest tokens saves, in a sentence; nil where there is no ratio.
    func sentence(on title: Words) -> Words? {
        let rows = comparison.rows.compactMap { row in row.estimate.value.map { (row: row, value: $0) } }
        guard let (row, value) = rows.min(by: { $0.value < $1.value }) else { return nil }
        let (name, base) = (readersName(row), vocabularies[baseline].readersName)
        let isLess = value <= 1
        func share(_ ratio: Double) -> String { NumberText.decimal((isLess ? 1 - ratio : ratio - 1) * 100, 1) }
        let interval = row.estimate.interval.map { isLess ? ($0.high, $0.low) : ($0.low, $0.high) }
        let ends = interval.map { "\(share($0))–\(share($1))%" }
        let english = ends.map { " (95% interval \($0))" } ?? ""
        let korean = ends.map { "(95% 구간 \($0.replacing("–", with: "~")))" } ?? ""
        let isOpen = row.differs == false
        return Words(
            "On \(title.english), \(name) takes \(share(value))% \(isLess ? "fewer" : "more") tokens than \(base)\(english)"
                + (isOpen ? "; no difference is shown." : "."),
            "\(title.korean)에서 \(name) 어휘의 토큰은 \(base) 어휘보다 \(share(value))% \(isLess ? "적다" : "많다")\(korean)."
                + (isOpen ? " 차이가 드러난 것은 아니다." : ""))
    }

    private func readersName(_ row: Comparison.Row) -> String {
        let name = row.estimate.ratio.numerator
        return vocabularies.first { $0.id == name }?.readersName ?? name
    }

    /// The ratios as a chart.
    var forest: ForestChart {
        let base = vocabularies[baseline].readersName
        let rows = comparison.rows.sorted { ($0.estimate.value ?? .infinity) < ($1.estimate.value ?? .infinity) }
        return ForestChart(
            title: Words("Tokens against \(base)", "\(base) 대비 토큰"),
            quantity: Words("tokens for one of \(base)", "\(base) 토큰 1개에 대한 토큰 수"),
            groups: [
                .init(
                    heading: nil,
                    rows: rows.map { row in
                        ForestChart.Row(
                            label: Words(readersName(row)), estimate: row.estimate.value,
                            interval: row.estimate.interval.map { ($0.low, $0.high) },
                            role: row.differs == true ? .plain : .unjudged, note: Self.note(row))
                    })
            ], range: nil, isShare: false, reference: 1)
    }

    /// “n = 600: differs”, or why there is no interval.
    private static func note(_ row: Comparison.Row) -> Words {
        if let absence = row.estimate.noInterval ?? row.estimate.undefined { return NotRun(absence).words }
        let n = NumberFormat.grouped(row.estimate.documents)
        let said =
            row.differs.map {
                $0 ? Words(": differs", ": 차이 있음") : Words(": no difference shown", ": 차이가 드러나지 않음")
            } ?? Words("")
        return Words("n = \(n)", "문서 \(n)건") + said
    }

    /// What the intervals are, for a page.
    var words: Words {
        guard let estimate = comparison.rows.first?.estimate, estimate.interval != nil else {
            return Words(note, comparison.rows.first?.estimate.noInterval.map { NotRun($0).korean } ?? "견줄 것이 없다")
        }
        let units = NumberFormat.grouped(estimate.units)
        let what =
            estimate.blockLength.map { "이웃한 문서 \($0)건씩 묶은 덩어리 \(units)개" }
            ?? (estimator.table.clusters == nil ? "문서 \(units)건" : "군집 \(units)개")
        let copies =
            estimate.copies == 0 ? "" : "(사본인 문서 \(NumberFormat.grouped(estimate.copies))건은 처음 것과 하나로 친다)"
        let mixed = estimate.mix.map { mix in
            let shares = mix.shares.map {
                "\(PageWords.setting($0.stratum).korean) \(NumberText.short($0.weight * 100, 2))%"
            }
            return ". 글의 종류를 한글 글자 수 기준으로 \(shares.joined(separator: ", "))로 섞은 값"
        }
        return Words(
            note,
            "구간: \(what)\(copies)을 단위로 한 잭나이프, 자유도 \(NumberText.short(estimate.degreesOfFreedom ?? 0, 1))의 스튜던트 t"
                + (mixed ?? ""))
    }

    private var note: String {
        guard let estimate = comparison.rows.first?.estimate else { return "nothing to compare" }
        if let absence = estimate.noInterval { return "no interval: \(absence)" }
        guard estimate.interval != nil else { return "no interval" }
        let method =
            "jackknife over \(NumberFormat.grouped(estimate.units)) \(units(estimate)), Student's t of "
            + "\(NumberText.short(estimate.degreesOfFreedom ?? 0, 1)) degrees of freedom"
        let mixed = estimate.mix.map { mix in
            let shares = mix.shares.map { "\($0.stratum) \(NumberText.short($0.weight * 100, 2))%" }
            return "; under the mix \(shares.joined(separator: ", ")) of \(mix.measure)"
        }
        return "intervals: \(method)\(mixed ?? "")"
    }

    /// What the units are: "documents", "clusters of documents", "blocks of 8 adjacent documents"; copies are said.
    private func units(_ estimate: RatioEstimate) -> String {
        let copies =
            estimate.copies == 0
            ? "" : " (\(NumberFormat.grouped(estimate.copies)) copies of documents with their first)"
        if let length = estimate.blockLength { return "blocks of \(length) adjacent documents\(copies)" }
        return (estimator.table.clusters == nil ? "documents" : "clusters of documents") + copies
    }

    /// The same for programs.
    ///
    /// - Throws: what encoding throws.
    package func json() throws -> JSONValue {
        var rows: [JSONValue] = []
        for (index, vocabulary) in vocabularies.enumerated() {
            var object = vocabulary.reportMembers
            object["tokens"] = .integer(corpus.weighing.tokens[index])
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
            "settings": corpus.settings, "corpus": corpus.json, "files": corpus.files,
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
