/// The forms in which a result can be printed.
package enum OutputFormat: String, Sendable, Codable, CaseIterable {
    /// Aligned columns, for reading in a terminal.
    case table
    /// Full precision, stable keys, for programs.
    case json
    /// RFC 4180, plain numbers, for spreadsheets and data frames. What a spreadsheet would take for a formula is quoted as
    /// it understands.
    case csv
    /// The same with every text as it is, for programs that do not calculate what they read.
    case rawCSV = "raw-csv"
    /// A GitHub-flavoured table, for documents.
    case markdown
}
