import JeoulText
import ICUShims

/// A regular expression of ICU's, ready to be matched against one text at a time. Not `Sendable`: each thread has its own.
package final class RegularExpression {
    let pattern: String
    private let handle: OpaquePointer

    /// Compiles a pattern. Throws `ICUError` where it is none.
    package init(_ pattern: String) throws(ICUError) {
        var handle: OpaquePointer?
        var fault = jeoul_regex_error()
        let bytes = Array(pattern.utf8)
        let code = jeoul_regex_open(bytes, Int32(bytes.count), &handle, &fault)
        try ICUError.check(code, "read the pattern \(pattern) (line \(fault.line), character \(fault.offset))")
        self.pattern = pattern
        self.handle = handle!
    }

    deinit { jeoul_regex_close(handle) }

    /// Gives `body` the matches in `text` from left to right. An empty match where another one ends does not count, as
    /// in Oniguruma and Rust; ICU would report it.
    func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) throws(ICUError) {
        guard let base = text.baseAddress else { return }
        // SAFETY: the text stays in place for the whole call, and ICU does not look at it after the last find.
        try check(jeoul_regex_set_text(handle, base, Int64(text.count)))
        var previousEnd = -1
        while true {
            var found = false
            var (start, end) = (Int64(0), Int64(0))
            try check(jeoul_regex_find_next(handle, &found, &start, &end))
            guard found else { return }
            if start == end, Int(end) == previousEnd { continue }
            previousEnd = Int(end)
            body(Int(start)..<Int(end))
        }
    }

    private func check(_ code: Int32) throws(ICUError) {
        // What the work is bounded by in the shim.
        let isTooLong = code == JEOUL_REGEX_TIME_OUT || code == JEOUL_REGEX_STACK_OVERFLOW
        try ICUError.check(
            code,
            "match the pattern \(pattern)"
                + (isTooLong ? ", which goes back and forth too often on this text; name another with --splitter" : ""))
    }
}
