import Foundation

/// KorQuAD 1.0: `data[].paragraphs[].context`, each text once, where it first occurs.
struct KorQuADDecoder: RecordDecoding {
    private static let data = Array("data".utf8)
    private static let paragraphs = Array("paragraphs".utf8)
    private static let context = Array("context".utf8)
    /// Whether the number of its article is the cluster of each text.
    let readsClusters: Bool

    func decode(_ block: TextBlock, skipping: inout SkippedRecords) throws(CorpusError) -> RecordBuffer {
        try decodeWholeJSON(block) { (scanner, records) throws(RecordError) in
            var seen: Set<[UInt8]> = []
            var articles = 0
            try Self.elements(of: Self.data, in: &scanner) { (scanner) throws(RecordError) in
                articles += 1
                try Self.elements(of: Self.paragraphs, in: &scanner) { (scanner) throws(RecordError) in
                    for text in try scanner.strings(of: [Self.context]) where seen.insert(text).inserted {
                        records.append(text)
                        if readsClusters { records.label(DocumentLabels(cluster: UTF8Key("\(articles)"))) }
                    }
                }
            }
        }
    }

    /// Reads an object and calls `body` at each element of the array that one of its fields holds.
    private static func elements(
        of field: [UInt8], in scanner: inout JSONScanner,
        _ body: (inout JSONScanner) throws(RecordError) -> Void
    ) throws(RecordError) {
        try scanner.expect(.object, field: [])
        try scanner.object { (scanner, key) throws(RecordError) in
            guard scanner.matches(key, field) else { return try scanner.skipValue() }
            try scanner.expect(.array, field: field)
            try scanner.array(body)
        }
    }
}

/// NSMC as it was gathered: a file a film, an array of objects. `review` with each run of CR and LF made one space,
/// then white space trimmed at both ends; reviews of nothing are left out.
struct MovieReviewDecoder: RecordDecoding {
    private static let review = Array("review".utf8)
    /// Whether the file's name without its extension, the film, is the cluster of each review.
    let readsClusters: Bool

    func decode(_ block: TextBlock, skipping: inout SkippedRecords) throws(CorpusError) -> RecordBuffer {
        let film = URL(fileURLWithPath: block.file).deletingPathExtension().lastPathComponent
        let label = DocumentLabels(cluster: readsClusters ? UTF8Key(film) : nil)
        return try decodeWholeJSON(block) { (scanner, records) throws(RecordError) in
            try scanner.expect(.array, field: [])
            try scanner.array { (scanner) throws(RecordError) in
                let text = Self.oneLine(try scanner.strings(of: [Self.review])[0])
                if text.isEmpty { return }
                records.append(text)
                records.label(label)
            }
        }
    }

    static func oneLine(_ review: [UInt8]) -> [UInt8] {
        var line: [UInt8] = []
        var isInRun = false
        for byte in review {
            let isLineEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            if !isLineEnd {
                line.append(byte)
            } else if !isInRun {
                line.append(UInt8(ascii: " "))
            }
            isInRun = isLineEnd
        }
        let scalars = String(decoding: line, as: UTF8.self).unicodeScalars
        let trimmed = scalars.drop(while: isSpace)
        guard let last = trimmed.lastIndex(where: { !isSpace($0) }) else { return [] }
        return Array(String(trimmed[...last]).utf8)
    }

    /// What Python's `str.strip` takes away, for the pinned digest is of text derived with it: White_Space, and the
    /// four separators U+001C–U+001F.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        0x1C...0x1F ~= scalar.value || scalar.properties.isWhitespace
    }
}

/// CoNLL-U: what follows `# text = ` on its line, one document a sentence.
struct CoNLLUDecoder: RecordDecoding {
    private static let mark = Array("# text = ".utf8)
    private static let name = Array("# sent_id = ".utf8)
    private static let sentence = Array("-s".utf8)
    /// Whether what stands before the last `-s` of a sentence's id, its document, is the cluster.
    let readsClusters: Bool

    func decode(_ block: TextBlock, skipping: inout SkippedRecords) throws(CorpusError) -> RecordBuffer {
        var records = RecordBuffer(reserving: block.data.count)
        // The document that the id of the sentence names, whose lines an empty one ends.
        var document: UTF8Key?
        for range in LineEnds.documentRanges(in: block.data, count: 0) {
            let line = block.data.slice(range)
            if line.isEmpty {
                document = nil
            } else if line.starts(with: Self.mark) {
                records.append(line.dropFirst(Self.mark.count))
                records.label(DocumentLabels(cluster: document))
            } else if readsClusters, line.starts(with: Self.name) {
                document = Self.document(of: Array(line.dropFirst(Self.name.count)))
            }
        }
        return records
    }

    /// `M2TA_070-s1` is a sentence of `M2TA_070`; an id without `-s` is a document of its own.
    static func document(of id: [UInt8]) -> UTF8Key {
        let end = id.indices.last { id[$0...].starts(with: sentence) }
        return UTF8Key(id[..<(end ?? id.endIndex)])
    }
}

extension RecordDecoding {
    /// Decodes a block that is one JSON text.
    fileprivate func decodeWholeJSON(
        _ block: TextBlock,
        _ body: (inout JSONScanner, inout RecordBuffer) throws(RecordError) -> Void
    ) throws(CorpusError) -> RecordBuffer {
        var scanner = JSONScanner(block.data)
        var records = RecordBuffer(reserving: block.data.count)
        do {
            try body(&scanner, &records)
            try scanner.finish()
        } catch {
            throw block.error(error.kind, at: error.offset)
        }
        return records
    }
}
