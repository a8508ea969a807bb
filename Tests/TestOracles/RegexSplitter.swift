import ICUShims
import JeoulTokenizing

/// The oracle of the splitters: each pattern as its original writes it, run by ICU's regular expressions.
///
/// Changed is only what ICU reads otherwise: its `\s` is not White_Space, and its `$` also matches before a last line end.
/// ICU 72 knows Unicode 15.0; the splitters have 16.0, so that a text with a character that is new in 16.0 cannot be
/// compared (`isBeyond`). Not `Sendable`: a matcher serves one thread.
package final class RegexSplitter {
    private let regex: OpaquePointer

    private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
    private static let head = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
    private static let tail = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#

    /// The pattern in the syntax of its original.
    static func original(_ pattern: SplitPattern) -> String {
        switch pattern {
        case .gpt2: #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
        case .cl100k:
            #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|"#
                + #"\s*[\r\n]|\s+(?!\S)|\s"#
        case .llama3:
            contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
        case .qwen2:
            contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
        case .o200k:
            [
                #"[^\r\n\p{L}\p{N}]?"# + head + "*" + tail + "+" + contractions + "?",
                #"[^\r\n\p{L}\p{N}]?"# + head + "+" + tail + "*" + contractions + "?",
                #"\p{N}{1,3}"#, #" ?[^\s\p{L}\p{N}]+[\r\n/]*"#, #"\s*[\r\n]+"#, #"\s+(?!\S)"#, #"\s+"#,
            ].joined(separator: "|")
        }
    }

    /// The oracle of a splitter.
    package convenience init(_ pattern: SplitPattern) { self.init(original: Self.original(pattern)) }

    /// The oracle of a pattern in the syntax of its original.
    package convenience init(original: String) {
        self.init(
            original.replacing(#"\s"#, with: #"\p{White_Space}"#).replacing(#"\S"#, with: #"\P{White_Space}"#)
                .replacing("$", with: #"\z"#))
    }

    /// A regular expression in ICU's syntax, which must be right.
    package init(_ expression: String) {
        var pointer: OpaquePointer?
        let code = jeoul_regex_open(Array(expression.utf8), Int32(expression.utf8.count), &pointer, nil)
        guard code == 0, let pointer else {
            fatalError("\(String(cString: jeoul_icu_error_name(code))): \(expression)")
        }
        regex = pointer
    }

    deinit { jeoul_regex_close(regex) }

    /// Where each match begins and ends.
    package func matches(in text: UnsafeBufferPointer<UInt8>) -> [(start: Int, end: Int)] {
        var matches: [(start: Int, end: Int)] = []
        var found = false
        var (start, end): (Int64, Int64) = (0, 0)
        check(jeoul_regex_set_text(regex, text.baseAddress, Int64(text.count)))
        while true {
            check(jeoul_regex_find_next(regex, &found, &start, &end))
            if !found { return matches }
            matches.append((Int(start), Int(end)))
        }
    }

    /// The matches and what lies between them.
    package func isolated(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var done = text.startIndex
        let matches = text.withUnsafeBufferPointer { self.matches(in: $0) }
        for match in matches {
            let (start, end) = (text.startIndex + match.start, text.startIndex + match.end)
            pieces += [text[done..<start], text[start..<end]]
            done = end
        }
        return (pieces + [text[done...]]).filter { !$0.isEmpty }
    }

    private func check(_ code: Int32) {
        precondition(code == 0, "ICU's regex failed: \(String(cString: jeoul_icu_error_name(code)))")
    }
}
