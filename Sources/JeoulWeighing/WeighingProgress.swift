import JeoulCorpora

/// How far a weighing is.
package struct WeighingProgress: Sendable, Hashable {
    /// How many of the inputs' stored bytes have been weighed.
    package var bytes: Int
    /// How many of them a checkpoint had kept.
    package var bytesBefore: Int
    /// How many there are; nil where nobody knows (a pipe).
    package var total: Int?
    /// Which reading of a text this is, counted from 1, where the work takes several.
    package var pass: Int
    /// How many there will be; nil where that depends on what is found.
    package var passes: Int?
}

extension Corpus {
    /// Gives `body` one batch after another, in order; what the corpus was is returned.
    ///
    /// - Parameter progress: is told how far reading is, after each batch.
    /// - Throws: `CorpusError`, and what `body` throws.
    package func forEachBatch(
        progress: (@Sendable (WeighingProgress) -> Void)? = nil, _ body: (TextBatch) throws -> Void
    ) throws -> CorpusSummary {
        let total = progress == nil ? nil : knownBytes
        var bytes = 0
        var reader = makeReader()
        while let batch = try reader.next() {
            try body(batch)
            bytes += batch.storedBytes
            progress?(WeighingProgress(bytes: bytes, bytesBefore: 0, total: total, pass: 1, passes: 1))
        }
        return reader.summary
    }

    /// The size of its inputs; nil where one of them is a pipe or a device, which ends when it ends.
    var knownBytes: Int? {
        for input in inputs {
            switch input.location {
            case .standardInput:
                guard FileState(descriptor: 0)?.isRegular ?? false else { return nil }
            case .path(let path):
                if let state = FileState(path: path), !state.isRegular, !state.isDirectory { return nil }
            case .memory: break
            }
        }
        return expectedBytes
    }
}
