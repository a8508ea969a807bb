import JeoulReporting
import JeoulStatistics
import JeoulClaims

/// How much work evidence may ask for. It may be an opponent's, and a verification done again takes its word for how much is to be
/// done; what Jeoul writes by itself is far below.
enum EvidenceLimits {
    static let claims = 500
    static let corpora = 100
    /// Characters of a claim's words, and of the sentence that it gives.
    static let words = 10_000
    /// Resamples of one ratio.
    static let resamplesOfOne = 100_000
    /// Resamples of all pairs of vocabularies on all corpora, by which most of the time goes.
    static let resamples = 20_000_000
    /// Units above which there is no bootstrap: what is so by default.
    static let bootstrapLimit = EstimationOptions().bootstrapLimit

    /// What is beyond them, each with what to do; empty where all is well.
    static func refusals(_ evidence: StoredEvidence, _ settings: EvidenceSettings) -> [String] {
        var refusals: [String] = []
        func refuse(_ count: Int, _ limit: Int, _ what: String) {
            guard count > limit else { return }
            refusals.append(
                "it has \(NumberFormat.grouped(count)) \(what), more than the \(NumberFormat.grouped(limit)) that are reproduced"
            )
        }
        refuse(settings.bootstrapLimit, bootstrapLimit, "units as the limit of its bootstrap")
        for claim in evidence.claims {
            refuse(
                max(claim.words.unicodeScalars.count, claim.exact?.text.unicodeScalars.count ?? 0), words,
                "characters in the claim \(claim.id.prefix(100))")
        }
        let pairs = Set(evidence.claims.map { "\($0.subject)\n\($0.baseline)" }).count
        let (some, isMany) = pairs.multipliedReportingOverflow(by: evidence.corpora.count)
        let (all, areMany) = some.multipliedReportingOverflow(by: max(0, settings.resamples))
        if isMany || areMany || all > resamples || settings.resamples > resamplesOfOne {
            refusals.append(
                "it asks for \(NumberFormat.grouped(settings.resamples)) resamples of each of \(NumberFormat.grouped(some)) ratios, more than "
                    + "\(NumberFormat.grouped(resamplesOfOne)) of one, or \(NumberFormat.grouped(resamples)) in all; --resamples says how many are to be drawn instead"
            )
        }
        return refusals
    }
}
