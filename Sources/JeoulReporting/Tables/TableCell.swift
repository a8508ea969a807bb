import Foundation
import JeoulStatistics

extension Table {
    /// One value of a table.
    package enum Cell: Sendable, Hashable {
        /// Words.
        case text(String)
        /// Words that are said in the reader's language; programs have the English.
        case words(Words)
        /// Words that a terminal shows in a colour, by their meaning.
        case toned(Words, TextStyle.Tone)
        /// No value, which readers see as these words.
        case named(Words)
        /// A whole number; readers see the thousands apart.
        case integer(Int)
        /// A number that readers see with so many digits behind the point.
        case decimal(Double, digits: Int)
        /// A share, 1 being all, that readers see in per cent with so many digits behind the point.
        case percentage(Double, digits: Int)
        /// A share that is saved, 1 being all, that readers see as `35.3% fewer`, and of one below zero `58.7% more`.
        case saving(Double, digits: Int)
        /// A factor that readers see with so many digits behind the point and × before it.
        case factor(Double, digits: Int)
        /// A probability that readers see with so many digits behind the point, and a smaller one as `< 0.001`.
        case probability(Double, digits: Int)
        /// Two numbers, the lower first, that readers see as `0.665–0.672`. For readers: programs get two columns.
        case interval(Double, Double, digits: Int)
        /// No value: undefined, or not known.
        case absent
    }
}

extension Table.Cell {
    /// The cell for readers of English.
    package var readable: String { readable(in: .english) }

    /// The cell for readers. A number that is not finite is no value.
    package func readable(in language: SentenceLanguage) -> String {
        switch self {
        case .text(let text): VisibleText.line(text)
        case .words(let words), .toned(let words, _), .named(let words): VisibleText.line(words.text(language))
        case .integer(let value): NumberFormat.grouped(value)
        case .decimal(let value, let digits): NumberFormat.fixed(value, digits: digits) ?? Self.none
        case .percentage(let value, let digits):
            NumberFormat.fixed(value * 100, digits: digits).map { $0 + "%" } ?? Self.none
        case .saving(let value, let digits): Self.saving(value, digits).map { $0.text(language) } ?? Self.none
        case .factor(let value, let digits): NumberFormat.fixed(value, digits: digits).map { "×" + $0 } ?? Self.none
        case .probability(let value, let digits): Self.probability(value, digits)
        case .interval(let low, let high, let digits): Self.interval(low, high, digits, language)
        case .absent: Self.none
        }
    }

    /// The cell for programs: plain digits, full precision, nothing where there is no value.
    var plain: String {
        switch self {
        case .text(let text): text
        case .words(let words), .toned(let words, _): words.english
        case .integer(let value): String(value)
        case .decimal(let value, _), .percentage(let value, _), .saving(let value, _), .factor(let value, _),
            .probability(let value, _):
            NumberFormat.exact(value) ?? ""
        case .interval(let low, let high, _):
            [low, high].compactMap(NumberFormat.exact).joined(separator: "/")
        case .named, .absent: ""
        }
    }

    /// Whether the cell is words, which may wrap.
    var isProse: Bool {
        switch self {
        case .text, .words, .toned, .named: true
        default: false
        }
    }

    /// The colour of its meaning.
    var tone: TextStyle.Tone? {
        if case .toned(_, let tone) = self { tone } else { nil }
    }

    private static let none = "–"

    private static func saving(_ value: Double, _ digits: Int) -> Words? {
        NumberFormat.fixed(abs(value) * 100, digits: digits).map { share in
            value < 0 ? Words("\(share)% more", "\(share)% 많음") : Words("\(share)% fewer", "\(share)% 적음")
        }
    }

    private static func probability(_ value: Double, _ digits: Int) -> String {
        let least = (0..<digits).reduce(1.0) { least, _ in least / 10 }
        return value < least
            ? NumberFormat.fixed(least, digits: digits).map { "< " + $0 } ?? none
            : NumberFormat.fixed(value, digits: digits) ?? none
    }

    private static func interval(_ low: Double, _ high: Double, _ digits: Int, _ language: SentenceLanguage) -> String {
        guard let low = NumberFormat.fixed(low, digits: digits), let high = NumberFormat.fixed(high, digits: digits)
        else { return none }
        return NumberFormat.span(low, high).text(language)
    }
}

/// Numbers as text for readers, the same in every locale, with a true minus sign; `exact` is for programs.
package enum NumberFormat {
    /// Two numbers as they are written, the lower first: `0.665–0.672`, in Korean `0.665~0.672`; no dash meets a minus sign. One where
    /// both are the same; % stands once.
    package static func span(_ low: String, _ high: String) -> Words {
        if low == high { return Words(low) }
        if low.hasPrefix("−") || high.hasPrefix("−") { return Words("\(low) to \(high)", "\(low)에서 \(high)") }
        let start = low.hasSuffix("%") && high.hasSuffix("%") ? String(low.dropLast()) : low
        return Words("\(start)–\(high)", "\(start)~\(high)")
    }

    /// So many of something: `1 document`, `2,000 documents`.
    ///
    /// - Parameter many: what several are called; by default the one with an s.
    package static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(count)) \(count == 1 ? one : many ?? one + "s")"
    }

    /// A whole number with a comma between each three digits.
    package static func grouped(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var at = digits.count - 3
        while at > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: at))
            at -= 3
        }
        return (value < 0 ? "−" : "") + digits
    }

    /// A number rounded to so many digits behind the point, its thousands apart; nil where it is not finite.
    ///
    /// Rounded as `NumberText.rounded` does it.
    package static func fixed(_ value: Double, digits: Int) -> String? {
        guard value.isFinite else { return nil }
        // What is larger is written with an exponent.
        guard let found = NumberText.rounded(value, digits) else { return "\(value)" }
        // Beyond Int the digits stay together: nobody reads them.
        let whole = Int(found.whole).map(grouped) ?? found.whole
        return (found.isNegative ? "−" : "") + whole + (found.fraction.isEmpty ? "" : "." + found.fraction)
    }

    /// The shortest decimal that is the number again when read; nil where it is not finite.
    static func exact(_ value: Double) -> String? {
        guard value.isFinite else { return nil }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
