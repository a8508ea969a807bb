import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// What is to be said of a claim, in words that could be printed as they stand: its words, what became of each reading and
/// where, what was measured, and on which texts.
package struct ClaimSentence {
    /// What became of the claim.
    package let verdict: String
    /// On which texts, and what a further one would give; empty where nothing was judged.
    package let basis: String

    /// All of it.
    package var text: String { basis.isEmpty ? verdict : verdict + " " + basis }

    package init(
        _ claim: Claim, _ readings: [ReadingVerdict], on measurements: [CorpusMeasurement],
        exactNotRun: NotRun?, counted: [CountedVocabulary] = [], in language: SentenceLanguage
    ) {
        var facts = ClaimFacts(claim, readings, measurements, exactNotRun, language)
        facts.counted = counted
        (verdict, basis) =
            switch language {
            case .english: EnglishSentence(facts).parts
            case .korean: KoreanSentence(facts).parts
            }
    }
}

/// What both languages say.
struct ClaimFacts {
    /// Corpora that share what is to be said of their writing.
    struct Group {
        var titles: [String]
        let provenance: CorpusProvenance
    }

    /// Corpora without a verdict, for one reason.
    struct Unjudged {
        var titles: [String]
        let reason: NotRun
    }

    let claim: Claim
    let readings: [ReadingVerdict]
    /// What each corpus is called, by its id.
    private let titles: [String: String]
    /// The corpora that were judged, by their sources, in the order given.
    let groups: [Group]
    let corpora: Int
    /// Corpora without a verdict, and why; each reason once.
    let unjudged: [Unjudged]
    /// Why the claim's own sentence was not counted, where nothing else was to be judged.
    let exactNotRun: NotRun?
    /// What was counted, where the claim's names do not say it.
    var counted: [CountedVocabulary] = []
    /// Where a further corpus is expected, by the first reading that has it.
    let prediction: (interval: PredictionInterval, finding: ReadingFinding)?

    init(
        _ claim: Claim, _ readings: [ReadingVerdict], _ measurements: [CorpusMeasurement], _ exactNotRun: NotRun?,
        _ language: SentenceLanguage
    ) {
        self.exactNotRun = exactNotRun
        self.claim = claim
        self.readings = readings
        let onCorpora = readings.filter { $0.reading.quantity != .exactCounts }
        let judged = Set(onCorpora.flatMap(\.judged).compactMap(\.corpus))
        let titles = Dictionary(
            measurements.map { ($0.corpus, Self.name($0.words.text(language))) },
            uniquingKeysWith: { first, _ in first })
        self.titles = titles
        var groups: [Group] = []
        for measurement in measurements where judged.contains(measurement.corpus) {
            let title = titles[measurement.corpus] ?? measurement.title
            let provenance = measurement.provenance
            if let index = groups.firstIndex(where: {
                $0.provenance.source == provenance.source && $0.provenance.written == provenance.written
            }) {
                groups[index].titles.append(title)
            } else {
                groups.append(Group(titles: [title], provenance: provenance))
            }
        }
        self.groups = groups
        corpora = judged.count
        var unjudged: [Unjudged] = []
        for result in onCorpora.first?.results ?? [] where !result.isJudged {
            guard let reason = result.notRun ?? result.noInterval else { continue }
            let title = result.corpus.flatMap { titles[$0] } ?? result.title
            if let index = unjudged.firstIndex(where: { $0.reason == reason }) {
                unjudged[index].titles.append(title)
            } else {
                unjudged.append(Unjudged(titles: [title], reason: reason))
            }
        }
        self.unjudged = unjudged
        prediction =
            onCorpora.lazy.compactMap { verdict in
                guard let interval = verdict.prediction,
                    let finding = ReadingFinding(verdict, among: readings, in: language)
                else {
                    return nil
                }
                return (interval, finding)
            }.first
    }

    var sources: Int { Set(groups.map(\.provenance.source)).count }
    var isJudged: Bool { readings.contains { !$0.judged.isEmpty } }
    /// Whether it is about costs, which are tokens only where they cost the same.
    var isOfCost: Bool { readings.contains { $0.reading.says.contains("equal price") } }
    /// The words without the full stop that would stand before the closing quote, quotes in them being inner ones.
    var words: String {
        Self.trimmed(claim.words).replacing("“", with: "‘").replacing("”", with: "’")
    }
    /// Where the words stand; nil for a user's own.
    func source(in language: SentenceLanguage) -> String? {
        claim.isOfUser
            ? nil : [claim.source.words.text(language), claim.source.date].compactMap(\.self).joined(separator: ", ")
    }

    /// Whether a hedge is wider than the figure's own digits, so that the convention decides; of "about a third" or "about 2x" it is not.
    var isHedgeWider: Bool {
        claim.readings.contains { $0.relation != .equals || $0.worded != $0.strict }
    }

    /// Whether the words give two figures, "between 30% and 35%", so that none stands for both; a fraction is one.
    var isRange: Bool { Self.isRange(claim) }

    static func isRange(_ claim: Claim) -> Bool {
        let numbers = claim.valueText.split { !($0.isASCII && $0.isNumber) && $0 != "." }
            .filter { $0.contains(where: \.isNumber) }
        return numbers.count > 1 && !claim.valueText.contains("분의") && !claim.valueText.contains("/")
    }

    /// How many of the judged corpora have each outcome, in the order of the outcomes.
    func tally(_ verdict: ReadingVerdict) -> [(outcome: Outcome, count: Int)] {
        Outcome.allCases.map { ($0, verdict.results(with: $0).count) }.filter { $0.0 != .notJudged && $0.1 > 0 }
    }

    /// The name of a result's corpus, in the sentence's language.
    func title(_ result: ReadingResult) -> String {
        result.corpus.flatMap { titles[$0] } ?? Self.name(result.title)
    }

    /// A corpus's title without its language, where that is Korean like all that a verdict is about.
    static func name(_ title: String) -> String {
        title.hasSuffix(", Korean") ? String(title.dropLast(", Korean".count)) : title
    }

    static func trimmed(_ words: String) -> String {
        var words = Substring(words)
        while let last = words.last, last == "." || last == " " { words.removeLast() }
        return String(words)
    }
}

/// A vocabulary whose tokens stand for a name in a claim, where the name alone does not say which was counted.
package struct CountedVocabulary: Sendable, Hashable {
    /// The name in the claim: "HyperCLOVA X".
    let name: String
    /// The vocabulary's id.
    let id: String
    /// The models that have it; none where the name is one of them.
    let models: [String]
    /// The vocabulary whose ranks, equal to its own, were used.
    let server: String?

    /// What was counted for a name.
    package init(name: String, id: String, models: [String], server: String?) {
        self.name = name
        self.id = id
        self.models = models
        self.server = server
    }

    /// "“HyperCLOVA X” was counted as hyperclovax-seed (HyperCLOVA X SEED Text Instruct 0.5B)."
    var english: String {
        let chosen = models.isEmpty ? nil : "as \(id), the vocabulary of \(NumberText.list(models))"
        let served = server.map { "with the ranks of \($0), which are proved equal to its own" }
        return "“\(name)” was counted \([chosen, served].compactMap(\.self).joined(separator: ", "))."
    }

    /// The same in Korean.
    var korean: String {
        let chosen = models.isEmpty ? nil : "\(models.joined(separator: ", "))의 어휘 \(id)"
        let served = server.map { "이와 같음이 증명된 \($0)의 어휘" }
        return "‘\(name)’ 쪽은 \([chosen, served].compactMap(\.self).joined(separator: ", "))로 세었다."
    }
}

extension Claim.Source {
    /// The source of a claim that a user states.
    static let user = Claim.Source(title: "stated by the user")
}

extension Claim {
    /// Whether a user states it, who is its only source.
    package var isOfUser: Bool { source.title == Source.user.title }
}
