import JeoulStatistics

/// One line over all corpora: which readings hold where, and how far the estimate moves between corpora.
struct VerdictSummary {
    let text: String

    init(_ readings: [ReadingVerdict]) {
        let clauses = readings.map { Self.clause($0, among: readings) }
        // Readings of one quantity share their estimates; the spread of the first says it for all.
        let spread = readings.lazy.compactMap { reading in
            reading.spread.map { Self.clause($0, reading.reading.quantity) }
        }.first
        text = (clauses + [spread].compactMap(\.self)).joined(separator: "; ")
    }

    private static func clause(_ verdict: ReadingVerdict, among verdicts: [ReadingVerdict]) -> String {
        let hedged = verdict.reading.worded != nil
        var parts: [String] = []
        for outcome in Outcome.allCases {
            let places = verdict.results(with: outcome).map { $0.corpus ?? $0.title }
            if !places.isEmpty {
                parts.append("\(outcome.text(of: verdict.reading.relation)) on \(NumberText.list(places))")
            }
        }
        let missing = verdict.results.filter { $0.judgement == nil }.map { $0.corpus ?? $0.title }
        if !missing.isEmpty { parts.append("not run on \(NumberText.list(missing))") }
        if parts.isEmpty { parts = ["not run on any corpus"] }
        let needs =
            verdict.reading.effective.map { " (needs \(ReadingText(verdict.reading, among: verdicts).needs($0)))" }
            ?? ""
        var clause =
            "reading \(verdict.reading.id)\(hedged ? " as worded" : "")\(needs): \(parts.joined(separator: ", "))"
        if hedged, !verdict.judged.isEmpty {
            let strict = verdict.results.filter { $0.strict?.outcome == .supported }.map { $0.corpus ?? $0.title }
            clause += strict.isEmpty ? " (strictly supported nowhere)" : " (strictly on \(NumberText.list(strict)))"
        }
        return clause
    }

    private static func clause(_ spread: ReadingVerdict.Spread, _ quantity: Quantity) -> String {
        let ends =
            "\(quantity.formula) from \(NumberText.decimal(spread.lowest, 3)) (\(spread.lowestCorpus)) "
            + "to \(NumberText.decimal(spread.highest, 3)) (\(spread.highestCorpus))"
        guard let widest = spread.widestInterval, widest > 0 else { return ends }
        return ends + ", \(NumberText.decimal(spread.width / widest, 1)) times the widest interval"
    }
}
