import JeoulStatistics

/// A figure as words write it, `33%` or `1.5x`, and the ranges that it stands for.
package struct Figure: Sendable, Equatable {
    /// What the figure counts.
    package enum Unit: Sendable, Equatable {
        /// `%`, `percent`, `per cent`, `퍼센트`, `프로`
        case percent
        /// `x`, `×`, `times`, `-fold`, `배`
        case times
    }

    /// How it is written.
    package enum Form: Sendable, Equatable {
        /// In digits, or in words that name them.
        case digits
        /// As a share: "a third", "half", "3분의 1".
        case fraction
        /// As a multiple with a word of its own: "twice", "doubles".
        case multiple
        /// As two: "between 30% and 35%".
        case range
    }

    /// The figure at face value, percent as a fraction; of a range its middle.
    package let value: Double
    /// Half a unit of the last digit, either way: 33% is 0.325 to 0.335. A fraction in words has one digit: a third is 0.283 to 0.383.
    package let strict: ClosedRange<Double>
    /// The figures at face value: of a range both.
    package let ends: ClosedRange<Double>
    /// The unit.
    package let unit: Unit
    /// How it is written.
    package let form: Form
    /// Whether one digit, or a word, is all there is: "2x", "half", "a third".
    let isCoarse: Bool

    static let units: [(text: String, unit: Unit)] = [
        ("%", .percent), ("percent", .percent), ("per cent", .percent), ("퍼센트", .percent), ("프로", .percent),
        ("x", .times), ("×", .times), ("times", .times), ("-fold", .times), ("fold", .times), ("배", .times),
    ]

    /// Reads a figure with its unit, a space between them allowed; `nil` if the text is none, or is zero.
    package init?(_ text: String) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let rest = text[number.endIndex...].drop { $0 == " " }
        guard let unit = Self.units.first(where: { $0.text == rest.lowercased() })?.unit else { return nil }
        self.init(String(number), unit: unit)
    }

    /// A number's digits with a unit that stands apart; `nil` if they are none, or zero.
    init?(_ number: String, unit: Unit, form: Form = .digits) {
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }), number.count <= 9,
            let digits = Int(parts.joined()), digits > 0
        else { return nil }
        self.init(digits: digits, places: parts.count == 2 ? parts[1].count : 0, unit: unit, form: form)
    }

    /// Kept as whole numbers until here, since the digits written are what "as rounded" refers to; each end is the `Double` nearest
    /// to its exact decimal value.
    private init(digits: Int, places: Int, unit: Unit, form: Form) {
        var divisor = 20
        for _ in 0..<places + (unit == .percent ? 2 : 0) { divisor *= 10 }
        // Twentieths of the last digit's unit: one division of exact numbers, so correctly rounded.
        func twentieths(_ n: Int) -> Double { Double(n) / Double(divisor) }
        value = twentieths(20 * digits)
        strict = twentieths(20 * digits - 10)...twentieths(20 * digits + 10)
        ends = value...value
        self.unit = unit
        self.form = form
        isCoarse = unit == .times && places == 0
    }

    private init(value: Double, strict: ClosedRange<Double>, ends: ClosedRange<Double>, unit: Unit, form: Form) {
        self.value = value
        self.strict = strict
        self.ends = ends
        self.unit = unit
        self.form = form
        isCoarse = form == .fraction
    }

    /// Whether six decimals do not tell it from nothing, or from all.
    var isTooFine: Bool { sixDecimals(value) == 0 || value < 1 && sixDecimals(value) == 1 }

    /// From one figure to another of the same unit; `nil` where they do not ascend.
    init?(from low: Figure, to high: Figure) {
        guard low.unit == high.unit, low.value < high.value else { return nil }
        self.init(
            value: (low.value + high.value) / 2, strict: low.strict.lowerBound...high.strict.upperBound,
            ends: low.value...high.value, unit: low.unit, form: .range)
    }

    /// "30%대": in the thirties, from 30% to under 40%.
    static func decade(of tens: Int) -> Figure? {
        guard (0...90).contains(tens) else { return nil }
        let ends = Double(tens) / 100...Double(tens + 10) / 100
        return Figure(value: Double(tens + 5) / 100, strict: ends, ends: ends, unit: .percent, form: .range)
    }

    static func fraction(_ part: Int, _ whole: Int) -> Figure {
        let value = Double(part) / Double(whole)
        return Figure(
            value: value,
            strict: Double(20 * part - whole) / Double(20 * whole)...Double(20 * part + whole) / Double(20 * whole),
            ends: value...value, unit: .percent, form: .fraction)
    }

    static func percent(_ value: Int) -> Figure { Figure(digits: value, places: 0, unit: .percent, form: .digits) }

    static func times(_ value: Int, places: Int = 0) -> Figure {
        Figure(digits: value, places: places, unit: .times, form: .multiple)
    }
}

/// How a reading's quantity follows from the figure in the words.
package enum ReadingFormula: Sendable, CaseIterable {
    /// The quantity is the figure.
    case figure
    /// 1 + figure: "30% more", "1.5x more" taken as 2.5 times.
    case onePlusFigure
    /// 1 − 1/(1 + figure): the tokens saved, when the figure is a gain in text per token.
    case reductionOfGain
    /// 1/(1 − figure): the tokens spent, when the figure is a loss of text per token.
    case inverseOfLoss

    /// The quantity for a figure; increasing, so that ranges go through by their ends.
    package func callAsFunction(_ figure: Double) -> Double {
        switch self {
        case .figure: figure
        case .onePlusFigure: 1 + figure
        case .reductionOfGain: 1 - 1 / (1 + figure)
        case .inverseOfLoss: 1 / (1 - figure)
        }
    }
}

extension Reading {
    /// How far a hedge (about, approximately, 약, 정도) reaches: this share of |ln(T/T₀)| either way.
    package static let hedge = 0.15

    /// The reading of a figure, its ranges derived as in `Claims/README.md`, "How the ranges are derived".
    ///
    /// - Parameter isStrict: whether a boundary is the value itself ("less than", 미만), not as rounded.
    package init(
        id: String, says: String, quantity: Quantity, relation: Relation = .equals, figure: Figure,
        formula: ReadingFormula, hedged: Bool, isStrict: Bool = false
    ) {
        let value = sixDecimals(formula(figure.value))
        let isBoundary = relation == .atMost || relation == .atLeast
        // Half a digit of "twice" is half of the baseline's tokens: no boundary is that wide.
        let isExact = isBoundary && (isStrict || figure.isCoarse)
        let rounded = isExact ? figure.ends : figure.strict
        let strict = ClaimRange(
            low: sixDecimals(formula(rounded.lowerBound)), high: sixDecimals(formula(rounded.upperBound)))
        let ends = [figure.ends.lowerBound, figure.ends.upperBound].map { sixDecimals(formula($0)) }
        let worded = hedged ? Self.hedgedRange(strict, quantity: quantity, ends: ends) : nil
        self.init(
            id: id, says: says, quantity: quantity, relation: relation, value: value,
            strict: Self.range(strict, worded: worded, quantity: quantity, relation: relation, value: value),
            worded: relation == .equals ? worded : nil)
    }

    /// The range of a relation, from that of the value as rounded.
    ///
    /// A ceiling on what is claimed is as rounded, for whoever found 34.3% says "up to 34%"; a promise is the value
    /// itself, for whoever found 29.7% does not say "over 30%". Fewer tokens "at most" are fewer all the same. Where the words hedge
    /// too, "up to about 34%", the boundary is that of the hedge.
    private static func range(
        _ rounded: ClaimRange, worded: ClaimRange?, quantity: Quantity, relation: Relation, value: Double
    ) -> ClaimRange {
        let isIncrease = value >= quantity.noDifference
        switch relation {
        case .equals: return rounded
        case .reached: return worded ?? rounded
        case .atMost:
            let low = quantity == .ratioSubjectOverBaseline ? nil : quantity.noDifference
            return ClaimRange(low: low, high: worded?.high ?? (isIncrease ? rounded.high : value))
        case .atLeast: return ClaimRange(low: worded?.low ?? (isIncrease ? value : rounded.low), high: nil)
        }
    }

    /// ln(T/T₀) of the value ±15%, of a range of its ends, but never less than as rounded: a hedge does not narrow.
    private static func hedgedRange(_ rounded: ClaimRange, quantity: Quantity, ends: [Double]) -> ClaimRange? {
        guard let low = rounded.low, let high = rounded.high else { return nil }
        let ratios = ends.compactMap(quantity.tokenRatio(ofValue:))
        guard ratios.count == ends.count else { return nil }
        let hedged = ratios.flatMap { ratio in
            [1 - hedge, 1 + hedge].compactMap { factor in
                quantity.value(ofTokenRatio: PortableMath.exp(factor * PortableMath.log(ratio))).map(sixDecimals)
            }
        }
        return ClaimRange(low: min(low, hedged.min() ?? low), high: max(high, hedged.max() ?? high))
    }
}

/// Ranges are kept to six decimals.
private func sixDecimals(_ value: Double) -> Double {
    (value * 1_000_000).rounded() / 1_000_000
}
