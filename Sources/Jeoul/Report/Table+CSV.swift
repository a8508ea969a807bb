extension Table {
    /// The table in CSV (RFC 4180): a line of keys, CRLF line ends, numbers in full precision without separators,
    /// shares and factors as plain numbers, nothing where there is no value. O(cells).
    public func csv() -> String {
        let shown = columnIndices(for: .programs)
        var text = Self.record(shown.map { columns[$0].key })
        for row in rows { text += Self.record(shown.map { row.cells[$0].plain }) }
        return text
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
