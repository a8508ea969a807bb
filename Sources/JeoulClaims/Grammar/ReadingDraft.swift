import JeoulStatistics

/// A meaning of what a claim says of its figure: what is computed, and how its value follows from the figure.
struct ReadingDraft {
    let quantity: Quantity
    let formula: ReadingFormula
    /// The meaning in words, before the formula; `{n}` is the figure, `{more}` one more than it.
    private let meaning: String

    private init(_ meaning: String, _ quantity: Quantity, _ formula: ReadingFormula = .figure) {
        self.quantity = quantity
        self.formula = formula
        self.meaning = meaning
    }

    /// The meanings of a kind of statement. "N% more efficient" may mean fewer tokens or more text per token, "N times more" may mean N times
    /// or N + 1 times: those are the ledger's precedents.
    static func drafts(of kind: ClaimStatement.Kind, _ unit: Figure.Unit) -> [ReadingDraft] {
        switch (kind, unit) {
        case (.fewerTokens, .percent), (.savings, .percent): [ReadingDraft("fewer tokens", .reduction)]
        case (.fewerTokens, .times), (.savings, .times): [ReadingDraft("fewer tokens", .ratioBaselineOverSubject)]
        case (.moreTokens, .percent): [ReadingDraft("{n} more tokens", .ratioSubjectOverBaseline, .onePlusFigure)]
        case (.moreTokens, .times):
            [
                ReadingDraft("{n} the tokens", .ratioSubjectOverBaseline),
                ReadingDraft("{n} more tokens, that is {more}", .ratioSubjectOverBaseline, .onePlusFigure),
            ]
        case (.tokens, .times): [ReadingDraft("{n} the tokens", .ratioSubjectOverBaseline)]
        case (.tokens, .percent): [ReadingDraft("{n} of the tokens", .ratioSubjectOverBaseline)]
        case (.asEfficient, _): [ReadingDraft("{n} as efficient", .ratioBaselineOverSubject)]
        case (.lessEfficient, .percent):
            [
                ReadingDraft("more tokens", .ratioSubjectOverBaseline, .onePlusFigure),
                ReadingDraft("less text per token", .ratioSubjectOverBaseline, .inverseOfLoss),
            ]
        case (.lessEfficient, .times): [ReadingDraft("{n} less efficient", .ratioSubjectOverBaseline)]
        case (.efficiency, .percent):
            [
                ReadingDraft("fewer tokens", .reduction),
                ReadingDraft("more text per token", .ratioBaselineOverSubject, .onePlusFigure),
            ]
        case (.efficiency, .times):
            [
                ReadingDraft("{n} as efficient", .ratioBaselineOverSubject),
                ReadingDraft("{n} more efficient, that is {more}", .ratioBaselineOverSubject, .onePlusFigure),
            ]
        case (.moreContent, .percent): [ReadingDraft("{n} more content", .ratioBaselineOverSubject, .onePlusFigure)]
        case (.moreContent, .times):
            [
                ReadingDraft("{n} the content", .ratioBaselineOverSubject),
                ReadingDraft("{n} more content, that is {more}", .ratioBaselineOverSubject, .onePlusFigure),
            ]
        }
    }

    /// "33% more tokens, at equal price a token: T/T₀ = 1 + 0.33 = 1.33"
    func says(_ figure: Figure, isOfCost: Bool) -> String {
        let value = NumberText.short(figure.value, 6)
        let more = NumberText.short(1 + figure.value, 6)
        let n = figure.unit == .percent ? NumberText.short(figure.value * 100, 6) + "%" : value + " times"
        let words = meaning.replacing("{n}", with: n).replacing("{more}", with: more + " times")
        let sum =
            switch formula {
            case .figure: value
            case .onePlusFigure: "1 + \(value) = \(more)"
            case .reductionOfGain: "1 − 1/(1 + \(value)) = \(NumberText.short(formula(figure.value), 6))"
            case .inverseOfLoss:
                "1/(1 − \(value)) = \(figure.value < 1 ? NumberText.short(formula(figure.value), 6) : "∞")"
            }
        return "\(words)\(isOfCost ? ", at equal price a token" : ""): \(quantity.formula) = \(sum)"
    }
}
