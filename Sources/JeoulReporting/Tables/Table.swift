/// A result as rows and columns of typed cells, to be rendered in whatever format is asked for.
///
/// Numbers stay numbers until they are rendered: the table rounds them for reading, CSV gives them as they are.
package struct Table: Sendable, Hashable {
    /// On which side of a column its cells stand.
    package enum Alignment: Sendable, Hashable {
        /// For words.
        case left
        /// For numbers.
        case right
    }

    /// For whom a column is.
    package enum Audience: Sendable, Hashable {
        /// In every format.
        case everyone
        /// In the table and in Markdown: an interval in one cell, a remark.
        case readers
        /// In CSV: the two ends of an interval, an exact value.
        case programs
    }

    /// How much a row stands out in a terminal.
    package enum Emphasis: Sendable, Hashable {
        /// As it is.
        case normal
        /// The one to look at first.
        case strong
        /// The one that matters least.
        case faint
    }

    /// What a column holds.
    package struct Column: Sendable, Hashable {
        /// The name for programs, the head of the column in CSV: lower case with underscores.
        package var key: String
        /// The head of the column for readers.
        package var title: String
        /// The unit, shown behind the title; nil for none.
        package var unit: String?
        /// On which side the cells stand.
        package var alignment: Alignment
        /// For whom the column is.
        package var audience: Audience
        /// The head of the column in Korean; nil where it has none, and the English stands.
        package var korean: String?
        /// Whether a terminal that is too narrow for all columns leaves it out, and says so; of several the last goes first.
        package var yields: Bool

        /// A column.
        package init(
            _ key: String, title: String, unit: String? = nil, alignment: Alignment = .left,
            audience: Audience = .everyone, korean: String? = nil, yields: Bool = false
        ) {
            self.key = key
            self.title = title
            self.unit = unit
            self.alignment = alignment
            self.audience = audience
            self.korean = korean
            self.yields = yields
        }

        /// Title and unit as readers see them.
        package var heading: String { unit.map { "\(title) (\($0))" } ?? title }

        /// The same in both languages.
        package var words: Words { Words(heading, korean ?? heading) }
    }

    /// A row: a cell for each column, in their order.
    package struct Row: Sendable, Hashable {
        /// The cells.
        package var cells: [Cell]
        /// How much the row stands out.
        package var emphasis: Emphasis

        /// A row.
        package init(_ cells: [Cell], emphasis: Emphasis = .normal) {
            self.cells = cells
            self.emphasis = emphasis
        }
    }

    /// The language in which readers of a terminal and of Markdown have it: that of its title, heads and cells; what leads, and the
    /// notes, are in it already.
    package var language = SentenceLanguage.english
    /// What is said first, one paragraph each: the answer. Not in CSV.
    package var lead: [String] = []
    /// What stands above the table; nil for nothing.
    package var title: Words?
    /// The columns.
    package var columns: [Column]
    /// The rows. A row that is too short is filled up with absent cells; what is too much is not shown.
    package private(set) var rows: [Row] = []
    /// What stands below the table, one line each. Not in CSV.
    package var notes: [String]

    /// A table without rows.
    package init(title: Words? = nil, columns: [Column], notes: [String] = []) {
        self.title = title
        self.columns = columns
        self.notes = notes
    }

    /// Adds a row.
    package mutating func append(_ cells: [Cell], emphasis: Emphasis = .normal) {
        append(Row(cells, emphasis: emphasis))
    }

    /// Adds a row.
    package mutating func append(_ row: Row) {
        var row = row
        row.cells = Array(row.cells.prefix(columns.count))
        while row.cells.count < columns.count { row.cells.append(.absent) }
        rows.append(row)
    }

    /// The indices of the columns that readers see: those in which some row has a value.
    package var shownColumns: [Int] {
        columnIndices(for: .readers).filter { index in
            rows.isEmpty || rows.contains { $0.cells[index].readable != Cell.absent.readable }
        }
    }

    /// The indices of the columns that an audience sees.
    package func columnIndices(for audience: Audience) -> [Int] {
        columns.indices.filter { columns[$0].audience == .everyone || columns[$0].audience == audience }
    }
}
