#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Valid UTF-8 and where documents lie in it: made only by checking both, so that nothing behind it checks or fails.
package struct UTF8Text: Sendable {
    /// The bytes.
    package let data: Data
    /// Where the documents lie in them, counted from the first byte.
    package let layout: DocumentLayout

    /// The largest text that is taken, one MiB less than 4 GiB: places in it, and in what is made of it, are 32 bits.
    package static let mostBytes = (1 << 32) - (1 << 20)

    /// Checks a text. O(n), some 15 GB a second.
    ///
    /// - Throws: `TokenizerError`: `.invalidUTF8`, `.invalidRange`, or `.textTooLarge`.
    package init(_ data: Data, layout: DocumentLayout, kernel: ScanKernel = .best) throws(TokenizerError) {
        // What is too large is not read.
        guard data.count <= Self.mostBytes else { throw .textTooLarge(bytes: data.count) }
        if let offset = UTF8Validation.firstInvalidOffset(data, kernel: kernel) { throw .invalidUTF8(offset: offset) }
        try self.init(validated: data, layout: layout)
    }

    /// A text of which the caller knows that it is valid UTF-8, such as one that a corpus's reader has checked: only where the
    /// documents lie is checked. O(ranges).
    ///
    /// - Throws: `TokenizerError.invalidRange`, or `.textTooLarge`.
    package init(validated data: Data, layout: DocumentLayout) throws(TokenizerError) {
        guard data.count <= Self.mostBytes else { throw .textTooLarge(bytes: data.count) }
        if case .ranges = layout {
            let fault = data.withUnsafeBytes { layout.firstFault(in: $0.bindMemory(to: UInt8.self)) }
            if let fault { throw fault }
        }
        self.data = data
        self.layout = layout
    }

    /// Calls `body` with the bytes, which are valid while it runs.
    @inlinable package func withBytes<Result>(_ body: (UTF8Section) throws -> Result) rethrows -> Result {
        try data.withUnsafeBytes { try body(UTF8Section(valid: $0.bindMemory(to: UInt8.self))) }
    }
}

/// A stretch of valid UTF-8 in memory that outlives the call that it is given to. Users get none but through what validates.
package struct UTF8Section {
    /// The bytes.
    package let bytes: UnsafeBufferPointer<UInt8>

    // SAFETY: the bytes must be valid UTF-8, and readable while the section is used.
    package init(valid bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }
}

extension DocumentLayout {
    /// What is wrong with where documents are said to lie; nil of lines. O(ranges).
    func firstFault(in text: UnsafeBufferPointer<UInt8>) -> TokenizerError? {
        guard case .ranges(let ranges) = self else { return nil }
        var end = 0
        for (document, range) in ranges.enumerated() {
            let isInside = range.lowerBound >= end && range.upperBound <= text.count
            // Both ends are where a character begins, or the text ends.
            guard isInside, text.isBoundary(range.lowerBound), text.isBoundary(range.upperBound) else {
                return .invalidRange(range, document: document)
            }
            end = range.upperBound
        }
        return nil
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether no character is cut at an offset that is in the text or at its end.
    fileprivate func isBoundary(_ offset: Int) -> Bool { offset == count || self[offset] & 0xC0 != 0x80 }

    /// The bytes, checked, as `UTF8Text` does.
    package func checked(_ layout: DocumentLayout, kernel: ScanKernel) throws(TokenizerError) -> UTF8Section {
        let section = try checked(kernel: kernel)
        if let fault = layout.firstFault(in: self) { throw fault }
        return section
    }

    /// The bytes of one text, checked.
    package func checked(kernel: ScanKernel = .best) throws(TokenizerError) -> UTF8Section {
        guard count <= UTF8Text.mostBytes else { throw .textTooLarge(bytes: count) }
        if let offset = UTF8Validation.firstInvalidOffset(self, kernel: kernel) { throw .invalidUTF8(offset: offset) }
        return UTF8Section(valid: self)
    }
}
