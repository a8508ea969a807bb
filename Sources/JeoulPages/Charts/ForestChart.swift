import JeoulClaims
import JeoulVerifying
import JeoulText
import JeoulReporting
import JeoulStatistics

/// Estimates with their intervals, one a line, over the range that is claimed.
struct ForestChart: Sendable {
    /// A line.
    struct Row: Sendable {
        /// Whose estimate it is.
        var label: Words
        var estimate: Double?
        var interval: (low: Double, high: Double)?
        /// What the colour says.
        var role: Drawing.Role
        /// What stands beside the interval: documents and clusters, and what follows; else why there is none.
        var note: Words

        init(
            label: Words, estimate: Double?, interval: (low: Double, high: Double)?, outcome: Outcome?, note: Words
        ) {
            let role: Drawing.Role =
                switch outcome {
                case .supported: .supported
                case .moreThanClaimed: .more
                case .contradicted: .contradicted
                case .inconclusive: .inconclusive
                case .notJudged, nil: .unjudged
                }
            self.init(label: label, estimate: estimate, interval: interval, role: role, note: note)
        }

        init(
            label: Words, estimate: Double?, interval: (low: Double, high: Double)?, role: Drawing.Role, note: Words
        ) {
            self.label = label
            self.estimate = estimate
            self.interval = interval
            self.role = role
            self.note = note
        }
    }

    /// Lines under a heading of their own.
    struct Group: Sendable {
        var heading: Words?
        var rows: [Row]
    }

    var title: Words
    /// What the axis measures.
    var quantity: Words
    var groups: [Group]
    /// The range that is claimed; an end that is nil is open.
    var range: ClaimRange?
    /// Whether values are shares, written in per cent.
    var isShare: Bool
    /// The decimals of the numbers beside the lines.
    var decimals: Int
    /// The range in words, where it is said elsewhere with other digits.
    var claimed: Words?
    /// A value to draw a thin line at: “no difference”.
    var reference: Double?
    /// Values that the axis has room for too: those of charts that are compared with it.
    var extent: [Double] = []

    /// What is drawn on the axis.
    var values: [Double] {
        groups.flatMap(\.rows).flatMap { [$0.estimate, $0.interval?.low, $0.interval?.high].compactMap(\.self) }
    }

    init(
        title: Words, quantity: Words, groups: [Group], range: ClaimRange?, isShare: Bool, decimals: Int? = nil,
        claimed: Words? = nil, reference: Double? = nil
    ) {
        self.title = title
        self.quantity = quantity
        self.groups = groups
        self.range = range
        self.isShare = isShare
        self.decimals = decimals ?? (isShare ? 1 : 3)
        self.claimed = claimed
        self.reference = reference
    }

    /// The chart in words: what is claimed, and each line with its number and what follows.
    var summary: Words {
        let claimed = range.map { Words("claimed: ", "주장: ") + rangeText($0) + Words("; ") } ?? Words("")
        let rows = groups.flatMap { group in
            group.rows.map { row in
                let name = group.heading.map { $0 + Words(" ") + row.label } ?? row.label
                return name + Words(": ") + text(row)
                    + (row.note == Words("") ? Words("") : Words(" (") + row.note + Words(")"))
            }
        }
        return quantity + Words("; ") + claimed + rows.joined(by: "; ")
    }

    func number(_ value: Double, decimals: Int) -> String {
        isShare ? NumberText.percent(value, decimals) : NumberText.decimal(value, decimals)
    }

    /// “35.0% (34.6–35.3%)”
    func text(_ row: Row) -> Words {
        guard let estimate = row.estimate else { return "–" }
        let value = Words(number(estimate, decimals: decimals))
        guard let interval = row.interval else { return value }
        let ends = NumberFormat.span(
            number(interval.low, decimals: decimals), number(interval.high, decimals: decimals))
        return value + Words(" (") + ends + Words(")")
    }

    /// “32.5–33.5%”
    func rangeText(_ range: ClaimRange) -> Words {
        if let claimed { return claimed }
        func end(_ value: Double) -> String {
            isShare ? NumberText.short(value * 100, 2) + "%" : NumberText.short(value, 4)
        }
        switch (range.low, range.high) {
        case (let low?, let high?): return NumberFormat.span(end(low), end(high))
        case (let low?, nil): return Words("≥ \(end(low))")
        case (nil, let high?): return Words("≤ \(end(high))")
        case (nil, nil): return "–"
        }
    }
}
