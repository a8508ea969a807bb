import JeoulText
import JeoulTokenizing
import JeoulCorpora
import JeoulReporting
import JeoulStatistics
import JeoulWeighing
import JeoulClaims

/// The settings of a verification that change its result: what `reproduce` needs beside claims, corpora and vocabularies.
package struct EvidenceSettings: Sendable, Codable, Equatable {
    /// What was done to the text first.
    package var normalization: Normalization
    /// How text was cut into documents.
    package var document: DocumentCut
    /// How files named by path were read, whatever their extensions.
    package var inputFormat: InputFormat?
    /// How characters were said to be written; nil where nothing was said.
    package var encoding: String?
    /// What was done with records that cannot be read; nil where reading stopped at them.
    package var onError: ErrorPolicy?
    /// The field with the text.
    package var textField: String
    /// The field, or the column, with the cluster.
    package var cluster: String?
    /// What was done with bytes that are not UTF-8.
    package var invalidUTF8: InvalidUTF8Policy
    /// How the text of special tokens was taken.
    package var specialTokens: SpecialTokenPolicy
    /// The seed of the resampling.
    package var seed: UInt64
    /// How many resamples.
    package var resamples: Int
    /// The confidence level.
    package var level: Double
    /// Above how many units there is no bootstrap to check by.
    package var bootstrapLimit: Int
    /// Whether the sensitivity was analyzed.
    package var sensitivity: Bool
    /// The language asked for; nil for that of each claim's words.
    package var language: SentenceLanguage?

    init(_ options: VerificationOptions, reading: CorpusOptions) {
        normalization = options.weighing.normalization
        document = reading.cut
        inputFormat = reading.format
        encoding = reading.encoding == .marked ? nil : reading.encoding.name
        onError = reading.onError == .stop ? nil : reading.onError
        textField = FieldNames.text(reading.textFields)
        cluster = reading.clusterField
        invalidUTF8 = reading.invalidUTF8
        specialTokens = .ordinary
        seed = options.estimation.seed
        resamples = options.estimation.resamples
        level = options.estimation.level
        bootstrapLimit = options.estimation.bootstrapLimit
        sensitivity = options.analyzesSensitivity
        language = options.language
    }

    /// How files are read under these settings.
    package var corpusOptions: CorpusOptions {
        CorpusOptions(
            cut: document, format: inputFormat, encoding: encoding.flatMap(EncodingChoice.init(name:)) ?? .marked,
            textFields: textField == "text" ? [] : FieldNames.list(textField), clusterField: cluster,
            invalidUTF8: invalidUTF8,
            onError: onError ?? .stop)
    }

    /// How claims are verified under these settings; `work` says with how many threads, and what else changes nothing.
    package func verificationOptions(work: WeighingOptions) -> VerificationOptions {
        var weighing = work
        weighing.normalization = normalization
        return VerificationOptions(
            weighing: weighing,
            estimation: EstimationOptions(
                seed: seed, resamples: resamples, level: level, bootstrapLimit: bootstrapLimit, threads: work.threads),
            analyzesSensitivity: sensitivity, language: language)
    }

    private enum CodingKeys: String, CodingKey {
        case normalization
        case document
        case inputFormat = "input_format"
        case encoding
        case onError = "on_error"
        case textField = "text_field"
        case cluster
        case invalidUTF8 = "invalid_utf8"
        case specialTokens = "special_tokens"
        case seed
        case resamples
        case level
        case bootstrapLimit = "bootstrap_limit"
        case sensitivity
        case language
    }
}
