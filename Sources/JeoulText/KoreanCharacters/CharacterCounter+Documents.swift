#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension CharacterCounter {
    /// The counts of each document of a text, in order. O(n).
    ///
    /// - Throws: as `count`.
    package func counts(of text: UTF8Text) throws -> [CharacterCounts] {
        try text.withBytes { section in
            let bytes = section.bytes
            return try text.layout.ranges(in: bytes).map { try count(UnsafeBufferPointer(rebasing: bytes[$0])) }
        }
    }

    /// The same for bytes that are checked first.
    ///
    /// - Throws: `TokenizerError`, too.
    package func counts(of text: Data, layout: DocumentLayout) throws -> [CharacterCounts] {
        try counts(of: UTF8Text(text, layout: layout))
    }
}

extension Normalizer {
    /// The documents of a text in the form, one after another; nil when all are in the form. O(n).
    ///
    /// - Throws: as `normalized`.
    package func normalized(_ text: UTF8Text) throws -> UTF8Text? {
        try text.withBytes { section in
            let bytes = section.bytes
            if try isNormalized(bytes) { return nil }
            var result = Data()
            var ranges: [Range<Int>] = []
            for range in text.layout.ranges(in: bytes) {
                let document = UnsafeBufferPointer(rebasing: bytes[range])
                let start = result.count
                if let changed = try normalized(document) {
                    result.append(contentsOf: changed)
                } else {
                    result.append(document)
                }
                ranges.append(start..<result.count)
            }
            return try UTF8Text(validated: result, layout: .ranges(ranges))
        }
    }

    /// The forms among `candidates` that a text is in. O(n) each.
    package static func forms(
        of text: UTF8Text, among candidates: NormalizationForms = .all
    ) throws -> NormalizationForms {
        try text.withBytes { try forms(of: $0.bytes, among: candidates) }
    }
}
