import JeoulReporting
import JeoulStatistics
import JeoulWeighing
import JeoulClaims

/// How claims are verified.
package struct VerificationOptions: Sendable {
    /// How each corpus is weighed. The counts of documents are always kept.
    package var weighing: WeighingOptions
    /// How intervals are estimated. A mix is not looked at: a claim is judged on each corpus as it is.
    package var estimation: EstimationOptions
    /// Whether to find out how the verdicts move with other settings. Each corpus is then weighed up to three times more.
    package var analyzesSensitivity: Bool
    /// The language of the sentences; by default that of each claim's words.
    package var language: SentenceLanguage?

    /// Options.
    package init(
        weighing: WeighingOptions = WeighingOptions(), estimation: EstimationOptions = EstimationOptions(),
        analyzesSensitivity: Bool = false, language: SentenceLanguage? = nil
    ) {
        self.weighing = weighing
        self.weighing.keepsDocuments = true
        self.estimation = estimation
        self.estimation.mix = nil
        self.analyzesSensitivity = analyzesSensitivity
        self.language = language
    }
}
