extension Claim {
    /// Refuses a claim whose parts contradict each other, so that a judge need not ask again.
    func check() throws(ClaimError) {
        guard !readings.isEmpty else { throw .inconsistent(claim: id, reading: nil, reason: "it has no readings") }
        var ids = Set<String>()
        for reading in readings {
            guard ids.insert(reading.id).inserted else { throw .duplicateReading(claim: id, reading: reading.id) }
            if let reason = fault(of: reading) {
                throw .inconsistent(claim: id, reading: reading.id, reason: reason)
            }
        }
        if impossible != nil, let figure = Figure(valueText), figure.value < 1 {
            throw .inconsistent(
                claim: id, reading: nil,
                reason: "it leaves a reading of \(valueText) out as impossible, which it is not")
        }
        if exact != nil, !readings.contains(where: { $0.quantity == .exactCounts }) {
            throw .inconsistent(claim: id, reading: nil, reason: "it has an exact sentence, but no reading of it")
        }
    }

    /// No vocabulary takes more than so many times the tokens of another.
    private static let largest = 1_000_000.0

    private func fault(of reading: Reading) -> String? {
        guard reading.value.isFinite else { return "its value is not a number" }
        if reading.quantity == .exactCounts {
            if exact == nil { return "it needs the sentence and its counts in `exact`" }
            return reading.strict == nil && reading.worded == nil
                ? nil : "exact counts are judged by equality and have no range"
        }
        guard let strict = reading.strict else { return "it has no strict range" }
        let ends = [strict, reading.worded].compactMap(\.self).flatMap { [$0.low, $0.high] }.compactMap(\.self)
        guard ends.allSatisfy({ $0.isFinite && abs($0) <= Self.largest && ($0 == 0 || abs($0) >= 1 / Self.largest) })
        else { return "an end of a range must be 0, or from \(1 / Self.largest) to \(Self.largest)" }
        switch reading.relation {
        case .equals, .reached:
            if let fault = fault(of: strict, around: reading.value) { return "strict range: \(fault)" }
        case .atMost:
            guard let high = strict.high, high >= reading.value else {
                return "at_most means a strict range that ends at the value, as rounded or itself"
            }
            guard strict.low == nil || strict.low == reading.quantity.noDifference else {
                return "at_most means a strict range that is open below, or starts where the two spend the same"
            }
        case .atLeast:
            guard let low = strict.low, low <= reading.value, strict.high == nil else {
                return "at_least means a strict range that starts at the value and is open above"
            }
        }
        if reading.relation != .equals {
            return reading.worded == nil ? nil : "a one-sided reading has no range as worded"
        }
        guard let worded = reading.worded else {
            return hedged ? "the words hedge, but there is no range as worded" : nil
        }
        guard hedged else { return "the words do not hedge, but there is a range as worded" }
        return fault(of: worded, around: reading.value).map { "range as worded: \($0)" }
    }

    private func fault(of range: ClaimRange, around value: Double) -> String? {
        guard let low = range.low, let high = range.high else { return "both ends must be given" }
        return low <= value && value <= high ? nil : "the value \(value) is not inside \(low) to \(high)"
    }
}
