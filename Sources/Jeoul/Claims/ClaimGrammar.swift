/// A small strict grammar of claims in English; Korean ones are in `ClaimGrammar+Korean`.
///
///     claim    = name predicate name [scope] ["."]
///     predicate = uses amount ("fewer" | "less" | "more") "tokens" "than"
///               | uses amount ("the tokens of" | "as many tokens as")
///               | "is" amount ["more"] ("efficient" | "token-efficient") "than"
///               | ("processes" | "handles" | "tokenizes" | "encodes") ["korean" [text]] amount "more efficiently than"
///               | ("handles" | "fits" | "holds" | "packs") amount "more" ["korean"] text "than"
///               | "saves" amount ["of"] ["the"] ("tokens" | "cost" | "costs") against
///               | "improves" ["korean"] ["token"] "efficiency by" amount against
///     uses     = "uses" | "needs" | "spends" | "takes" | "requires"
///     amount   = [hedge | bound] figure
///     hedge    = "~" | "approximately" | "approx." | "about" | "around" | "roughly" | "circa"
///     bound    = "up to" | "at most" | "no more than" | "over" | "more than" | "at least" | "no less than"
///     figure   = digits ["." digits] ("%" | "percent" | "per cent" | "x" | "×" | "times" | "-fold")
///     text     = "text" | "content" | "input" | "inputs" | "characters"
///     against  = "over" | "against" | "versus" | "vs" | "vs." | "compared to" | "compared with" | "relative to"
///     scope    = ("for" | "on" | "in") ["the same"] "korean" [text]
///     name     = an id, an alias, or any name in double quotes
///
/// Case does not matter. The readings are those that the ledger gives to such words; see `Claims/README.md`.
public enum ClaimGrammar {
    /// Reads a claim.
    ///
    /// - Parameters:
    ///   - text: the claim.
    ///   - id: the id to give it.
    ///   - resolve: turns a name as typed into a vocabulary's id; `nil` if there is none, which is a syntax error with
    ///     the name's place. By default a name is its own id.
    /// - Throws: ``ClaimSyntaxError`` with the place of the first word that does not fit.
    public static func parse(
        _ text: String, id: String = "claim", resolve: (_ name: String) -> String? = { $0 }
    ) throws(ClaimSyntaxError) -> Claim {
        var words = try ClaimWords(text)
        let parsed = try words.areKorean ? korean(&words) : english(&words)
        let statement = parsed.statement
        let readings: [Reading]
        do {
            readings = try statement.readings()
        } catch {
            throw words.failure(error.expected, at: statement.figureOffset)
        }
        guard let subject = resolve(statement.subject) else {
            throw words.failure("a known vocabulary", at: parsed.subjectOffset)
        }
        guard let baseline = resolve(statement.baseline) else {
            throw words.failure("a known vocabulary", at: parsed.baselineOffset)
        }
        guard subject != baseline else { throw words.failure("another vocabulary", at: parsed.baselineOffset) }
        do {
            return try Claim(
                id: id, subject: subject, baseline: baseline, subjectName: statement.subject,
                baselineName: statement.baseline, words: text, source: .user,
                hedged: statement.hedged, valueText: statement.valueText, readings: readings)
        } catch {
            throw words.failure("a claim that is consistent: \(error)", at: statement.figureOffset)
        }
    }

    struct Parsed {
        var statement: ClaimStatement
        var subjectOffset: Int
        var baselineOffset: Int
    }

    private static let text = ["text", "content", "inputs", "input", "characters"]
    private static let against = [
        "over", "against", "versus", "vs", "vs.", "compared to", "compared with", "relative to",
    ]
    private static let uses = [
        "uses", "needs", "spends", "takes", "requires", "use", "need", "spend", "take", "require",
    ]

    private static func english(_ words: inout ClaimWords) throws(ClaimSyntaxError) -> Parsed {
        let subjectOffset = words.offset
        let subject = try name(&words)
        var statement = try predicate(&words)
        statement.subject = subject
        let baselineOffset = words.offset
        statement.baseline = try name(&words)
        if words.accept("for", "on", "in") != nil {
            _ = words.accept("the same")
            try words.expect("korean")
            _ = words.accept(any: text)
        }
        try words.expectEnd()
        return Parsed(statement: statement, subjectOffset: subjectOffset, baselineOffset: baselineOffset)
    }

    /// All between the two names.
    private static func predicate(_ words: inout ClaimWords) throws(ClaimSyntaxError) -> ClaimStatement {
        if words.accept(any: uses) != nil { return try tokens(&words) }
        if words.accept("is", "are") != nil {
            var statement = try amount(&words)
            _ = words.accept("more")
            try words.expect("efficient", "token-efficient")
            try words.expect("than")
            statement.kind = .efficiency
            return statement
        }
        if words.accept("saves", "save") != nil {
            var statement = try amount(&words)
            _ = words.accept("of")
            _ = words.accept("the")
            try words.expect("tokens", "costs", "cost")
            try expectAgainst(&words)
            statement.kind = .savings
            return statement
        }
        if words.accept("improves", "improve") != nil {
            _ = words.accept("korean")
            _ = words.accept("token")
            try words.expect("efficiency by")
            var statement = try amount(&words)
            try expectAgainst(&words)
            statement.kind = .efficiency
            return statement
        }
        if let verb = words.accept("processes", "handles", "tokenizes", "encodes", "fits", "holds", "packs") {
            return try content(&words, verb)
        }
        throw words.failure(
            "a verb: “uses”, “is”, “saves”, “improves”, “processes”, “handles” or “fits”")
    }

    private static func tokens(_ words: inout ClaimWords) throws(ClaimSyntaxError) -> ClaimStatement {
        var statement = try amount(&words)
        if words.accept("the tokens of", "as many tokens as") != nil {
            statement.kind = .tokens
            return statement
        }
        let comparison = try words.expect("fewer", "less", "more", "the tokens of", "as many tokens as")
        statement.kind = comparison == "more" ? .moreTokens : .fewerTokens
        try words.expect("tokens")
        try words.expect("than")
        return statement
    }

    private static func content(_ words: inout ClaimWords, _ verb: String) throws(ClaimSyntaxError) -> ClaimStatement {
        if words.accept("korean") != nil { _ = words.accept(any: text) }
        var statement = try amount(&words)
        try words.expect("more")
        let processes = ["processes", "handles", "tokenizes", "encodes"].contains(verb)
        if processes, words.accept("efficiently than") != nil {
            statement.kind = .efficiency
            return statement
        }
        _ = words.accept("korean")
        guard words.accept(any: text) != nil else {
            throw words.failure(processes ? "“efficiently than”, “text” or “content”" : "“text” or “content”")
        }
        try words.expect("than")
        statement.kind = .moreContent
        return statement
    }

    private static func expectAgainst(_ words: inout ClaimWords) throws(ClaimSyntaxError) {
        guard words.accept(any: against) != nil else { throw words.failure("“over”, “against” or “compared with”") }
    }

    /// `[hedge | bound] figure`
    private static func amount(_ words: inout ClaimWords) throws(ClaimSyntaxError) -> ClaimStatement {
        let hedges = ["~", "approximately", "approx.", "approx", "about", "around", "roughly", "circa"]
        let hedged = words.accept(any: hedges) != nil
        var bound = ClaimStatement.Bound.none
        if words.accept("up to") != nil {
            bound = .upTo
        } else if words.accept("at most", "no more than") != nil {
            bound = .atMost
        } else if words.accept("over", "more than", "at least", "no less than") != nil {
            bound = .atLeast
        }
        let offset = words.offset
        if bound != .none, words.accept(any: hedges) != nil || hedged {
            throw words.failure("a hedge or a bound, not both", at: offset)
        }
        let (figure, valueText) = try words.figure()
        return ClaimStatement(
            figure: figure, valueText: valueText, figureOffset: offset, hedged: hedged, bound: bound)
    }

    /// A vocabulary's name: one word of letters, digits and `. _ - / + :`, or whatever stands in quotes.
    static func name(_ words: inout ClaimWords) throws(ClaimSyntaxError) -> String {
        guard let word = words.next, word.isQuoted || isPlainName(word.text) else {
            throw words.failure("a vocabulary's name, in quotes if it has spaces")
        }
        _ = words.take()
        return word.text
    }

    static func isPlainName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-/+:".contains($0)) }
    }
}
