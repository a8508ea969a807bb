/// A JSON value as a tree, for the small parts of a file; the large ones are walked with `JSONReader`.
///
/// Strings are bytes, objects keep the order of their keys and refuse a key that comes twice.
indirect enum JSONValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    /// A number as written.
    case number([UInt8])
    case string([UInt8])
    case array([JSONValue])
    case object([Member])

    /// A key and its value.
    struct Member: Sendable, Hashable {
        var key: [UInt8]
        var value: JSONValue
    }

    /// The most values a tree may hold; a hostile file gets an error instead of memory.
    static let maximumCount = 1_000_000
}

extension JSONReader {
    /// Reads the next value as a tree.
    mutating func value() throws(JSONError) -> JSONValue {
        var budget = JSONValue.maximumCount
        return try value(budget: &budget)
    }

    // Recursion is bounded by `maximumDepth`.
    private mutating func value(budget: inout Int) throws(JSONError) -> JSONValue {
        budget -= 1
        if budget < 0 { throw JSONError(offset: position, message: "more than \(JSONValue.maximumCount) values") }
        switch try peek() {
        case .null:
            try null()
            return .null
        case .boolean: return .boolean(try boolean())
        case .number: return .number(Array(bytes[try number()]))
        case .string: return .string(try string().decoded(in: bytes))
        case .array:
            var elements: [JSONValue] = []
            try beginArray()
            while try nextElement() { elements.append(try value(budget: &budget)) }
            return .array(elements)
        case .object:
            var members: [JSONValue.Member] = []
            var keys: Set<[UInt8]> = []
            try beginObject()
            while let key = try nextKey() {
                let name = key.decoded(in: bytes)
                guard keys.insert(name).inserted else {
                    throw JSONError(offset: key.range.lowerBound, message: "the key \(quoted(name)) comes twice")
                }
                members.append(JSONValue.Member(key: name, value: try value(budget: &budget)))
            }
            return .object(members)
        }
    }
}

extension JSONValue {
    /// The value of a key of an object; nil where there is none, or where it is null.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        let value = members.first { $0.key.elementsEqual(key.utf8) }?.value
        return value == .null ? nil : value
    }

    var string: [UInt8]? {
        if case .string(let bytes) = self { bytes } else { nil }
    }

    /// A string for comparison with ASCII names.
    var name: String? { string.map { String(decoding: $0, as: UTF8.self) } }

    var boolean: Bool? {
        if case .boolean(let flag) = self { flag } else { nil }
    }

    var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// A whole number, 0 or greater.
    var unsignedInteger: Int? {
        guard case .number(let text) = self, let value = Int(String(decoding: text, as: UTF8.self)), value >= 0
        else { return nil }
        return value
    }

    var double: Double? {
        if case .number(let text) = self { Double(String(decoding: text, as: UTF8.self)) } else { nil }
    }
}

/// Bytes between quotes for a message, shortened, with what cannot be printed escaped.
func quoted(_ bytes: some Collection<UInt8>) -> String {
    let shown = String(decoding: bytes.prefix(64), as: UTF8.self)
    let escaped = shown.unicodeScalars.map { scalar in
        scalar.value < 0x20 || scalar == "\u{7F}" ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "'" + escaped.joined() + (bytes.count > 64 ? "…'" : "'")
}
