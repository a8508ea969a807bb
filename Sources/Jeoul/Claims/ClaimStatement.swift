/// What a user's claim says, before it becomes readings.
struct ClaimStatement {
    /// What the figure is said of.
    enum Kind {
        /// "33% fewer tokens"
        case fewerTokens
        /// "1.5x more tokens"
        case moreTokens
        /// "1.5x the tokens", "70% of the tokens", "half as many"
        case tokens
        /// "33% more efficient"
        case efficiency
        /// "1.5x as efficient", "twice as much text"
        case asEfficient
        /// "33% less efficient"
        case lessEfficient
        /// "1.5x more content"
        case moreContent
        /// "saves 34% of tokens"
        case savings
    }

    var subject = ""
    var baseline = ""
    var kind = Kind.fewerTokens
    var figure: Figure
    var valueText: String
    var figureOffset = 0
    var hedged = false
    var bound = Bound.none
    /// Whether the words speak of costs: tokens at an equal price.
    var isOfCost = false

    /// What the words say of the figure's other values.
    enum Bound {
        /// Nothing: the figure is meant.
        case none
        /// "up to 34%"
        case upTo
        /// "no more than 10%"
        case atMost
        /// "over 30%", "at least 30%"
        case atLeast

        /// How readings relate to the value: "up to" says that it is never passed, or that it is reached somewhere.
        var relations: [Reading.Relation] {
            switch self {
            case .none: [.equals]
            case .upTo: [.atMost, .reached]
            case .atMost: [.atMost]
            case .atLeast: [.atLeast]
            }
        }
    }

    /// Every reading that the words allow, lettered from a. Those of the ledger's precedents:
    /// "N% more efficient" may mean fewer tokens or more text per token; "Nx more" may mean N times or N + 1 times.
    func readings() throws(ReadingFault) -> (possible: [Reading], impossible: [ImpossibleReading]) {
        let n = NumberText.short(figure.value * (figure.unit == .percent ? 100 : 1), 6)
        let times = NumberText.short(figure.value, 6)
        let more = NumberText.short(1 + figure.value, 6)
        if bound != .none, figure.form == .range { throw ReadingFault(expected: "a bound or a range, not both") }
        let equalPrice = isOfCost ? ", at equal price a token" : ""
        let drafts: [Draft]
        switch (kind, figure.unit) {
        case (.fewerTokens, .percent), (.savings, .percent):
            drafts = [Draft("fewer tokens\(equalPrice): 1 − T/T₀ = \(times)", .reduction, .figure)]
        case (.fewerTokens, .times), (.savings, .times):
            drafts = [Draft("fewer tokens\(equalPrice): T₀/T = \(times)", .ratioBaselineOverSubject, .figure)]
        case (.moreTokens, .percent):
            drafts = [
                Draft(
                    "\(n)% more tokens\(equalPrice): T/T₀ = 1 + \(times) = \(more)", .ratioSubjectOverBaseline,
                    .onePlusFigure)
            ]
        case (.moreTokens, .times):
            drafts = [
                Draft("\(n) times the tokens: T/T₀ = \(times)", .ratioSubjectOverBaseline, .figure),
                Draft(
                    "\(n) times more tokens, that is \(more) times: T/T₀ = 1 + \(times) = \(more)",
                    .ratioSubjectOverBaseline, .onePlusFigure),
            ]
        case (.tokens, .times):
            drafts = [Draft("\(n) times the tokens\(equalPrice): T/T₀ = \(times)", .ratioSubjectOverBaseline, .figure)]
        case (.tokens, .percent):
            drafts = [Draft("\(n)% of the tokens\(equalPrice): T/T₀ = \(times)", .ratioSubjectOverBaseline, .figure)]
        case (.asEfficient, .times):
            drafts = [Draft("\(n) times as efficient: T₀/T = \(times)", .ratioBaselineOverSubject, .figure)]
        case (.asEfficient, .percent):
            drafts = [Draft("\(n)% as efficient: T₀/T = \(times)", .ratioBaselineOverSubject, .figure)]
        case (.lessEfficient, .percent):
            let loss = figure.value < 1 ? NumberText.short(1 / (1 - figure.value), 6) : "∞"
            drafts = [
                Draft("more tokens: T/T₀ = 1 + \(times) = \(more)", .ratioSubjectOverBaseline, .onePlusFigure),
                Draft(
                    "less text per token: T/T₀ = 1/(1 − \(times)) = \(loss)", .ratioSubjectOverBaseline, .inverseOfLoss),
            ]
        case (.lessEfficient, .times):
            drafts = [Draft("\(n) times less efficient: T/T₀ = \(times)", .ratioSubjectOverBaseline, .figure)]
        case (.efficiency, .percent):
            drafts = [
                Draft("fewer tokens: 1 − T/T₀ = \(times)", .reduction, .figure),
                Draft("more text per token: T₀/T = 1 + \(times) = \(more)", .ratioBaselineOverSubject, .onePlusFigure),
            ]
        case (.efficiency, .times):
            drafts = [
                Draft("\(n) times as efficient: T₀/T = \(times)", .ratioBaselineOverSubject, .figure),
                Draft(
                    "\(n) times more efficient, that is \(more) times: T₀/T = 1 + \(times) = \(more)",
                    .ratioBaselineOverSubject, .onePlusFigure),
            ]
        case (.moreContent, .percent):
            drafts = [
                Draft("\(n)% more content: T₀/T = 1 + \(times) = \(more)", .ratioBaselineOverSubject, .onePlusFigure)
            ]
        case (.moreContent, .times):
            drafts = [
                Draft("\(n) times the content: T₀/T = \(times)", .ratioBaselineOverSubject, .figure),
                Draft(
                    "\(n) times more content, that is \(more) times: T₀/T = 1 + \(times) = \(more)",
                    .ratioBaselineOverSubject, .onePlusFigure),
            ]
        }
        // What cannot be meant is not a reading, and is said; the words are refused only where nothing else is left.
        var impossible: [ImpossibleReading] = []
        let possible = drafts.filter { draft in
            switch (draft.quantity, draft.formula) {
            case (.reduction, _) where figure.value >= 1: impossible.append(.fewerTokens)
            case (_, .inverseOfLoss) where figure.strict.upperBound >= 1: impossible.append(.lessText)
            default: return true
            }
            return false
        }
        guard !possible.isEmpty else {
            throw ReadingFault(expected: "less than 100%: no text takes fewer tokens than none")
        }
        if figure.unit == .times, figure.value < 1, kind != .tokens, kind != .asEfficient {
            throw ReadingFault(expected: "a multiple of at least 1 with “fewer” and “more”; or “the tokens of”")
        }
        let related = possible.flatMap { draft in bound.relations.map { (draft, $0) } }
        let readings = zip("abcdef", related).map { letter, reading in
            let (draft, relation) = reading
            return Reading(
                id: String(letter), says: draft.says + suffix(relation), quantity: draft.quantity, relation: relation,
                figure: figure, formula: draft.formula, hedged: hedged)
        }
        return (readings, impossible)
    }

    private func suffix(_ relation: Reading.Relation) -> String {
        switch relation {
        case .equals: ""
        case .atMost: " at most, on every text"
        case .atLeast: " at least"
        case .reached: ", reached on some text"
        }
    }

    /// Why a figure does not go with what is said of it.
    struct ReadingFault: Error { let expected: String }

    private struct Draft {
        let says: String
        let quantity: Quantity
        let formula: ReadingFormula

        init(_ says: String, _ quantity: Quantity, _ formula: ReadingFormula) {
            self.says = says
            self.quantity = quantity
            self.formula = formula
        }
    }
}
