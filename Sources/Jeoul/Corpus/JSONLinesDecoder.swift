/// JSON Lines: a record a line, an object whose text field is the document, or a bare string. Lines of nothing but
/// white space hold no record.
struct JSONLinesDecoder: RecordDecoding {
    private let textField: [UInt8]
    private let clusterField: [UInt8]?

    init(textField: String, clusterField: String?) {
        self.textField = Array(textField.utf8)
        self.clusterField = clusterField.map { Array($0.utf8) }
    }

    func decode(_ block: TextBlock) throws(CorpusError) -> RecordBuffer {
        let (bytes, start) = scannable(block)
        var scanner = JSONScanner(bytes)
        var records = RecordBuffer(reserving: block.data.count)
        var lineStart = start
        while lineStart < bytes.count {
            let lineEnd = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            scanner.restart(at: lineStart..<lineEnd)
            do {
                try decodeLine(&scanner, into: &records)
            } catch {
                throw block.error(error.kind, at: error.offset)
            }
            lineStart = lineEnd + 1
        }
        return records
    }

    private func decodeLine(
        _ scanner: inout JSONScanner, into records: inout RecordBuffer
    ) throws(JSONSyntaxError) {
        switch scanner.peek() {
        case nil: return
        case UInt8(ascii: "\""):
            if let clusterField { throw missing(clusterField, at: scanner.position, scanner) }
            try records.append { (text) throws(JSONSyntaxError) in try scanner.string(appendingTo: &text) }
        case UInt8(ascii: "{"):
            try decodeObject(&scanner, into: &records)
        default:
            try scanner.expect(.object, field: [], or: "an object or a string")
        }
        try scanner.finish()
    }

    private func decodeObject(
        _ scanner: inout JSONScanner, into records: inout RecordBuffer
    ) throws(JSONSyntaxError) {
        let start = scanner
        var labels = DocumentLabels()
        var hasText = false
        try scanner.object { (scanner, key) throws(JSONSyntaxError) in
            if scanner.matches(key, textField) {
                if hasText { throw scanner.duplicate(key) }
                hasText = true
                try scanner.expect(.string, field: textField)
                try records.append { (text) throws(JSONSyntaxError) in try scanner.string(appendingTo: &text) }
            } else {
                try decodeLabel(key, of: &scanner, into: &labels)
            }
        }
        guard hasText else { throw missing(textField, at: start.position, start) }
        if let clusterField, labels.cluster == nil { throw missing(clusterField, at: start.position, start) }
        records.label(labels)
    }

    /// One field may be several labels: `--cluster register`.
    private func decodeLabel(
        _ key: JSONKey, of scanner: inout JSONScanner, into labels: inout DocumentLabels
    ) throws(JSONSyntaxError) {
        let isCluster = clusterField.map { scanner.matches(key, $0) } ?? false
        let isID = scanner.matches(key, Self.id)
        let isRegister = scanner.matches(key, Self.register)
        let isLanguage = scanner.matches(key, Self.language)
        guard isCluster || isID || isRegister || isLanguage else { return try scanner.skipValue() }
        if isCluster, labels.cluster != nil { throw scanner.duplicate(key) }
        let value = try scanner.label()
        if isCluster { labels.cluster = value }
        if isID { labels.id = value }
        if isRegister { labels.register = value }
        if isLanguage { labels.language = value }
    }

    private static let id = Array("id".utf8)
    private static let register = Array("register".utf8)
    private static let language = Array("language".utf8)

    private func missing(_ name: [UInt8], at offset: Int, _ record: JSONScanner) -> JSONSyntaxError {
        var record = record
        var present: [String] = []
        try? record.object { (scanner, key) throws(JSONSyntaxError) in
            present.append(String(decoding: scanner.name(of: key), as: UTF8.self))
            try scanner.skipValue()
        }
        return JSONSyntaxError(
            .missingField(String(decoding: name, as: UTF8.self), present: Array(present.prefix(12))), at: offset)
    }
}
