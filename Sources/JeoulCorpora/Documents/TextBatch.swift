import Foundation
import JeoulText

/// Some documents that lie in one run of valid UTF-8. The unit in which text travels from the corpus to the counter.
///
/// Offsets and ranges count from the first byte of the batch. `data` may be a slice of a text that is in memory, whose `startIndex`
/// is not 0; `data.span` and `data.withUnsafeBytes` begin at the batch's first byte.
package struct TextBatch: Sendable {
    /// Where the documents lie.
    package enum Layout: Sendable, Equatable {
        /// Whole lines: each LF ends a document and does not belong to it, nor does the CR just before it; what follows
        /// the last LF is a document if it is not empty. All of the batch's bytes are documents or line ends.
        case lines
        /// One range a document, ascending and disjoint. Bytes between them are no text.
        case ranges([Range<Int>])
    }

    /// The bytes, valid UTF-8.
    package let data: Data
    /// Where the documents lie in them.
    package let layout: Layout
    /// What is known of each document beside its text.
    package internal(set) var labels: LabelList
    /// The number of documents, empty ones included; 0 where all records of the batch were skipped.
    package let documentCount: Int
    /// The number of documents of the corpus before this batch.
    package let firstDocument: Int
    /// Which input of the corpus the batch comes from, counted from 0.
    package let input: Int
    /// The number of records of the input before this batch, those that were skipped included.
    package let firstRecord: Int
    /// For each record of the batch that was skipped, how many of its documents come before it.
    package let skipped: [Int]
    /// How many of the input's stored bytes were read for the batch: what progress is told in.
    package let storedBytes: Int

    /// Where the documents lie, line ends not included. O(bytes) for ``Layout/lines``.
    package var documentRanges: [Range<Int>] {
        switch layout {
        case .ranges(let ranges): ranges
        case .lines: LineEnds.documentRanges(in: data, count: documentCount)
        }
    }

    /// The number of a document in its file, counted from 1: its place among all records, those that were skipped included.
    package func number(ofDocument document: Int) -> Int {
        // Ascending, so that those before the document can be found by halving.
        var (low, high) = (0, skipped.count)
        while low < high {
            let middle = (low + high) / 2
            if skipped[middle] <= document { low = middle + 1 } else { high = middle }
        }
        return firstRecord + document + low + 1
    }

    /// Goes through the records in their order: with the place of each one's document in the batch, nil for one that was skipped.
    package func forEachRecord(_ body: (_ document: Int?) throws -> Void) rethrows {
        var gaps = skipped[...]
        for document in 0...documentCount {
            while let gap = gaps.first, gap <= document {
                gaps.removeFirst()
                try body(nil)
            }
            if document < documentCount { try body(document) }
        }
    }

    /// The bytes of a range, as a slice without copy.
    package func bytes(of range: Range<Int>) -> Data {
        data[data.startIndex + range.lowerBound..<data.startIndex + range.upperBound]
    }
}

/// What is known of a document beside its text.
package struct DocumentLabels: Sendable, Hashable {
    /// The record's id: its field `id`.
    package var id: UTF8Key?
    /// The record's register: its field `register`.
    package var register: UTF8Key?
    /// The record's language: its field `language`.
    package var language: UTF8Key?
    /// The source that the document shares with others, which are resampled with it.
    package var cluster: UTF8Key?
    /// The group that the document is counted in, where documents are grouped.
    package var group: UTF8Key?

    /// Labels; none by default.
    package init(
        id: UTF8Key? = nil, register: UTF8Key? = nil, language: UTF8Key? = nil, cluster: UTF8Key? = nil,
        group: UTF8Key? = nil
    ) {
        self.id = id
        self.register = register
        self.language = language
        self.cluster = cluster
        self.group = group
    }
}
