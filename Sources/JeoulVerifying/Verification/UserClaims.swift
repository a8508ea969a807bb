import Foundation
import JeoulVocabularies
import JeoulCorpora
import JeoulClaims
import JeoulReporting

/// Claims that a user states, in words or in JSON.
package struct UserClaims: Sendable {
    /// The claims; those in words are `claim`, or `claim-1`, `claim-2` … where there are several.
    package let claims: [Claim]
    /// The paths of vocabularies that are named by path. The claims, their words too, have the last component in the path's
    /// place: a claim is not about a folder of this machine.
    package let paths: [String: String]
    /// What a reader of verdicts on claims of files must know: where they are not what is known, or on their own word.
    package let warnings: [Words]

    /// Reads claims.
    ///
    /// - Parameters:
    ///   - texts: claims in words, by ``ClaimGrammar``.
    ///   - files: paths of JSON files, each one claim, or an object with `schema` and `claims` like the ledger.
    ///   - vocabularies: turns names into ids; a name that it does not know is left as it is, for it may be a path.
    ///   - ledger: where the claim is looked for that is most like one that cannot be read.
    /// - Throws: ``ClaimSyntaxError``, ``ClaimError`` with the file's name, `CorpusError` where a file cannot be read.
    package init(_ texts: [String], files: [String] = [], vocabularies: VocabularyCatalog, ledger: ClaimLedger? = nil)
        throws
    {
        var claims: [Claim] = []
        for (index, text) in texts.enumerated() {
            let id = texts.count == 1 ? "claim" : "claim-\(index + 1)"
            do {
                claims.append(
                    try ClaimGrammar.parse(text, id: id) { vocabularies.entry(named: $0)?.id })
            } catch {
                var error = error
                let named = ClaimLexer.knownNames(in: text) { vocabularies.entry(named: $0) != nil }
                    .compactMap { vocabularies.entry(named: $0)?.id }
                error.nearest = ledger?.nearest(to: text, about: Set(named)).map {
                    ClaimSyntaxError.Nearest(id: $0.id, words: $0.words)
                }
                throw error
            }
        }
        var warnings: [Words] = []
        for file in files {
            let data = try FileAccess.wholeFile(at: file)
            do throws(ClaimError) {
                let isLedger = (try? JSONDecoder().decode(Schema.self, from: data)) != nil
                let filed = try isLedger ? ClaimLedger(json: data).claims : [Claim(json: data)]
                guard !filed.isEmpty else { throw ClaimError.malformed(path: "claims", reason: "there are none") }
                claims += filed
                warnings += filed.flatMap { Self.warnings(of: $0, ledger, vocabularies.manifest) }
            } catch {
                throw ClaimFileError(file: file, error: error)
            }
        }
        var ids = Set<String>()
        for claim in claims where !ids.insert(claim.id).inserted { throw ClaimError.duplicateClaim(claim.id) }
        var paths: [String: String] = [:]
        self.claims = try claims.map { claim in try Self.withoutPaths(claim, &paths, vocabularies.manifest) }
        self.paths = paths
        self.warnings = warnings
    }

    /// What a claim of a file says otherwise than it is known, or on nobody's word but its own.
    private static func warnings(
        of claim: Claim, _ ledger: ClaimLedger?, _ vocabularies: VocabularyManifest
    ) -> [Words] {
        let audit = ClaimAudit(claim, ledger: ledger, vocabularies: vocabularies)
        return audit.differences.map { difference in
            Words(
                "\(difference.place) is not what is known: the file has \(difference.recorded ?? "nothing"), and it is "
                    + "\(difference.now ?? "nothing")",
                "\(difference.place): 알려진 것과 다르다. 파일에는 \(difference.recorded ?? "없음"), 알려진 것은 \(difference.now ?? "없음")"
            )
        } + audit.unchecked.map { Words($0, "확인하지 못한 것: \($0)") }
    }

    /// The claim with names in place of paths.
    private static func withoutPaths(
        _ claim: Claim, _ paths: inout [String: String], _ manifest: VocabularyManifest
    ) throws(ClaimError) -> Claim {
        var words = claim.words
        func name(_ vocabulary: String) -> String {
            guard vocabulary.contains("/") else { return vocabulary }
            if let known = paths.first(where: { $0.value == vocabulary })?.key { return known }
            let last = URL(fileURLWithPath: vocabulary).lastPathComponent
            let name =
                ([last] + (2...paths.count + 2).map { "\(last)#\($0)" }).first {
                    paths[$0] == nil && manifest.entry(named: $0) == nil
                } ?? last
            paths[name] = vocabulary
            return name
        }
        let subject = name(claim.subject)
        let baseline = name(claim.baseline)
        guard subject != claim.subject || baseline != claim.baseline else { return claim }
        for (path, name) in [(claim.subject, subject), (claim.baseline, baseline)] where path != name {
            words = words.replacingOccurrences(of: path, with: name)
        }
        return try Claim(
            id: claim.id, subject: subject, baseline: baseline,
            subjectName: claim.subjectName == claim.subject ? subject : claim.subjectName,
            baselineName: claim.baselineName == claim.baseline ? baseline : claim.baselineName, words: words,
            source: claim.source, hedged: claim.hedged, valueText: claim.valueText, readings: claim.readings,
            impossible: claim.impossible, exact: claim.exact, scope: claim.scope, note: claim.note,
            noteKorean: claim.noteKorean)
    }

    private struct Schema: Decodable { let schema: Int }
}

/// A claim's file that cannot be used.
package struct ClaimFileError: Error, Sendable, CustomStringConvertible {
    /// The path as it was named.
    package let file: String
    /// What is wrong.
    package let error: ClaimError

    /// The file and what is wrong with it.
    package var description: String { "\(file): \(error)" }
}

extension ClaimLedger {
    /// The claim whose words and names share most with a text, among those about all of the vocabularies that it names; nil where
    /// there is none, or none shares anything.
    func nearest(to text: String, about vocabularies: Set<String>) -> Claim? {
        func words(_ text: String) -> Set<Substring> {
            Set(text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "." && $0 != "%" })
        }
        let wanted = words(text)
        let candidates = claims.filter { vocabularies.isSubset(of: [$0.subject, $0.baseline]) }
        let best = candidates.map { claim -> (claim: Claim, likeness: Double) in
            let own = words(
                "\(claim.words) \(claim.subjectName) \(claim.baselineName) \(claim.subject) \(claim.baseline)")
            return (claim, Double(own.intersection(wanted).count) / Double(max(1, own.union(wanted).count)))
        }.max { $0.likeness < $1.likeness }
        return best.flatMap { $0.likeness > 0 ? $0.claim : nil }
    }
}
