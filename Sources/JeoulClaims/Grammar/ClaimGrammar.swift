/// Reads claims as people write them, in English and in Korean.
///
/// A claim is a row of terms (``ClaimTerm``): names, a figure, and words normalized by a lexicon. Their order says little, and
/// differs between journalists and languages; what counts is which roles are filled, each once:
///
///     subject    the name that no marker makes the baseline
///     baseline   the name that "than", "compared with", "of", "as" lead to, or whose phrase 보다, 대비, 에 비해, 의 end
///     figure     a percentage, a multiple, a fraction or a range of them, with hedges and bounds
///     thing      tokens, cost, content or efficiency
///     relation   fewer or more of it, by that much; or as much as the figure says of the baseline's
///
/// Every word must be known, for one that is passed over might turn the meaning around. The readings are those that the ledger gives
/// to such words; see `Claims/README.md`.
package enum ClaimGrammar {
    /// The most characters that a claim has. People's have some hundred.
    package static let mostCharacters = 1_000

    /// Reads a claim.
    ///
    /// - Parameters:
    ///   - text: the claim.
    ///   - id: the id to give it.
    ///   - resolve: turns a name as typed into a vocabulary's id; `nil` if none is known by it. A name that is not known stands as it is,
    ///     for it may be a path; with spaces it must then be in quotes.
    ///   - names: those that the words may leave out.
    /// - Throws: ``ClaimSyntaxError`` with the place that could not be read.
    package static func parse(
        _ text: String, id: String = "claim", names: ClaimNames? = nil,
        resolve: (_ name: String) -> String? = { _ in nil }
    ) throws(ClaimSyntaxError) -> Claim {
        guard text.count <= mostCharacters else {
            throw ClaimSyntaxError(
                text: text, offset: mostCharacters,
                expected: "the end: a claim has at most \(mostCharacters) characters")
        }
        let tokens = try withoutActuallyEscaping(resolve) { resolve throws(ClaimSyntaxError) in
            try ClaimLexer.tokens(of: text) { resolve($0) != nil }
        }
        let roles = try ClaimRoles(tokens, of: text, known: names)
        let statement = try roles.statement()
        let readings: (possible: [Reading], impossible: [ImpossibleReading])
        do {
            readings = try statement.readings()
        } catch {
            throw ClaimSyntaxError(text: text, offset: statement.figureOffset, expected: error.expected)
        }
        let subject = resolve(statement.subject) ?? statement.subject
        let baseline = resolve(statement.baseline) ?? statement.baseline
        guard subject != baseline else {
            throw ClaimSyntaxError(
                text: text, offset: roles.baseline.offset, expected: "another vocabulary than the subject")
        }
        do {
            return try Claim(
                id: id, subject: subject, baseline: baseline, subjectName: statement.subject,
                baselineName: statement.baseline, words: text, source: .user,
                hedged: statement.hedged, valueText: statement.valueText, readings: readings.possible,
                impossible: readings.impossible.isEmpty ? nil : readings.impossible)
        } catch {
            throw ClaimSyntaxError(
                text: text, offset: statement.figureOffset, expected: "a claim that is consistent: \(error)")
        }
    }
}
