/// JSON Lines: a record a line, an object whose text field is the document, or a bare string. Lines of nothing but
/// white space hold no record.
struct JSONLinesDecoder: RecordDecoding {
    private let reader: JSONRecordReader

    init(_ fields: RecordFields) { reader = JSONRecordReader(fields) }

    func decode(_ block: TextBlock, skipping: inout SkippedRecords) throws(CorpusError) -> RecordBuffer {
        var scanner = JSONScanner(block.data)
        let bytes = scanner.bytes
        var records = RecordBuffer(reserving: block.data.count)
        var lineStart = 0
        while lineStart < bytes.count {
            let lineEnd = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            scanner.restart(at: lineStart..<lineEnd)
            let mark = records.mark
            do {
                if scanner.peek() != nil {
                    try skipping.check(lineStart..<lineEnd)
                    try reader.read(&scanner, into: &records)
                    try scanner.finish()
                }
            } catch {
                records.skip(from: mark)
                try skipping.skip(error.kind, at: error.offset)
            }
            lineStart = lineEnd + 1
        }
        records.loneSurrogates = scanner.loneSurrogates
        return records
    }
}

/// JSON: the elements of an array, or values one after another, as ``JSONBoundaries`` cuts them.
struct JSONRecordsDecoder: RecordDecoding {
    private let reader: JSONRecordReader

    init(_ fields: RecordFields) { reader = JSONRecordReader(fields) }

    func decode(_ block: TextBlock, skipping: inout SkippedRecords) throws(CorpusError) -> RecordBuffer {
        var scanner = JSONScanner(block.data)
        var records = RecordBuffer(reserving: block.data.count)
        var isAtStart = block.isFirst
        while let byte = scanner.peek() {
            let opens = isAtStart && byte == UInt8(ascii: "[")
            isAtStart = false
            // The brackets of the array and its commas, whose order is checked where it is cut.
            if opens || byte == UInt8(ascii: "]") || byte == UInt8(ascii: ",") {
                scanner.skipByte()
                continue
            }
            let whole = scanner
            let mark = records.mark
            do {
                try reader.read(&scanner, into: &records)
                try skipping.check(whole.position..<scanner.position)
            } catch {
                records.skip(from: mark)
                // A value that is JSON can be passed over, and so can an object whose brackets and quotes are in order and that is followed by
                // what may follow one; behind anything else nothing is certain.
                var next = whole
                if (try? next.skipValue()) == nil {
                    next = whole
                    guard next.skipBalancedObject() else {
                        try skipping.endInput(error.kind, at: error.offset)
                        break
                    }
                }
                try skipping.skip(error.kind, at: error.offset)
                next.loneSurrogates = scanner.loneSurrogates
                scanner = next
            }
        }
        records.loneSurrogates = scanner.loneSurrogates
        return records
    }
}
