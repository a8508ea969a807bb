import ICUShims

/// Normalizes a text by ICU, a window at a time; the buffers are used again from window to window.
///
/// ICU normalizes UTF-16, with 32-bit lengths, so text is converted there and back. Windows keep that in the first
/// cache, and start and end where the form has a boundary, so that each is normalized by itself. A stretch without a
/// boundary that is longer than a window is handed to `LongRun`.
struct NormalizationWindows {
    let form: NormalizationForm
    private var source: [UInt16] = []
    private var target: [UInt16] = []
    private var output: [UInt8] = []

    /// In bytes. ICU sorts combining marks by insertion, which is quadratic: this bounds how many it gets to see.
    static let size = 1024

    init(form: NormalizationForm) { self.form = form }

    /// Calls `body` with each window of `range` that is not in the form and what it is in the form, in order. Both ends
    /// of `range` are boundaries of the form. Stops and returns false when `body` does.
    mutating func forEachChange(
        in text: UnsafeBufferPointer<UInt8>, range: Range<Int>, _ body: (Range<Int>, ArraySlice<UInt8>) -> Bool
    ) throws(ICUError) -> Bool {
        var start = range.lowerBound
        while start < range.upperBound {
            let (end, isLong) = windowEnd(in: text, from: start, limit: range.upperBound)
            let window = text.bytes(start..<end)
            if isLong {
                let result = try LongRun.normalized(window, form: form)
                if !result.elementsEqual(window), !body(start..<end, result[...]) { return false }
            } else if let length = try normalize(window) {
                if !body(start..<end, output[..<length]) { return false }
            }
            start = end
        }
        return true
    }

    /// The last boundary within `size` bytes of `start`, else the first boundary after them.
    private func windowEnd(
        in text: UnsafeBufferPointer<UInt8>, from start: Int, limit: Int
    ) -> (end: Int, isLong: Bool) {
        guard limit - start > Self.size else { return (limit, false) }
        let middle = text.scalarStart(at: start + Self.size)
        var end = middle
        while end > start {
            if jeoul_has_boundary_before(form.shim, text.scalar(at: end).value) { return (end, false) }
            end = text.scalarStart(before: end)
        }
        end = middle
        while end < limit {
            let scalar = text.scalar(at: end)
            if jeoul_has_boundary_before(form.shim, scalar.value) { break }
            end += scalar.length
        }
        return (end, true)
    }

    /// Leaves the window's form in `output` and returns its length, or nil when the window is in the form.
    private mutating func normalize(_ window: UnsafeBufferPointer<UInt8>) throws(ICUError) -> Int? {
        var length: Int32 = 0
        var span: Int32 = 0
        source.grow(to: window.count)
        try check(
            jeoul_utf16_from_utf8(window.baseAddress, Int32(window.count), &source, Int32(source.count), &length))
        try check(jeoul_normalized_span(form.shim, source, length, &span))
        if span == length { return nil }

        var targetLength: Int32 = 0
        target.grow(to: Int(length) * 2)
        var code = jeoul_normalize(form.shim, source, length, span, &target, Int32(target.count), &targetLength)
        if code == JEOUL_ICU_BUFFER_OVERFLOW {
            target.grow(to: Int(targetLength))
            code = jeoul_normalize(form.shim, source, length, span, &target, Int32(target.count), &targetLength)
        }
        try check(code)
        // The quick check says *maybe* where a character could compose; mostly it did not.
        if source[..<Int(length)] == target[..<Int(targetLength)] { return nil }

        var outputLength: Int32 = 0
        output.grow(to: Int(targetLength) * 3)
        try check(jeoul_utf8_from_utf16(target, targetLength, &output, Int32(output.count), &outputLength))
        return Int(outputLength)
    }

    private func check(_ code: Int32) throws(ICUError) {
        try ICUError.check(code, "normalize to \(form.rawValue)")
    }
}

extension Array where Element: FixedWidthInteger {
    /// Makes the array at least that long; what it held is lost.
    fileprivate mutating func grow(to length: Int) {
        if count < length { self = Array(repeating: 0, count: length + length / 2) }
    }
}
