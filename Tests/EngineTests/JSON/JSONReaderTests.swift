import Testing

@testable import JeoulText

/// Runs a reader over a text.
private func read<Result>(_ text: [UInt8], _ body: (inout JSONReader) throws -> Result) throws -> Result {
    try text.withUnsafeBufferPointer { bytes in
        var reader = try JSONReader(bytes)
        let result = try body(&reader)
        try reader.finish()
        return result
    }
}

private func value(_ text: String) throws -> JSONValue { try read(Array(text.utf8)) { try $0.value() } }

private func skip(_ text: [UInt8]) throws { try read(text) { try $0.skipValue() } }

@Suite struct JSONReaderTests {
    static let wellFormed = [
        "null", " true ", "false", "0", "-0", "-1.5e+10", "1E5", "0.25", "\"\"", "[]", "{}", "[ ]", "{ }", "[[],[{}]]",
        "[1,2 , 3]", #"{"a":{"b":[1,{"c":null}]},"d":"e"}"#, #""\"\\\/\b\f\n\r\t\u00e9""#, "\"가\"", "\t\n\r 1 ",
        "[\"\u{7F}\"]", "[1,[2,[3,[]]],{}]",
    ]

    @Test(arguments: wellFormed) func readsWellFormed(_ text: String) throws {
        _ = try value(text)
        try skip(Array(text.utf8))
    }

    /// The text and the offset of its fault.
    static let malformed: [(String, Int)] = [
        ("", 0), (" ", 1), ("nul", 0), ("True", 0), ("[1,]", 3), ("[1 2]", 3), ("[,1]", 1), ("{\"a\"}", 4),
        ("{\"a\":}", 5), ("{\"a\":1,}", 7), ("{a:1}", 1), ("01", 1), ("-", 1), ("1.", 2), (".5", 0), ("1e", 2),
        ("+1", 0),
        ("\"\t\"", 1), ("\"a", 0), (#""\x""#, 1), (#""\u12""#, 3), (#""\u12g4""#, 5), ("[1]]", 3), ("1 2", 2),
        ("[1}", 2),
        ("{\"a\":1]", 6), ("\u{FEFF}1", 0), ("'a'", 0), ("[", 1), ("{", 1), ("{\"a\":", 5), ("NaN", 0), ("// a\n1", 0),
    ]

    @Test(arguments: malformed) func refusesMalformed(_ text: String, offset: Int) {
        for run in [{ _ = try value(text) }, { try skip(Array(text.utf8)) }] {
            let error = #expect(throws: JSONError.self) { try run() }
            #expect(error?.offset == offset, "\(text)")
        }
    }

    @Test func everyPrefixOfAContainerIsTruncated() {
        let text = Array(#"{"a":[1,"b\u00e9\ud83d\ude00가",{"c":true}],"d":null}"#.utf8)
        for length in 0..<text.count {
            #expect(throws: JSONError.self, "\(length)") { try skip(Array(text[..<length])) }
        }
    }

    @Test func decodesEscapes() throws {
        #expect(try value(#""\u0041\n\"\\\/\ud83d\ude00\uac00가""#) == .string("A\n\"\\/😀가가"))
        #expect(try value(#""\u0000""#) == .string("\0"))
    }

    @Test(arguments: [
        #""\ud83d""#, #""\ude00""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ud83d\ud83d""#, #""\ud83d\u0041""#,
    ])
    func refusesHalfASurrogatePair(_ text: String) {
        let error = #expect(throws: JSONError.self) { try value(text) }
        #expect(error?.message.contains("surrogate") == true)
    }

    @Test(
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE3, 0x81], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
    func refusesInvalidUTF8(_ bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try skip(Array("\"a".utf8) + bytes + Array("\"".utf8)) }
        #expect(error?.offset == 2)
    }

    @Test func keysAreBytes() throws {
        // Canonically equivalent, and so one key to a dictionary of strings.
        let object = try value("{\"\u{AC00}\":1,\"\u{1100}\u{1161}\":2}")
        #expect(object.members?.count == 2)
        #expect(object["\u{AC00}"] == .integer(1) && object["\u{1100}\u{1161}"] == .integer(2))
        let error = #expect(throws: JSONError.self) { try value(#"{"a":1,"b":2,"\u0061":3}"#) }
        #expect(error?.offset == 14)
    }

    @Test(arguments: ["[", "{\"a\":"]) func boundsDepth(_ open: String) throws {
        let depth = JSONReader.maximumDepth
        let nested = String(repeating: open, count: depth) + (open == "[" ? "" : "1")
        let closed = nested + String(repeating: open == "[" ? "]" : "}", count: depth)
        _ = try value(closed)
        let error = #expect(throws: JSONError.self) { try value(open + closed) }
        #expect(error?.message.contains("within one another") == true)
        // A megabyte of brackets neither overflows the stack nor takes long.
        #expect(throws: JSONError.self) { try skip(Array(String(repeating: open, count: 1_000_000).utf8)) }
    }

    @Test func boundsTheNumberOfValues() {
        let text = "[" + String(repeating: "1,", count: JSONReader.maximumValueCount) + "1]"
        let error = #expect(throws: JSONError.self) { try value(text) }
        #expect(error?.message.contains("values") == true)
    }

    @Test func readsUnsignedIntegers() throws {
        func integer(_ text: String) throws -> Int { try read(Array(text.utf8)) { try $0.unsignedInteger() } }
        #expect(try integer("0") == 0)
        #expect(try integer(" 151643 ") == 151643)
        #expect(try integer("9007199254740992") == 1 << 53)
        for text in ["-1", "1.0", "1e3", "01", "9007199254740993", "99999999999999999999999", "\"1\"", ""] {
            #expect(throws: JSONError.self, "\(text)") { try integer(text) }
        }
    }

    @Test func walksWithoutATree() throws {
        let text = Array(#"{"skipped":[{"x":[1]},2],"wanted":{"a":1,"b":2},"more":3}"#.utf8)
        let found = try read(text) { reader in
            var found: [String: Int] = [:]
            try reader.beginObject()
            while let key = try reader.nextKey() {
                guard key.equals("wanted", in: reader.bytes) else {
                    try reader.skipValue()
                    continue
                }
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    found[String(decoding: key.decoded(in: reader.bytes), as: UTF8.self)] = try reader.unsignedInteger()
                }
            }
            return found
        }
        #expect(found == ["a": 1, "b": 2])
    }
}
