import JeoulStatistics

/// A choice of the analyst's that another analyst could make otherwise.
package enum SettingAxis: String, Sendable, Codable, CaseIterable {
    /// The Unicode normalization asked for.
    case normalization
    /// What tokens are divided by. It cancels in T/T₀, so a claim about that ratio does not move.
    case denominator
    /// How text is cut into documents: by line, by file.
    case documentCut = "document_cut"
    /// The register of the text.
    case register
    /// Whether special-token text and BOS or EOS count.
    case specialTokens = "special_tokens"

    /// The axis in words.
    package var text: String { rawValue.split(separator: "_").joined(separator: " ") }
}

/// The measurement under one other setting, all else as in the base.
package struct AlternativeSetting: Sendable, Codable, Equatable {
    /// Which choice differs.
    package let axis: SettingAxis
    /// The other choice: `nfd`, `file`, `chat`.
    package let setting: String
    /// What was measured under it.
    package let measurement: CorpusMeasurement

    /// An alternative.
    package init(axis: SettingAxis, setting: String, measurement: CorpusMeasurement) {
        self.axis = axis
        self.setting = setting
        self.measurement = measurement
    }
}

/// How one reading's estimate and verdict move with the settings, one at a time.
package struct Sensitivity: Sendable, Codable, Equatable {
    /// The effect of one other setting alone.
    package struct Move: Sendable, Codable, Equatable {
        /// Which choice differs.
        package let axis: SettingAxis
        /// The other choice.
        package let setting: String
        /// The reading under it.
        package let result: ReadingResult
        /// The estimate minus the base's; `nil` if either is missing.
        package let shift: Double?
        /// Whether the outcome is another one than in the base; `false` if either is missing.
        package let flips: Bool
        /// Whether the setting leaves no interval of its own (one document), so that the base's was moved with the
        /// estimate: what is compared is where the estimate lies, not that it has become less certain.
        package let borrowsInterval: Bool

        private enum CodingKeys: String, CodingKey {
            case axis
            case setting
            case result
            case shift
            case flips
            case borrowsInterval = "borrows_interval"
        }
    }

    /// The reading's id.
    package let reading: String
    /// The reading under the settings of the report.
    package let base: ReadingResult
    /// The moves, in the order given.
    package let moves: [Move]
    /// Which settings alone would flip the verdict, in one line.
    package let summary: String
}

extension Claim {
    /// How every reading moves with each setting alone, on one corpus. Readings of exact counts are left out: they have
    /// a text of their own.
    package func sensitivity(base: CorpusMeasurement, alternatives: [AlternativeSetting]) -> [Sensitivity] {
        readings.filter { $0.quantity != .exactCounts }.map { reading in
            let result = ReadingResult(reading, on: base)
            let moves = alternatives.map { alternative in
                let borrowed = alternative.measurement.borrowingInterval(of: base)
                let other = ReadingResult(reading, on: borrowed ?? alternative.measurement)
                let shift: Double? = if let a = result.estimate, let b = other.estimate { b - a } else { nil }
                let outcomes = [result, other].filter(\.isJudged).compactMap(\.outcome)
                return Sensitivity.Move(
                    axis: alternative.axis, setting: alternative.setting, result: other, shift: shift,
                    flips: outcomes.count == 2 && outcomes[0] != outcomes[1], borrowsInterval: borrowed != nil)
            }
            return Sensitivity(
                reading: reading.id, base: result, moves: moves,
                summary: sensitivitySummary(reading, result, moves))
        }
    }

    private func sensitivitySummary(
        _ reading: Reading, _ base: ReadingResult, _ moves: [Sensitivity.Move]
    ) -> String {
        let verdict = ReadingVerdict(reading: reading, results: [base])
        return Sensitivity.summary(reading, base, moves, ReadingText(reading, among: [verdict]))
    }
}

extension Sensitivity {
    /// Which settings alone would flip the verdict, in one line.
    static func summary(
        _ reading: Reading, _ base: ReadingResult, _ moves: [Move], _ text: ReadingText
    ) -> String {
        guard let outcome = base.judgement?.outcome else { return "reading \(reading.id) was not run" }
        let needs = reading.effective.map { "needs \(text.needs($0))" }
        let found =
            base.interval.map { "found \(text.span($0.low, $0.high))" }
            ?? base.estimate.map { "found \(text.number($0))" }
        let numbers = [needs, found].compactMap(\.self).joined(separator: ", ")
        let start = "reading \(reading.id) is \(outcome.text) on \(base.title) (\(numbers))"
        let flips = moves.filter(\.flips).map { move in
            "\(move.axis.text) \(move.setting) (\(move.result.outcome?.text ?? ""))"
        }
        let known = moves.filter { $0.result.judgement != nil }
        if known.isEmpty { return "\(start); no other setting was tried" }
        if flips.isEmpty { return "\(start), and none of the \(known.count) other settings tried alone flips it" }
        return "\(start); alone would flip it: \(NumberText.list(flips))"
    }
}

extension CorpusMeasurement {
    /// The measurement with the base's interval, as wide in proportion to the estimate; `nil` where it has its own, or the
    /// base has none.
    fileprivate func borrowingInterval(of base: CorpusMeasurement) -> CorpusMeasurement? {
        guard var own = tokenRatio, own.interval == nil, let value = own.value, value > 0, let other = base.tokenRatio,
            let interval = other.interval, let center = other.value, center > 0
        else { return nil }
        let scale = value / center
        let moved = Interval(
            low: interval.low * scale, high: interval.high * scale, level: interval.level, method: interval.method)
        own.interval = moved
        own.noInterval = nil
        return CorpusMeasurement(corpus: corpus, title: title, tokenRatio: own)
    }
}
