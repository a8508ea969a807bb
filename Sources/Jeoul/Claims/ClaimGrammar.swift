/// Reads claims as people write them, in English and in Korean.
///
/// A claim is a row of terms (``ClaimTerm``): names, a figure, and words normalized by a lexicon. Their order says little, and
/// differs between journalists and languages; what counts is which roles are filled, each once:
///
///     subject    the name that no marker makes the baseline
///     baseline   the name behind "than", "against", "compared with", "of", "as", or before 보다, 대비, 에 비해, 의
///     figure     a percentage, a multiple, a fraction or a range of them, with hedges and bounds
///     thing      tokens, cost, content or efficiency
///     relation   fewer or more of it, by that much; or as much as the figure says of the baseline's
///
/// Every word must be known, for one that is passed over might turn the meaning around. The readings are those that the ledger gives
/// to such words; see `Claims/README.md`.
package enum ClaimGrammar {
    /// Reads a claim.
    ///
    /// - Parameters:
    ///   - text: the claim.
    ///   - id: the id to give it.
    ///   - resolve: turns a name as typed into a vocabulary's id; `nil` if none is known by it. A name that is not known stands as it is,
    ///     for it may be a path; with spaces it must then be in quotes.
    /// - Throws: ``ClaimSyntaxError`` with the place that could not be read.
    package static func parse(
        _ text: String, id: String = "claim", resolve: (_ name: String) -> String? = { _ in nil }
    ) throws(ClaimSyntaxError) -> Claim {
        let tokens = try withoutActuallyEscaping(resolve) { resolve throws(ClaimSyntaxError) in
            try ClaimLexer.tokens(of: text) { resolve($0) != nil }
        }
        let roles = try ClaimRoles(tokens, of: text)
        let statement = try roles.statement()
        let readings: [Reading]
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
                hedged: statement.hedged, valueText: statement.valueText, readings: readings)
        } catch {
            throw ClaimSyntaxError(
                text: text, offset: statement.figureOffset, expected: "a claim that is consistent: \(error)")
        }
    }
}
