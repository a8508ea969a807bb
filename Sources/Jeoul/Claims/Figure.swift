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

    /// Ten percent of itself, either way: 33% is 0.297 to 0.363.
    public var worded: ClosedRange<Double> { twentieths(18 * digits)...twentieths(22 * digits) }

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
    /// The reading of a figure, its ranges derived as in `Claims/README.md`, "How the ranges are derived".
    public init(
        id: String, says: String, quantity: Quantity, relation: Relation = .equals, figure: Figure,
        formula: ReadingFormula, hedged: Bool
    ) {
        func range(_ figures: ClosedRange<Double>) -> ClaimRange {
            ClaimRange(
                low: sixDecimals(formula(figures.lowerBound)), high: sixDecimals(formula(figures.upperBound)))
        }
        let value = sixDecimals(formula(figure.value))
        let strict =
            switch relation {
            case .equals: range(figure.strict)
            case .atMost: ClaimRange(low: nil, high: value)
            case .atLeast: ClaimRange(low: value, high: nil)
            }
        self.init(
            id: id, says: says, quantity: quantity, relation: relation, value: value, strict: strict,
            worded: hedged && relation == .equals ? range(figure.worded) : nil)
    }
}

/// Ranges are kept to six decimals.
private func sixDecimals(_ value: Double) -> Double {
    (value * 1_000_000).rounded() / 1_000_000
}
