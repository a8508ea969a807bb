/// Counts documents for vocabularies whose spaces become ▁: a pass for all that are cut alike.
final class MarkedCounter: Sendable {
    /// A vocabulary, and which of the counter's it is.
    typealias Member = (tokenizer: GeneralTokenizer, marked: MarkedModel, place: Int)

    fileprivate struct Group: Sendable {
        let rule: MarkRule
        let members: [Member]
        let passes: PassPool<CountingPass>
    }

    private let groups: [Group]
    private let kernel: ScanKernel

    init(_ tokenizers: [any TokenizerModel], options: CountingOptions) {
        kernel = options.kernel
        let members: [Member] = tokenizers.enumerated().compactMap { place, tokenizer in
            guard let tokenizer = tokenizer as? GeneralTokenizer, let marked = tokenizer.marked else { return nil }
            return (tokenizer, marked, place)
        }
        groups = Dictionary(grouping: members) { $0.marked.rule }.map { rule, members in
            let splitter = Splitter.marks(rule)
            let passes = PassPool(
                { try CountingPass(members: members.map { ($0.marked.model, splitter) }, options: options) },
                isFull: \.isFull)
            return Group(rule: rule, members: members, passes: passes)
        }
    }

    /// Whether the memory limit kept the cache of a session that has ended smaller than it would have been.
    var hasBeenFull: Bool { groups.contains(where: \.passes.hasBeenFull) }

    /// Which of the vocabularies are counted here.
    var places: Set<Int> { Set(groups.flatMap(\.members).map(\.place)) }

    /// The counting of one thread. O(1).
    func session() -> Session { Session(groups, kernel) }

    /// Counts on one thread. Not `Sendable`.
    final class Session {
        private let groups: [Group]
        private let kernel: ScanKernel
        private var taken: [CountingPass?]

        fileprivate init(_ groups: [Group], _ kernel: ScanKernel) {
            self.groups = groups
            self.kernel = kernel
            taken = groups.map { _ in nil }
        }

        deinit {
            for (group, pass) in zip(groups, taken) {
                if let pass { group.passes.giveBack(pass) }
            }
        }

        /// Writes the tokens of each document into the results of each vocabulary that is counted here.
        func count(
            _ text: UnsafeBufferPointer<UInt8>, layout: DocumentLayout, into results: inout [[UInt32]]
        ) throws {
            for (index, group) in groups.enumerated() {
                let pass = try taken[index] ?? group.passes.take()
                taken[index] = pass
                var totals = [[UInt32]](repeating: [], count: group.members.count)
                var runs = MarkedRuns(group.rule)
                func count(_ run: UnsafeBufferPointer<UInt8>, splitsLines: Bool) {
                    guard let base = run.baseAddress, !run.isEmpty else { return }
                    pass.count(TextRuns(base, run.count, splitsLines: splitsLines), into: &totals)
                }
                switch layout {
                case .lines: try runs.forEachLine(of: text, count)
                case .ranges(let ranges):
                    for range in ranges { try runs.add(UnsafeBufferPointer(rebasing: text[range]), count) }
                    try runs.finish(count)
                }
                for (counts, member) in zip(totals, group.members) {
                    results[member.place] = counts
                    try replace(&results[member.place], member, text, layout)
                }
            }
        }

        /// Counts the documents that have added tokens by the definition.
        private func replace(
            _ counts: inout [UInt32], _ member: Member, _ text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout
        ) throws {
            let irregular = AddedTokenDocuments([member.marked.addedTokens], kernel: kernel).find(in: text, layout)
            var ids: [TokenID] = []
            for (document, range) in irregular {
                ids.removeAll(keepingCapacity: true)
                try member.tokenizer.encode(
                    UTF8Section(valid: UnsafeBufferPointer(rebasing: text[range])), specialTokens: .ordinary,
                    into: &ids)
                counts[document] = UInt32(truncatingIfNeeded: ids.count)
            }
        }
    }
}
