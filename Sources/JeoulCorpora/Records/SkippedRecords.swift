import Foundation
import JeoulText

/// What becomes of the records of a block that cannot be read.
///
/// Places are asked for from front to back: each line end of the block is counted once, however many records are skipped, and of each
/// kind only the first places are kept.
struct SkippedRecords {
    /// Those of one kind.
    struct Kind: Sendable {
        var kind: SkippedKind
        var count: Int
        /// The first of them, lines counted from the block's first.
        var first: [CorpusError]
    }

    /// Whether they are skipped; else reading stops.
    let isAllowed: Bool
    /// Those that were skipped.
    private(set) var kinds: [Kind] = []
    /// What ends the input here, where what follows is not certain.
    private(set) var end: CorpusError?

    private let block: TextBlock
    /// How each record is checked, where the block is not UTF-8 in some place.
    private let utf8Check: CorpusOptions.UTF8Check?
    /// A place of the block, and how many line ends lie before it.
    private var place = (at: 0, lineFeeds: 0)

    /// - Parameter utf8Check: how each record is checked; nil where the whole block was.
    init(of block: TextBlock, isAllowed: Bool, utf8Check: CorpusOptions.UTF8Check? = nil) {
        self.block = block
        self.isAllowed = isAllowed
        self.utf8Check = utf8Check
    }

    /// Checks that a record is UTF-8. O(record) where the block is not, else O(1).
    func check(_ range: Range<Int>) throws(RecordError) {
        guard let utf8Check else { return }
        let record = block.data.slice(range)
        guard let fault = utf8Check(record) else { return }
        let encoding: TextEncoding? = TextEncoding.looksLikeCP949(record, isCut: false) ? .cp949 : nil
        throw RecordError(
            .invalidUTF8(byte: record[record.startIndex + fault], looksLike: encoding), at: range.lowerBound + fault)
    }

    /// Takes note of a record that is skipped, or throws what is wrong with it.
    mutating func skip(_ kind: CorpusError.Kind, at offset: Int) throws(CorpusError) {
        guard isAllowed else { throw error(kind, at: offset) }
        let skipped = kind.skippedKind
        let index = kinds.firstIndex { $0.kind == skipped } ?? kinds.count
        if index == kinds.count { kinds.append(Kind(kind: skipped, count: 0, first: [])) }
        kinds[index].count += 1
        if kinds[index].first.count < SkippedInput.places { kinds[index].first.append(error(kind, at: offset)) }
    }

    /// Ends the input here, or throws what is wrong.
    mutating func endInput(_ kind: CorpusError.Kind, at offset: Int) throws(CorpusError) {
        let error = error(kind, at: offset)
        guard isAllowed else { throw error }
        end = error
    }

    /// An error at a place. O(distance from the place asked for last).
    private mutating func error(_ kind: CorpusError.Kind, at offset: Int) -> CorpusError {
        let between = block.data.slice(min(offset, place.at)..<max(offset, place.at))
        place.lineFeeds += LineEnds.count(in: between) * (offset < place.at ? -1 : 1)
        place.at = offset
        return block.error(kind, at: offset, line: place.lineFeeds + 1)
    }
}
