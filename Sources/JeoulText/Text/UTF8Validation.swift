#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whether bytes are UTF-8, by the fastest kernel.
package enum UTF8Validation {
    /// The offset of the first byte that is not part of well-formed UTF-8, or nil. O(n).
    package static func firstInvalidOffset(_ text: UnsafeBufferPointer<UInt8>, kernel: ScanKernel = .best) -> Int? {
        guard let base = text.baseAddress, !text.isEmpty else { return nil }
        let offset = kernel.pointer.pointee.validate(base, text.count)
        return offset == text.count ? nil : offset
    }
}

extension UTF8Validation {
    /// The same for `Data`.
    package static func firstInvalidOffset(_ text: Data, kernel: ScanKernel = .best) -> Int? {
        text.withUnsafeBytes { firstInvalidOffset($0.bindMemory(to: UInt8.self), kernel: kernel) }
    }
}
