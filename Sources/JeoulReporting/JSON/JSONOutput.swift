import JeoulText

/// Writes JSON: members in the order given, numbers in full precision, text as it is, but that what would steer a terminal
/// (``VisibleText``) is written as its JSON escape, which says the same.
package enum JSONOutput {
    /// A value that encodes itself as JSON text, its keys in the order in which it encodes them: for a synthesized
    /// `Codable` the order of the declaration.
    ///
    /// - Throws: `EncodingError` where a number is not finite; a missing number is `nil`, never NaN.
    package static func encode(_ value: some Encodable, isPretty: Bool = true) throws -> String {
        text(of: try JSONValue(encoding: value), isPretty: isPretty)
    }

    /// The JSON text of a value, one line end at its end. O(size).
    ///
    /// - Parameter isPretty: a member a line, two spaces a level, arrays of plain values on one line where they fit;
    ///   else all on one line.
    package static func text(of value: JSONValue, isPretty: Bool = true) -> String {
        var writer = JSONWriter(isPretty: isPretty)
        writer.write(value, level: 0)
        return writer.text + "\n"
    }
}

/// Appends the text of JSON values. Depth is that of the value, which a program built.
private struct JSONWriter {
    private static let lineLength = 100

    let isPretty: Bool
    private(set) var text = ""

    init(isPretty: Bool) {
        self.isPretty = isPretty
    }

    mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .unsigned(let value): text += String(value)
        // What is not finite is refused by the encoder and by `JSONValue.init`; built by hand it is no value.
        case .number(let value): text += value.isFinite ? value.description : "null"
        case .string(let value): write(value)
        case .array(let elements): write(elements, level: level)
        case .object(let object): write(object, level: level)
        }
    }

    private mutating func write(_ object: JSONObject, level: Int) {
        guard !object.members.isEmpty else { return text += "{}" }
        text += "{"
        for (index, member) in object.members.enumerated() {
            if index > 0 { text += "," }
            newLine(level + 1)
            write(member.name)
            text += isPretty ? ": " : ":"
            write(member.value, level: level + 1)
        }
        newLine(level)
        text += "}"
    }

    private mutating func write(_ elements: [JSONValue], level: Int) {
        guard !elements.isEmpty else { return text += "[]" }
        if isPretty, let line = Self.oneLine(elements, room: Self.lineLength - 2 * level) { return text += line }
        text += "["
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            newLine(level + 1)
            write(element, level: level + 1)
        }
        newLine(level)
        text += "]"
    }

    /// Plain values on one line, or nil where one is a container or they do not fit.
    private static func oneLine(_ elements: [JSONValue], room: Int) -> String? {
        var writer = JSONWriter(isPretty: false)
        for (index, element) in elements.enumerated() {
            switch element {
            case .array, .object: return nil
            default: break
            }
            if index > 0 { writer.text += ", " }
            writer.write(element, level: 0)
            if writer.text.utf8.count > room { return nil }
        }
        return "[" + writer.text + "]"
    }

    private mutating func newLine(_ level: Int) {
        guard isPretty else { return }
        text += "\n"
        text += String(repeating: "  ", count: level)
    }

    private mutating func write(_ string: String) {
        var scalars = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": scalars.append(contentsOf: "\\\"".unicodeScalars)
            case "\\": scalars.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": scalars.append(contentsOf: "\\n".unicodeScalars)
            case "\r": scalars.append(contentsOf: "\\r".unicodeScalars)
            case "\t": scalars.append(contentsOf: "\\t".unicodeScalars)
            case _ where VisibleText.steers(scalar):
                let digits = String(scalar.value, radix: 16)
                let zeros = String(repeating: "0", count: 4 - digits.count)
                scalars.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
            default: scalars.append(scalar)
            }
        }
        scalars.append("\"")
        text += String(scalars)
    }
}
