import JeoulText

/// What lies where in a text, whatever the vocabulary: Korean characters, syllables, words. Kept between texts.
///
/// Computed once for a batch and used by all vocabularies. Not `Sendable`.
final class TextMarks {
    /// A document, and what it has.
    struct Document {
        var start: Int
        var end: Int
        /// Its words among all.
        var words: Range<Int>
        var syllables: Int
    }

    /// A maximal run of scalars that are not White_Space: an eojeol.
    struct Word {
        var start: Int
        var end: Int
        /// Its number in the index of distinct words; 0 without an index.
        var type: Int
    }

    private(set) var documents: [Document] = []
    private(set) var words: [Word] = []
    /// The bytes of Korean characters.
    let korean = BitMap()
    /// The first byte of each syllable, and the others.
    let syllableStarts = BitMap()
    let syllableInsides = BitMap()

    private let counter: CharacterCounter
    private let countsHanja: Bool

    init(counter: CharacterCounter, countsHanja: Bool) {
        self.counter = counter
        self.countsHanja = countsHanja
    }

    /// Forgets the last text and marks this one, valid UTF-8, document by document. O(n).
    ///
    /// With `words`, they are numbered by its index.
    func mark(
        _ text: UnsafeBufferPointer<UInt8>, documents ranges: [Range<Int>], words index: inout WordUsage?
    ) throws(ICUError) {
        documents.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        for map in [korean, syllableStarts, syllableInsides] { map.reset(bits: text.count) }
        for range in ranges {
            let start = range.lowerBound
            try counter.forEachKoreanRange(in: text.bytes(range), countsHanja: countsHanja) { character in
                korean.insert(start &+ character.lowerBound, start &+ character.upperBound)
            }
            let firstWord = words.count
            let syllables = scan(text, range, &index)
            documents.append(
                Document(start: start, end: range.upperBound, words: firstWord..<words.count, syllables: syllables))
        }
    }

    /// Finds the words and the syllables of a document; the number of the latter.
    ///
    /// A syllable is a scalar U+AC00–D7A3 in NFC, here in whatever form the text is: the jamo that compose are adjacent
    /// (UAX #15, D114–D117: anything between them blocks the composition).
    private func scan(
        _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ index: inout WordUsage?
    ) -> Int {
        let end = range.upperBound
        var offset = range.lowerBound
        var wordStart = -1
        var syllables = 0

        /// The end of a scalar of that range that stands at `offset`, or nil.
        @inline(__always)
        func match(_ scalars: ClosedRange<Int32>, at offset: Int) -> Int? {
            guard offset < end, text[offset] == 0xE1 else { return nil }
            let scalar = text.scalar(at: offset)
            return scalars ~= scalar.value ? offset &+ scalar.length : nil
        }

        while offset < end {
            let scalar = text.scalar(at: offset)
            var next = offset &+ scalar.length
            if isWhiteSpace(scalar.value) {
                if wordStart >= 0 { append(text, wordStart, offset, &index) }
                wordStart = -1
                offset = next
                continue
            }
            if wordStart < 0 { wordStart = offset }
            var isSyllable = false
            if 0xAC00...0xD7A3 ~= scalar.value {
                isSyllable = true
                if (scalar.value &- 0xAC00) % 28 == 0, let final = match(Self.finals, at: next) { next = final }
            } else if Self.initials ~= scalar.value, let medial = match(Self.medials, at: next) {
                isSyllable = true
                next = match(Self.finals, at: medial) ?? medial
            }
            if isSyllable {
                syllables &+= 1
                syllableStarts.insert(offset)
                syllableInsides.insert(offset &+ 1, next)
            }
            offset = next
        }
        if wordStart >= 0 { append(text, wordStart, end, &index) }
        return syllables
    }

    private static let initials: ClosedRange<Int32> = 0x1100...0x1112
    private static let medials: ClosedRange<Int32> = 0x1161...0x1175
    private static let finals: ClosedRange<Int32> = 0x11A8...0x11C2

    private func append(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ index: inout WordUsage?
    ) {
        words.append(Word(start: start, end: end, type: index?.index.number(of: text.bytes(start..<end)) ?? 0))
    }
}
