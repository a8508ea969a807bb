import Foundation

/// Reads a corpus from front to back, a batch of documents at a time.
///
/// What comes out is valid UTF-8, cut into documents. One thread reads; the batches may be weighed on others.
public struct CorpusReader {
    private let corpus: Corpus
    private var nextInput = 0
    private var current: InputReader?
    private var digest = ContentDigest()

    /// What was read so far; complete once ``next()`` has returned nil.
    public private(set) var summary = CorpusSummary()

    /// A reader at the beginning.
    init(_ corpus: Corpus) {
        self.corpus = corpus
    }

    /// The next batch, or nil at the end of the last input. A batch holds at least one document.
    ///
    /// - Complexity: O(bytes of the batch).
    /// - Throws: ``CorpusError``, with the place. What follows an error is not read.
    public mutating func next() throws(CorpusError) -> TextBatch? {
        guard !corpus.inputs.isEmpty else { throw CorpusError(.noInput) }
        while true {
            if current == nil {
                guard nextInput < corpus.inputs.count else {
                    finish()
                    return nil
                }
                current = try InputReader(corpus.inputs[nextInput], options: corpus.options)
                nextInput += 1
            }
            if let read = try current?.next(), let batch = take(read) { return batch }
            if current?.isAtEnd ?? true { try close() }
        }
    }

    private mutating func take(_ read: InputReader.Documents) -> TextBatch? {
        if corpus.options.computesDigests { digest.update(read.original) }
        guard read.count > 0 else { return nil }
        defer { summary.documents += read.count }
        return TextBatch(
            data: read.data, layout: read.layout, labels: read.labels, documentCount: read.count,
            firstDocument: summary.documents, input: nextInput - 1)
    }

    private mutating func close() throws(CorpusError) {
        guard let input = current else { return }
        current = nil
        let (report, warnings) = try input.finish()
        summary.inputs.append(report)
        summary.bytes += report.bytes
        summary.invalidUTF8 += report.invalidUTF8
        summary.warnings += warnings
    }

    private mutating func finish() {
        if corpus.options.computesDigests { summary.sha256 = digest.hexadecimal }
    }
}
