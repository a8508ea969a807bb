import JeoulReporting

extension Outcome {
    /// For readers, in both languages, of a reading that relates to its value in this way.
    package func words(of relation: Reading.Relation) -> Words { Words(text(of: relation), korean(of: relation)) }

    private func korean(of relation: Reading.Relation) -> String {
        switch (relation, self) {
        case (.reached, .supported): "이르렀음"
        case (.reached, .inconclusive): "이르지 못함"
        case (_, .supported): "뒷받침됨"
        case (_, .moreThanClaimed): "주장보다 더 큼"
        case (_, .contradicted): "어긋남"
        case (_, .inconclusive): "판단할 수 없음"
        case (_, .notJudged): "판정하지 않음"
        }
    }
}

extension ReadingResult {
    /// The outcome for readers; of what could not be run, that.
    package func outcomeWords(of relation: Reading.Relation) -> Words {
        outcome?.words(of: relation) ?? Self.notRunWords
    }

    /// Of what could not be run.
    package static let notRunWords = Words("not run", "재지 못함")
}

extension ReadingVerdict {
    /// On how many corpora there is each outcome: “supported on 3 corpora, inconclusive on 2”; of a sentence that was given, the outcome.
    package var tally: Words {
        var counts: [(words: Words, count: Int)] = []
        for result in results {
            let words = result.outcomeWords(of: reading.relation)
            if let index = counts.firstIndex(where: { $0.words == words }) {
                counts[index].count += 1
            } else {
                counts.append((words, 1))
            }
        }
        guard let first = results.first, first.corpus != nil else {
            return counts.first?.words ?? ReadingResult.notRunWords
        }
        return counts.enumerated().map { index, part in
            let corpora = index == 0 ? part.count == 1 ? " corpus" : " corpora" : ""
            return part.words
                + Words(" on \(part.count)\(corpora)", "(\(index == 0 ? "말뭉치 " : "")\(part.count)곳)")
        }.joined(by: ", ")
    }
}
