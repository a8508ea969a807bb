/// The forms in which a result can be printed.
public enum OutputFormat: String, Sendable, Codable, CaseIterable {
    /// Aligned columns, for reading in a terminal.
    case table
    /// Full precision, stable keys, for programs.
    case json
    /// RFC 4180, plain numbers, for spreadsheets and data frames.
    case csv
    /// A GitHub-flavoured table, for documents.
    case markdown
}
