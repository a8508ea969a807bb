import ICUShims

/// Counts the characters of a text: see `CharacterCounts` for what they are.
///
/// Plain text (see `PlainText`) is counted by the kernel; ICU sees only what is irregular, with the plain character on
/// either side. Texts are valid UTF-8; NUL is a character like any other. Safe to share between threads.
package struct CharacterCounter: Sendable {
    let kernel: ScanKernel
    private let composer: Normalizer

    /// A counter. O(1).
    package init(kernel: ScanKernel = .best) {
        self.kernel = kernel
        composer = Normalizer(.nfc, kernel: kernel)
    }

    /// All counts of one document. O(n).
    /// - Throws: `ICUError`, for ICU's own reasons or when the text is not valid UTF-8.
    package func count(_ text: UnsafeBufferPointer<UInt8>) throws(ICUError) -> CharacterCounts {
        let plain = PlainText(text: text, kernel: kernel)
        let (korean, isPlain) = plain.koreanCount()
        var counts = CharacterCounts(plain: text, korean: korean)
        if isPlain { return counts }
        // Each region was counted as if it were plain; that is taken back. Bytes and scalars were right as they are.
        try forEachRegion(of: plain) { region, wrong throws(ICUError) in
            var right = try countRegion(region)
            right.byte = wrong.byte
            right.scalar = wrong.scalar
            right.eojeol = eojeolCount(region)
            counts = counts.combined(with: wrong, by: -) + right
        }
        return counts
    }

    /// All counts of one document. O(n).
    /// - Throws: as for a buffer.
    package func count(_ text: [UInt8]) throws(ICUError) -> CharacterCounts {
        try text.withUnsafeBufferPointer { bytes throws(ICUError) in try count(bytes) }
    }

    /// All counts of one document. O(n).
    /// - Throws: as for a buffer.
    package func count(_ text: String) throws(ICUError) -> CharacterCounts { try count(Array(text.utf8)) }

    /// `count(_:).hangul`, faster. O(n).
    /// - Throws: as `count`.
    package func koreanCharacters(_ text: UnsafeBufferPointer<UInt8>) throws(ICUError) -> Int {
        let plain = PlainText(text: text, kernel: kernel)
        var (korean, isPlain) = plain.koreanCount()
        if isPlain { return korean }
        try forEachRegion(of: plain) { region, wrong throws(ICUError) in
            korean += try countRegion(region).hangul - wrong.hangul
        }
        return korean
    }

    /// Calls `body` with each region of the text and what it counts to as if it were plain.
    private func forEachRegion(
        of plain: PlainText, _ body: (UnsafeBufferPointer<UInt8>, CharacterCounts) throws(ICUError) -> Void
    ) throws(ICUError) {
        var start = 0
        while let range = plain.nextRegion(from: start) {
            let region = plain.text.bytes(range)
            let korean = PlainText(text: region, kernel: kernel).koreanCount().korean
            try body(region, CharacterCounts(plain: region, korean: korean))
            start = range.upperBound
        }
    }

    /// The counts of a region in NFC, of which the caller uses those that do not depend on the form.
    private func countRegion(_ region: UnsafeBufferPointer<UInt8>) throws(ICUError) -> CharacterCounts {
        guard let composed = try composer.normalizedRegion(region) else { return try countClusters(region) }
        return try composed.withUnsafeBufferPointer { text throws(ICUError) in
            // Decomposed Korean becomes plain here, whole documents of it.
            let plain = PlainText(text: text, kernel: kernel)
            var counts = CharacterCounts(plain: text, korean: plain.koreanCount().korean)
            try forEachRegion(of: plain) { region, wrong throws(ICUError) in
                counts = counts.combined(with: wrong, by: -) + (try countClusters(region))
            }
            return counts
        }
    }

    /// Counts the clusters, and the syllables, of a text in NFC, by ICU.
    private func countClusters(_ text: UnsafeBufferPointer<UInt8>) throws(ICUError) -> CharacterCounts {
        var counts = CharacterCounts()
        try GraphemeSegmenter.forEachCluster(of: text) { cluster in
            counts.grapheme += 1
            switch ClusterKind(text.bytes(cluster)) {
            case .hangul: counts.hangul += 1
            case .hanja: counts.hanja += 1
            case .space: return
            case .other: break
            }
            counts.graphemeNonspace += 1
        }
        var offset = 0
        while offset < text.count {
            let scalar = text.scalar(at: offset)
            if 0xAC00...0xD7A3 ~= scalar.value { counts.syllable += 1 }
            offset += scalar.length
        }
        return counts
    }

    /// Maximal runs of scalars that are not White_Space, of a text or of a region of it as if a space were before it.
    ///
    /// For a region that makes no difference to what has to be put right. Either its first character is plain, and was
    /// counted as it is counted here, or the start of the text or a line end is before it.
    private func eojeolCount(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        var offset = 0
        var isInside = false
        while offset < text.count {
            let scalar = text.scalar(at: offset)
            let isSpace = isWhiteSpace(scalar.value)
            if !isSpace, !isInside { count += 1 }
            isInside = !isSpace
            offset += scalar.length
        }
        return count
    }
}

/// White_Space, which no scalar from U+3001 on has.
@inlinable @inline(__always)
package func isWhiteSpace(_ scalar: Int32) -> Bool {
    if scalar < 0x80 { return scalar == 0x20 || 0x09...0x0D ~= scalar }
    return scalar <= 0x3000 && jeoul_is_white_space(scalar)
}

/// What a cluster counts as.
enum ClusterKind {
    case hangul, hanja, space, other

    /// By the first scalar of the cluster's canonical decomposition.
    ///
    /// That is the first scalar, or has its script, unless the cluster has no base: marks that stand in the wrong order
    /// at the start of a text, U+302E U+0323, would count as Korean here and not in NFC.
    init(_ cluster: UnsafeBufferPointer<UInt8>) {
        var first = cluster.scalar(at: 0)
        if first.value >= 0x300 {
            // The mark of the lowest class comes first.
            var lowest = jeoul_lead_combining_class(first.value)
            var offset = first.length
            while lowest != 0, offset < cluster.count {
                let scalar = cluster.scalar(at: offset)
                let combiningClass = jeoul_lead_combining_class(scalar.value)
                if combiningClass == 0 { break }
                if combiningClass < lowest { (first, lowest) = (scalar, combiningClass) }
                offset += scalar.length
            }
        }
        switch jeoul_script(first.value) {
        case Int32(JEOUL_SCRIPT_HANGUL): self = .hangul
        case Int32(JEOUL_SCRIPT_HAN): self = .hanja
        default: self = isWhiteSpace(first.value) ? .space : .other
        }
    }
}
