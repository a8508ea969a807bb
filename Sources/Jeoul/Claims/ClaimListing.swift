extension ClaimLedger {
    /// All claims as a table, what `jeoul claim list` prints.
    public var table: Table {
        var table = Table(columns: [
            Table.Column("id", title: "Claim", importance: 9),
            Table.Column("subject", title: "Subject", importance: 6),
            Table.Column("baseline", title: "Baseline", importance: 5),
            Table.Column("words", title: "Words", importance: 3),
            Table.Column("readings", title: "Readings", alignment: .right, importance: 4),
            Table.Column("source", title: "Source", importance: 1),
        ])
        for claim in claims {
            table.append([
                .text(claim.id), .text(claim.subject), .text(claim.baseline), .text(claim.words),
                .integer(claim.readings.count), .text(claim.source.title),
            ])
        }
        return table
    }

    /// The same for programs: `claims`, each as in the ledger.
    ///
    /// - Throws: what encoding throws.
    public func json() throws -> JSONValue {
        ["claims": .array(try claims.map { try JSONValue(encoding: $0) })]
    }
}

extension Claim {
    /// The claim as a table of facts, what `jeoul claim show` prints.
    public var table: Table {
        var table = Table(
            title: id,
            columns: [Table.Column("field", title: "Field", importance: 1), Table.Column("value", title: "Value")])
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
        add("hedged", hedged ? "yes: judged strictly, and as worded, within a tenth of the figure" : "no")
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
    func text(in quantity: Quantity) -> String {
        switch (low, high) {
        case (let low?, let high?):
            "\(quantity.formula) from \(NumberText.short(low, 6)) to \(NumberText.short(high, 6))"
        case (nil, let high?): "\(quantity.formula) at most \(NumberText.short(high, 6))"
        case (let low?, nil): "\(quantity.formula) at least \(NumberText.short(low, 6))"
        case (nil, nil): "\(quantity.formula) anything"
        }
    }
}
