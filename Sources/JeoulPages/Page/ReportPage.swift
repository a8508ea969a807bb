import Foundation
import JeoulClaims
import JeoulVerifying
import JeoulText
import JeoulTokenizing
import JeoulVocabularies
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
        /// What the intervals are made of, in a sentence.
        let intervals: Words
        /// Whether Hanja are Korean characters too.
        let countsHanja: Bool
        /// Whether the figures are for a mix of registers that the text does not have itself.
        let isMixed: Bool

        /// Estimates the figures of a weighing that kept its documents.
        ///
        /// - Parameters:
        ///   - names: the vocabularies' names, each once, in the order of `weighing.tokens`.
        ///   - countsHanja: whether Hanja count as Korean characters.
        ///   - isComposedOfRegisters: whether the corpus was composed by register, and is resampled within each.
        /// - Throws: ``StatisticsError``.
        package init(
            id: String, title: String, titleKorean: String? = nil, licence: String? = nil, weighing: Weighing,
            names: [String], countsHanja: Bool = false, isComposedOfRegisters: Bool = false,
            estimation: EstimationOptions = EstimationOptions()
        ) throws {
            try self.init(
                id: id, title: Words(title, titleKorean ?? title), licence: licence, weighing: weighing, names: names,
                countsHanja: countsHanja, isComposedOfRegisters: isComposedOfRegisters, estimation: estimation)
        }

        /// The same of files, or of texts, that a command was given.
        package init(
            _ corpus: JeoulCorpora.Corpus, weighing: Weighing, names: [String], countsHanja: Bool = false,
            estimation: EstimationOptions = EstimationOptions()
        ) throws {
            try self.init(
                id: "corpus", title: Self.title(of: corpus), weighing: weighing, names: names,
                countsHanja: countsHanja, estimation: estimation)
        }

        private init(
            id: String, title: Words, licence: String? = nil, weighing: Weighing, names: [String], countsHanja: Bool,
            isComposedOfRegisters: Bool = false, estimation: EstimationOptions
        ) throws {
            self.id = id
            self.title = title
            self.licence = licence
            self.weighing = weighing
            self.countsHanja = countsHanja
            isMixed = estimation.mix != nil
            let table = try weighing.countTable(
                names: names, countsHanja: countsHanja, stratified: isComposedOfRegisters || estimation.mix != nil)
            var options = estimation
            if options.mix == nil, isComposedOfRegisters { options.mix = try table.observedMix() }
            let estimator = try RatioEstimator(table, options: options)
            perCharacter = try names.map { name throws(StatisticsError) in
                try estimator.estimate(Ratio(name, to: Weighing.charactersColumn))
            }
            clusters = table.clusterCount == nil ? nil : perCharacter.first?.units
            intervals = Self.intervals(perCharacter, isClustered: clusters != nil)
        }

        /// What the intervals of some figures are made of: documents, clusters, or blocks of adjacent documents, which need not be the same
        /// for all; else why there are none.
        private static func intervals(_ estimates: [RatioEstimate], isClustered: Bool) -> Words {
            var parts: [Words] = []
            for estimate in estimates where estimate.interval != nil {
                let freedom = NumberText.short(estimate.degreesOfFreedom ?? 0, 1)
                let part =
                    estimate.unitWords(isClustered: isClustered)
                    + Words(" (\(freedom) degrees of freedom)", "(자유도 \(freedom))")
                if !parts.contains(part) { parts.append(part) }
            }
            if parts.isEmpty {
                let absence = estimates.lazy.compactMap { $0.noInterval ?? $0.undefined }.first
                return Words("No intervals", "구간 없음") + (absence.map { Words(": ") + $0.words } ?? "") + "."
            }
            return Words("Intervals: jackknife with Student’s t over ", "구간: 잭나이프와 스튜던트 t, 단위는 ")
                + parts.joined(by: "; ")
                + "."
        }

        /// What files are called together: the name of one, or how many more there are.
        private static func title(of corpus: JeoulCorpora.Corpus) -> Words {
            let names = corpus.inputs.map { input -> Words in
                if input.isVerbatim { return Words("the text given", "주어진 글") }
                let name = VerificationCorpus.name(ofPath: input.name)
                return name == VerificationCorpus.name(ofPath: "-") ? Words("standard input", "표준 입력") : Words(name)
            }
            let distinct = names.reduce(into: [Words]()) { if !$0.contains($1) { $0.append($1) } }
            guard distinct.count > 3 else { return distinct.joined(by: ", ") }
            let rest = NumberFormat.grouped(distinct.count - 1)
            return distinct[0]
                + Words(" and \(NumberFormat.counted(distinct.count - 1, "more file"))", " 외 파일 \(rest)개")
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
        /// What was counted on the sentence that it gives, a reading each.
        let exact: [Table]
        /// What would have to be true for it to hold, in tokens.
        let needs: Table?
        /// What is to be said of the figures.
        let remarks: [Words]
        /// How the estimate moves with the settings.
        let moves: [ReadingMoves]
        /// The settings that were not tried, and why.
        let untried: [Words]
    }

    /// Ratios to a baseline, where vocabularies were compared.
    struct Comparison: Sendable {
        let forest: ForestChart
        let note: Words
        /// What follows, in a sentence; nil where nothing does.
        let sentence: Words?
        /// The vocabulary that the others are compared with.
        let baseline: Int
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
    /// The vocabularies that the claims are about; empty where there are none.
    var featured: Set<String> = []
    var comparison: Comparison?
    /// The figures of each group, where documents were counted apart.
    var groups: Table?
    /// How the figures move with the settings, of a page without claims.
    var sweep: SettingsSweep?
    /// What was counted and how.
    var conditions: [Words] = []
    /// What is to be known of the texts and the vocabularies.
    var warnings: [Words] = []
    /// What is to be known of the claims: that they are not as the ledger has them.
    var claimWarnings: [Words] = []
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
    /// What tokens are counted per: one of them.
    var unit: Words { Denominator.hangul.words(countsHanja: countsHanja) }

    /// How many of them the text has.
    var units: Int { countsHanja ? weighing.characters.hangulWithHanja : weighing.characters.hangul }

    /// “600 documents, 600 clusters, 88,377 Korean characters”
    var size: Words {
        let documents = weighing.corpus.documents
        let groups = clusters.map {
            Words(", \(NumberFormat.counted($0, "cluster"))", ", 군집 \(NumberFormat.grouped($0))개")
        }
        return Words(NumberFormat.counted(documents, "document"), "문서 \(NumberFormat.grouped(documents))건")
            + (groups ?? "") + ", " + Denominator.hangul.counted(units, countsHanja: countsHanja)
    }

    /// The figures for programs, in full precision.
    func json(_ vocabularies: [Vocabulary]) -> JSONValue {
        var characters = JSONObject()
        for denominator in Denominator.allCases {
            characters[denominator.rawValue] = .integer(weighing.characters[denominator])
        }
        return [
            "corpus": .string(id), "title": .string(title.english), "documents": .integer(weighing.corpus.documents),
            "clusters": JSONValue(clusters), "count_hanja": .boolean(countsHanja), "units": .integer(units),
            "characters": .object(characters),
            "vocabularies": .array(
                zip(vocabularies, perCharacter).map { vocabulary, estimate in
                    [
                        "id": .string(vocabulary.id), "tokens": .integer(estimate.numeratorSum),
                        "tokens_per_korean_character": JSONValue(estimate.value),
                        "low": JSONValue(estimate.interval?.low), "high": JSONValue(estimate.interval?.high),
                    ]
                }),
        ]
    }
}

extension [Vocabulary] {
    /// Names of columns: ids, each once.
    package var columnNames: [String] {
        var seen: [String: Int] = [:]
        return map { vocabulary in
            seen[vocabulary.id, default: 0] += 1
            return seen[vocabulary.id] == 1 ? vocabulary.id : "\(vocabulary.id) (\(seen[vocabulary.id] ?? 0))"
        }
    }
}
