/// Brings UTF-8 text into one of Unicode's normalization forms, by ICU; what is in the form already costs a scan.
///
/// Texts are valid UTF-8; NUL is a character like any other. Safe to share between threads.
package struct Normalizer: Sendable {
    /// The form.
    package let form: NormalizationForm
    private let kernel: ScanKernel

    /// A normalizer to that form. O(1).
    package init(_ form: NormalizationForm, kernel: ScanKernel = .best) {
        self.form = form
        self.kernel = kernel
    }

    /// The text in the form, or nil when it is in the form already.
    ///
    /// O(n), even where ICU itself is quadratic: see `LongRun`.
    /// - Throws: `ICUError`, for ICU's own reasons or when the text is not valid UTF-8.
    package func normalized(_ text: UnsafeBufferPointer<UInt8>) throws(ICUError) -> [UInt8]? {
        var rewriter = Rewriter(text: text)
        try forEachChange(in: text) { window, replacement in
            rewriter.replace(window, with: replacement)
            return true
        }
        return rewriter.finish()
    }

    /// The text in the form: the same array when it is in the form already. O(n).
    package func normalized(_ text: [UInt8]) throws(ICUError) -> [UInt8] {
        try text.withUnsafeBufferPointer { bytes throws(ICUError) in try normalized(bytes) } ?? text
    }

    /// The text in the form. O(n). Mind that `String` compares by canonical equivalence.
    package func normalized(_ text: String) throws(ICUError) -> String {
        let bytes = Array(text.utf8)
        let result = try bytes.withUnsafeBufferPointer { bytes throws(ICUError) in try normalized(bytes) }
        return result.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Whether the text is in the form. O(n), and no further than the first change.
    /// - Throws: as `normalized`.
    package func isNormalized(_ text: UnsafeBufferPointer<UInt8>) throws(ICUError) -> Bool {
        if !form.composes {
            // Most Korean text needs no ICU to tell: the first thing that is not ASCII is a composed syllable.
            let suspect = PlainText(text: text, kernel: kernel).firstSuspect(form)
            if suspect < text.count, 0xAC00...0xD7A3 ~= text.scalar(at: suspect).value { return false }
        }
        var result = true
        try forEachChange(in: text) { _, _ in
            result = false
            return false
        }
        return result
    }

    /// Whether the text is in the form. O(n).
    package func isNormalized(_ text: [UInt8]) throws(ICUError) -> Bool {
        try text.withUnsafeBufferPointer { bytes throws(ICUError) in try isNormalized(bytes) }
    }

    /// Whether the text is in the form. O(n).
    package func isNormalized(_ text: String) throws(ICUError) -> Bool { try isNormalized(Array(text.utf8)) }

    /// The forms among `candidates` that the text is in. O(n) each.
    /// - Throws: as `normalized`.
    package static func forms(
        of text: UnsafeBufferPointer<UInt8>, among candidates: NormalizationForms = .all
    ) throws(ICUError) -> NormalizationForms {
        var result: NormalizationForms = []
        for form in candidates.forms where try Normalizer(form).isNormalized(text) {
            result.insert(NormalizationForms(form))
        }
        return result
    }

    /// The forms among `candidates` that the text is in. O(n) each.
    package static func forms(
        of text: [UInt8], among candidates: NormalizationForms = .all
    ) throws(ICUError) -> NormalizationForms {
        try text.withUnsafeBufferPointer { bytes throws(ICUError) in try forms(of: bytes, among: candidates) }
    }

    /// The region in the form, or nil when it is in the form already. The kernel is not asked: `region` is known to be
    /// irregular.
    func normalizedRegion(_ region: UnsafeBufferPointer<UInt8>) throws(ICUError) -> [UInt8]? {
        var rewriter = Rewriter(text: region)
        var windows = NormalizationWindows(form: form)
        _ = try windows.forEachChange(in: region, range: 0..<region.count) { window, replacement in
            rewriter.replace(window, with: replacement)
            return true
        }
        return rewriter.finish()
    }

    /// Calls `body` with each stretch of the text that is not in the form and what it is in the form, in order, as long
    /// as it returns true.
    private func forEachChange(
        in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, ArraySlice<UInt8>) -> Bool
    ) throws(ICUError) {
        let plain = PlainText(text: text, kernel: kernel)
        var windows = NormalizationWindows(form: form)
        guard form == .nfc else {
            let start = plain.plainPrefix(form)
            _ = try windows.forEachChange(in: text, range: start..<text.count, body)
            return
        }
        var start = 0
        while let region = plain.nextRegion(from: start) {
            guard try windows.forEachChange(in: text, range: region, body) else { return }
            start = region.upperBound
        }
    }
}

/// A copy of a text with some stretches replaced, made from the first replacement on.
private struct Rewriter {
    let text: UnsafeBufferPointer<UInt8>
    private var output: [UInt8] = []
    private var copied = 0
    private var isChanged = false

    init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    mutating func replace(_ range: Range<Int>, with replacement: ArraySlice<UInt8>) {
        if !isChanged {
            isChanged = true
            output.reserveCapacity(text.count + text.count / 4)
        }
        output.append(contentsOf: text.bytes(copied..<range.lowerBound))
        output.append(contentsOf: replacement)
        copied = range.upperBound
    }

    /// The copy, or nil when nothing was replaced.
    mutating func finish() -> [UInt8]? {
        guard isChanged else { return nil }
        output.append(contentsOf: text.bytes(copied..<text.count))
        return output
    }
}
