/// Which term of a claim plays which role.
struct ClaimRoles {
    private let text: String
    private let tokens: [ClaimToken]
    private(set) var subject: (name: String, offset: Int)
    private(set) var baseline: (name: String, offset: Int)
    private let figure: (figure: Figure, text: String, offset: Int)
    private let bound: ClaimStatement.Bound
    private let isHedged: Bool

    /// Gives the roles out.
    ///
    /// - Throws: ``ClaimSyntaxError`` where one is missing, or claimed twice.
    init(_ tokens: [ClaimToken], of text: String) throws(ClaimSyntaxError) {
        self.text = text
        self.tokens = tokens
        func failure(_ expected: String, at offset: Int?) -> ClaimSyntaxError {
            ClaimSyntaxError(text: text, offset: offset ?? text.count, expected: expected)
        }
        let names = tokens.indices.compactMap { index in
            if case .name(let name) = tokens[index].term { (index: index, name: name) } else { nil }
        }
        guard names.count >= 2 else {
            throw failure(
                names.isEmpty ? "a vocabulary's name" : "another vocabulary's name, with “than” or 보다",
                at: names.isEmpty ? 0 : nil)
        }
        guard names.count == 2 else { throw failure("two vocabularies, not more", at: tokens[names[2].index].offset) }
        let isSecond = try Self.isBaselineSecond(tokens, names.map(\.index), failure)
        let order = isSecond ? names : names.reversed()
        subject = (order[0].name, tokens[order[0].index].offset)
        baseline = (order[1].name, tokens[order[1].index].offset)

        var figures: [(figure: Figure, text: String, offset: Int)] = []
        var bounds: [(bound: ClaimStatement.Bound, offset: Int)] = []
        for token in tokens {
            switch token.term {
            case .figure(let figure, let text): figures.append((figure, text, token.offset))
            case .bound(let bound): bounds.append((bound, token.offset))
            default: break
            }
        }
        guard let figure = figures.first else {
            throw failure("a figure such as 33%, 1.5x, half or 절반", at: nil)
        }
        guard figures.count == 1 else { throw failure("one figure, not two", at: figures[1].offset) }
        // "최소 1.3배 이상" says one bound twice.
        if let other = bounds.first(where: { $0.bound != bounds[0].bound }) {
            throw failure("one bound, not two", at: other.offset)
        }
        self.figure = figure
        bound = bounds.first?.bound ?? .none
        isHedged = tokens.contains { $0.term == .hedge }
    }

    /// Whether the second name is the baseline: the one that a marker stands by, strong ones before weak ones.
    private static func isBaselineSecond(
        _ tokens: [ClaimToken], _ names: [Int], _ failure: (String, Int?) -> ClaimSyntaxError
    ) throws(ClaimSyntaxError) -> Bool {
        func before(_ name: Int) -> ClaimTerm? { name > 0 ? tokens[name - 1].term : nil }
        func behind(_ name: Int) -> ClaimTerm? { name + 1 < tokens.count ? tokens[name + 1].term : nil }
        let strong = names.map { before($0) == .than || before($0) == .beats || behind($0) == .particleThan }
        if strong[0] != strong[1] { return strong[1] }
        if strong[0] { throw failure("one baseline, not two", tokens[names[1]].offset) }
        // "twice as many as", "of the tokens that", "times the tokens of"; 의 of the last name.
        // "GPT-4o 토큰의 65%" is "GPT-4o의 토큰의 65%".
        func hasTokens(_ name: Int) -> Bool {
            behind(name) == .thing(.tokens) && name + 2 < tokens.count && tokens[name + 2].term == .particleOf
        }
        let weak = names.map {
            before($0) == .of || before($0) == .equative || behind($0) == .particleOf || hasTokens($0)
        }
        if weak[1] { return true }
        if weak[0] { return false }
        if case .figure? = before(names[1]) { return true }
        throw failure(
            "“than”, “of” or “compared with” before the name of the baseline, or 보다 behind it", tokens[names[1]].offset)
    }

    private var figurePlace: Int {
        tokens.firstIndex { if case .figure = $0.term { true } else { false } } ?? 0
    }

    private func has(_ term: ClaimTerm) -> Bool { tokens.contains { $0.term == term } }

    private func offset(of term: ClaimTerm) -> Int? { tokens.first { $0.term == term }?.offset }

    /// Whether "to" or 로 stands by the figure: "cuts tokens to 67%", "67% 수준으로 줄인다".
    private var isToFigure: Bool {
        let place = figurePlace
        let before = tokens[..<place].reversed().prefix { $0.term.isBeforeFigure }
        if before.contains(where: { $0.term == .to }) { return true }
        return tokens[(place + 1)...].prefix { $0.term.isBeforeFigure || $0.term == .equative }.contains {
            $0.term == .to
        }
    }

    /// The thing that is spoken of: of several the most telling, as "token costs" are costs and "token efficiency" is efficiency.
    private var thing: ClaimTerm.Thing? {
        var things: [ClaimTerm.Thing] = []
        for token in tokens {
            switch token.term {
            case .thing(let thing): things.append(thing)
            case .comparative(let thing, _): things.append(thing)
            case .efficient: things.append(.efficiency)
            default: break
            }
        }
        // Text is what every claim is about; it is the thing only where nothing else is.
        if things.contains(.efficiency) { return .efficiency }
        if things.contains(.cost) { return .cost }
        if things.contains(.density) { return .density }
        if hasSameTokens || has(.holds) && isOfMore && !hasTokensOfFigure { return .density }
        // What is made shorter, or less of, is the row of tokens, not what they say.
        if has(.reduces), !things.isEmpty { return .tokens }
        if things.contains(.content), has(.handles) || has(.holds) || !things.contains(.tokens), !hasTokensOfFigure {
            return .content
        }
        return things.contains(.tokens) || has(.uses) ? .tokens : nil
    }

    /// Whether the figure is said of tokens although text is processed: "processes Korean text with 33% fewer tokens".
    private var hasTokensOfFigure: Bool {
        // The thing that stands next to the figure, behind it first.
        for token in tokens[figurePlace...] {
            if case .thing(let thing) = token.term, thing == .tokens || thing == .content { return thing == .tokens }
        }
        return false
    }

    /// "with the same tokens", 같은 토큰으로, 같은 수의 토큰에
    private var hasSameTokens: Bool {
        tokens.indices.contains { index in
            guard tokens[index].term == .same else { return false }
            let next = tokens[(index + 1)...].first { $0.term != .filler && $0.term != .particleOf && $0.term != .of }
            return next?.term == .thing(.tokens)
        }
    }

    private var isOfMore: Bool { has(.more) || has(.further) && !has(.fewer) }

    /// More, fewer, or neither, as the words say it.
    private func direction() throws(ClaimSyntaxError) -> Bool? {
        var found: [(isMore: Bool, offset: Int)] = []
        for token in tokens {
            switch token.term {
            case .fewer: found.append((false, token.offset))
            case .more, .beats: found.append((true, token.offset))
            case .comparative(_, let isMore): found.append((isMore, token.offset))
            default: break
            }
        }
        if let first = found.first {
            if let other = found.first(where: { $0.isMore != first.isMore }) {
                throw ClaimSyntaxError(text: text, offset: other.offset, expected: "either more or fewer, not both")
            }
            return first.isMore
        }
        return has(.further) && !has(.reduces) ? true : nil
    }

    /// What is said, as far as one can tell by the words.
    func statement() throws(ClaimSyntaxError) -> ClaimStatement {
        var statement = ClaimStatement(
            figure: figure.figure, valueText: figure.text, figureOffset: figure.offset, hedged: isHedged, bound: bound)
        statement.subject = subject.name
        statement.baseline = baseline.name
        statement.isOfCost = thing == .cost
        statement.kind = try kind()
        return statement
    }

    private func kind() throws(ClaimSyntaxError) -> ClaimStatement.Kind {
        guard let thing else {
            throw ClaimSyntaxError(
                text: text, offset: text.count, expected: "what the figure is of: tokens, cost, efficiency or text")
        }
        if thing == .cost, let price = offset(of: .thing(.density)) {
            throw ClaimSyntaxError(
                text: text, offset: price,
                expected: "what a text costs: a price per token says nothing of how many there are")
        }
        let isMore = try direction()
        let isTextThing = thing == .efficiency || thing == .content || thing == .density
        if has(.reduces), isMore == true {
            throw ClaimSyntaxError(
                text: text, offset: offset(of: .more) ?? 0, expected: "either more or fewer, not both")
        }
        let isReduced = has(.reduces) || isMore == false
        // "cuts tokens to 67%", "as many as", "of the", "as efficient": how much is left, or there, of the baseline's.
        if isToFigure, has(.reduces) || has(.raises) { return isTextThing ? .asEfficient : .tokens }
        if has(.equative), isMore == nil, !has(.reduces) { return isTextThing ? .asEfficient : .tokens }
        if isTextThing {
            if isReduced { return .lessEfficient }
            if isMore == true { return thing == .efficiency ? .efficiency : .moreContent }
            if has(.raises) { return figure.figure.form == .multiple ? .asEfficient : .efficiency }
            if figure.figure.unit == .times || has(.of) && has(.efficient) { return .asEfficient }
            // "30% 효율적"
            if has(.efficient) { return .efficiency }
        } else {
            if isReduced { return thing == .cost || has(.reduces) ? .savings : .fewerTokens }
            if isMore == true { return .moreTokens }
            if has(.raises) { return figure.figure.form == .multiple ? .tokens : .moreTokens }
            if figure.figure.unit == .times || figure.figure.form == .fraction || has(.of) || has(.particleOf) {
                return .tokens
            }
        }
        throw ClaimSyntaxError(text: text, offset: figure.offset, expected: "“fewer” or “more” with it, or “of the”")
    }
}
