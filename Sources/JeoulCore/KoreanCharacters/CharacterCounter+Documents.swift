#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension CharacterCounter {
    /// The counts of each document of a text, in order. O(n).
    ///
    /// - Parameters:
    ///   - text: valid UTF-8.
    ///   - layout: where the documents lie in it.
    /// - Throws: as `count`.
    public func counts(of text: Data, layout: DocumentLayout) throws -> [CharacterCounts] {
        try text.withUnsafeBytes { raw in
            let text = raw.bindMemory(to: UInt8.self)
            return try layout.ranges(in: text).map { try count(UnsafeBufferPointer(rebasing: text[$0])) }
        }
    }
}

extension Normalizer {
    /// The documents of a text in the form, one after another, and where each lies; nil when all are in the form. O(n).
    ///
    /// - Throws: as `normalized`.
    public func normalized(_ text: Data, layout: DocumentLayout) throws -> (text: Data, ranges: [Range<Int>])? {
        try text.withUnsafeBytes { raw in
            let text = raw.bindMemory(to: UInt8.self)
            if try isNormalized(text) { return nil }
            var result = Data()
            var ranges: [Range<Int>] = []
            for range in layout.ranges(in: text) {
                let document = UnsafeBufferPointer(rebasing: text[range])
                let start = result.count
                if let changed = try normalized(document) {
                    result.append(contentsOf: changed)
                } else {
                    result.append(document)
                }
                ranges.append(start..<result.count)
            }
            return (result, ranges)
        }
    }

    /// The forms among `candidates` that a text is in. O(n) each.
    public static func forms(of text: Data, among candidates: NormalizationForms = .all) throws -> NormalizationForms {
        try text.withUnsafeBytes { try forms(of: $0.bindMemory(to: UInt8.self), among: candidates) }
    }
}
