import JeoulStatistics

/// One reading on one corpus.
package struct ReadingResult: Sendable, Codable, Equatable {
    /// The corpus's id; `nil` for a reading of exact counts, which has a sentence of its own.
    package let corpus: String?
    /// The corpus's name for a reader.
    package let title: String
    /// The reading's quantity.
    package let estimate: Double?
    /// The interval of the quantity.
    package let interval: Interval?
    /// Why there is no interval.
    package let noInterval: NotRun?
    /// The counts on the exact sentence.
    package let exact: ExactCounts?
    /// Judged by the value as rounded.
    package let strict: Judgement?
    /// Judged by the range of a hedged claim.
    package let worded: Judgement?
    /// Why it could not be judged at all.
    package let notRun: NotRun?

    /// The judgement that counts: as worded where the words hedge, else strict.
    package var judgement: Judgement? { worded ?? strict }

    /// Its outcome; `nil` where nothing was run.
    package var outcome: Outcome? { judgement?.outcome }

    /// Whether there is a verdict: it was run, and there was enough to judge by.
    package var isJudged: Bool { outcome != nil && outcome != .notJudged }

    private enum CodingKeys: String, CodingKey {
        case corpus
        case title
        case estimate
        case interval
        case noInterval = "no_interval"
        case exact
        case strict
        case worded
        case notRun = "not_run"
    }

    /// Judges a reading on a corpus.
    package init(_ reading: Reading, on measurement: CorpusMeasurement) {
        let quantity = reading.quantity
        let ratio = measurement.tokenRatio
        let estimate = ratio?.value.flatMap(quantity.value(ofTokenRatio:))
        let interval = ratio?.interval.flatMap(quantity.interval(ofTokenRatio:))
        corpus = measurement.corpus
        title = measurement.title
        exact = nil
        self.estimate = estimate
        self.interval = interval
        guard let estimate, let range = reading.strict else {
            let undefined = NotRun(
                "\(quantity.formula) is undefined: the subject has no tokens", korean: "비율을 구할 수 없다")
            notRun = measurement.notRun ?? ratio?.undefined.map(NotRun.init) ?? undefined
            noInterval = nil
            strict = nil
            worded = nil
            return
        }
        notRun = nil
        noInterval =
            interval == nil
            ? ratio?.noInterval.map(NotRun.init)
                ?? NotRun("the interval of \(quantity.formula) has no end", korean: "비율을 구할 수 없다") : nil
        strict = Judgement(estimate: estimate, interval: interval, reading: reading, range: range)
        worded = reading.worded.map {
            Judgement(estimate: estimate, interval: interval, reading: reading, range: $0)
        }
    }

    /// Judges a reading of exact counts.
    package init(_ stated: Claim.ExactSentence, counted: ExactCounts?, notRun reason: NotRun?) {
        corpus = nil
        title = "the sentence given"
        estimate = counted.flatMap {
            $0.subjectTokens > 0 ? Double($0.baselineTokens) / Double($0.subjectTokens) : nil
        }
        interval = nil
        noInterval = nil
        exact = counted
        strict = counted.map { Judgement(exactly: $0, stated: stated) }
        worded = nil
        notRun =
            counted == nil ? reason ?? NotRun("the sentence was not counted", korean: "제시한 문장을 세지 못했다") : nil
    }
}
