import ICUShims
import Testing

/// What the regex calls promise; the splitters rely on them.
@Suite("ICU's regex") struct RegexShimTests {
    /// Closes the regex at the end of its life.
    private final class Regex {
        let pointer: OpaquePointer

        init(pointer: OpaquePointer) { self.pointer = pointer }

        convenience init(_ pattern: String) throws {
            var pointer: OpaquePointer?
            let code = jeoul_regex_open(Array(pattern.utf8), Int32(pattern.utf8.count), &pointer, nil)
            #expect(code == 0)
            self.init(pointer: try #require(pointer))
        }

        deinit { jeoul_regex_close(pointer) }

        func matches(in text: [UInt8], region: Range<Int>? = nil) -> [Range<Int64>] {
            text.withUnsafeBufferPointer { text in
                #expect(jeoul_regex_set_text(pointer, text.baseAddress, Int64(text.count)) == 0)
                if let region {
                    #expect(jeoul_regex_set_region(pointer, Int64(region.lowerBound), Int64(region.upperBound)) == 0)
                }
                var matches: [Range<Int64>] = []
                var found = false
                var (start, end): (Int64, Int64) = (0, 0)
                while true {
                    let code = jeoul_regex_find_next(pointer, &found, &start, &end)
                    #expect(code == 0, "\(String(cString: jeoul_icu_error_name(code)))")
                    if code != 0 || !found { return matches }
                    matches.append(start..<end)
                }
            }
        }
    }

    @Test("matches are ranges of bytes") func bytes() throws {
        #expect(try Regex(#"\p{Hangul}+|\d"#).matches(in: Array("한글 1 글".utf8)) == [0..<6, 7..<8, 9..<12])
        #expect(try Regex("x").matches(in: []) == [])
        #expect(try Regex("x?").matches(in: Array("a".utf8)) == [0..<0, 1..<1])
        #expect(try Regex(#"\x00+"#).matches(in: [0x61, 0, 0, 0x62, 0]) == [1..<3, 4..<5])
    }

    @Test("a region's bounds are transparent and do not anchor") func regions() throws {
        let text = Array("aab aab".utf8)
        #expect(try Regex("^a").matches(in: text, region: 1..<7) == [])
        #expect(try Regex("a(?!b)").matches(in: text, region: 1..<2) == [])
        #expect(try Regex("(?<=a)a").matches(in: text, region: 1..<7) == [1..<2, 5..<6])
        #expect(try Regex(#"a\b"#).matches(in: text, region: 0..<1) == [])
        #expect(try Regex("a$").matches(in: text, region: 0..<2) == [])
    }

    @Test("a wrong pattern says where") func wrongPattern() {
        var pointer: OpaquePointer?
        var error = jeoul_regex_error()
        let code = jeoul_regex_open(Array("ab(c".utf8), 4, &pointer, &error)
        #expect(pointer == nil)
        #expect(String(cString: jeoul_icu_error_name(code)) == "U_REGEX_MISMATCHED_PAREN")
        #expect(error.line == 1)
        #expect(error.offset == 4)
    }

    @Test("megabytes of spaces do not overflow the stack") func longRuns() throws {
        let text = [UInt8](repeating: 0x20, count: 4_000_000) + [0x61]
        for pattern in [#"\s+(?!\S)|\s+"#, "(?:a|b| )+", #" (\s\S?)+$"#] {
            #expect(
                try Regex(pattern).matches(in: text).last?.upperBound == Int64(text.count)
                    - (pattern.hasSuffix("+") && pattern.hasPrefix(#"\"#) ? 1 : 0))
        }
    }
}
