extension Table {
    /// The table in CSV (RFC 4180): a line of keys, CRLF line ends, numbers in full precision without separators,
    /// shares and factors as plain numbers, nothing where there is no value. O(cells).
    ///
    /// A spreadsheet calculates a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end, whatever quotes stand
    /// around it: text that does so, and is no number, gets an apostrophe before it, which spreadsheets take for “this is
    /// text”. Controls and marks of direction are made visible (``VisibleText``), but for line ends.
    ///
    /// - Parameter isRaw: whether every text is as it is.
    package func csv(isRaw: Bool = false) -> String {
        let shown = columnIndices(for: .programs)
        func field(_ cell: Cell) -> String {
            return isRaw || !cell.isProse ? cell.plain : Self.harmless(cell.plain)
        }
        var text = Self.record(shown.map { isRaw ? columns[$0].key : Self.harmless(columns[$0].key) })
        for row in rows { text += Self.record(shown.map { field(row.cells[$0]) }) }
        return text
    }

    /// Text that no spreadsheet calculates. Spreadsheets take the full-width forms for the others.
    private static func harmless(_ text: String) -> String {
        let starts = Set("=+-@\t\r\n＝＋－＠".unicodeScalars)
        let isFormula = text.unicodeScalars.first.map(starts.contains) ?? false
        let shown = VisibleText.lines(text)
        return isFormula && Double(text) == nil ? "'" + shown : shown
    }

    private static func record(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\r\n"
    }

    /// The field in quotes where it needs them; looked at by scalars, since CR LF is one `Character`.
    private static func quoted(_ field: String) -> String {
        let scalars = field.unicodeScalars
        let needsQuotes =
            scalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
            || scalars.first == " " || scalars.last == " "
        guard needsQuotes else { return field }
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in scalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }
}
