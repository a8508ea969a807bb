import JeoulText

/// What the readers of records ask of a JSON text beyond its syntax.
extension JSONScanner {
    /// Checks that the next value is of a kind; reads nothing.
    ///
    /// - Parameter field: the field whose value it is, for the error; empty for the record itself.
    mutating func expect(
        _ kind: JSONKind, field: [UInt8], or expectation: String? = nil
    ) throws(RecordError) {
        let expectation = expectation ?? kind.rawValue
        guard let found = peekKind() else { throw expected(expectation) }
        guard found != kind else { return }
        throw RecordError(
            .wrongFieldType(
                String(decoding: field, as: UTF8.self), found: found.rawValue, expected: expectation),
            at: position)
    }

    /// Reads the next value as a name: a string's bytes, a number or truth value as it is written; nil for null, and
    /// for an object or array, which name nothing.
    mutating func label() throws(RecordError) -> UTF8Key? {
        switch peekKind() {
        case .string: return UTF8Key(try string())
        case .number, .boolean:
            let start = position
            try skipValue()
            return UTF8Key(bytes[start..<position])
        default:
            try skipValue()
            return nil
        }
    }

    /// Reads an object and returns the strings of some of its fields, in the order in which they are asked for.
    mutating func strings(of fields: [[UInt8]]) throws(RecordError) -> [[UInt8]] {
        var start = self
        try expect(.object, field: [])
        var found = [[UInt8]?](repeating: nil, count: fields.count)
        try object { (scanner, key) throws(RecordError) in
            guard let index = fields.firstIndex(where: { scanner.matches(key, $0) }) else {
                return try scanner.skipValue()
            }
            if found[index] != nil { throw scanner.duplicate(key) }
            try scanner.expect(.string, field: fields[index])
            found[index] = try scanner.string()
        }
        var strings: [[UInt8]] = []
        for (index, value) in found.enumerated() {
            guard let value else {
                _ = start.peek()
                throw RecordError(
                    .missingField(String(decoding: fields[index], as: UTF8.self), present: []), at: start.position)
            }
            strings.append(value)
        }
        return strings
    }
}
