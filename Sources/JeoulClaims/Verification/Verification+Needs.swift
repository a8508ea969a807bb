import JeoulReporting

extension Verification {
    /// What the corpus of a result is called.
    package func title(of result: ReadingResult) -> Words {
        corpora.first { $0.text.id == result.corpus }?.words ?? Words(result.title)
    }

    /// What would have to be true for a claim to hold, in tokens, for each reading on each corpus.
    package func needs(of index: Int) -> [Words] {
        verdicts[index].readings.flatMap { needs(verdicts[index].claim, $0) }
    }

    private func needs(_ claim: Claim, _ reading: ReadingVerdict) -> [Words] {
        guard let range = reading.reading.effective else { return [] }
        return reading.results.compactMap { result in
            guard
                let corpus = corpora.first(where: { $0.text.id == result.corpus }),
                let subject = vocabularies.column(claim.subject),
                let baseline = vocabularies.column(claim.baseline),
                let counts = corpus.weighing?.tokens, let estimate = result.estimate
            else { return nil }
            let (found, base) = (counts[subject], counts[baseline])
            let ends = [range.low, range.high].map { end in
                end.flatMap(reading.reading.quantity.tokenRatio(ofValue:)).flatMap {
                    Int(exactly: ($0 * Double(base)).rounded())
                }
            }
            let known = ends.compactMap(\.self).sorted()
            guard !known.isEmpty else { return nil }
            let isIncreasing = reading.reading.quantity.isIncreasing
            let span: Words
            if known.count == 2 {
                let (low, high) = (NumberFormat.grouped(known[0]), NumberFormat.grouped(known[1]))
                span = Words("between \(low) and \(high)", "\(low)~\(high)개")
            } else if (range.low != nil) == isIncreasing {
                span = Words("at least \(NumberFormat.grouped(known[0]))", "\(NumberFormat.grouped(known[0]))개 이상")
            } else {
                span = Words("at most \(NumberFormat.grouped(known[0]))", "\(NumberFormat.grouped(known[0]))개 이하")
            }
            let isInside = range.contains(estimate)
            let name = claim.subjectName
            let title = title(of: result)
            return Words(
                "Reading \(reading.reading.id), \(title.english): where \(claim.baselineName) spends \(NumberFormat.grouped(base)) tokens, "
                    + "\(name) would have to spend \(span.english); it spends \(NumberFormat.grouped(found))"
                    + (isInside ? ", which is inside." : "."),
                "해석 \(reading.reading.id), \(title.korean): \(claim.baselineName) 토큰으로 \(NumberFormat.grouped(base))개인 글에서 \(name)의 토큰은 "
                    + "\(span.korean)여야 한다. 실제로는 \(NumberFormat.grouped(found))개이다"
                    + (isInside ? "(범위 안)." : "."))
        }
    }

    /// What each corpus's interval is made of: sources, documents, or blocks of adjacent ones.
    func units(of index: Int) -> [Words] {
        let claim = verdicts[index].claim
        guard let subject = vocabularies.column(claim.subject), let baseline = vocabularies.column(claim.baseline)
        else {
            return []
        }
        return corpora.compactMap { corpus in
            guard let weighed = corpus.weighed,
                let ratio = weighed.ratios[WeighedCorpus.Pair(subject: subject, baseline: baseline)]
            else { return nil }
            let units = NumberFormat.grouped(ratio.units)
            let documents = NumberFormat.grouped(ratio.documents)
            let what =
                if weighed.table.clusters != nil {
                    Words("\(units) sources of \(documents) documents", "출처 \(units)곳(문서 \(documents)건)")
                } else if let length = ratio.blockLength {
                    Words(
                        "\(units) blocks of \(length) adjacent documents",
                        "이웃한 문서 \(length)건씩 묶은 덩어리 \(units)개")
                } else {
                    Words("\(units) documents", "문서 \(units)건")
                }
            return corpus.words + Words(" ") + what
        }
    }
}

extension Verification.WeighedText {
    /// What the corpus is called.
    package var words: Words { Words(text.title, text.provenance.titleKorean ?? text.title) }
}
