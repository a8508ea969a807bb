import JeoulReporting
import JeoulStatistics

/// The numbers of one reading as they are written, with enough digits that what lies outside a range is not printed as its
/// end, nor the ends of an interval as one.
package struct ReadingText {
    let reading: Reading
    package let places: Int
    private let language: SentenceLanguage

    /// Whether the quantity is a share that has a sign: fewer or more.
    var isShare: Bool { Self.isShare(reading) }

    private static func isShare(_ reading: Reading) -> Bool {
        reading.quantity == .reduction || reading.quantity == .bytesPerTokenGain
    }

    /// A reading's numbers, with the digits that all readings of its claim need which are about the same quantity: a figure is
    /// written in one way wherever it stands.
    package init(_ reading: Reading, among verdicts: [ReadingVerdict], in language: SentenceLanguage = .english) {
        self.reading = reading
        self.language = language
        let peers = verdicts.filter { $0.reading.quantity == reading.quantity }
        places = peers.map { Self.places($0.reading, $0.results) }.max() ?? Self.places(reading, [])
    }

    private static func places(_ reading: Reading, _ results: [ReadingResult]) -> Int {
        let isShare = Self.isShare(reading)
        let values = results.flatMap { [$0.estimate, $0.interval?.low, $0.interval?.high] }.compactMap(\.self)
        let ends = [reading.strict?.low, reading.strict?.high].compactMap(\.self)
        let worded = [(reading.worded?.low, true), (reading.worded?.high, false)]
            .compactMap { end, isLow in end.map { (value: $0, isLow: isLow) } }
        let fewest = isShare ? 1 : 2
        return (fewest..<fewest + 4).first { places in
            results.compactMap(\.interval).allSatisfy {
                $0.low == $0.high || Self.text($0.low, isShare, places) != Self.text($0.high, isShare, places)
            }
                && values.allSatisfy { value in
                    ends.allSatisfy {
                        $0 == value || Self.text($0, isShare, places) != Self.text(value, isShare, places)
                    }
                        && worded.allSatisfy {
                            $0.value == value
                                || Self.inward($0.value, isLow: $0.isLow, isShare, places)
                                    != Self.text(value, isShare, places)
                        }
                }
        } ?? fewest
    }

    /// "34.6%", "1.55"
    package func number(_ value: Double) -> String { Self.text(value, isShare, places) }

    /// "34.6–35.3%", "1.52–1.58"; one number where both are written alike. Values of one sign.
    package func span(_ low: Double, _ high: Double) -> String { span(number(low), number(high)) }

    /// The ends of a range that a verdict needs: of one as rounded all digits, unless there is no end of them, as of a third; of one as
    /// worded as many as the figures have, rounded inwards, so that what is printed is allowed.
    package func ends(_ range: ClaimRange) -> (low: String?, high: String?) {
        let isWorded = range == reading.worded
        func end(_ value: Double, isLow: Bool) -> String {
            if isWorded { return Self.inward(value, isLow: isLow, isShare, places) }
            let number = isShare ? value * 100 : value
            let kept = isShare ? 4 : 6
            let isEndless = NumberText.short(number, kept) != NumberText.short(number, kept - 1)
            return NumberText.short(number, isEndless ? max(places, isShare ? 2 : 3) : kept) + (isShare ? "%" : "")
        }
        return (range.low.map { end($0, isLow: true) }, range.high.map { end($0, isLow: false) })
    }

    /// "32.5–33.5%", "1.325–1.335", "over 0% and at most 34.5%", "at least 30%"
    package func needs(_ range: ClaimRange) -> String {
        switch ends(range) {
        case (let low?, let high?):
            return reading.relation == .atMost
                ? Words("over \(low) and at most \(high)", "\(low) 초과 \(high) 이하").text(language) : span(low, high)
        case (nil, let high?): return Words("at most \(high)", "\(high) 이하").text(language)
        case (let low?, nil): return Words("at least \(low)", "\(low) 이상").text(language)
        case (nil, nil): return "–"
        }
    }

    /// Two numbers as they are written; % stands once.
    package func span(_ low: String, _ high: String) -> String { NumberFormat.span(low, high).text(language) }

    /// A reading by itself: "33% fewer tokens", "토큰이 33% 적다".
    package static func title(_ reading: Reading, of claim: Claim) -> Words {
        Words(EnglishSentence.title(reading, of: claim), KoreanSentence.title(reading, of: claim))
    }

    /// An end of a range, rounded towards its inside.
    private static func inward(_ value: Double, isLow: Bool, _ isShare: Bool, _ places: Int) -> String {
        let scale = (0..<places).reduce(isShare ? 100.0 : 1) { scale, _ in scale * 10 }
        // What stands for a decimal is not moved by the last bit that it lacks.
        let scaled = value * scale
        let rounded = isLow ? (scaled - 1e-7).rounded(.up) : (scaled + 1e-7).rounded(.down)
        return text(rounded / scale, isShare, places)
    }

    private static func text(_ value: Double, _ isShare: Bool, _ places: Int) -> String {
        isShare ? NumberText.percent(value, places) : NumberText.decimal(value, places)
    }
}

/// What was found by one reading on the corpora that were judged: the span of the estimates, or an estimate and its interval.
struct ReadingFinding {
    let text: ReadingText
    let verdict: ReadingVerdict
    let low: Double
    let high: Double
    /// The interval, where one corpus was judged.
    let interval: Interval?

    /// `nil` where nothing was judged by it, and for exact counts.
    ///
    /// - Parameter verdicts: all of the claim's.
    init?(_ verdict: ReadingVerdict, among verdicts: [ReadingVerdict], in language: SentenceLanguage) {
        let estimates = verdict.judged.compactMap(\.estimate)
        guard verdict.reading.quantity != .exactCounts, let low = estimates.min(), let high = estimates.max() else {
            return nil
        }
        self.verdict = verdict
        text = ReadingText(verdict.reading, among: verdicts, in: language)
        self.low = low
        self.high = high
        interval = verdict.judged.count == 1 ? verdict.judged.first?.interval : nil
    }

    /// Whether it differs from corpus to corpus, in the digits that are written.
    var varies: Bool { interval == nil && text.number(low) != text.number(high) }

    /// The middle of a span, without the sign that the words of the span have said.
    func middle(_ value: Double, of low: Double, _ high: Double, more: String, less: String) -> String {
        guard text.isShare else { return text.number(value) }
        if low >= 0 || high <= 0 { return text.number(abs(value)) }
        return text.number(abs(value)) + (value < 0 ? less : more)
    }

    /// A span of values of a share, in words that have the direction, so that the numbers need no sign.
    func directed(_ low: Double, _ high: Double, more: String, less: String, from: (String, String) -> String) -> String
    {
        if low >= 0 { return text.span(low, high) + more }
        if high <= 0 { return text.span(-high, -low) + less }
        return from(text.number(-low) + less, text.number(high) + more)
    }
}
