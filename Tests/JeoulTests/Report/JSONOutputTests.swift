import Foundation
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulReporting

@Suite struct JSONOutputTests {
    private struct Report: Encodable {
        var zebra = 1
        var apple: Double? = 0.1
        var missing: Int?
        var nested = Nested()
        var list = [1, 2, 3]
        var raw: JSONValue = ["b": 1, "a": [nil, true]]

        struct Nested: Encodable {
            var text = "한\"\\\n\u{1}\u{7F}/"
            var none: [Int] = []
            var float: Float = 0.1
            var big = UInt64.max
        }
    }

    @Test func keysKeepTheirOrder() throws {
        #expect(
            try JSONOutput.encode(Report()) == #"""
                {
                  "zebra": 1,
                  "apple": 0.1,
                  "nested": {
                    "text": "한\"\\\n\u0001\u007f/",
                    "none": [],
                    "float": 0.1,
                    "big": 18446744073709551615
                  },
                  "list": [1, 2, 3],
                  "raw": {
                    "b": 1,
                    "a": [null, true]
                  }
                }

                """#)
        #expect(try JSONOutput.encode(["b": 1], isPretty: false) == "{\"b\":1}\n")
    }

    /// Foundation reads back what was written, the same bits.
    @Test func numbersRoundTrip() throws {
        let numbers = [
            0, -0.0, 0.1, 1 / 3, 1e-7, .leastNonzeroMagnitude, 1e16, 1e22, .greatestFiniteMagnitude, 2, 123_456_789.125,
            0.1 + 0.2,
        ]
        let text = try JSONOutput.encode(numbers)
        let back = try JSONDecoder().decode([Double].self, from: Data(text.utf8))
        #expect(back.map(\.bitPattern) == numbers.map(\.bitPattern))
    }

    @Test func whatIsNotFiniteIsRefused() {
        #expect(throws: EncodingError.self) { try JSONOutput.encode(["x": Double.nan]) }
        #expect(JSONValue(Double.infinity) == .null)
        #expect(JSONOutput.text(of: .number(.nan)) == "null\n")
    }

    @Test func foundationReadsWhatIsWritten() throws {
        let text = "\u{0}\u{1F}\u{7F}\u{80}\u{2028}\u{FFFF}😀한\u{1112}\u{1161}\u{11AB}"
        let written = try JSONOutput.encode([text])
        let back = try JSONDecoder().decode([String].self, from: Data(written.utf8))
        #expect(back.first.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test func objectsAreEdited() {
        var object: JSONObject = ["a": 1, "b": 2, "a": 3]
        #expect(object.members.map(\.name) == ["a", "b"])
        #expect(object["a"] == 3)
        object["b"] = nil
        object["c"] = "x"
        #expect(JSONOutput.text(of: .object(object), isPretty: false) == "{\"a\":3,\"c\":\"x\"}\n")
        #expect(JSONOutput.text(of: [:]) == "{}\n")
    }

    @Test func longArraysAreBroken() {
        let long = JSONValue.array((0..<100).map(JSONValue.integer))
        #expect(JSONOutput.text(of: long).split(separator: "\n").count == 102)
    }

    /// The same tree by way of Foundation's encoder.
    @Test func valuesEncodeElsewhereToo() throws {
        let value: JSONValue = ["b": [1, 2.5, "x", nil, false], "a": [:]]
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == #"{"a":{},"b":[1,2.5,"x",null,false]}"#)
    }

    @Test func enumsAndListingsEncode() throws {
        let value = try JSONValue(encoding: CorpusWarning.replacedWhileRead(file: "a"))
        #expect(value == ["replacedWhileRead": ["file": "a"]])
    }
}
