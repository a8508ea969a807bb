import JeoulStatistics

/// A claim's verdict in Korean. Names keep clear of particles that depend on how they are read aloud.
package struct KoreanSentence {
    private let facts: ClaimFacts
    private var claim: Claim { facts.claim }

    init(_ facts: ClaimFacts) { self.facts = facts }

    /// What became of the claim, and what that rests on: the texts, and what a further one would give.
    var parts: (verdict: String, basis: String) {
        let about = claim.words.contains(claim.subjectName) ? "" : "\(claim.subjectName)에 관한 "
        let source = facts.source(in: .korean).map { "(\($0))" } ?? ""
        let head = "\(about)“\(facts.words)”\(source)\(Self.endsInConsonant(facts.words) ? "이라는" : "라는") 주장"
        guard facts.isJudged else { return ("\(head)은 판정하지 않았다. 이유: \(reason).", "") }
        var sentences = facts.readings.count == 1 ? single(head) : several(head)
        sentences += (claim.impossible ?? []).map(impossible)
        if facts.isOfCost { sentences.append("비용은 토큰당 값이 같다고 보고 토큰 수로 견주었다.") }
        sentences += facts.counted.map(\.korean)
        switch claim.scope {
        case .korean: break
        case .allLanguages: sentences.append("여러 언어를 한데 묶어 말한 것이어서 한국어 글만으로는 가릴 수 없다.")
        case .english: sentences.append("영어 글을 두고 한 말이어서 한국어 글로는 가릴 수 없다.")
        }
        if claim.hedged {
            sentences.append(
                facts.isHedgeWider
                    ? "‘약’, ‘정도’처럼 어림잡은 말은 실제 차이가 적힌 값보다 15% 작거나 커도(로그로 따져) 맞는 것으로 본다. 저울(Jeoul)이 정한 기준이다."
                    : "어림잡은 말이지만 숫자의 자릿수가 허용하는 범위가 더 넓어 그 범위로 판정했다.")
        }
        let basis = [corpora, prediction].compactMap(\.self)
        return (sentences.joined(separator: " "), basis.joined(separator: " "))
    }

    private func impossible(_ reading: ImpossibleReading) -> String {
        switch reading {
        case .fewerTokens: "토큰이 \(claim.valueText) 적다는 뜻일 수는 없다. 토큰은 0개보다 적을 수 없기 때문이다."
        case .lessText: "토큰 하나에 담기는 양이 \(claim.valueText) 적다는 뜻일 수는 없다. 토큰에 담긴 글은 0보다 적을 수 없기 때문이다."
        }
    }

    private var reason: String {
        let places = facts.unjudged.map { "\($0.reason.korean)(\($0.titles.joined(separator: ", ")))" }
        if !places.isEmpty { return places.joined(separator: "; ") }
        return facts.exactNotRun?.korean ?? "잴 말뭉치가 없다"
    }

    // MARK: Readings

    private func single(_ head: String) -> [String] {
        let verdict = facts.readings[0]
        if verdict.reading.quantity == .exactCounts {
            return ["\(head)은 \(fate(verdict))."] + [evidence(verdict)].compactMap(\.self)
        }
        let place = verdict.judged.count == 1 ? verdict.judged.first.map(facts.title) : nil
        let text = place ?? "말뭉치 \(verdict.judged.count)개"
        return ["\(head)을 \(text)에서 확인한 결과, \(fate(verdict, isPlaced: place != nil))."]
            + [evidence(verdict)].compactMap(\.self)
    }

    private func several(_ head: String) -> [String] {
        let numbers = ["두", "세", "네", "다섯", "여섯"]
        let count = facts.readings.count - 2
        return ["\(head)은 \(numbers.indices.contains(count) ? numbers[count] : "여러") 가지로 읽을 수 있다."]
            + facts.readings.flatMap { verdict in
                ["\(meaning(verdict.reading)) \(fate(verdict))."] + [evidence(verdict)].compactMap(\.self)
            }
    }

    /// "맞으려면 32.5~33.5% 적어야 하는데, A.X 4.0의 토큰은 GPT-4o보다 34.6% 적었다(95% 구간 34.1~35.2%)."
    private func evidence(_ verdict: ReadingVerdict) -> String? {
        guard let found = found(verdict) else { return nil }
        guard let range = verdict.reading.effective else { return found + "." }
        return "맞으려면 \(condition(verdict.reading, range)) 하는데, \(found)."
    }

    /// "32.5~33.5% 적어야", "1.45~1.55배여야", "1.105배 이하여야"
    private func condition(_ reading: Reading, _ range: ClaimRange) -> String {
        let text = ReadingText(reading, among: facts.readings, in: .korean)
        let unit = text.isShare ? "" : "배"
        let adjective = reading.quantity == .reduction ? "적어야" : "많아야"
        switch text.ends(range) {
        case (let low?, let high?) where reading.relation == .atMost:
            return "\(low)\(unit)보다 크고 \(high)\(unit) 이하여야"
        case (let low?, let high?):
            let span = text.span(low, high) + unit
            if reading.relation == .reached { return "\(span)에 이르러야" }
            return text.isShare ? "\(span) \(adjective)" : "\(span)여야"
        case (nil, let high?): return "\(high)\(unit) 이하여야"
        case (let low?, nil): return text.isShare ? "\(low) 이상 \(adjective)" : "\(low)\(unit) 이상이어야"
        case (nil, nil): return "–"
        }
    }

    /// "말뭉치 4개 가운데 2개에서는 주장이 뒷받침되었고 2개에서는 주장과 어긋났다"
    ///
    /// - Parameter isPlaced: whether the one corpus has been named.
    private func fate(_ verdict: ReadingVerdict, isPlaced: Bool = false) -> String {
        if verdict.judged.isEmpty { return "판정하지 않았다" }
        if verdict.reading.quantity == .exactCounts {
            return verdict.outcome == .supported ? "정확하다" : "정확하지 않다"
        }
        let total = verdict.judged.count
        let tally = facts.tally(verdict)
        if total == 1, let only = verdict.judged.first {
            let ending = ending(tally[0].outcome, verdict, isLast: true)
            return isPlaced ? ending : "\(facts.title(only))에서는 \(ending)"
        }
        if tally.count == 1 {
            let isReachedNowhere = verdict.reading.relation == .reached && tally[0].outcome == .inconclusive
            return "말뭉치 \(total)개 \(isReachedNowhere ? "어디에서도" : "모두에서") "
                + ending(tally[0].outcome, verdict, isLast: true)
        }
        let parts = tally.enumerated().map { index, part in
            "\(part.count)개에서는 \(ending(part.outcome, verdict, isLast: index == tally.count - 1))"
        }
        let isOne = verdict.reading.relation != .equals
        let isDecided = isOne && verdict.outcome != .inconclusive
        let overall = isDecided ? ". 따라서 전체로는 \(ending(verdict.outcome, verdict, isLast: true))" : ""
        return "말뭉치 \(total)개 가운데 \(parts.joined(separator: ", "))\(overall)"
    }

    private func ending(_ outcome: Outcome, _ verdict: ReadingVerdict, isLast: Bool) -> String {
        let isReached = verdict.reading.relation == .reached
        let (last, joined) =
            switch outcome {
            case .supported where isReached: ("그만큼에 이르렀다", "그만큼에 이르렀고")
            case .inconclusive where isReached: ("그만큼에 이르지 못했다", "그만큼에 이르지 못했고")
            case .supported: ("주장이 뒷받침되었다", "주장이 뒷받침되었고")
            case .moreThanClaimed: ("실제 차이가 주장보다 컸다", "실제 차이가 주장보다 컸고")
            case .contradicted: ("주장과 어긋났다", "주장과 어긋났고")
            case .inconclusive: ("어느 쪽인지 판단하기 어려웠다", "어느 쪽인지 판단하기 어려웠고")
            case .notJudged: ("판정하지 않았다", "판정하지 않았고")
            }
        return isLast ? last : joined
    }

    /// Whether words end in a sound that takes "이라는": a syllable with a final consonant, or a digit read as one.
    private static func endsInConsonant(_ words: String) -> Bool {
        guard
            let last = words.unicodeScalars.last(where: {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
            })
        else { return false }
        if (0xAC00...0xD7A3).contains(last.value) { return (last.value - 0xAC00) % 28 != 0 }
        return "013678LMNRlmnr".unicodeScalars.contains(last)
    }

    /// "토큰이 33% 적다는 뜻이라면"
    private func meaning(_ reading: Reading) -> String {
        reading.quantity == .exactCounts
            ? "제시한 문장의 토큰 수를 말한 것이라면" : Self.clause(reading, isRange: facts.isRange) + "는 뜻이라면"
    }

    /// A reading by itself: "토큰이 33% 적다", "토큰 하나에 담기는 양이 1.33배이다".
    package static func title(_ reading: Reading, of claim: Claim) -> String {
        if reading.quantity == .exactCounts { return "제시한 문장의 토큰 수" }
        let clause = clause(reading, isRange: ClaimFacts.isRange(claim))
        return clause.hasSuffix("라") ? clause.dropLast(clause.hasSuffix("이라") ? 2 : 1) + "이다" : clause
    }

    /// "토큰이 33% 적다", "토큰 하나에 담기는 양이 1.33배라": what may stand before "는 뜻".
    private static func clause(_ reading: Reading, isRange: Bool) -> String {
        let isShare = reading.quantity == .reduction || reading.quantity == .bytesPerTokenGain
        let value = isShare ? NumberText.short(reading.value * 100, 2) + "%" : NumberText.short(reading.value, 4) + "배"
        let (subject, change, predicate) =
            switch reading.quantity {
            case .reduction: ("토큰이", "토큰 절감이", " 적다")
            case .bytesPerTokenGain: ("토큰당 바이트 수가", "토큰당 바이트 수의 증가가", " 많다")
            case .ratioBaselineOverSubject: ("토큰 하나에 담기는 양이", "토큰 하나에 담기는 양이", "라")
            case .ratioSubjectOverBaseline: ("토큰 수가", "토큰 수가", "라")
            case .exactCounts: ("", "", "")
            }
        if isRange {
            let isMore = reading.quantity != .reduction && reading.favoursLarger
            return "\(subject) \(isMore ? "많다" : "적다")"
        }
        return switch reading.relation {
        case .equals: "\(subject) \(value)\(predicate)"
        case .atMost: "\(change) 어느 글에서나 \(value)를 넘지 않는다"
        case .atLeast: "\(subject) \(value) 이상\(isShare ? predicate : "이라")"
        case .reached: "\(change) \(value)에 이르는 글이 있다"
        }
    }

    /// "A.X 4.0의 토큰은 GPT-4o보다 34.6~38.0% 적었다"
    private func found(_ verdict: ReadingVerdict) -> String? {
        if let counted = verdict.results.lazy.compactMap(\.exact).first {
            return "\(claim.subjectName)의 토큰은 \(counted.subjectTokens)개, \(claim.baselineName)의 토큰은 "
                + "\(counted.baselineTokens)개였다"
        }
        guard let finding = ReadingFinding(verdict, among: facts.readings, in: .korean) else { return nil }
        let interval = finding.interval.map { interval in
            "(\(NumberText.short(interval.level * 100, 1))% 구간 \(span(finding, interval)))"
        }
        let varies = finding.varies ? "글에 따라 " : ""
        let amount = amount(finding, finding.low, finding.high)
        let what =
            switch verdict.reading.quantity {
            case .reduction: "\(claim.subjectName)의 토큰은 \(claim.baselineName)보다 \(varies)\(amount)"
            case .bytesPerTokenGain: "\(claim.subjectName)의 토큰당 바이트 수는 \(claim.baselineName)보다 \(varies)\(amount)"
            case .ratioBaselineOverSubject, .exactCounts:
                "\(claim.subjectName)의 토큰 하나에 담긴 글은 \(varies)\(claim.baselineName)의 \(amount)"
            case .ratioSubjectOverBaseline: "\(claim.subjectName)의 토큰 수는 \(varies)\(claim.baselineName)의 \(amount)"
            }
        return what + (finding.text.isShare ? "" : "배였다") + (interval ?? "")
    }

    private func amount(_ finding: ReadingFinding, _ low: Double, _ high: Double) -> String {
        guard finding.text.isShare else { return finding.text.span(low, high) }
        let isReduction = finding.verdict.reading.quantity == .reduction
        if low < 0, high > 0 {
            let (less, more) = isReduction ? ("많은", "적은") : ("적은", "많은")
            return "\(finding.text.number(-low)) \(less) 데서 \(finding.text.number(high)) \(more) 데까지 있었다"
        }
        return finding.directed(
            low, high, more: isReduction ? " 적었다" : " 많았다", less: isReduction ? " 많았다" : " 적었다"
        ) { "\($0), \($1)" }
    }

    private func span(_ finding: ReadingFinding, _ interval: Interval) -> String {
        guard finding.text.isShare else { return finding.text.span(interval.low, interval.high) + "배" }
        if finding.low >= 0, interval.low >= 0 { return finding.text.span(interval.low, interval.high) }
        if finding.low < 0, interval.high <= 0 { return finding.text.span(-interval.high, -interval.low) }
        let isReduction = finding.verdict.reading.quantity == .reduction
        return "\(finding.text.number(-interval.low)) \(isReduction ? "많음" : "적음")~"
            + "\(finding.text.number(interval.high)) \(isReduction ? "적음" : "많음")"
    }

    // MARK: Corpora

    private var corpora: String? {
        guard facts.corpora > 0 else { return nil }
        let groups = facts.groups.map { group in
            group.titles.joined(separator: ", ") + (group.provenance.written(in: .korean).map { "(\($0))" } ?? "")
        }
        let number = facts.corpora == 1 ? "" : " (자료원 \(facts.sources)곳의 말뭉치 \(facts.corpora)개)"
        let left = facts.unjudged.map {
            " \($0.titles.joined(separator: ", "))에서는 판정하지 않았다(\($0.reason.korean))."
        }
        return "판정에 쓴 글: \(groups.joined(separator: "; "))\(number).\(left.joined())"
    }

    private var prediction: String? {
        guard let (interval, finding) = facts.prediction else { return nil }
        let isReduction = finding.verdict.reading.quantity == .reduction
        let (fewer, more) = isReduction ? ("많을 것", "적을 것") : ("적을 것", "많을 것")
        let middle = finding.middle(
            interval.mean, of: interval.low, interval.high, more: isReduction ? " 적음" : " 많음",
            less: isReduction ? " 많음" : " 적음")
        let span =
            if !finding.text.isShare {
                "\(finding.text.span(interval.low, interval.high))배일 것"
            } else if interval.low >= 0 {
                "\(finding.text.span(interval.low, interval.high)) \(more)"
            } else if interval.high <= 0 {
                "\(finding.text.span(-interval.high, -interval.low)) \(fewer)"
            } else {
                "\(finding.text.number(-interval.low)) \(isReduction ? "많은" : "적은") 데서 "
                    + "\(finding.text.number(interval.high)) \(isReduction ? "적은" : "많은") 데 사이일 것"
            }
        return "자료원이 다른 말뭉치라면 \(span)으로 예상된다"
            + "(\(NumberText.short(interval.level * 100, 1))% 예측 구간, 자료원 \(interval.sources)곳, "
            + "가운데 값 \(middle)\(finding.text.isShare ? "" : "배"))."
    }
}
