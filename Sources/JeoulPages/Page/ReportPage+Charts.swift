import JeoulCore
import JeoulReporting
import JeoulStatistics

extension ReportPage {
    /// A chart that can be had as a file.
    package enum Chart: String, Sendable, CaseIterable {
        /// What is found, against what is claimed or the baseline.
        case forest
        /// Tokens per Korean character of all vocabularies.
        case bars
        /// The same text as tokens of each vocabulary.
        case tokens
        /// How the estimate moves with the settings.
        case settings

        /// The chart that a file is named after: `forest.svg`, `sampler-forest.svg`.
        package init?(path: String) {
            let name = path.split(separator: "/").last ?? ""
            guard name.lowercased().hasSuffix(".svg") else { return nil }
            let stem = name.dropLast(4).lowercased()
            guard let chart = Self.allCases.first(where: { stem == $0.rawValue || stem.hasSuffix("-" + $0.rawValue) })
            else { return nil }
            self = chart
        }
    }

    /// A chart as an SVG file; nil where there is nothing to draw.
    package func chart(_ chart: Chart) -> String? {
        let drawings =
            switch chart {
            case .forest: forests.map { $0.drawing(width: Self.width) }
            case .bars: bars.map { $0.drawing(width: Self.width) }
            case .tokens: [tokens?.drawing(width: Self.width)].compactMap(\.self)
            case .settings:
                claims.flatMap(\.moves).map { $0.drawing(width: Self.width) }
                    + denominators.map { $0.drawing(width: Self.width) }
            }
        guard let first = drawings.first else { return nil }
        var all = Drawing(width: Self.width, title: first.title, summary: first.summary)
        for drawing in drawings {
            all.text(drawing.title, 8, all.height + 26, size: 15, .heading)
            all.place(drawing, x: 0, y: all.height + 36)
        }
        return all.file(language)
    }

    /// The width of a chart on a wide page.
    static let width = 820.0
    /// The width of a chart on a narrow one.
    static let narrowWidth = 360.0

    var forests: [ForestChart] { claims.flatMap(\.forests) + [comparison?.forest].compactMap(\.self) }

    var tokens: TokensChart? {
        sample.map {
            TokensChart(
                $0, title: Words("The same text as tokens", "같은 글의 토큰"),
                summary: Words("Each vocabulary's tokens, in alternating shades", "어휘별 토큰을 두 가지 바탕색으로 번갈아 표시"))
        }
    }

    /// A chart a corpus, the vocabularies in the order of the first.
    var bars: [BarsChart] {
        let order = vocabularies.indices.sorted { left, right in
            let values = corpora.first?.perCharacter
            return (values?[left].value ?? .infinity, left) < (values?[right].value ?? .infinity, right)
        }
        let greatest = corpora.flatMap(\.perCharacter).flatMap { [$0.value, $0.interval?.high].compactMap(\.self) }
            .max()
        return corpora.map { corpus in
            let bars = order.compactMap { index -> BarsChart.Bar? in
                let estimate = corpus.perCharacter[index]
                return estimate.value.map {
                    BarsChart.Bar(
                        label: vocabularies[index].readersName, value: $0,
                        interval: estimate.interval.map { ($0.low, $0.high) })
                }
            }
            let said = bars.map { "\($0.label) \(NumberText.decimal($0.value, 3))" }.joined(separator: ", ")
            return BarsChart(
                title: corpus.title, summary: Words(said),
                quantity: Words("tokens per Korean character, with 95% intervals", "한글 글자당 토큰 수와 95% 구간"), bars: bars,
                greatest: greatest)
        }
    }
}

extension ReportPage {
    /// The tokens of the first corpus per unit of each denominator, the vocabularies in the order of ``bars``.
    var denominators: [BarsChart] {
        guard let corpus = corpora.first else { return [] }
        let order = vocabularies.indices.sorted {
            (corpus.weighing.tokens[$0], $0) < (corpus.weighing.tokens[$1], $1)
        }
        return Denominator.allCases.compactMap { denominator in
            let units = corpus.weighing.characters[denominator]
            guard units > 0 else { return nil }
            let bars = order.map { index in
                BarsChart.Bar(
                    label: vocabularies[index].readersName,
                    value: Double(corpus.weighing.tokens[index]) / Double(units))
            }
            let said = bars.map { "\($0.label) \(NumberText.decimal($0.value, 3))" }.joined(separator: ", ")
            let words = denominator.words
            return BarsChart(
                title: words, summary: Words(said),
                quantity: Words("tokens per \(words.english)", "\(words.korean) 하나에 드는 토큰 수"), bars: bars)
        }
    }
}

extension Denominator {
    /// One of its units.
    fileprivate var words: Words {
        switch self {
        case .hangul: Words("Korean character", "한글 글자")
        case .syllable: Words("Hangul syllable", "한글 음절")
        case .grapheme: Words("character", "글자(문자소 묶음)")
        case .graphemeNonspace: Words("character other than space", "공백이 아닌 글자")
        case .scalar: Words("Unicode scalar", "유니코드 스칼라")
        case .byte: Words("byte of UTF-8", "UTF-8 바이트")
        case .eojeol: Words("eojeol", "어절")
        }
    }
}

extension Vocabulary {
    /// A model that has it, which readers know, and its id.
    var readersName: String {
        guard let model = entry?.models.first, model.count <= 20 else { return id }
        return "\(model) · \(id)"
    }
}
