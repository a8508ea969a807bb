extension JSONReader {
    /// The most values a tree may hold; a hostile file gets an error instead of memory.
    static let maximumValueCount = 1_000_000

    /// Reads the next value as a tree, for the small parts of a file. A key that comes twice in an object is refused. O(bytes).
    package mutating func value() throws(JSONError) -> JSONValue {
        var budget = Self.maximumValueCount
        return try value(budget: &budget)
    }

    // Recursion is bounded by `maximumDepth`.
    private mutating func value(budget: inout Int) throws(JSONError) -> JSONValue {
        budget -= 1
        if budget < 0 { throw JSONError(offset: position, message: "more than \(Self.maximumValueCount) values") }
        switch try peek() {
        case .null:
            try null()
            return .null
        case .boolean: return .boolean(try boolean())
        case .number:
            let text = String(decoding: bytes[try number()], as: UTF8.self)
            return Int(text).map(JSONValue.integer) ?? .number(Double(text) ?? .infinity)
        case .string: return .string(String(decoding: try string().decoded(in: bytes), as: UTF8.self))
        case .array:
            var elements: [JSONValue] = []
            try beginArray()
            while try nextElement() { elements.append(try value(budget: &budget)) }
            return .array(elements)
        case .object:
            var members: [JSONObject.Member] = []
            var keys: Set<[UInt8]> = []
            try beginObject()
            while let key = try nextKey() {
                let name = key.decoded(in: bytes)
                guard keys.insert(name).inserted else {
                    throw JSONError(offset: key.range.lowerBound, message: "the key \(quoted(name)) comes twice")
                }
                members.append(JSONObject.Member(String(decoding: name, as: UTF8.self), try value(budget: &budget)))
            }
            return .object(JSONObject(members))
        }
    }
}

extension JSONValue {
    /// The value of a key of an object; nil where there is none, or where it is null.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self, let value = object[key], value != .null else { return nil }
        return value
    }

    /// A string.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A string's bytes.
    package var bytes: [UInt8]? { string.map { Array($0.utf8) } }

    /// A truth value.
    package var boolean: Bool? {
        if case .boolean(let flag) = self { flag } else { nil }
    }

    /// The values of an array.
    package var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object.
    package var members: [JSONObject.Member]? {
        if case .object(let object) = self { object.members } else { nil }
    }

    /// A whole number, 0 or greater.
    package var unsignedInteger: Int? {
        if case .integer(let value) = self, value >= 0 { value } else { nil }
    }

    /// A number.
    package var double: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }
}

/// Bytes between quotes for a message, shortened, with what cannot be printed escaped.
package func quoted(_ bytes: some Collection<UInt8>) -> String {
    let shown = String(decoding: bytes.prefix(64), as: UTF8.self)
    let escaped = shown.unicodeScalars.map { scalar in
        scalar.value < 0x20 || scalar == "\u{7F}" ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "'" + escaped.joined() + (bytes.count > 64 ? "…'" : "'")
}
