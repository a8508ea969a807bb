import JeoulText
import JeoulReporting
import JeoulStatistics

extension [Claim] {
    /// Claims as a table, what `jeoul claim list` prints.
    ///
    /// - Parameter isLong: whether readers see all columns.
    package func table(isLong: Bool = false) -> Table {
        let longAudience: Table.Audience = isLong ? .everyone : .programs
        var table = Table(columns: [
            Table.Column("id", title: "Claim"),
            Table.Column("subject", title: "Subject", audience: longAudience),
            Table.Column("baseline", title: "Baseline", audience: longAudience),
            Table.Column("compares", title: "Compares", audience: .readers),
            Table.Column("words", title: "Words"),
            Table.Column("readings", title: "Readings", alignment: .right, audience: longAudience),
            Table.Column("source", title: "Source", audience: longAudience),
        ])
        for claim in self {
            table.append([
                .text(claim.id), .text(claim.subject), .text(claim.baseline),
                isLong ? .absent : .text("\(claim.subjectName) with \(claim.baselineName)"), .text(claim.words),
                .integer(claim.readings.count), .text(claim.source.title),
            ])
        }
        return table
    }

    /// The same for programs: `claims`, each as in the ledger.
    ///
    /// - Throws: what encoding throws.
    package var json: JSONValue {
        get throws { ["claims": .array(try map { try JSONValue(encoding: $0) })] }
    }
}

extension Claim {
    /// The claim as a table of facts, what `jeoul claim show` prints.
    package var table: Table {
        var table = Table(
            title: Words(id),
            columns: [Table.Column("field", title: "Field"), Table.Column("value", title: "Value")])
        func add(_ field: String, _ value: String?) {
            if let value { table.append([.text(field), .text(value)]) }
        }
        add("words", words)
        add("subject", "\(subjectName) (\(subject))")
        add("baseline", "\(baselineName) (\(baseline))")
        add("source", source.title)
        add("url", source.url)
        add("path", source.path)
        add("commit", source.commit)
        add("date", source.date)
        add("source note", source.note)
        add("scope", scope.rawValue)
        add(
            "hedged",
            hedged
                ? "yes: judged strictly, and as worded, within \(NumberText.short(Reading.hedge * 100, 2))% of |ln(T/T₀)|"
                : "no")
        for reading in readings {
            add("reading \(reading.id)", reading.says)
            add("  strict", reading.strict?.text(in: reading.quantity))
            add("  as worded", reading.worded?.text(in: reading.quantity))
        }
        if let exact {
            add("sentence", exact.text)
            add(
                "  stated",
                "subject \(exact.subjectTokens) tokens" + (exact.baselineTokens.map { ", baseline \($0)" } ?? ""))
        }
        add("note", note)
        return table
    }
}

extension ClaimRange {
    /// "1 − T/T₀ from 0.325 to 0.335", "1 − T/T₀ at most 0.34"
    package func text(in quantity: Quantity) -> String {
        switch (low, high) {
        case (let low?, let high?):
            "\(quantity.formula) from \(NumberText.short(low, 6)) to \(NumberText.short(high, 6))"
        case (nil, let high?): "\(quantity.formula) at most \(NumberText.short(high, 6))"
        case (let low?, nil): "\(quantity.formula) at least \(NumberText.short(low, 6))"
        case (nil, nil): "\(quantity.formula) anything"
        }
    }
}

extension Claim: Searchable {
    /// What it is found by.
    package var searchText: [String] {
        [id, subject, baseline, subjectName, baselineName, words, source.title] + readings.map(\.says)
    }
}
