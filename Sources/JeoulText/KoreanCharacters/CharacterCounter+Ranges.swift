extension CharacterCounter {
    /// Calls `body` with the byte range of each Korean character of the text as it is, in order. There are
    /// `koreanCharacters(text)` of them, each as long as its cluster, marks included; with `countsHanja` those of Hanja
    /// too. O(n).
    /// - Throws: as `count`.
    package func forEachKoreanRange(
        in text: UnsafeBufferPointer<UInt8>, countsHanja: Bool = false, _ body: (Range<Int>) -> Void
    ) throws(ICUError) {
        let plain = PlainText(text: text, kernel: kernel)
        var start = 0
        while let region = plain.nextRegion(from: start) {
            forEachPlainRange(in: text, start..<region.lowerBound, countsHanja, body)
            let bytes = text.bytes(region)
            try GraphemeSegmenter.forEachCluster(of: bytes) { cluster in
                let kind = ClusterKind(bytes.bytes(cluster))
                guard kind == .hangul || countsHanja && kind == .hanja else { return }
                body(region.lowerBound + cluster.lowerBound..<region.lowerBound + cluster.upperBound)
            }
            start = region.upperBound
        }
        forEachPlainRange(in: text, start..<text.count, countsHanja, body)
    }

    /// The byte range of each Korean character of the text as it is, in order. O(n), 16 bytes of memory each.
    /// - Throws: as `count`.
    package func koreanRanges(_ text: UnsafeBufferPointer<UInt8>) throws(ICUError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(PlainText(text: text, kernel: kernel).koreanCount().korean)
        try forEachKoreanRange(in: text) { ranges.append($0) }
        return ranges
    }

    /// The byte range of each Korean character of the text as it is, in order. O(n), 16 bytes of memory each.
    /// - Throws: as `count`.
    package func koreanRanges(_ text: [UInt8]) throws(ICUError) -> [Range<Int>] {
        try text.withUnsafeBufferPointer { bytes throws(ICUError) in try koreanRanges(bytes) }
    }

    private func forEachPlainRange(
        in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ countsHanja: Bool, _ body: (Range<Int>) -> Void
    ) {
        guard !countsHanja else {
            // In plain text the lead byte tells: E4–E9 an ideograph; of script Hangul the kernel knows.
            var hanja = range.lowerBound
            func passHanja(before end: Int) {
                while hanja < end {
                    if 0xE4...0xE9 ~= text[hanja] { body(hanja..<hanja + 3) }
                    hanja += 1
                }
            }
            PlainText(text: text.bytes(range), kernel: kernel).forEachKorean { offset in
                passHanja(before: range.lowerBound + offset)
                body(range.lowerBound + offset..<range.lowerBound + offset + 3)
            }
            return passHanja(before: range.upperBound)
        }
        PlainText(text: text.bytes(range), kernel: kernel).forEachKorean { offset in
            body(range.lowerBound + offset..<range.lowerBound + offset + 3)
        }
    }
}
