/// A figure as words write it, `33%` or `1.5x`, and the ranges that it stands for.
///
/// Kept as whole numbers, since the digits written are what "as rounded" refers to; each range's end is the `Double`
/// nearest to its exact decimal value.
public struct Figure: Sendable, Equatable {
    /// What the figure counts.
    public enum Unit: Sendable, Equatable {
        /// `%`, `percent`, `per cent`, `퍼센트`, `프로`
        case percent
        /// `x`, `×`, `times`, `-fold`, `배`
        case times
    }

    /// The figure without its point: 333 of 33.3%.
    public let digits: Int
    /// Digits after the point: 1 of 33.3%.
    public let places: Int
    /// The unit.
    public let unit: Unit

    static let units: [(text: String, unit: Unit)] = [
        ("%", .percent), ("percent", .percent), ("per cent", .percent), ("퍼센트", .percent), ("프로", .percent),
        ("x", .times), ("×", .times), ("times", .times), ("-fold", .times), ("fold", .times), ("배", .times),
    ]

    /// Reads a figure with its unit, a space between them allowed; `nil` if the text is none, or is zero.
    public init?(_ text: String) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let rest = text[number.endIndex...].drop { $0 == " " }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard let unit = Self.units.first(where: { $0.text == rest.lowercased() })?.unit,
            (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }), number.count <= 9,
            let digits = Int(parts.joined()), digits > 0
        else { return nil }
        self.digits = digits
        places = parts.count == 2 ? parts[1].count : 0
        self.unit = unit
    }

    /// The figure at face value, percent as a fraction.
    public var value: Double { twentieths(20 * digits) }

    /// Half a unit of the last digit, either way: 33% is 0.325 to 0.335.
    public var strict: ClosedRange<Double> { twentieths(20 * digits - 10)...twentieths(20 * digits + 10) }

    /// `n`/20 units of the last digit; one division of exact numbers, so correctly rounded.
    private func twentieths(_ n: Int) -> Double {
        var divisor = 20
        for _ in 0..<places + (unit == .percent ? 2 : 0) { divisor *= 10 }
        return Double(n) / Double(divisor)
    }
}

/// How a reading's quantity follows from the figure in the words.
public enum ReadingFormula: Sendable, CaseIterable {
    /// The quantity is the figure.
    case figure
    /// 1 + figure: "30% more", "1.5x more" taken as 2.5 times.
    case onePlusFigure
    /// 1 − 1/(1 + figure): the tokens saved, when the figure is a gain in text per token.
    case reductionOfGain

    /// The quantity for a figure; increasing, so that ranges go through by their ends.
    public func callAsFunction(_ figure: Double) -> Double {
        switch self {
        case .figure: figure
        case .onePlusFigure: 1 + figure
        case .reductionOfGain: 1 - 1 / (1 + figure)
        }
    }
}

extension Reading {
    /// How far a hedge (about, approximately, 약, 정도) reaches: this share of |ln(T/T₀)| either way.
    public static let hedge = 0.15

    /// The reading of a figure, its ranges derived as in `Claims/README.md`, "How the ranges are derived".
    public init(
        id: String, says: String, quantity: Quantity, relation: Relation = .equals, figure: Figure,
        formula: ReadingFormula, hedged: Bool
    ) {
        let value = sixDecimals(formula(figure.value))
        let strict = ClaimRange(
            low: sixDecimals(formula(figure.strict.lowerBound)), high: sixDecimals(formula(figure.strict.upperBound)))
        let isHedged = hedged && relation == .equals
        self.init(
            id: id, says: says, quantity: quantity, relation: relation, value: value,
            strict: Self.range(strict, quantity: quantity, relation: relation, value: value),
            worded: isHedged ? Self.hedgedRange(strict, quantity: quantity, value: value) : nil)
    }

    /// The range of a relation, from that of the value as rounded.
    ///
    /// A ceiling on what is claimed is as rounded, for whoever found 34.3% says "up to 34%"; a promise is the value
    /// itself, for whoever found 29.7% does not say "over 30%". Fewer tokens "at most" are fewer all the same.
    private static func range(
        _ rounded: ClaimRange, quantity: Quantity, relation: Relation, value: Double
    ) -> ClaimRange {
        let isIncrease = value >= quantity.noDifference
        switch relation {
        case .equals, .reached: return rounded
        case .atMost:
            let low = quantity == .ratioSubjectOverBaseline ? nil : quantity.noDifference
            return ClaimRange(low: low, high: isIncrease ? rounded.high : value)
        case .atLeast: return ClaimRange(low: isIncrease ? value : rounded.low, high: nil)
        }
    }

    /// ln(T/T₀) of the value ±15%, but never less than the value as rounded: a hedge does not narrow.
    private static func hedgedRange(_ rounded: ClaimRange, quantity: Quantity, value: Double) -> ClaimRange? {
        guard let ratio = quantity.tokenRatio(ofValue: value), let low = rounded.low, let high = rounded.high else {
            return nil
        }
        let logarithm = PortableMath.log(ratio)
        let ends = [1 - hedge, 1 + hedge].compactMap { factor in
            quantity.value(ofTokenRatio: PortableMath.exp(factor * logarithm)).map(sixDecimals)
        }
        return ClaimRange(low: min(low, ends.min() ?? low), high: max(high, ends.max() ?? high))
    }
}

/// Ranges are kept to six decimals.
private func sixDecimals(_ value: Double) -> Double {
    (value * 1_000_000).rounded() / 1_000_000
}
