/// A JSON value whose objects keep the order in which their members were given, so that output is stable and reads in
/// the order in which it is documented.
package enum JSONValue: Sendable, Hashable {
    /// `null`: there is no value.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// A whole number that may be too great for `Int`.
    case unsigned(UInt64)
    /// A number, written in the shortest form that reads back the same.
    case number(Double)
    /// A string.
    case string(String)
    /// Values in order.
    case array([JSONValue])
    /// Names and values in order.
    case object(JSONObject)
}

/// The members of a JSON object, in the order in which their names first came.
package struct JSONObject: Sendable, Hashable {
    /// A name and its value.
    package struct Member: Sendable, Hashable {
        /// The name.
        package var name: String
        /// The value.
        package var value: JSONValue

        /// A member.
        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members in order.
    package private(set) var members: [Member] = []

    /// An object of no members.
    package init() {}

    /// An object of members whose names differ.
    init(_ members: [Member]) { self.members = members }

    /// Names are told apart by their bytes: 가 composed and 가 decomposed are two.
    private func index(of name: String) -> Int? { members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) } }

    /// The value of a name. Setting replaces the value where it stands, or adds a member; nil removes it. O(members).
    package subscript(name: String) -> JSONValue? {
        get { index(of: name).map { members[$0].value } }
        set {
            let index = index(of: name)
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name, value))
            case (nil, nil): break
            }
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object; of a name that comes twice the last value counts.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// An object; of a name that comes twice the last value counts.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }

    /// An array.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// A string.
    package init(stringLiteral value: String) { self = .string(value) }

    /// A whole number.
    package init(integerLiteral value: Int) { self = .integer(value) }

    /// A number.
    package init(floatLiteral value: Double) { self = .number(value) }

    /// A truth value.
    package init(booleanLiteral value: Bool) { self = .boolean(value) }

    /// `null`.
    package init(nilLiteral: ()) { self = .null }
}

extension JSONValue {
    /// A string, or `null` for nil.
    package init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

    /// A whole number, or `null` for nil.
    package init(_ value: Int?) { self = value.map(JSONValue.integer) ?? .null }

    /// A number; `null` for nil and for what is not finite, which JSON cannot say.
    package init(_ value: Double?) { self = value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null }
}
