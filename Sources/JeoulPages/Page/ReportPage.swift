import Foundation
import JeoulClaims
import JeoulCore
import JeoulCorpora
import JeoulReporting
import JeoulStatistics
import JeoulWeighing

/// A page for readers: what was measured, as one HTML file that needs nothing else.
///
/// It says first what is to be known, then shows it, then explains the words, and last tells where it comes from and how
/// to make it again. It runs no script and asks for nothing; both languages are in it, and a switch that needs no script.
package struct ReportPage: Sendable {
    /// A corpus with the figures of each vocabulary.
    package struct Corpus: Sendable {
        let id: String
        let title: Words
        let licence: String?
        let weighing: Weighing
        let clusters: Int?
        /// Tokens per Korean character, one a vocabulary.
        let perCharacter: [RatioEstimate]

        /// Estimates the figures of a weighing that kept its documents.
        ///
        /// - Parameters:
        ///   - names: the vocabularies' names, each once, in the order of `weighing.tokens`.
        ///   - isComposedOfRegisters: whether the corpus was composed by register, and is resampled within each.
        /// - Throws: ``StatisticsError``.
        package init(
            id: String, title: String, titleKorean: String? = nil, licence: String? = nil, weighing: Weighing,
            names: [String],
            isComposedOfRegisters: Bool = false, estimation: EstimationOptions = EstimationOptions()
        ) throws {
            self.id = id
            self.title = Words(title, titleKorean ?? title)
            self.licence = licence
            self.weighing = weighing
            let table = try weighing.countTable(
                names: names, stratified: isComposedOfRegisters || estimation.mix != nil)
            var options = estimation
            if options.mix == nil, isComposedOfRegisters { options.mix = try table.observedMix() }
            let estimator = try RatioEstimator(table, options: options)
            perCharacter = try names.map { name throws(StatisticsError) in
                try estimator.estimate(Ratio(name, to: Weighing.charactersColumn))
            }
            clusters = table.clusters.map { Set($0).count }
        }
    }

    /// A claim with what became of it.
    struct Claim: Sendable {
        let verdict: ClaimVerdict
        let sentence: Words
        /// The texts that it was judged on.
        let basis: Words
        /// What is found, against what is claimed, a reading each.
        let forests: [ForestChart]
        /// What would have to be true for it to hold.
        let needs: [Words]
        /// How the estimate moves with the settings, a corpus each.
        let moves: [ForestChart]
        /// The settings that were not tried, and why.
        let untried: [Words]
    }

    /// Ratios to a baseline, where vocabularies were compared.
    struct Comparison: Sendable {
        let forest: ForestChart
        let table: Table
    }

    let corpora: [Corpus]
    let vocabularies: [Vocabulary]
    let sample: TextInspection?
    let command: String
    /// US dollars for a million tokens, by the vocabulary's id.
    let prices: [String: Double]
    let data: JSONValue
    let language: SentenceLanguage
    var claims: [Claim] = []
    var comparison: Comparison?
    /// Words of the tables' cells in both languages, by the English.
    var cellWords: [String: Words] = [:]
    /// The figures as tables.
    package var tables: [Table] = []

    /// A page of what vocabularies spend on corpora.
    ///
    /// - Parameters:
    ///   - corpora: each with its figures.
    ///   - vocabularies: in the order of the figures, each with its tokenizer.
    ///   - sample: the text that is drawn as tokens; of more than ``sampleLength`` characters the first.
    ///   - arguments: the command that makes the page again.
    ///   - prices: US dollars for a million tokens, by the vocabulary's id.
    ///   - data: the result for programs, which the page has inside it.
    ///   - language: which the page shows first; Korean by default.
    package init(
        corpora: [Corpus], vocabularies: [(vocabulary: Vocabulary, tokenizer: any TokenizerModel)], sample: [UInt8],
        arguments: [String], prices: [String: Double] = [:], data: JSONValue, language: SentenceLanguage? = nil
    ) throws {
        self.corpora = corpora
        self.vocabularies = vocabularies.map(\.vocabulary)
        let text = String(decoding: sample, as: UTF8.self).prefix(Self.sampleLength)
        self.sample = text.isEmpty ? nil : try TextInspection(Array(text.utf8), vocabularies: vocabularies)
        command = Self.shellText(["jeoul"] + arguments.dropFirst())
        self.prices = prices
        self.data = data
        self.language = language ?? .korean
    }

    /// How many characters of the text are drawn as tokens.
    package static let sampleLength = 1000

    /// The beginning of a corpus, long enough to be drawn as tokens.
    ///
    /// - Throws: ``CorpusError``, ``ICUError``.
    package static func sample(of corpus: JeoulCorpora.Corpus, normalization: Normalization = .asIs) throws -> [UInt8] {
        let documents = try corpus.documents(limit: sampleLength / 8, normalization: normalization).documents
        return Array(documents.joined(separator: [UInt8(ascii: "\n")]).prefix(sampleLength * 32))
    }

    /// The arguments as a shell takes them.
    static func shellText(_ arguments: [String]) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,=:@+%")
        return arguments.map { argument in
            !argument.isEmpty && argument.allSatisfy(plain.contains)
                ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
        }.joined(separator: " ")
    }
}

extension ReportPage.Corpus {
    /// “600 documents, 600 clusters, 88,377 Korean characters”
    var size: Words {
        let documents = NumberFormat.grouped(weighing.corpus.documents)
        let characters = NumberFormat.grouped(weighing.characters.hangul)
        let groups = clusters.map {
            Words(", \(NumberFormat.grouped($0)) clusters", ", 군집 \(NumberFormat.grouped($0))개")
        }
        return Words("\(documents) documents", "문서 \(documents)건") + (groups ?? Words(""))
            + Words(", \(characters) Korean characters", ", 한글 \(characters)자")
    }
}

extension Outcome {
    /// For readers, in both languages.
    var words: Words {
        switch self {
        case .supported: Words("supported", "뒷받침됨")
        case .moreThanClaimed: Words("more than claimed", "주장보다 더 큼")
        case .contradicted: Words("contradicted", "어긋남")
        case .inconclusive: Words("inconclusive", "판단할 수 없음")
        case .notJudged: Words("not judged", "판정하지 않음")
        }
    }
}
