import Foundation
import JeoulClaims
import JeoulVerifying
import JeoulVocabularies
import JeoulCorpora
import JeoulWeighing

/// A claim about the token efficiency of a vocabulary, judged on Korean text: what `jeoul verify` says.
///
///     let verification = try ClaimVerification(of: "a.x-4.0 uses 33% fewer tokens than gpt-4o", on: ["klue-nli-dev"])
///     print(verification.sentence)
///
/// Every meaning that the words can have is a reading, judged on every corpus by its 95% interval. See ``Outcome``.
public struct ClaimVerification: Sendable, Hashable, Codable {
    /// One meaning of the words.
    public struct Reading: Sendable, Hashable, Codable, Identifiable {
        /// A letter.
        public let id: String
        /// The reading as a formula, T the tokens of the claim's subject and T₀ those of its baseline.
        public let says: String
        /// What is said of all corpora together.
        public let outcome: Outcome
        /// One a corpus.
        public let results: [Result]
    }

    /// A reading on one corpus.
    public struct Result: Sendable, Hashable, Codable {
        /// The corpus; nil for the exact sentence that a claim is about.
        public let corpus: String?
        /// The reading's quantity; nil where it could not be computed.
        public let estimate: Double?
        /// Where the quantity lies, at a level of 95%.
        public let interval: ClosedRange<Double>?
        /// What the words allow, the lower end; nil for none.
        public let needsAtLeast: Double?
        /// What the words allow, the upper end; nil for none.
        public let needsAtMost: Double?
        /// What follows; nil where nothing was run.
        public let outcome: Outcome?
        /// Why there is no verdict; nil where there is one.
        public let reason: String?
    }

    /// The claim's id in the ledger, or `claim`.
    public let id: String
    /// The claim's words.
    public let words: String
    /// The verdict in a sentence that can be printed as it stands, in the language of the words.
    public let sentence: String
    /// The readings.
    public let readings: [Reading]
    /// What a reader of the verdict must know.
    public let warnings: [String]

    /// Judges a claim; returns when it is done.
    ///
    /// - Parameters:
    ///   - claim: an id of the ledger, such as `ax4-33-press`, or words in English or Korean.
    ///   - corpora: names of corpora that Jeoul knows, or paths; by default all Korean ones that are here.
    /// - Throws: ``JeoulError/claim(words:offset:message:)`` where the words cannot be read, with the place and the nearest claim of the
    ///   ledger; ``JeoulError/vocabulary(_:)`` and ``JeoulError/corpus(_:)`` for names that are not known.
    public init(of claim: String, on corpora: [String] = []) throws(JeoulError) {
        let texts = try JeoulError.wrapping {
            let catalog = try CorpusCatalog.standard()
            return corpora.isEmpty
                ? catalog.verificationCorpora(options: CorpusOptions())
                : try catalog.verificationCorpora(named: corpora, options: CorpusOptions())
        }
        try self.init(of: claim, on: texts, isTolerant: corpora.isEmpty)
    }

    /// Judges a claim on one corpus.
    ///
    /// - Throws: as ``init(of:on:)-(_,[String])``.
    public init(of claim: String, on corpus: Corpus) throws(JeoulError) {
        try self.init(of: claim, on: [VerificationCorpus(corpus)], isTolerant: false)
    }

    /// The same as work that goes on by itself, tells how far it is and can be cancelled.
    public static func task(of claim: String, on corpus: Corpus) -> CorpusTask<ClaimVerification> {
        CorpusTask(corpus) { (corpus, progress) throws(JeoulError) in
            try ClaimVerification(
                of: claim, on: [VerificationCorpus(corpus)], isTolerant: false,
                options: VerificationOptions(weighing: WeighingOptions(progress: progress)))
        }
    }

    private init(
        of claim: String, on corpora: [VerificationCorpus], isTolerant: Bool,
        options: VerificationOptions = VerificationOptions()
    ) throws(JeoulError) {
        let verification = try JeoulError.wrapping {
            let ledger = try ClaimLedger.standard()
            let vocabularies = try VocabularyCatalog.standard().withoutCompiled()
            let known = ledger.claims.first { $0.id == claim }
            let own = try UserClaims(known == nil ? [claim] : [], vocabularies: vocabularies, ledger: ledger)
            return try Verification(
                of: (known.map { [$0] } ?? []) + own.claims, on: corpora, vocabularies: vocabularies, options: options,
                paths: own.paths, tolerant: isTolerant)
        }
        let verdict = verification.verdicts[0]
        id = verdict.claim.id
        words = verdict.claim.words
        sentence = verdict.sentence
        readings = verdict.readings.map(Reading.init)
        warnings = verification.warnings.map(\.english)
    }
}

extension ClaimVerification.Reading {
    fileprivate init(_ verdict: ReadingVerdict) {
        id = verdict.reading.id
        says = verdict.reading.says
        outcome = verdict.outcome
        results = verdict.results.map { result in
            ClaimVerification.Result(
                corpus: result.corpus, estimate: result.estimate, interval: result.interval.map { $0.low...$0.high },
                needsAtLeast: result.judgement?.range?.low, needsAtMost: result.judgement?.range?.high,
                outcome: result.outcome, reason: (result.notRun ?? result.noInterval)?.english)
        }
    }
}
