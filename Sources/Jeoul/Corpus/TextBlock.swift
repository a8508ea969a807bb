import Foundation

/// Some bytes of an input as they lie on disk, and where they lie: what is read at a time.
struct TextBlock {
    /// The bytes.
    var data: Data
    /// The file, for errors.
    var file: String
    /// The offset of the first byte in the file.
    var offset = 0
    /// The number of LFs in the file before the block.
    var linesBefore = 0
    /// The number of LFs in the block; -1 where they were not counted. Repairing leaves it as it is.
    var lineFeeds = -1
    /// Whether bytes were replaced or dropped, so that offsets are no longer those of the file. Lines are.
    var isRepaired = false

    /// Whether the file begins here with a byte order mark.
    var beginsWithByteOrderMark: Bool { offset == 0 && data.starts(with: [0xEF, 0xBB, 0xBF]) }

    /// The place of a byte of the block, for an error.
    func error(_ kind: CorpusError.Kind, at position: Int) -> CorpusError {
        CorpusError(
            kind, file: file, line: linesBefore + LineEnds.count(in: data, before: position) + 1,
            byteOffset: isRepaired ? nil : offset + position)
    }
}

/// Reads an input block by block.
protocol BlockReading {
    /// The next block, or nil at the end.
    mutating func next() throws(CorpusError) -> TextBlock?
}
