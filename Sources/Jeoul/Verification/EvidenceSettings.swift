/// The settings of a verification that change its result: what `reproduce` needs beside claims, corpora and vocabularies.
public struct EvidenceSettings: Sendable, Codable, Equatable {
    /// What was done to the text first.
    public var normalization: Normalization
    /// How text was cut into documents.
    public var document: DocumentCut
    /// How files named by path were read, whatever their extensions.
    public var inputFormat: InputFormat?
    /// The field with the text.
    public var textField: String
    /// The field, or the column, with the cluster.
    public var cluster: String?
    /// What was done with bytes that are not UTF-8.
    public var invalidUTF8: InvalidUTF8Policy
    /// How the text of special tokens was taken.
    public var specialTokens: SpecialTokenPolicy
    /// The seed of the resampling.
    public var seed: UInt64
    /// How many resamples.
    public var resamples: Int
    /// The confidence level.
    public var level: Double
    /// Above how many units there is no bootstrap to check by.
    public var bootstrapLimit: Int
    /// Whether the sensitivity was analyzed.
    public var sensitivity: Bool
    /// The language asked for; nil for that of each claim's words.
    public var language: SentenceLanguage?

    init(_ options: VerificationOptions, reading: CorpusOptions) {
        normalization = options.weighing.normalization
        document = reading.cut
        inputFormat = reading.format
        textField = reading.textField
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
    public var corpusOptions: CorpusOptions {
        CorpusOptions(
            cut: document, format: inputFormat, textField: textField, clusterField: cluster, invalidUTF8: invalidUTF8)
    }

    /// How claims are verified under these settings; `work` says with how many threads, and what else changes nothing.
    public func verificationOptions(work: WeighingOptions) -> VerificationOptions {
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
