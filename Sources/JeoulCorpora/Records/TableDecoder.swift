import Foundation

/// What quotes mean in a table.
package enum TableQuotes: String, Sendable, Codable, CaseIterable {
    /// A field that begins with a quote ends with one; within it quotes are doubled, and separators and line ends are text (RFC 4180).
    case rfc4180
    /// Nothing: every line is a row, and quotes are text.
    case none
}

/// The columns of a table that are read.
struct TableColumns: Sendable, Hashable {
    /// The places of the columns that are the text.
    var text: [Int]
    /// The places of columns that say something of a document.
    var id, register, language, cluster, group: Int?
    /// How many columns the first row has.
    var count: Int
}

/// CSV and TSV: a document a row, one column or several of which are its text.
struct TableDecoder: RecordDecoding {
    let separator: UInt8
    let quotes: TableQuotes
    let hasHeader: Bool
    let columns: TableColumns
    let joint: [UInt8]

    func decode(_ block: TextBlock, skipping: inout SkippedRecords) throws(CorpusError) -> RecordBuffer {
        let bytes = [UInt8](block.data)
        var rows = TableRows(bytes, separator: separator, quotes: quotes)
        var records = RecordBuffer(reserving: bytes.count)
        var isHeader = hasHeader && block.isFirst
        while let start = rows.beginRow() {
            do {
                let row = try rows.row()
                if isHeader {
                    isHeader = false
                    continue
                }
                // An empty line is no row, as in Python's and R's readers; one empty field in quotes is.
                if row.count == 1, row[0].isEmpty, !bytes[start..<rows.position].contains(UInt8(ascii: "\"")) {
                    continue
                }
                try skipping.check(start..<rows.position)
                try add(row, into: &records)
            } catch {
                rows.skipRow()
                records.skip(from: records.mark)
                try skipping.skip(error.kind, at: max(start, error.offset))
            }
        }
        return records
    }

    private func add(_ row: [[UInt8]], into records: inout RecordBuffer) throws(RecordError) {
        guard row.count == columns.count else {
            throw RecordError(.unevenRow(columns: row.count, expected: columns.count), at: 0)
        }
        if columns.text.count == 1 {
            records.append(row[columns.text[0]])
        } else {
            records.append(joining: columns.text.map { row[$0] }.filter { !$0.isEmpty }, with: joint)
        }
        func label(_ column: Int?) -> UTF8Key? { column.map { UTF8Key(row[$0]) } }
        records.label(
            DocumentLabels(
                id: label(columns.id), register: label(columns.register), language: label(columns.language),
                cluster: label(columns.cluster), group: label(columns.group)))
    }
}

/// The rows of a table, field by field.
struct TableRows {
    private let bytes: [UInt8]
    private let separator: UInt8
    private let quotes: TableQuotes
    private var at = 0
    private var start = 0

    init(_ bytes: [UInt8], separator: UInt8, quotes: TableQuotes) {
        self.bytes = bytes
        self.separator = separator
        self.quotes = quotes
    }

    /// Begins the next row; nil at the end. The offset of its first byte.
    mutating func beginRow() -> Int? {
        guard at < bytes.count else { return nil }
        start = at
        return at
    }

    /// The offset behind what was read.
    var position: Int { at }

    /// The fields of the row, quotes resolved.
    mutating func row() throws(RecordError) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        while true {
            let isQuoted = quotes == .rfc4180 && at < bytes.count && bytes[at] == UInt8(ascii: "\"")
            fields.append(isQuoted ? try quoted() : unquoted())
            guard at < bytes.count else { return fields }
            let byte = bytes[at]
            at += 1
            if byte == 0x0A { return fields }
            if byte == 0x0D {
                if at < bytes.count { at += 1 }
                return fields
            }
            // A separator at the end of the text: an empty field follows it.
        }
    }

    /// Passes over the row that began last, as ``TableBoundaries`` has it.
    mutating func skipRow() {
        at = start
        var boundaries = TableBoundaries(separator: separator, quotes: quotes)
        while at < bytes.count {
            let next = at
            at += 1
            let isEnd = bytes[next...next].withUnsafeBytes { boundaries.advance(over: $0) } != nil
            if isEnd { return }
        }
    }

    /// A field up to a separator or line end. A CR belongs to the line end only before an LF.
    private mutating func unquoted() -> [UInt8] {
        let begin = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == separator || byte == 0x0A || (byte == 0x0D && isLineEnd(at)) { break }
            at += 1
        }
        return Array(bytes[begin..<at])
    }

    private func isLineEnd(_ at: Int) -> Bool { at + 1 == bytes.count || bytes[at + 1] == 0x0A }

    private mutating func quoted() throws(RecordError) -> [UInt8] {
        let open = at
        var field: [UInt8] = []
        at += 1
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            guard byte == UInt8(ascii: "\"") else {
                field.append(byte)
                continue
            }
            if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
                field.append(byte)
                at += 1
                continue
            }
            let isEnd =
                at == bytes.count || bytes[at] == separator || bytes[at] == 0x0A || (bytes[at] == 0x0D && isLineEnd(at))
            guard isEnd else {
                throw RecordError(.malformedTable(reason: "text follows the end of a field in quotes"), at: at)
            }
            return field
        }
        throw RecordError(.malformedTable(reason: "a field in quotes does not end"), at: open)
    }
}
