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
        /// "no more than 10%", 이하
        case atMost
        /// "less than 70%", 미만
        case under
        /// "at least 30%", 이상
        case atLeast
        /// "over 30%", "more than", 초과
        case over

        /// How readings relate to the value: "up to" says that it is never passed, or that it is reached somewhere.
        var relations: [Reading.Relation] {
            switch self {
            case .none: [.equals]
            case .upTo: [.atMost, .reached]
            case .atMost, .under: [.atMost]
            case .atLeast, .over: [.atLeast]
            }
        }

        /// Whether the boundary is the value itself, not as rounded.
        var isStrict: Bool { self == .under || self == .over }
    }

    /// Every reading that the words allow, lettered from a.
    func readings() throws(ReadingFault) -> (possible: [Reading], impossible: [ImpossibleReading]) {
        if bound != .none, figure.form == .range { throw ReadingFault(expected: "a bound or a range, not both") }
        let drafts = ReadingDraft.drafts(of: kind, figure.unit)
        // What cannot be meant is not a reading, and is said; the words are refused only where nothing else is left.
        var impossible: [ImpossibleReading] = []
        let possible = drafts.filter { draft in
            switch (draft.quantity, draft.formula) {
            case (.reduction, _) where figure.ends.upperBound >= 1: impossible.append(.fewerTokens)
            case (_, .inverseOfLoss) where figure.strict.upperBound >= 1: impossible.append(.lessText)
            default: return true
            }
            return false
        }
        guard !possible.isEmpty else {
            throw ReadingFault(expected: "less than 100%: no text takes fewer tokens than none")
        }
        if figure.isTooFine { throw ReadingFault(expected: "a figure of fewer decimals, which a text could tell") }
        if figure.unit == .times, figure.value < 1, kind != .tokens, kind != .asEfficient {
            throw ReadingFault(expected: "a multiple of at least 1 with “fewer” and “more”; or “the tokens of”")
        }
        let related = possible.flatMap { draft in bound.relations.map { (draft, $0) } }
        let readings = zip("abcdef", related).map { letter, reading in
            let (draft, relation) = reading
            return Reading(
                id: String(letter), says: draft.says(figure, isOfCost: isOfCost) + suffix(relation),
                quantity: draft.quantity, relation: relation, figure: figure, formula: draft.formula, hedged: hedged,
                isStrict: bound.isStrict)
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
}
