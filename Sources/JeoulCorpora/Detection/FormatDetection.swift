import Foundation
import JeoulText

/// What the records of a text are, and where they end.
struct InputLayout {
    var format: DocumentFormat
    var separator: UInt8?
    var columns: TableColumns?
    var textFields: [String] = []
    /// What the reader of a result should know.
    var warning: CorpusWarning?
}

/// Finds out what a text is by its name and its first bytes together.
struct FormatDetection {
    let name: String
    let options: CorpusOptions
    /// The beginning of the text, in UTF-8.
    let head: Data
    /// Whether the head is all of the text.
    let isWhole: Bool

    /// - Parameter given: the format that is known beforehand.
    func layout(given: DocumentFormat?) throws(CorpusError) -> InputLayout {
        var warning: CorpusWarning?
        let format = given ?? asked ?? detected(&warning)
        var layout = InputLayout(format: format, warning: warning)
        switch format {
        case .jsonl, .json: layout.textFields = options.textFields.isEmpty ? ["text"] : options.textFields
        case .csv, .tsv: try addColumns(to: &layout)
        case .lines, .korquad, .conllu, .nsmcRaw: break
        }
        return layout
    }

    /// How many bytes of a text are looked at.
    static let headBytes = 1 << 16

    private var asked: DocumentFormat? {
        switch options.format {
        case .text: .lines
        case .jsonl: .jsonl
        case .json: .json
        case .csv: .csv
        case .tsv: .tsv
        case nil: nil
        }
    }

    /// The last part of the name, in lower case, that of the compression not counted: `a.jsonl.gz` is `jsonl`.
    static func fileExtension(_ name: String) -> String {
        var parts = name.lowercased().split(separator: "/").last.map { $0.split(separator: ".").map(String.init) } ?? []
        if parts.count > 1, Compression(name: name) != nil { parts.removeLast() }
        return parts.count > 1 ? parts[parts.count - 1] : ""
    }

    private func detected(_ warning: inout CorpusWarning?) -> DocumentFormat {
        switch Self.fileExtension(name) {
        case "jsonl", "ndjson", "jl", "jsonlines": return firstByte == UInt8(ascii: "[") ? .json : .jsonl
        case "json", "geojson":
            if firstByte == UInt8(ascii: "{") || firstByte == UInt8(ascii: "\"") {
                return isRecordALine ? .jsonl : .json
            }
            return firstByte == nil ? .jsonl : .json
        case "csv", "tsv", "tab":
            // No row of names is a record; a row of text may look like one.
            let line = head.prefix { $0 != 0x0A }
            if options.hasTableHeader, firstByte == UInt8(ascii: "{"), object(in: 0..<line.count, isAlone: true).isWhole
            {
                return .jsonl
            }
            return Self.fileExtension(name) == "csv" ? .csv : .tsv
        default:
            // `--document file` asks for the whole text, whatever it is.
            guard options.cut == .line else { return .lines }
            return records(&warning) ?? table(&warning) ?? text(&warning)
        }
    }

    /// The first byte that is no white space.
    private var firstByte: UInt8? { head.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } }

    /// Whether the first value ends with its line, or its line is too long to tell.
    private var isRecordALine: Bool {
        var scanner = JSONScanner(head)
        scanner.surrogates = .replace
        guard scanner.peek() != nil else { return true }
        let start = scanner.position
        let lineEnd = head.dropFirst(start).firstIndex(of: 0x0A).map { $0 - head.startIndex }
        guard let lineEnd else { return !isWhole || (try? scanner.skipValue()) != nil }
        scanner.restart(at: start..<lineEnd)
        return (try? scanner.skipValue()) != nil && scanner.peek() == nil
    }

    /// JSON in a file whose name does not say so: an object with the text field, on the first line or over several, or an array of
    /// objects.
    private func records(_ warning: inout CorpusWarning?) -> DocumentFormat? {
        var scanner = JSONScanner(head)
        let bytes = scanner.bytes
        switch scanner.peek() {
        case UInt8(ascii: "{"):
            let start = scanner.position
            let lineEnd = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = object(in: start..<lineEnd, isAlone: true)
            if line.hasText, line.isWhole { return .jsonl }
            let whole = object(in: start..<bytes.count)
            if whole.hasText, whole.isWhole { return .json }
            // A first record that is broken is an error, and no prose.
            if line.hasText { return .jsonl }
            scanner.restart(at: start..<bytes.count)
            let names = scanner.fieldNames
            if line.isWhole || whole.isWhole, !names.isEmpty {
                warning = .looksLikeRecords(file: name, fields: Array(names.prefix(12)))
            }
            return nil
        case UInt8(ascii: "["):
            scanner.skipByte()
            guard scanner.peek() == UInt8(ascii: "{") else { return nil }
            scanner.skipByte()
            return scanner.peek() == UInt8(ascii: "\"") ? .json : nil
        default: return nil
        }
    }

    /// Whether an object begins some bytes of the head that has the text field, and whether it is one as far as they go, and all of
    /// them where it is to be alone.
    private func object(
        in range: Range<Int>, isAlone: Bool = false
    ) -> (hasText: Bool, isWhole: Bool) {
        let fields = (options.textFields.isEmpty ? ["text"] : options.textFields).map(FieldPath.init)
        var scanner = JSONScanner(head)
        scanner.restart(at: range)
        var hasText = false
        do {
            try scanner.fields(fields) { (scanner, _) throws(RecordError) in
                hasText = true
                try scanner.skipValue()
            }
            return (hasText, !isAlone || scanner.peek() == nil)
        } catch {
            // What goes on beyond the head may still be an object.
            return (hasText, range.upperBound == head.count && !isWhole)
        }
    }

    /// Text, of which it is said where its line ends are none.
    private func text(_ warning: inout CorpusWarning?) -> DocumentFormat {
        if warning == nil, head.count > 1, head.dropLast().contains(0x0D), !head.contains(0x0A) {
            warning = .loneReturns(file: name)
        }
        return .lines
    }
}

// MARK: Tables

extension FormatDetection {
    /// The names of a column of text, the likeliest first.
    private static let textColumns = ["text", "document", "content", "sentence"]

    private func addColumns(to layout: inout InputLayout) throws(CorpusError) {
        let quotes = options.tableQuotes
        let separator = separator(quotes, first: layout.format == .tsv ? "\t" : ",")
        layout.separator = separator
        var rows = TableRows([UInt8](head), separator: separator, quotes: quotes)
        guard rows.beginRow() != nil else {
            // A table that should have the column has at least its name: what has nothing was cut off.
            if let field = options.textFields.first, options.hasTableHeader {
                throw CorpusError(.missingColumn(field, present: []), file: name, line: 1)
            }
            layout.columns = TableColumns(text: [], count: 0)
            return
        }
        let first: [String]
        do {
            first = try rows.row().map { String(decoding: $0, as: UTF8.self) }
        } catch {
            throw CorpusError(error.kind, file: name, line: 1)
        }
        try checkUTF8(head.prefix(rows.position))
        if let mark = first.first, first.count <= 2, mark.hasPrefix("sep="), mark.unicodeScalars.count <= 5 {
            throw CorpusError(
                .malformedTable(
                    reason: "its first line, \"\(mark)…\", is Excel's and no row: take it away (tail -n +2 FILE)"),
                file: name, line: 1)
        }
        let header = options.hasTableHeader ? first : first.indices.map { "\($0 + 1)" }
        if first.contains(where: { $0.unicodeScalars.contains("\r") }), !head.prefix(rows.position).contains(0x0A) {
            throw CorpusError(.malformedTable(reason: "its lines end with CR alone, which is no line end"), file: name)
        }
        if !options.hasTableHeader { rows = TableRows([UInt8](head), separator: separator, quotes: quotes) }
        let text = try textColumns(header, rows: rows)
        if layout.warning == nil, options.hasTableHeader, Self.looksLikeData(header, text: text),
            options.textFields.isEmpty
        {
            layout.warning = .firstRowLooksLikeData(file: name, row: header.map { String($0.prefix(40)) })
        }
        func column(_ field: String?) throws(CorpusError) -> Int? {
            try field.map { field throws(CorpusError) in try self.column(field, of: header) }
        }
        func known(_ field: String) -> Int? {
            let places = header.indices.filter { Self.isName(header[$0], field) }
            return places.count == 1 ? places[0] : nil
        }
        layout.textFields = text.map { header[$0] }
        layout.columns = TableColumns(
            text: text, id: known("id"), register: known("register"), language: known("language"),
            cluster: try column(options.clusterField), group: try column(options.groupField), count: header.count)
    }

    /// The one column of a name.
    private func column(_ field: String, of header: [String]) throws(CorpusError) -> Int {
        let places = header.indices.filter { Self.isName(header[$0], field) }
        guard let place = places.first else {
            throw CorpusError(.missingColumn(field, present: header), file: name, line: 1)
        }
        guard places.count == 1 else { throw CorpusError(.duplicateColumn(field), file: name, line: 1) }
        return place
    }

    private static func isName(_ header: String, _ name: String) -> Bool { header.utf8.elementsEqual(name.utf8) }

    private func textColumns(_ header: [String], rows: TableRows) throws(CorpusError) -> [Int] {
        if !options.textFields.isEmpty {
            var columns: [Int] = []
            for field in options.textFields {
                columns.append(try column(field, of: header))
            }
            return columns
        }
        for wanted in Self.textColumns {
            let named = header.indices.filter {
                header[$0].trimmingCharacters(in: .whitespaces).lowercased() == wanted
            }
            if named.count == 1 { return named }
        }
        var rows = rows
        var hasHangul = [Bool](repeating: false, count: header.count)
        while rows.beginRow() != nil, let row = try? rows.row() {
            for (at, field) in row.enumerated() where at < hasHangul.count && !hasHangul[at] {
                hasHangul[at] = String(decoding: field, as: UTF8.self).unicodeScalars.contains {
                    0xAC00...0xD7A3 ~= $0.value || 0x1100...0x11FF ~= $0.value || 0x3131...0x318E ~= $0.value
                }
            }
        }
        let korean = hasHangul.indices.filter { hasHangul[$0] }
        guard korean.count == 1 else {
            // Of what is in another encoding the names say nothing.
            try checkUTF8(head)
            throw CorpusError(.openTextColumn(present: header, korean: korean.map { header[$0] }), file: name, line: 1)
        }
        return korean
    }

    /// Checks a beginning of the text where bad bytes are errors.
    private func checkUTF8(_ bytes: Data) throws(CorpusError) {
        guard options.invalidUTF8 == .error, let fault = WellFormedUTF8.firstInvalidOffset(in: bytes),
            !TextEncoding.isUTF8([UInt8](bytes))
        else { return }
        let isCP949 = TextEncoding.looksLikeCP949(head, isCut: true)
        throw CorpusError(
            .invalidUTF8(byte: bytes[bytes.startIndex + fault], looksLike: isCP949 ? .cp949 : nil), file: name,
            line: LineEnds.count(in: bytes, before: fault) + 1)
    }

    /// Whether a row is no row of names: a number is no name, nor is a sentence.
    private static func looksLikeData(_ row: [String], text: [Int]) -> Bool {
        if row.contains(where: { textColumns.contains($0.trimmingCharacters(in: .whitespaces).lowercased()) }) {
            return false
        }
        return row.contains { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }
            || text.contains { row[$0].unicodeScalars.count >= 10 && row[$0].contains(" ") }
    }

    /// A table in a file whose name does not say so: its first row has the name of a column of text, and all rows that are looked at
    /// have as many columns. Where only that is so it is said.
    private func table(_ warning: inout CorpusWarning?) -> DocumentFormat? {
        let line = head.prefix { $0 != 0x0A }
        for (separator, format) in [("\t", DocumentFormat.tsv), (",", .csv), (";", .csv), ("|", .csv)] {
            let separator = UInt8(ascii: Unicode.Scalar(separator) ?? ",")
            guard line.contains(separator) else { continue }
            for quotes in Set([options.tableQuotes, .none]).sorted(by: { $0.rawValue > $1.rawValue }) {
                guard let rows = evenRows(separator, quotes), rows.count > 1 else { continue }
                if isNamed(rows.names) { return format }
                if rows.count >= (format == .tsv ? 3 : 10) {
                    warning = .looksLikeTable(file: name, format: format)
                    return nil
                }
            }
        }
        return nil
    }

    /// Whether a row has the name of a column of text.
    private func isNamed(_ row: [String]) -> Bool {
        row.contains {
            Self.textColumns.contains($0.trimmingCharacters(in: .whitespaces).lowercased())
                || options.textFields.contains($0)
        }
    }

    /// The first row and how many there are, where all in the head have as many columns as that, two or more.
    private func evenRows(_ separator: UInt8, _ quotes: TableQuotes) -> (names: [String], count: Int)? {
        let bytes = [UInt8](head)
        var rows = TableRows(bytes, separator: separator, quotes: quotes)
        var names: [String] = []
        var count = 0
        while count < 200, rows.beginRow() != nil, let row = try? rows.row() {
            // The last row may go on beyond the head.
            if rows.position == bytes.count, !isWhole { break }
            if row.count == 1, row[0].isEmpty { continue }
            if count == 0 { names = row.map { String(decoding: $0, as: UTF8.self) } }
            guard row.count == names.count, row.count > 1 else { return nil }
            count += 1
        }
        return rows.beginRow() == nil || count == 200 || !isWhole ? (names, count) : nil
    }

    /// The separator of a table: that of its format, or what its header has instead.
    private func separator(_ quotes: TableQuotes, first: Unicode.Scalar) -> UInt8 {
        // Without names only the format's own is certain, where the file is named by it.
        if !options.hasTableHeader, first == "\t" { return UInt8(ascii: first) }
        let line = [UInt8](head.prefix { $0 != 0x0A })
        for candidate in ([first] + [",", "\t", ";", "|"]).map({ UInt8(ascii: $0) }) {
            var rows = TableRows(line, separator: candidate, quotes: quotes)
            guard rows.beginRow() != nil, let row = try? rows.row(), row.count > 1 else { continue }
            // A sentence has commas, too: between tabs only names tell.
            if first == "," || candidate == UInt8(ascii: first)
                || isNamed(row.map { String(decoding: $0, as: UTF8.self) })
            {
                return candidate
            }
        }
        return UInt8(ascii: first)
    }
}
