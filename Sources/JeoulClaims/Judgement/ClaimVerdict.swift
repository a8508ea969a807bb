import JeoulReporting

/// A claim judged: every reading on every corpus, then one line over all corpora, and what to print.
package struct ClaimVerdict: Sendable, Codable, Equatable {
    /// The claim.
    package let claim: Claim
    /// Its readings, judged.
    package let readings: [ReadingVerdict]
    /// Which readings hold where, and the spread of the estimate between corpora.
    package let summary: String
    /// The verdict in words that can be printed as they stand, in the language of the claim's words or the one asked for.
    package let sentence: String

    /// Whether Korean corpora can decide the claim at all; not if it speaks of several languages together.
    package var koreanDecides: Bool { claim.scope == .korean }

    /// Whether every reading is contradicted wherever it could be judged. A claim about several languages never is, on
    /// the strength of Korean alone, and neither is one with a reading that could not be judged anywhere.
    package var isContradicted: Bool { koreanDecides && readings.allSatisfy(\.isContradicted) }

    /// Whether some reading could not be judged on some corpus.
    package var isIncomplete: Bool { readings.contains(where: \.isIncomplete) }
}

extension Claim {
    /// Judges the claim.
    ///
    /// - Parameters:
    ///   - measurements: the claim's subject against its baseline, one a corpus.
    ///   - exactCounts: the tokens counted on the claim's exact sentence, where it has one.
    ///   - exactNotRun: why that sentence could not be counted.
    ///   - counted: what is to be said of the vocabularies that were counted.
    ///   - language: of the sentence; by default that of the claim's words.
    package func verdict(
        on measurements: [CorpusMeasurement], exactCounts: ExactCounts? = nil, exactNotRun: NotRun? = nil,
        counted: [CountedVocabulary] = [], language: SentenceLanguage? = nil
    ) -> ClaimVerdict {
        let readings = readings.map { reading in
            if reading.quantity == .exactCounts, let exact {
                let result = ReadingResult(exact, counted: exactCounts, notRun: exactNotRun)
                return ReadingVerdict(reading: reading, results: [result])
            }
            return ReadingVerdict(reading: reading, measurements: measurements)
        }
        return ClaimVerdict(
            claim: self, readings: readings, summary: VerdictSummary(readings).text,
            sentence: ClaimSentence(
                self, readings, on: measurements, exactNotRun: exactNotRun, counted: counted,
                in: language ?? SentenceLanguage(of: words)
            ).text)
    }
}

/// The exit status of `verify --strict`.
package enum StrictExit {
    /// 1 when every reading of some claim is contradicted; else 3 when one could not be run; else 0.
    package static func status(of verdicts: [ClaimVerdict]) -> Int32 {
        if verdicts.contains(where: \.isContradicted) { return 1 }
        return verdicts.contains(where: \.isIncomplete) ? 3 : 0
    }
}
