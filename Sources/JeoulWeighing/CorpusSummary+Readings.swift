import JeoulCorpora

/// A reading for the sake of a page was interrupted, behind one that was not.
package struct InterruptedReading: Error {
    package init() {}
}

extension CorpusSummary {
    /// Checks a second reading of the same inputs, which is to stand on one page with this one: that it came to its end, and was of the
    /// same bytes.
    ///
    /// - Throws: ``InterruptedReading``, or `CorpusError.changed` with the file that is another one now.
    package func checkAgain(_ second: CorpusSummary) throws {
        if second.isPartial { throw InterruptedReading() }
        guard inputs.count == second.inputs.count else {
            throw CorpusError(.changed(.rewritten), file: (inputs.first ?? second.inputs.first)?.name)
        }
        for (before, now) in zip(inputs, second.inputs)
        where before.bytes != now.bytes || before.sha256 != now.sha256 || before.documents != now.documents {
            throw CorpusError(.changed(.rewritten), file: before.name)
        }
    }
}
