import JeoulText
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// What `measure --metric` says: the metrics asked for, of each vocabulary.
///
/// The JSON is that of `measure` (see ``MeasurementReport``) with three additions. `settings` has `metric_baseline`,
/// `context_window` and `parallel` (documents, bytes, sha256), each null where not given. `metrics` lists the ids asked
/// for. Each vocabulary has `price_per_million_tokens` (null where not given) and `metrics`: for each id `value` (null
/// where undefined), `unit`, `numerator`, `denominator`, `mean_of_ratios`, and `undefined` (`code` and `description`,
/// or null).
package struct MetricReport: Sendable {
    private let metricWeighing: MetricWeighing
    private let baseline: Int
    let corpus: CorpusReport
    private let measurement: MeasurementReport
    private let vocabularies: [Vocabulary]

    /// A report.
    ///
    /// - Parameters:
    ///   - vocabularies: those that weighed, in the order of `weighing.values.vocabularies`.
    ///   - baseline: which of them `ratio_to_baseline` compares with.
    package init(
        _ weighing: MetricWeighing, vocabularies: [Vocabulary], baseline: Int = 0,
        denominator: Denominator = .hangul, cut: DocumentCut = .line
    ) {
        metricWeighing = weighing
        self.baseline = baseline
        self.vocabularies = vocabularies
        let countsHanja = weighing.settings.countsHanja
        corpus = CorpusReport(
            weighing: weighing.weighing, denominator: denominator, countsHanja: countsHanja, cut: cut)
        measurement = MeasurementReport(
            weighing.weighing, vocabularies: vocabularies, baseline: baseline, denominator: denominator,
            countsHanja: countsHanja, cut: cut)
    }

    private var values: MetricValues { metricWeighing.values }

    /// What a reader of the figures must know.
    package var warnings: [Words] {
        var warnings = corpus.warnings
        let unpaired = metricWeighing.unpairedDocuments
        if unpaired > 0 {
            warnings.append(
                Words(
                    "\(NumberFormat.counted(unpaired, "document")) \(unpaired == 1 ? "is" : "are") empty in one of the parallel texts and not in the other",
                    "나란한 두 글 가운데 한쪽에서만 비어 있는 문서가 \(NumberFormat.grouped(unpaired))건 있다"))
        }
        return warnings
    }

    /// The table: for readers a row a metric and a column a vocabulary; for CSV the columns of `measure`, then one a metric.
    package func table(_ format: OutputFormat, in language: SentenceLanguage = .english) -> Table {
        guard format == .csv || format == .rawCSV else { return wideTable(in: language) }
        return GroupReport(self, of: metricWeighing, by: nil, vocabularies: vocabularies, baseline: baseline).table()
    }

    private func wideTable(in language: SentenceLanguage) -> Table {
        var notes = corpus.kinds + [corpus.conditions] + corpus.unknown(vocabularies)
        for row in values.vocabularies.flatMap(\.values) {
            guard let undefined = row.undefined else { continue }
            let (id, why) = (row.metric.id, undefined.words)
            let note = Words("\(id) is undefined: \(why.english)", "\(id)은(는) 구할 수 없다: \(why.korean)")
            if !notes.contains(note) { notes.append(note) }
        }
        var table = Table(
            title: corpus.headline,
            columns: [
                Table.Column("metric", title: "metric", korean: "지표"),
                Table.Column("unit", title: "unit", korean: "단위"),
            ]
                + values.vocabularies.map { Table.Column($0.id, title: $0.id, alignment: .right) },
            notes: notes.map { $0.text(language) })
        table.language = language
        for (place, metric) in values.metrics.enumerated() {
            let rows = values.vocabularies.map { $0.values[place] }
            table.append([.words(metric.words), .words(metric.unit.words)] + rows.map { $0.cell($0.value) })
            if metric.isAlsoMeanOfRatios, rows.contains(where: { $0.meanOfRatios != nil }) {
                table.append(
                    [.words(metric.words + Words(", mean of ratios", ", 비의 평균")), .words(metric.unit.words)]
                        + rows.map { $0.cell($0.meanOfRatios) })
            }
        }
        return table
    }

    /// The same for programs.
    ///
    /// - Throws: what encoding throws.
    package func json() throws -> JSONValue {
        guard case .object(var object) = measurement.json, case .object(var settings)? = object["settings"],
            case .array(let rows)? = object["vocabularies"]
        else { return measurement.json }
        settings["metric_baseline"] = JSONValue(metricWeighing.settings.baseline)
        settings["context_window"] = JSONValue(metricWeighing.settings.contextWindow)
        settings["parallel"] =
            metricWeighing.parallel.map { parallel in
                [
                    "documents": .integer(parallel.documents), "bytes": .integer(parallel.bytes),
                    "sha256": JSONValue(parallel.sha256),
                ]
            } ?? .null
        object["settings"] = .object(settings)
        object["metrics"] = .array(values.metrics.map { .string($0.id) })
        object["vocabularies"] = .array(
            try zip(rows, values.vocabularies).map { row, vocabulary in
                guard case .object(var row) = row else { return row }
                row["price_per_million_tokens"] = JSONValue(metricWeighing.settings.prices[vocabulary.id])
                var metrics = JSONObject()
                for value in vocabulary.values { metrics[value.metric.id] = try value.json() }
                row["metrics"] = .object(metrics)
                return .object(row)
            })
        return .object(object)
    }
}

extension MetricValue {
    /// A figure of the metric as its unit reads.
    func cell(_ value: Double?) -> Table.Cell {
        guard let value else { return .absent }
        switch metric.unit {
        case .ratio, .bits, .dollars: return .decimal(value, digits: 4)
        case .factor: return .factor(value, digits: 4)
        case .share: return .percentage(value, digits: 2)
        case .koreanCharacters: return .decimal(value, digits: 0)
        }
    }

    fileprivate func json() throws -> JSONValue {
        [
            "value": JSONValue(value), "unit": .string(metric.unit.rawValue), "numerator": JSONValue(numerator),
            "denominator": JSONValue(denominator), "mean_of_ratios": JSONValue(meanOfRatios),
            "undefined": try undefined.map { try JSONValue(encoding: $0) } ?? .null,
        ]
    }
}

/// What `metric list` and `metric show` say of the metrics.
package struct MetricListing: Sendable {
    private let metrics: [Metric]

    /// A listing of some metrics, by default all.
    package init(_ metrics: [Metric] = Metric.allCases) {
        self.metrics = metrics
    }

    /// A row a metric.
    package var table: Table {
        var table = Table(
            columns: [
                Table.Column("id", title: "id"), Table.Column("title", title: "title"),
                Table.Column("unit", title: "unit", yields: true),
                Table.Column("formula", title: "formula", yields: true),
                Table.Column("source", title: "source", audience: .programs),
                Table.Column("definition", title: "definition", audience: .programs),
            ])
        for metric in metrics {
            table.append([
                .text(metric.id), .text(metric.title), .text(metric.unit.rawValue), .text(metric.formula),
                .text(metric.source), .text(metric.definition),
            ])
        }
        return table
    }

    /// All that is known of each, to be read.
    package func text(width: Int = Table.proseWidth, style: TextStyle = .plain) -> String {
        metrics.map { metric in
            Prose.lines("\(metric.id): \(metric.title)", width: width).map { style.strong($0) + "\n" }.joined()
                + FactList([
                    ("  formula", metric.formula), ("  unit", metric.unit.rawValue), ("  source", metric.source),
                    ("  definition", metric.definition),
                ]).text(width: width, style: style)
        }.joined(separator: "\n")
    }

    /// The same as Markdown.
    package var markdown: String {
        metrics.map { metric in
            """
            ### `\(metric.id)`: \(metric.title)

            \(metric.definition)

            - Formula: \(metric.formula)
            - Unit: \(metric.unit.rawValue)
            - Source: \(metric.source)

            """
        }.joined(separator: "\n")
    }

    /// The same for programs: `metrics`, with id, title, unit, formula, source and definition.
    package var json: JSONValue {
        [
            "metrics": .array(
                metrics.map { metric in
                    [
                        "id": .string(metric.id), "title": .string(metric.title),
                        "unit": .string(metric.unit.rawValue), "formula": .string(metric.formula),
                        "source": .string(metric.source), "definition": .string(metric.definition),
                    ]
                })
        ]
    }

}
