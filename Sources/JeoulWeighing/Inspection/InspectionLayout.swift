import JeoulText
import JeoulTokenizing
import JeoulReporting
import JeoulStatistics

/// Lays tokens out for a terminal: a line a vocabulary, one under another, the same character in the same column.
///
/// A character is a cell as wide as the widest that any vocabulary shows there; behind it stands a column for the
/// ends of tokens where any has one. Rows break before the width is exceeded, and after a line end of the text; where they can, between
/// tokens of all vocabularies, so that none which fits in a row is torn.
struct InspectionLayout {
    private let inspection: TextInspection
    private let cells: InspectionCells
    private let showsIDs: Bool
    private let style: TextStyle
    /// The next token of each vocabulary.
    private var next: [Int]
    /// The marks that were used.
    private(set) var marks = Marks()

    /// What a legend must explain.
    struct Marks: OptionSet {
        let rawValue: Int
        static let cut = Marks(rawValue: 1), bytes = Marks(rawValue: 2), space = Marks(rawValue: 4)
        static let lineEnd = Marks(rawValue: 8), tab = Marks(rawValue: 16), empty = Marks(rawValue: 32)
        static let carriageReturn = Marks(rawValue: 64)
    }

    init(_ inspection: TextInspection, cells: InspectionCells, showsIDs: Bool, style: TextStyle) {
        self.inspection = inspection
        self.cells = cells
        self.showsIDs = showsIDs
        self.style = style
        next = cells.members.map { _ in 0 }
    }

    /// The rows of at most `width` columns (a cell that is wider alone has a row of its own): in each the lines of all
    /// vocabularies, each with a line of ids if those are shown.
    mutating func rows(width: Int) -> [[Line]] {
        var rows: [[Line]] = []
        let count = cells.ranges[0].count
        var cell = 0
        while cell < count {
            let start = next
            var filled = row(from: cell, to: count, width: width)
            if let end = filled.betterEnd {
                next = start
                filled = row(from: cell, to: end, width: width)
            }
            rows.append(filled.row.lines)
            cell = filled.end
        }
        return rows
    }

    /// A row of the cells from one on, as many as fit.
    ///
    /// - Returns: the row, the cell behind it, and, where that is inside a token, a cell before it that is inside fewer; nearer than half
    ///   of the width only if it is inside none.
    private mutating func row(from first: Int, to last: Int, width: Int) -> (row: Row, end: Int, betterEnd: Int?) {
        var row = Row(vocabularies: cells.members.count)
        var cell = first
        var torn = 0
        var best: (torn: Int, end: Int)?
        let count = cells.ranges[0].count
        while cell < last {
            let placed = place(cell, in: row, isLast: cell == count - 1)
            if row.width > 0, max(row.width + placed.width, placed.reach) > width {
                return (row, cell, best.flatMap { $0.torn < torn ? $0.end : nil })
            }
            next = placed.next
            marks.formUnion(placed.marks)
            row.append(placed, style: style)
            cell += 1
            if endsRow(cell - 1), cell < count, !endsRow(cell) { break }
            torn = placed.lines.count { $0.open != nil }
            if torn == 0 || 2 * row.width >= width, torn <= best?.torn ?? .max { best = (torn, cell) }
        }
        return (row, cell, nil)
    }

    private func endsRow(_ cell: Int) -> Bool {
        let text = inspection.vocabularies[cells.members[0]].text
        return text[cells.ranges[0][cell]].last == UInt8(ascii: "\n")
    }

    private func place(_ cell: Int, in row: Row, isLast: Bool) -> Placed {
        var placed = Placed()
        for member in cells.members.indices {
            let item = inspection.vocabularies[cells.members[member]]
            let range = cells.ranges[member][cell]
            var line = Placed.Line(open: row.lines[member].open)
            var token = next[member]
            while token < item.tokens.count {
                let bounds = item.tokens[token].range
                if bounds.lowerBound >= range.upperBound, !(isLast && bounds.isEmpty) { break }
                let part = max(bounds.lowerBound, range.lowerBound)..<min(bounds.upperBound, range.upperBound)
                let ends = bounds.upperBound <= range.upperBound
                if bounds.lowerBound >= range.lowerBound {
                    line.start(item.tokens[token].id, at: row.width + line.width, showsID: showsIDs)
                }
                let (shown, marks) = shown(part, of: item.text, isWhole: part == range)
                placed.marks.formUnion(marks)
                line.add(shown, token: token)
                guard ends else { break }
                if showsIDs { line.makeRoomForID(from: row.width) }
                line.end(item.tokens[token].endsInsideSyllable ? .inside : .whole)
                if item.tokens[token].endsInsideSyllable { placed.marks.insert(.cut) }
                token += 1
            }
            placed.lines.append(line)
            placed.next.append(token)
        }
        placed.finish()
        return placed
    }

    private func shown(_ part: Range<Int>, of text: [UInt8], isWhole: Bool) -> (String, Marks) {
        if part.isEmpty { return (VisibleText.empty, .empty) }
        var marks: Marks = []
        let shown: String
        if isWhole {
            shown = VisibleText.cluster(String(decoding: text[part], as: UTF8.self))
        } else {
            let (text, hasBytes) = VisibleText.part(part, of: text)
            shown = text
            if hasBytes { marks.insert(.bytes) }
        }
        for byte in text[part] {
            switch byte {
            case 0x20: marks.insert(.space)
            case 0x0A: marks.insert(.lineEnd)
            case 0x0D: marks.insert(.carriageReturn)
            case 0x09: marks.insert(.tab)
            default: break
            }
        }
        return (shown, marks)
    }

    /// A line of a row, and its ids.
    struct Line {
        var text = ""
        var columns = 0
        var ids = ""
        var idColumns = 0
        var isRightToLeft = false
        /// The token that goes on after the last cell, if it began in this row.
        fileprivate var open: OpenToken?
    }

    private struct Row {
        var lines: [Line]
        var width = 0

        init(vocabularies: Int) { lines = Array(repeating: Line(), count: vocabularies) }

        mutating func append(_ placed: Placed, style: TextStyle) {
            for index in lines.indices {
                lines[index].append(placed.lines[index], from: width, to: width + placed.width, style)
            }
            width += placed.width
        }
    }
}

/// A token that began in a row, at that column.
private struct OpenToken {
    var id: TokenID
    var start: Int
}

/// One cell of all vocabularies, measured.
private struct Placed {
    enum End { case whole, inside }

    struct Line {
        enum Piece {
            /// What is shown of the token of that number; nil for room between tokens.
            case text(String, token: Int?)
            case end(End)
        }
        var pieces: [Piece] = []
        var width = 0
        var open: OpenToken?
        var ids: [(id: TokenID, at: Int)] = []
        /// The end of a token at the end of the cell: it stands in the column behind it.
        var lastEnd: End?
        private var pendingEnd: End?

        init(open: OpenToken?) { self.open = open }

        mutating func start(_ id: TokenID, at column: Int, showsID: Bool) {
            // The end of the token before it, in the same cell, takes a column first.
            let at = column + (pendingEnd == nil ? 0 : 1)
            open = OpenToken(id: id, start: at)
            if showsID { ids.append((id, at)) }
        }

        mutating func add(_ text: String, token: Int) {
            if let end = pendingEnd {
                pieces.append(.end(end))
                width += 1
                pendingEnd = nil
            }
            pieces.append(.text(text, token: token))
            width += TextWidth.columns(of: text)
        }

        /// Widens the cell so that the id of the token that ends here does not reach into the next token.
        mutating func makeRoomForID(from column: Int) {
            guard let open else { return }
            let missing = open.start + String(open.id).count - (column + width)
            if missing > 0 {
                pieces.append(.text(String(repeating: " ", count: missing), token: nil))
                width += missing
            }
        }

        mutating func end(_ end: End) {
            pendingEnd = end
            lastEnd = end
            open = nil
        }

        /// Whether the last thing in the cell is the end of a token.
        var endsToken: Bool { pendingEnd != nil }
    }

    var lines: [Line] = []
    var next: [Int] = []
    var width = 0
    var marks: InspectionLayout.Marks = []

    /// Where the last id ends.
    var reach: Int { lines.compactMap { line in line.ids.last.map { $0.at + String($0.id).count } }.max() ?? 0 }

    mutating func finish() {
        let text = lines.map(\.width).max() ?? 0
        width = text + (lines.contains(where: \.endsToken) ? 1 : 0)
    }
}

extension InspectionLayout.Line {
    fileprivate mutating func append(_ line: Placed.Line, from start: Int, to end: Int, _ style: TextStyle) {
        func mark(_ end: Placed.End) -> String {
            end == .inside ? style.toned(VisibleText.cut, .bad) : style.faint(VisibleText.end)
        }
        text += String(repeating: " ", count: start - columns)
        columns = start
        for piece in line.pieces {
            switch piece {
            case .text(let shown, let token):
                isRightToLeft = isRightToLeft || shown.unicodeScalars.contains(where: VisibleText.isRightToLeft)
                text += token.map { style.banded(shown, isEven: $0 % 2 == 0) } ?? shown
                columns += TextWidth.columns(of: shown)
            case .end(let end):
                text += mark(end)
                columns += 1
            }
        }
        if line.endsToken, let last = line.lastEnd {
            text += String(repeating: " ", count: end - 1 - columns) + mark(last)
            columns = end
        }
        for (id, at) in line.ids {
            ids += String(repeating: " ", count: max(0, at - idColumns)) + String(id)
            idColumns = max(idColumns, at) + String(id).count
        }
        open = line.open
    }
}
