import JeoulStatistics

extension Absence {
    /// Why there is no figure, in both languages; the Korean without the particulars.
    package var words: Words { Words(description, code.korean) }
}

extension Absence.Code {
    fileprivate var korean: String {
        switch self {
        case .fewUnits: "서로 독립인 문서가 너무 적다"
        case .notKorean: "한국어 글자가 절반이 되지 않는다"
        case .noDocuments: "빈 글이다"
        case .zeroDenominator, .zeroMeasure, .vanishingDenominator: "나눌 토큰이 없다"
        case .missingSetting: "비율을 구할 수 없다"
        }
    }
}

extension RatioEstimate {
    /// What a reader must know where the interval and the bootstrap disagree, in both languages.
    package var disagreementWords: Words? {
        guard let disagreement, let bca else { return nil }
        func span(_ interval: Interval) -> String {
            "\(NumberText.decimal(interval.low, 4))~\(NumberText.decimal(interval.high, 4))"
        }
        return Words(
            disagreement,
            "부트스트랩(BCa)으로는 구간이 \(interval.map(span) ?? "없음")이 아니라 \(span(bca))이다. 서로 독립인 문서가 적거나 몇몇이 너무 크다")
    }

    /// What its interval is made of: “519 clusters of 2,000 documents”, blocks of so many adjacent documents, or documents.
    ///
    /// - Parameter isClustered: whether the documents are known to be of clusters.
    package func unitWords(isClustered: Bool) -> Words {
        let documents = NumberFormat.counted(documents, "document")
        let (count, units) = ("문서 \(NumberFormat.grouped(self.documents))건", NumberFormat.grouped(units))
        if isClustered {
            return Words("\(NumberFormat.counted(self.units, "cluster")) of \(documents)", "군집 \(units)개(\(count))")
        }
        if let blockLength {
            return Words(
                "\(NumberFormat.counted(self.units, "block")) of \(blockLength) adjacent documents",
                "이웃한 문서 \(blockLength)건씩 묶은 덩어리 \(units)개")
        }
        return Words(NumberFormat.counted(self.units, "document"), "문서 \(units)건")
    }
}
