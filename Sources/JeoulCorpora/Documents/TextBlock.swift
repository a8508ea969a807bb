import Foundation

/// Some bytes of an input's text, whole records or lines: what is read at a time, in memory of its own.
struct TextBlock: Sendable {
    /// The bytes: decompressed, and in UTF-8 as far as they are well-formed.
    var data: Data
    /// The file, for errors.
    var file: String
    /// The offset of the first byte in the text.
    var offset = 0
    /// Whether the text begins here.
    var isFirst = false
    /// Whether offsets are those of the file: its text is not compressed and in no other encoding.
    var hasFileOffsets = true
    /// Whether bytes were replaced or dropped, so that offsets are no longer those of the text. Lines are.
    var isRepaired = false

    /// The place of a byte of the block, for the error that ends reading it. Lines are counted from the block's first; whoever knows
    /// how many lie before it adds them. O(position).
    func error(_ kind: CorpusError.Kind, at position: Int) -> CorpusError {
        error(kind, at: position, line: LineEnds.count(in: data, before: position) + 1)
    }

    /// The same, where the line is known.
    func error(_ kind: CorpusError.Kind, at position: Int, line: Int) -> CorpusError {
        CorpusError(
            kind, file: file, line: line, byteOffset: isRepaired || !hasFileOffsets ? nil : offset + position)
    }
}
