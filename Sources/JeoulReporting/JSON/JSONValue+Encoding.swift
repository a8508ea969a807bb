import JeoulText

extension JSONValue {
    /// What a value encodes, the members of objects in the order in which it encodes them.
    ///
    /// Foundation's `JSONEncoder` orders keys by hash or by alphabet; readers of a report want the order of its
    /// documentation. A `JSONValue` stands for itself. O(size).
    ///
    /// - Throws: `EncodingError` for a number that is not finite, and what the value's own encoding throws.
    package init(encoding value: some Encodable) throws {
        let slot = EncodingSlot()
        try slot.encode(value, at: [])
        self = slot.value
    }
}

/// A place for one value, filled while a value encodes itself. Containers share it, hence a class; it never leaves the
/// call that made it.
private final class EncodingSlot {
    private enum Kind { case nothing, plain, elements, members }

    private var kind = Kind.nothing
    private var plain = JSONValue.null
    private var elements: [EncodingSlot] = []
    private var members: [(name: String, slot: EncodingSlot)] = []

    /// The value, all containers resolved. What encodes nothing at all is an empty object, as Foundation has it.
    var value: JSONValue {
        switch kind {
        case .nothing: return .object(JSONObject())
        case .plain: return plain
        case .elements: return .array(elements.map(\.value))
        case .members:
            var object = JSONObject()
            for (name, slot) in members { object[name] = slot.value }
            return .object(object)
        }
    }

    var count: Int { elements.count }

    func set(_ value: JSONValue) {
        kind = .plain
        plain = value
    }

    func beginElements() { kind = .elements }

    func beginMembers() { kind = .members }

    func append() -> EncodingSlot {
        elements.append(EncodingSlot())
        return elements[elements.count - 1]
    }

    func member(_ name: String) -> EncodingSlot {
        let slot = EncodingSlot()
        members.append((name, slot))
        return slot
    }

    func encode(_ value: some Encodable, at path: [any CodingKey]) throws {
        switch value {
        case let value as JSONValue: set(value)
        case let value as JSONObject: set(.object(value))
        default: try value.encode(to: ValueEncoder(slot: self, codingPath: path))
        }
    }

    func encode(_ number: Double, at path: [any CodingKey]) throws {
        guard number.isFinite else {
            let context = EncodingError.Context(codingPath: path, debugDescription: "JSON has no \(number)")
            throw EncodingError.invalidValue(number, context)
        }
        set(.number(number))
    }

    func encode(_ number: some BinaryInteger) {
        set(Int(exactly: number).map(JSONValue.integer) ?? .unsigned(UInt64(clamping: number)))
    }
}

private struct ValueEncoder: Encoder {
    let slot: EncodingSlot
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        slot.beginMembers()
        return KeyedEncodingContainer(MemberContainer<Key>(slot: slot, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        slot.beginElements()
        return ElementContainer(slot: slot, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        PlainContainer(slot: slot, codingPath: codingPath)
    }
}

private struct PlainContainer: SingleValueEncodingContainer {
    let slot: EncodingSlot
    let codingPath: [any CodingKey]

    func encodeNil() { slot.set(.null) }
    func encode(_ value: Bool) { slot.set(.boolean(value)) }
    func encode(_ value: String) { slot.set(.string(value)) }
    func encode(_ value: Double) throws { try slot.encode(value, at: codingPath) }
    // By way of its text: the nearest Double of a Float is not its shortest.
    func encode(_ value: Float) throws { try slot.encode(Double(value.description) ?? Double(value), at: codingPath) }
    func encode(_ value: Int) { slot.encode(value) }
    func encode(_ value: Int8) { slot.encode(value) }
    func encode(_ value: Int16) { slot.encode(value) }
    func encode(_ value: Int32) { slot.encode(value) }
    func encode(_ value: Int64) { slot.encode(value) }
    func encode(_ value: UInt) { slot.encode(value) }
    func encode(_ value: UInt8) { slot.encode(value) }
    func encode(_ value: UInt16) { slot.encode(value) }
    func encode(_ value: UInt32) { slot.encode(value) }
    func encode(_ value: UInt64) { slot.encode(value) }
    func encode(_ value: some Encodable) throws { try slot.encode(value, at: codingPath) }
}

private struct ElementContainer: UnkeyedEncodingContainer {
    let slot: EncodingSlot
    let codingPath: [any CodingKey]
    var count: Int { slot.count }

    func encodeNil() { slot.append().set(.null) }

    func encode(_ value: some Encodable) throws {
        try slot.append().encode(value, at: codingPath)
    }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        ValueEncoder(slot: slot.append(), codingPath: codingPath).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        ValueEncoder(slot: slot.append(), codingPath: codingPath).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        ValueEncoder(slot: slot.append(), codingPath: codingPath)
    }
}

private struct MemberContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: EncodingSlot
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) { slot.member(key.stringValue).set(.null) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try slot.member(key.stringValue).encode(value, at: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        ValueEncoder(slot: slot.member(key.stringValue), codingPath: codingPath + [key]).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        ValueEncoder(slot: slot.member(key.stringValue), codingPath: codingPath + [key]).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder("super") }

    func superEncoder(forKey key: Key) -> any Encoder { encoder(key.stringValue) }

    private func encoder(_ name: String) -> any Encoder {
        ValueEncoder(slot: slot.member(name), codingPath: codingPath)
    }
}

extension JSONValue: Encodable {
    /// Encodes the value for other encoders; ``JSONOutput`` takes it as it is.
    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .boolean(let value): try value.encode(to: encoder)
        case .integer(let value): try value.encode(to: encoder)
        case .unsigned(let value): try value.encode(to: encoder)
        case .number(let value): try value.encode(to: encoder)
        case .string(let value): try value.encode(to: encoder)
        case .array(let elements): try elements.encode(to: encoder)
        case .object(let object): try object.encode(to: encoder)
        }
    }
}

extension JSONObject: Encodable {
    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Encodes the members in order.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for member in members { try container.encode(member.value, forKey: Name(stringValue: member.name)) }
    }
}
