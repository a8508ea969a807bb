/// Which fields of a record are read, and how.
struct RecordFields: Sendable {
    /// The fields that are the text.
    let text: [FieldPath]
    /// What stands between the texts of several fields.
    let joint: [UInt8]
    /// The field that says which documents share a source.
    let cluster: FieldPath?
    /// The field by which documents are grouped.
    let group: FieldPath?
    /// What becomes of a surrogate that stands alone.
    let surrogates: InvalidUTF8Policy

    init(_ options: CorpusOptions) {
        text = (options.textFields.isEmpty ? ["text"] : options.textFields).map(FieldPath.init)
        joint = Array(options.fieldSeparator.utf8)
        cluster = options.clusterField.map(FieldPath.init)
        group = options.groupField.map(FieldPath.init)
        surrogates = options.invalidUTF8
    }
}

/// Reads one record of JSON: an object whose text fields are the document, or a bare string.
struct JSONRecordReader {
    private let fields: RecordFields
    private let paths: [FieldPath]
    private let clusterAt: Int?
    private let groupAt: Int?
    private let idAt, registerAt, languageAt: Int

    init(_ fields: RecordFields) {
        self.fields = fields
        var paths = fields.text
        clusterAt = fields.cluster.map { cluster in
            paths.append(cluster)
            return paths.count - 1
        }
        groupAt = fields.group.map { group in
            paths.append(group)
            return paths.count - 1
        }
        idAt = paths.count
        registerAt = paths.count + 1
        languageAt = paths.count + 2
        self.paths = paths + [FieldPath("id"), FieldPath("register"), FieldPath("language")]
    }

    /// Reads a record and adds its document. Nothing is added where it throws.
    func read(_ scanner: inout JSONScanner, into records: inout RecordBuffer) throws(RecordError) {
        let mark = records.mark
        do {
            try readValue(&scanner, into: &records)
        } catch {
            records.takeBack(to: mark)
            throw error
        }
    }

    private func readValue(_ scanner: inout JSONScanner, into records: inout RecordBuffer) throws(RecordError) {
        scanner.surrogates = fields.surrogates
        switch scanner.peek() {
        case UInt8(ascii: "\""):
            if let needed = fields.cluster { throw missing(needed, at: scanner.position, scanner) }
            try records.append { (text) throws(RecordError) in try scanner.string(appendingTo: &text) }
            if fields.group != nil { records.label(DocumentLabels(group: .noGroup)) }
        case UInt8(ascii: "{"): try readObject(&scanner, into: &records)
        default: try scanner.expect(.object, field: [], or: "an object or a string")
        }
    }

    private func readObject(_ scanner: inout JSONScanner, into records: inout RecordBuffer) throws(RecordError) {
        let start = scanner
        var labels = [UTF8Key?](repeating: nil, count: paths.count)
        let isOne = fields.text.count == 1
        var hasText = false
        var texts = [[UInt8]?](repeating: nil, count: isOne ? 0 : fields.text.count)
        try scanner.fields(paths) { (scanner, matched) throws(RecordError) in
            guard let field = matched.first, field < fields.text.count else {
                if let group = fields.group, let at = groupAt, matched.contains(at) { try scanner.expectGroup(group) }
                let label = try scanner.label()
                for field in matched { labels[field] = label }
                return
            }
            // Of several fields, those without text are left out.
            if !isOne, scanner.peekKind() == .null { return try scanner.skipValue() }
            try scanner.expect(.string, field: fields.text[field].whole)
            hasText = true
            guard isOne, matched.count == 1 else {
                let text = try scanner.string()
                for field in matched {
                    if field >= fields.text.count {
                        labels[field] = UTF8Key(text)
                    } else if !isOne {
                        texts[field] = text
                    }
                }
                if isOne { records.append(text) }
                return
            }
            try records.append { (text) throws(RecordError) in try scanner.string(appendingTo: &text) }
        }
        guard hasText else { throw missing(fields.text[0], at: start.position, start) }
        if let path = fields.cluster, let at = clusterAt, labels[at] == nil {
            throw missing(path, at: start.position, start)
        }
        if !isOne { records.append(joining: texts.compactMap { $0 }, with: fields.joint) }
        records.label(
            DocumentLabels(
                id: labels[idAt], register: labels[registerAt], language: labels[languageAt],
                cluster: clusterAt.flatMap { labels[$0] }, group: groupAt.map { labels[$0] ?? .noGroup }))
    }

    private func missing(_ path: FieldPath, at offset: Int, _ record: JSONScanner) -> RecordError {
        if record.fieldNames.contains(path.name) {
            return RecordError(
                .wrongFieldType(path.name, found: "null or not a value by itself", expected: "a text or a name"),
                at: offset)
        }
        return RecordError(
            .missingField(path.name, present: Array(record.fieldNames.prefix(12))), at: offset)
    }
}

extension JSONScanner {
    /// Checks that the next value can name a group: a text, a number, true or false, or null, which is none.
    fileprivate mutating func expectGroup(_ path: FieldPath) throws(RecordError) {
        guard let kind = peekKind(), kind == .object || kind == .array else { return }
        throw RecordError(
            .wrongFieldType(path.name, found: kind.rawValue, expected: "a text or a name"), at: position)
    }

    /// The names of an object's fields, as far as it can be read; none for what is no object.
    var fieldNames: [String] {
        var record = self
        var names: [String] = []
        try? record.object { (scanner, key) throws(RecordError) in
            names.append(String(decoding: scanner.name(of: key), as: UTF8.self))
            try scanner.skipValue()
        }
        return names
    }
}
