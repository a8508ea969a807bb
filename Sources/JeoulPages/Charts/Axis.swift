/// A linear axis: values to places, and the values at which ticks stand.
struct Axis: Sendable, Equatable {
    let low: Double
    let high: Double
    let from: Double
    let to: Double
    /// Values at round numbers inside the axis.
    let ticks: [Double]
    /// How many decimals tell the ticks apart.
    let decimals: Int

    /// An axis that has all the values, with a little room at its ends.
    ///
    /// - Parameters:
    ///   - from, to: the places of its ends.
    ///   - startsAtZero: whether zero is its lower end.
    ///   - count: about how many ticks.
    init(of values: [Double], from: Double, to: Double, startsAtZero: Bool = false, count: Int = 5) {
        let finite = values.filter(\.isFinite)
        var low = startsAtZero ? 0 : finite.min() ?? 0
        var high = finite.max() ?? 1
        if high <= low { (low, high) = (startsAtZero ? 0 : low - 0.5, low + 0.5) }
        let room = (high - low) * 0.06
        high += room
        if !startsAtZero { low -= room }
        let step = Self.step((high - low) / Double(max(1, count)))
        self.low = low
        self.high = high
        self.from = from
        self.to = to
        // Whole multiples of the step, so that no error adds up.
        let first = Int((low / step.value).rounded(.up))
        let last = Int((high / step.value).rounded(.down))
        ticks = first <= last ? (first...last).map { Double($0) * step.value } : []
        decimals = step.decimals
    }

    /// The place of a value; one outside the axis is at its end.
    func place(_ value: Double) -> Double {
        from + (min(max(value, low), high) - low) / (high - low) * (to - from)
    }

    /// The least of 1, 2, 5 × 10ⁿ that is no smaller, and the decimals that it has.
    private static func step(_ least: Double) -> (value: Double, decimals: Int) {
        var power = 1.0
        var decimals = 0
        while power > least, decimals < 12 {
            power /= 10
            decimals += 1
        }
        while power * 10 <= least { power *= 10 }
        for factor in [1.0, 2, 5] where power * factor >= least { return (power * factor, decimals) }
        return (power * 10, max(0, decimals - 1))
    }
}
