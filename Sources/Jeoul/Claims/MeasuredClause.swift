/// What was measured, in words: "A.X 4.0 used 29.1% to 36.2% fewer tokens than GPT-4o, depending on the text".
struct MeasuredClause {
    /// `nil` if nothing was.
    let text: String?

    /// The clause speaks in the terms of the first reading that was judged on corpora; with none, of the exact counts.
    init(_ claim: Claim, _ readings: [ReadingVerdict]) {
        if let verdict = readings.first(where: { $0.reading.quantity != .exactCounts && !$0.judged.isEmpty }) {
            text = Self.clause(claim, verdict, among: readings)
        } else {
            text = readings.lazy.flatMap(\.results).compactMap(\.exact).first.map { counted in
                "\(claim.subjectName) used \(counted.subjectTokens) tokens and \(claim.baselineName) "
                    + "\(counted.baselineTokens)"
            }
        }
    }

    private static func clause(
        _ claim: Claim, _ verdict: ReadingVerdict, among readings: [ReadingVerdict]
    ) -> String {
        let estimates = verdict.judged.compactMap(\.estimate)
        let number = NumberStyle(verdict.reading, estimates)
        let quantity = verdict.reading.quantity
        let amount = amount(quantity, estimates.min() ?? 0, estimates.max() ?? 0, number)
        let link = quantity == .reduction || quantity == .bytesPerTokenGain ? "than" : "as"
        let clause = "\(claim.subjectName) \(amount) \(link) \(claim.baselineName)"
        guard verdict.judged.count == 1, let only = verdict.judged.first else {
            return clause + (Set(estimates.map(number.text)).count == 1 ? " on each" : ", depending on the text")
        }
        let place = readings.contains { $0.reading.quantity == .exactCounts } ? " on \(only.title)" : ""
        guard let interval = only.interval else { return clause + place + ", of which no interval can be given" }
        let level = NumberText.short(interval.level * 100, 1)
        return clause
            + "\(place) (\(level)% confidence interval \(number.text(interval.low)) to \(number.text(interval.high)))"
    }

    private static func amount(_ quantity: Quantity, _ low: Double, _ high: Double, _ number: NumberStyle) -> String {
        switch quantity {
        case .reduction: "used \(signed(low, high, number, more: "fewer", less: "more")) tokens"
        case .bytesPerTokenGain:
            "put \(signed(low, high, number, more: "more", less: "fewer")) bytes of the same text into a token"
        case .ratioBaselineOverSubject, .exactCounts:
            "put \(number.span(low, high)) times as much of the same text into a token"
        case .ratioSubjectOverBaseline:
            "used \(number.span(low, high)) times as many tokens"
        }
    }

    /// A share that may be negative, in words that have a direction.
    private static func signed(
        _ low: Double, _ high: Double, _ number: NumberStyle, more: String, less: String
    ) -> String {
        if low >= 0 { return "\(number.span(low, high)) \(more)" }
        if high <= 0 { return "\(number.span(-high, -low)) \(less)" }
        return "from \(number.text(-low)) \(less) to \(number.text(high)) \(more)"
    }
}

/// How the numbers of one reading are written: with enough digits that an estimate outside a range is not printed as
/// its end.
struct NumberStyle {
    private let isShare: Bool
    private let places: Int

    init(_ reading: Reading, _ estimates: [Double]) {
        let isShare = reading.quantity == .reduction || reading.quantity == .bytesPerTokenGain
        let ranges = [reading.strict, reading.worded].compactMap(\.self)
        let ends = ranges.flatMap { [$0.low, $0.high] }.compactMap(\.self)
        let fewest = isShare ? 1 : 2
        let places = (fewest..<fewest + 4).first { places in
            estimates.allSatisfy { estimate in
                ends.allSatisfy {
                    $0 == estimate
                        || NumberStyle.text($0, isShare, places) != NumberStyle.text(estimate, isShare, places)
                }
            }
        }
        self.isShare = isShare
        self.places = places ?? fewest
    }

    func text(_ value: Double) -> String { Self.text(value, isShare, places) }

    func span(_ low: Double, _ high: Double) -> String {
        text(low) == text(high) ? text(low) : "\(text(low)) to \(text(high))"
    }

    private static func text(_ value: Double, _ isShare: Bool, _ places: Int) -> String {
        isShare ? NumberText.percent(value, places) : NumberText.decimal(value, places)
    }
}
