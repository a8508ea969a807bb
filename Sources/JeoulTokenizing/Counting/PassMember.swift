import JeoulText
import Synchronization

/// A vocabulary as a pass takes it. What a tokenizer says of how documents are counted and encoded.
package struct PassMember: Sendable {
    let model: BytePairModel
    let preparer: Preparer

    var splitter: Splitter { preparer.splitter }

    /// - Parameter tables: those of the definition.
    /// - Throws: `BytePairError`, `PatternError`, or `ICUError` where a pattern is none.
    init(_ definition: VocabularyDefinition, _ tables: PassTables) throws {
        let preparer = try Preparer(definition, tables)
        self.preparer = preparer
        if let model = tables.model {
            self.model = model
        } else if let exact = preparer.definition {
            model = try BytePairModel(definition: ExactPieces(exact, preparer.spelling))
        } else {
            preconditionFailure("a byte-level vocabulary has tables")
        }
    }

    /// What vocabularies of one pass have in common; nil of one that has passes of its own.
    var companionship: Companionship? {
        preparer.rewrites || model.isDefinition ? nil : Companionship(rule: splitter.rule)
    }

    /// All by patterns, or all by the same marks.
    struct Companionship: Hashable {
        var rule: MarkRule?
    }
}

/// Vocabularies that share passes, and the passes that no thread has.
final class PassGroup<Sink: BatchSink>: Sendable {
    let members: [PassMember]
    private let options: CountingOptions
    private let idle = Pool<Pass<Sink>>()
    private let wasFull = Atomic(false)

    var kernel: ScanKernel { options.kernel }

    init(_ members: [PassMember], options: CountingOptions) {
        self.members = members
        self.options = options
    }

    /// A pass that is idle, or a new one.
    ///
    /// - Throws: `PreTokenCacheError`.
    func take() throws(PreTokenCacheError) -> Pass<Sink> {
        if let pass = idle.take() { return pass }
        return try Pass(members, options: options)
    }

    /// Makes a pass idle.
    func giveBack(_ pass: Pass<Sink>) {
        if pass.isFull { wasFull.store(true, ordering: .relaxed) }
        idle.giveBack(pass)
    }

    /// Whether the memory of a pass that has been given back was too small.
    var hasBeenFull: Bool { wasFull.load(ordering: .relaxed) }
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
        finders = group.members.map { IrregularDocuments($0.preparer, kernel: group.kernel) }
        runs = DocumentRuns(group.members[0].splitter)
    }

    deinit {
        if let taken { group.giveBack(taken) }
    }

    /// Checks the caches of the pass, if it has begun. O(their slots).
    func checkInvariants() throws(BrokenInvariant) { try taken?.checkInvariants() }

    private func pass() throws -> Pass<Sink> {
        if let taken { return taken }
        let pass = try group.take()
        taken = pass
        return pass
    }

    /// Adds all documents of a text to the output, as the one vocabulary of the group takes them.
    func add(
        _ text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout, _ policy: SpecialTokenPolicy = .ordinary,
        to output: inout Sink.Output
    ) throws {
        let irregular =
            policy == .ordinary ? try finders[0].find(in: text, layout) : IrregularDocuments.all(of: text, layout)
        let pass = try pass()
        try runs.forEach(of: text, layout, irregular: irregular, parts(of: 0, policy)) { pass.add($0, to: &output) }
    }

    /// How the documents of a vocabulary that no pass takes as they are become parts.
    private func parts(of member: Int, _ policy: SpecialTokenPolicy = .ordinary) -> DocumentRuns.Parts {
        let preparer = group.members[member].preparer
        return { try preparer.forEachPart(of: $0, specialTokens: policy, $1) }
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
        try runs.forEach(of: text, layout, irregular: [], parts(of: 0)) { pass.add($0, to: &totals) }
        for (member, finder) in finders.enumerated() {
            let irregular = try finder.find(in: text, layout)
            guard !irregular.isEmpty else { continue }
            var counts = none
            try runs.forEach(irregular: irregular, of: text, parts(of: member)) {
                pass.add($0, member: member, to: &counts)
            }
            for (document, count) in zip(irregular, counts[member]) { totals[member][document.index] = count }
        }
        return totals
    }
}
