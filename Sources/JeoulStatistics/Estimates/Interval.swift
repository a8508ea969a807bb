/// A confidence interval, with how it was made.
package struct Interval: Sendable, Codable, Equatable {
    /// How an interval is made.
    package enum Method: String, Sendable, Codable, CaseIterable {
        /// Estimate ± t · standard error of the jackknife over units.
        case jackknife
        /// Bias-corrected and accelerated bootstrap (Efron, *Better bootstrap confidence intervals*, JASA 82, 1987).
        case bca
    }

    /// The lower end.
    package let low: Double
    /// The upper end.
    package let high: Double
    /// The confidence level, such as 0.95.
    package let level: Double
    /// How it was made.
    package let method: Method

    /// An interval with its ends in order.
    package init(low: Double, high: Double, level: Double, method: Method) {
        precondition(low <= high, "the ends of an interval are in order")
        self.low = low
        self.high = high
        self.level = level
        self.method = method
    }

    /// `high` − `low`.
    package var width: Double { high - low }

    /// Half the width as a share of the estimate: 0.01 is "±1%". `nil` for an estimate of zero.
    package func relativeHalfWidth(of value: Double) -> Double? {
        value == 0 ? nil : width / 2 / abs(value)
    }

    /// The larger distance between two intervals' corresponding ends, in widths of this one (of the other one, if this
    /// has none); 0 when they are equal.
    package func endpointDistance(to other: Interval) -> Double {
        let distance = max(abs(low - other.low), abs(high - other.high))
        return distance == 0 ? 0 : distance / (width > 0 ? width : other.width)
    }
}
