extension ClaimGrammar {
    /// The same in Korean, in the order that Korean sentences have:
    ///
    ///     claim   = name ("은" | "는" | "이" | "가") name ("보다" | " 대비") ["토큰을"] amount what
    ///     amount  = [("약" | "대략" | "~") | ("최대" | "최소")] figure ["이상" | "이하"]
    ///     what    = ["더"] ("적은" | "많은") "토큰을" uses
    ///             | ["더"] ("적게" | "많이") uses          where "토큰을" stood before
    ///             | ["더"] ("효율적이다" | "효율적입니다" | "효율적")
    ///     uses    = "사용한다" | "사용합니다" | "사용" | "쓴다" | "씁니다"
    ///     figure  = digits ["." digits] ("%" | "퍼센트" | "프로" | "배")
    ///
    /// A name in quotes has its particle right behind the quotes, a plain one at its end.
    static func korean(_ words: inout ClaimWords) throws(ClaimSyntaxError) -> Parsed {
        let subjectOffset = words.offset
        let subject = try name(&words, particles: ["은", "는", "이", "가"])
        let baselineOffset = words.offset
        let baseline = try name(&words, particles: ["보다", "대비"])
        let tokensFirst = words.accept("토큰을") != nil
        var statement = try koreanAmount(&words)
        statement.subject = subject
        statement.baseline = baseline
        _ = words.accept("더")
        let uses = ["사용한다", "사용합니다", "사용", "쓴다", "씁니다"]
        if tokensFirst {
            statement.kind = try words.expect("적게", "많이") == "적게" ? .fewerTokens : .moreTokens
        } else if words.accept("효율적이다", "효율적입니다", "효율적") != nil {
            statement.kind = .efficiency
            try words.expectEnd()
            return Parsed(statement: statement, subjectOffset: subjectOffset, baselineOffset: baselineOffset)
        } else {
            statement.kind = try words.expect("적은", "많은", "효율적이다") == "적은" ? .fewerTokens : .moreTokens
            try words.expect("토큰을")
        }
        guard words.accept(any: uses) != nil else { throw words.failure("“사용한다” or “쓴다”") }
        try words.expectEnd()
        return Parsed(statement: statement, subjectOffset: subjectOffset, baselineOffset: baselineOffset)
    }

    private static func koreanAmount(_ words: inout ClaimWords) throws(ClaimSyntaxError) -> ClaimStatement {
        let hedged = words.accept("약", "대략", "~") != nil
        var bound = ClaimStatement.Bound.none
        if let word = words.accept("최대", "최소") { bound = word == "최대" ? .upTo : .atLeast }
        let offset = words.offset
        let (figure, valueText) = try words.figure()
        if let word = words.accept("이상", "이하") {
            guard bound == .none else { throw words.failure("one bound, not two", at: offset) }
            bound = word == "이하" ? .atMost : .atLeast
        }
        guard bound == .none || !hedged else { throw words.failure("a hedge or a bound, not both", at: offset) }
        return ClaimStatement(
            figure: figure, valueText: valueText, figureOffset: offset, hedged: hedged, bound: bound)
    }

    /// A name and the particle that ends it, attached or as the next word.
    private static func name(
        _ words: inout ClaimWords, particles: [String]
    ) throws(ClaimSyntaxError) -> String {
        guard let word = words.next else { throw words.failure("a vocabulary's name") }
        let expected = "a vocabulary's name with \(particles.joined(separator: ", "))"
        if word.isQuoted || isPlainName(word.text) {
            _ = words.take()
            guard words.accept(any: particles) != nil else { throw words.failure(particles.joined(separator: ", ")) }
            return word.text
        }
        for particle in particles where word.text.hasSuffix(particle) {
            let bare = word.text.dropLast(particle.count)
            guard isPlainName(bare) else { break }
            _ = words.take()
            return String(bare)
        }
        throw words.failure(expected)
    }
}
