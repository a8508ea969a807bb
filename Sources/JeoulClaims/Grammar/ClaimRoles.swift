/// The names of a claim's vocabularies, where they are known besides its words: for words that name one of them, or none.
package struct ClaimNames: Sendable {
    /// The vocabulary that the claim speaks of.
    package let subject: String
    /// The vocabulary that it is compared with.
    package let baseline: String

    /// Both names.
    package init(subject: String, baseline: String) {
        self.subject = subject
        self.baseline = baseline
    }
}

/// Which term of a claim plays which role.
struct ClaimRoles {
    private let text: String
    /// Without particles.
    private let tokens: [ClaimToken]
    private(set) var subject: (name: String, offset: Int)
    private(set) var baseline: (name: String, offset: Int)
    private let mark: ClaimBaseline.Mark
    private let figure: (figure: Figure, text: String, offset: Int)
    private let bound: ClaimStatement.Bound
    private let isHedged: Bool

    /// Gives the roles out.
    ///
    /// - Parameter known: the names that the words may leave out.
    /// - Throws: ``ClaimSyntaxError`` where one is missing, or claimed twice.
    init(_ all: [ClaimToken], of text: String, known: ClaimNames? = nil) throws(ClaimSyntaxError) {
        self.text = text
        tokens = all.filter { !$0.isParticle }
        func failure(_ expected: String, at offset: Int?) -> ClaimSyntaxError {
            ClaimSyntaxError(text: text, offset: offset ?? text.count, expected: expected)
        }
        let places = all.indices.filter { all[$0].isName }
        let names: [(name: String, offset: Int)] = all.compactMap { token in
            if case .name(let name) = token.term { (name, token.offset) } else { nil }
        }
        guard names.count <= 2 else { throw failure("two vocabularies, not more", at: names[2].offset) }
        if names.count == 2 {
            guard let found = ClaimBaseline(all, names: (places[0], places[1])) else {
                throw failure(
                    "which of the two is the baseline: “than”, “compared with” or “of” before its name, or 보다, 대비, "
                        + "의 behind it, and no such word by the other", at: names[1].offset)
            }
            mark = found.mark
            (subject, baseline) = found.isSecond ? (names[0], names[1]) : (names[1], names[0])
        } else if let known {
            mark = places.first.map { ClaimBaseline.mark(of: $0, in: all) } ?? .none
            let isBaseline = mark != .none
            subject = isBaseline ? (known.subject, 0) : names.first ?? (known.subject, 0)
            baseline = isBaseline ? names[0] : (known.baseline, text.count)
        } else {
            throw failure(
                names.isEmpty ? "a vocabulary's name" : "another vocabulary's name, with “than” or 보다",
                at: names.isEmpty ? 0 : nil)
        }
        var figures: [(figure: Figure, text: String, offset: Int)] = []
        var bounds: [(bound: ClaimStatement.Bound, offset: Int)] = []
        for token in all {
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
        // "최소 1.3배 이상" says one bound twice, "최소 1.3배를 넘는" the stricter.
        let kinds = bounds.map(\.bound)
        let isOne = kinds.allSatisfy { $0.relations == kinds[0].relations }
        if !isOne, let other = bounds.first(where: { $0.bound != kinds[0] }) {
            throw failure("one bound, not two", at: other.offset)
        }
        self.figure = figure
        bound = kinds.first(where: \.isStrict) ?? kinds.first ?? .none
        isHedged = tokens.contains { $0.term == .hedge }
    }

    private var figurePlace: Int {
        tokens.firstIndex(where: \.isFigure) ?? 0
    }

    private func has(_ term: ClaimTerm) -> Bool { tokens.contains { $0.term == term } }

    private func offset(of term: ClaimTerm) -> Int? { tokens.first { $0.term == term }?.offset }

    /// Whether "to" or 로 stands by the figure: "cuts tokens to 67%", "67% 수준으로 줄인다".
    private var isToFigure: Bool {
        let place = figurePlace
        let before = tokens[..<place].reversed().prefix { $0.term.isBeforeFigure }
        if before.contains(where: { $0.term == .to }) { return true }
        return tokens[(place + 1)...].prefix { $0.term.isBeforeFigure || $0.term == .extent }.contains {
            $0.term == .to
        }
    }

    /// Whether the figure is said to be a share of the baseline's: "133% of GPT-4o's", "GPT-4o 토큰의 65%", "GPT-4o 대비 65%".
    private var isShareOfBaseline: Bool {
        let next = tokens.dropFirst(figurePlace + 1).first?.term
        return next == .of || next == .equative || mark == .against
            || mark == .shared && tokens.contains(where: \.isKorean)
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
        if things.contains(.compressionRatio) { return .compressionRatio }
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
        if things.contains(.tokens) || has(.uses) { return .tokens }
        return has(.language) && (has(.handles) || has(.holds)) ? .content : nil
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
            let next = tokens[(index + 1)...].first { ![.particleOf, .of, .language].contains($0.term) }
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
            case .more: found.append((true, token.offset))
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
        // To beat another in tokens is to need fewer: of those it says nothing by itself.
        if has(.beats), !has(.reduces), thing == .efficiency || thing == .content || thing == .density { return true }
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
        func failure(_ expected: String, at offset: Int?) -> ClaimSyntaxError {
            ClaimSyntaxError(text: text, offset: offset ?? text.count, expected: expected)
        }
        guard let thing else { throw failure("what the figure is of: tokens, cost, efficiency or text", at: nil) }
        if thing == .cost, let price = offset(of: .thing(.density)) {
            throw failure("what a text costs: a price per token says nothing of how many there are", at: price)
        }
        if thing == .compressionRatio {
            throw failure(
                "tokens, or text per token: some call text per token the compression ratio, others tokens per word",
                at: offset(of: .thing(.compressionRatio)))
        }
        let isMore = try direction()
        let isTextThing = thing == .efficiency || thing == .content || thing == .density
        if has(.reduces), isMore == true {
            throw failure("either more or fewer, not both", at: offset(of: .more) ?? offset(of: .beats) ?? 0)
        }
        if thing == .content, isMore == false, !has(.handles), !has(.holds) {
            throw failure("tokens: fewer of what a text has are no fewer tokens", at: offset(of: .thing(.content)))
        }
        let isReduced = has(.reduces) || isMore == false
        // "GPT-4o 토큰의 65% 적은": is it 65%, or 35%?
        if mark == .shared, isMore != nil, figure.figure.unit == .percent, tokens.contains(where: \.isKorean) {
            throw failure(
                "either a share of the baseline's (의), or how much more or fewer than it (보다)", at: figure.offset)
        }
        // "cuts tokens to 67%", "as many as", "of the", "as efficient": how much is left, or there, of the baseline's.
        if isToFigure, has(.reduces) || has(.raises) { return isTextThing ? .asEfficient : .tokens }
        if isToFigure, isMore != nil, figure.figure.unit == .percent {
            throw failure("either what it comes to, or how much more or fewer it is", at: figure.offset)
        }
        let isOfBaseline = has(.equative) || has(.extent) && mark != .than
        if isOfBaseline, isMore == nil, !has(.reduces) { return isTextThing ? .asEfficient : .tokens }
        if isTextThing {
            if isReduced { return .lessEfficient }
            if isMore == true { return thing == .efficiency ? .efficiency : .moreContent }
            if has(.raises) { return figure.figure.form == .multiple ? .asEfficient : .efficiency }
            if figure.figure.unit == .times { return .asEfficient }
            // "효율은 GPT-4o 대비 133%"; of 33% one cannot tell whether it is what there is, or what is more.
            if isShareOfBaseline, mark != .against || figure.figure.value >= 1 { return .asEfficient }
            // "30% 효율적"
            if has(.efficient) { return .efficiency }
        } else {
            if isReduced { return thing == .cost || has(.reduces) ? .savings : .fewerTokens }
            if isMore == true { return .moreTokens }
            if has(.raises) { return figure.figure.form == .multiple ? .tokens : .moreTokens }
            if has(.beats), !isShareOfBaseline { throw failure("“fewer” or “more” with it", at: figure.offset) }
            if figure.figure.unit == .times || figure.figure.form == .fraction || isShareOfBaseline { return .tokens }
        }
        throw failure("“fewer” or “more” with it, or “of the”", at: figure.offset)
    }
}
