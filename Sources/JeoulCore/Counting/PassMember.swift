/// A vocabulary as a pass takes it. What a tokenizer says of how batches of documents are counted and encoded.
package struct PassMember: Sendable {
    let model: BytePairModel
    let splitter: Splitter
    /// What no pass takes as it is: added tokens that are matched in the text as given or in normalized text, and what a
    /// normalizer changes.
    let matchers: [AddedTokenMatcher]
    let normalizer: Normalizer?
    /// What such a document is made of.
    let parts: DocumentRuns.Parts
}

/// Vocabularies that share passes, and the passes that no thread has.
final class PassGroup<Sink: BatchSink>: Sendable {
    let members: [PassMember]
    let kernel: ScanKernel
    let pool: PassPool<Pass<Sink>>

    init(_ members: [PassMember], options: CountingOptions) {
        self.members = members
        kernel = options.kernel
        pool = PassPool({ try Pass(members, options: options) }, isFull: \.isFull)
    }
}

/// The use of a group by one thread. Not `Sendable`.
final class PassSession<Sink: BatchSink> {
    private let group: PassGroup<Sink>
    private let finders: [IrregularDocuments]
    private var taken: Pass<Sink>?
    private var runs: DocumentRuns

    /// The passes of a group, whose vocabularies are all by patterns, or all by the same marks.
    init(_ group: PassGroup<Sink>) {
        self.group = group
        finders = group.members.map { IrregularDocuments($0.matchers, $0.normalizer, kernel: group.kernel) }
        runs = DocumentRuns(group.members[0].splitter)
    }

    deinit {
        if let taken { group.pool.giveBack(taken) }
    }

    private func pass() throws -> Pass<Sink> {
        if let taken { return taken }
        let pass = try group.pool.take()
        taken = pass
        return pass
    }

    /// Adds all documents of a text to the output, as the one vocabulary of the group takes them.
    func add(_ text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout, to output: inout Sink.Output) throws {
        let irregular = try finders[0].find(in: text, layout)
        let pass = try pass()
        try runs.forEach(of: text, layout, irregular: irregular, group.members[0].parts) { pass.add($0, to: &output) }
    }
}

extension PassSession<CountSink> {
    /// The number of tokens of each document, for each vocabulary of the group.
    func count(_ text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) throws -> [[UInt32]] {
        let none = group.members.map { _ in [UInt32]() }
        var totals = none
        guard group.members.count > 1 else {
            try add(text, layout, to: &totals)
            return totals
        }
        // What is irregular to one is not to another: all is counted as it is, and what is not is counted again.
        let pass = try pass()
        try runs.forEach(of: text, layout, irregular: [], group.members[0].parts) { pass.add($0, to: &totals) }
        for (member, finder) in finders.enumerated() {
            let irregular = try finder.find(in: text, layout)
            guard !irregular.isEmpty else { continue }
            var counts = none
            try runs.forEach(irregular: irregular, of: text, group.members[member].parts) {
                pass.add($0, member: member, to: &counts)
            }
            for (document, count) in zip(irregular, counts[member]) { totals[member][document.index] = count }
        }
        return totals
    }
}
