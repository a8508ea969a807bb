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

    /// Whether one pass takes both: their splitters are the same, or all written by hand.
    func isCompanion(of other: PassMember) -> Bool {
        guard !isAlone, !other.isAlone else { return false }
        if case (.handWritten, .handWritten) = (splitter, other.splitter) { return true }
        return splitter == other.splitter
    }

    private var isAlone: Bool { preparer.rewrites || model.isDefinition }
}

/// Some of the members of a pass, a bit each.
struct MemberSet: Hashable {
    var bits: UInt64

    /// The most members of a pass.
    static let most = UInt64.bitWidth

    /// The first so many members.
    init(first count: Int) { bits = count == Self.most ? .max : 1 << UInt64(count) - 1 }

    init(_ member: Int) { bits = 1 << UInt64(member) }

    func contains(_ member: Int) -> Bool { bits >> UInt64(member) & 1 != 0 }
    mutating func formUnion(_ other: MemberSet) { bits |= other.bits }
    mutating func subtract(_ other: MemberSet) { bits &= ~other.bits }
    var isEmpty: Bool { bits == 0 }

    /// Takes the first member out.
    mutating func popFirst() -> Int? {
        guard bits != 0 else { return nil }
        defer { bits &= bits - 1 }
        return bits.trailingZeroBitCount
    }
}

/// Vocabularies that share passes, at most `MemberSet.most`, and the passes that no thread has.
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
    private let finder: IrregularDocuments
    private var taken: Pass<Sink>?
    private var runs: DocumentRuns

    /// The passes of a group, whose vocabularies are companions of one another.
    init(_ group: PassGroup<Sink>) {
        self.group = group
        let preparers = group.members.map(\.preparer)
        finder = IrregularDocuments(preparers, kernel: group.kernel)
        runs = DocumentRuns(preparers)
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

    /// Adds all documents of a text to the output, each in all forms that the vocabularies of the group take it in.
    func add(
        _ text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout, _ policy: SpecialTokenPolicy = .ordinary,
        to output: inout Sink.Output
    ) throws {
        let irregular = policy == .ordinary ? try finder.find(in: text, layout) : finder.all(of: text, layout)
        let pass = try pass()
        try runs.forEach(of: text, layout, irregular: irregular, policy) { pass.add($0, to: &output) }
    }
}

extension PassSession<CountSink> {
    /// The number of tokens of each document, for each vocabulary of the group.
    func count(_ text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) throws -> [[UInt32]] {
        var totals = group.members.map { _ in [UInt32]() }
        try add(text, layout, to: &totals)
        return totals
    }
}
