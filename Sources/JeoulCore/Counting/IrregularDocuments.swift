import ScanKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds the documents that a byte-level vocabulary does not take as they are: one that has an added token, or that the
/// vocabulary's normalizer changes. All others may be counted by the pass over the whole text.
struct IrregularDocuments {
    private let tokenizer: ByteLevelTokenizer
    private let kernel: ScanKernel
    private let needles: [[UInt8]]
    private let isNeverIrregular: Bool

    init(_ tokenizer: ByteLevelTokenizer, kernel: ScanKernel) {
        self.tokenizer = tokenizer
        self.kernel = kernel
        // A token of normalized text may also come about by normalizing: then the normalizer changes the document.
        needles = tokenizer.ordinaryTokens.needles + tokenizer.ordinaryNormalizedTokens.needles
        isNeverIrregular = needles.isEmpty && tokenizer.normalizer == nil
    }

    /// The next place of one or two bytes.
    private static func find(_ needle: [UInt8], _ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
        guard start < end else { return nil }
        if needle.count == 1 {
            guard let hit = memchr(base + start, Int32(needle[0]), end - start) else { return nil }
            return base.distance(to: UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)))
        }
        let offset = start + jeoul_find_pair(base + start, end - start, needle[0], needle[1])
        return offset < end ? offset : nil
    }

    /// The irregular documents, ascending. `ranges` are asked for only if something in the text may be irregular.
    func find(in text: UnsafeBufferPointer<UInt8>, ranges: () -> [Range<Int>]) throws -> [Int] {
        guard !isNeverIrregular, let base = text.baseAddress else { return [] }
        var found: Set<Int> = []
        for needle in needles {
            var position = 0
            while let offset = Self.find(needle, base, from: position, to: text.count) {
                position = offset + 1
                guard let (document, range) = ranges().document(at: offset), !found.contains(document) else { continue }
                let content = UnsafeBufferPointer(rebasing: text[range])
                let local = offset - range.lowerBound
                if tokenizer.ordinaryTokens.matches(content, at: local)
                    || tokenizer.ordinaryNormalizedTokens.matches(content, at: local)
                {
                    found.insert(document)
                    position = max(position, range.upperBound)
                }
            }
        }
        if let normalizer = tokenizer.normalizer {
            let plain = PlainText(text: text, kernel: kernel)
            var position = 0
            while let region = plain.nextRegion(from: position) {
                position = region.upperBound
                // A region may reach over several documents: each is looked at.
                var offset = region.lowerBound
                while offset < region.upperBound {
                    guard let (document, range) = ranges().document(at: offset) else {
                        offset += 1
                        continue
                    }
                    if !found.contains(document),
                        try normalizer.normalized(UnsafeBufferPointer(rebasing: text[range])) != nil
                    {
                        found.insert(document)
                    }
                    offset = range.upperBound + 1
                    position = max(position, range.upperBound)
                }
            }
        }
        return found.sorted()
    }
}

extension [Range<Int>] {
    /// The document in which a byte lies, if any; documents ascend. O(log n).
    func document(at offset: Int) -> (index: Int, range: Range<Int>)? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        guard low < count, self[low].contains(offset) else { return nil }
        return (low, self[low])
    }
}
