import JeoulText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How texts are counted or encoded: none of it changes a result.
package struct CountingOptions: Sendable {
    /// The instruction set of the scan.
    package var kernel: ScanKernel
    /// How much memory each thread may take for what it remembers of pre-tokens, in bytes, but for a few hundred kilobytes.
    /// When that is too little the counts stay exact, and `isCacheFull` says so.
    package var memoryLimit: Int
    /// The size of all text to come, as far as known: the cache is made large enough at once.
    package var expectedBytes: Int

    /// The default: 256 MiB, of which one vocabulary takes at most 60 to count and 100 to encode. Vocabularies that cannot be counted
    /// in one pass share it.
    package static let defaultMemoryLimit = 256 << 20

    /// Options.
    package init(
        kernel: ScanKernel = .best, memoryLimit: Int = Self.defaultMemoryLimit, expectedBytes: Int = 0
    ) {
        self.kernel = kernel
        self.memoryLimit = memoryLimit
        self.expectedBytes = expectedBytes
    }
}

/// Counts the tokens of documents under several vocabularies in one pass.
///
/// Each thread counts through a `Session` of its own, with a cache of the pre-tokens that it has met for all vocabularies
/// of a pass; what an ended session has learnt the next one has. A document's counts depend on nothing but the document.
package final class DocumentCounter: Sendable {
    /// Vocabularies that are counted in one pass, and which of the counter's they are.
    private struct Group: Sendable {
        let passes: PassGroup<CountSink>
        let places: [Int]
    }

    private let tokenizers: [any TokenizerModel]
    private let kernel: ScanKernel
    private let groups: [Group]

    /// A counter; the memory is taken when a session counts first.
    package init(_ tokenizers: [any TokenizerModel], options: CountingOptions = CountingOptions()) {
        self.tokenizers = tokenizers
        kernel = options.kernel
        var grouped: [[(member: PassMember, place: Int)]] = []
        for (place, tokenizer) in tokenizers.enumerated() {
            guard let member = tokenizer.passMember else { continue }
            let known = grouped.firstIndex { $0.count < MemberSet.most && $0[0].member.isCompanion(of: member) }
            if let known { grouped[known].append((member, place)) } else { grouped.append([(member, place)]) }
        }
        var share = options
        share.memoryLimit /= max(1, grouped.count)
        groups = grouped.map { [share] members in
            Group(passes: PassGroup(members.map(\.member), options: share), places: members.map(\.place))
        }
    }

    /// Whether the memory limit kept the cache of a session that has ended smaller than it would have been, so that
    /// counting was slower than it might be.
    package var isCacheFull: Bool { groups.contains(where: \.passes.hasBeenFull) }

    /// The counting of one thread. O(1).
    package func session() -> Session { Session(self) }

    /// Counts documents on one thread. Not `Sendable`.
    package final class Session {
        private let tokenizers: [any TokenizerModel]
        private let kernel: ScanKernel
        private let groups: [(session: PassSession<CountSink>, places: [Int])]
        /// The vocabularies that no pass takes.
        private let others: [Int]

        fileprivate init(_ counter: DocumentCounter) {
            tokenizers = counter.tokenizers
            kernel = counter.kernel
            groups = counter.groups.map { (PassSession($0.passes), $0.places) }
            others = Set(tokenizers.indices).subtracting(groups.flatMap(\.places)).sorted()
        }

        /// Checks the caches of its passes. O(their slots).
        func checkInvariants() throws(BrokenInvariant) {
            for (session, _) in groups { try session.checkInvariants() }
        }

        /// The number of tokens of each document, for each tokenizer in the order given: `result[tokenizer][document]`.
        ///
        /// - Throws: `PreTokenCacheError`, and what a tokenizer throws.
        /// - Complexity: O(n) in the text's length, and in its rare pre-tokens for each vocabulary.
        package func count(_ text: UTF8Text) throws -> [[UInt32]] {
            try text.withBytes { try count($0, layout: text.layout) }
        }

        /// The same for bytes that are checked first.
        ///
        /// - Throws: `TokenizerError`, too.
        package func count(_ text: Data, layout: DocumentLayout) throws -> [[UInt32]] {
            try count(UTF8Text(text, layout: layout, kernel: kernel))
        }

        /// The same for a buffer.
        package func count(_ text: UnsafeBufferPointer<UInt8>, layout: DocumentLayout) throws -> [[UInt32]] {
            try count(text.checked(layout, kernel: kernel), layout: layout)
        }

        /// The same for text and a layout that were checked before.
        package func count(_ section: UTF8Section, layout: DocumentLayout) throws -> [[UInt32]] {
            let text = section.bytes
            guard text.baseAddress != nil else {
                return tokenizers.map { _ in layout.ranges(in: text).map { _ in 0 } }
            }
            var results = [[UInt32]](repeating: [], count: tokenizers.count)
            for (session, places) in groups {
                for (counts, place) in zip(try session.count(text, layout), places) { results[place] = counts }
            }
            if others.isEmpty { return results }
            let documents = layout.ranges(in: text).map { UTF8Section(valid: UnsafeBufferPointer(rebasing: text[$0])) }
            for place in others {
                results[place] = try documents.map {
                    UInt32(truncatingIfNeeded: try tokenizers[place].count($0, specialTokens: .ordinary))
                }
            }
            return results
        }
    }
}
