#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How texts are counted or encoded: none of it changes a result.
package struct CountingOptions: Sendable {
    /// The instruction set of the scan.
    package var kernel: ScanKernel
    /// How much memory each thread may take for what it remembers of pieces, in bytes, but for a few hundred kilobytes.
    /// When that is too little the counts stay exact, and `isTableFull` says so.
    package var memoryLimit: Int
    /// The size of all text to come, as far as known: the cache is made large enough at once.
    package var expectedBytes: Int

    /// The default: 256 MiB, of which one vocabulary takes at most 60 to count and 100 to encode.
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

/// Counts the tokens of documents for several vocabularies at once: weigh once, price many.
///
/// Each thread counts through a `Session` of its own, with a cache of the pieces that it has met for all byte-level
/// vocabularies; what an ended session has learnt the next one has. A document's counts depend on nothing but the document.
package final class DocumentCounter: Sendable {
    private let tokenizers: [any TokenizerModel]
    private let options: CountingOptions
    private let passes: PassPool<CountingPass>
    /// The byte-level tokenizers, and which of `tokenizers` each is.
    private let fast: [(tokenizer: ByteLevelTokenizer, place: Int)]
    private let marked: MarkedCounter

    /// A counter; the memory is taken when a session counts first.
    package init(_ tokenizers: [any TokenizerModel], options: CountingOptions = CountingOptions()) {
        self.tokenizers = tokenizers
        self.options = options
        fast = tokenizers.enumerated().compactMap { place, tokenizer in
            (tokenizer as? ByteLevelTokenizer).map { ($0, place) }
        }
        let tokenizers = fast.map(\.tokenizer)
        marked = MarkedCounter(self.tokenizers, options: options)
        passes = PassPool({ try CountingPass(tokenizers, options: options) }, isFull: \.isFull)
    }

    /// Whether the memory limit kept the cache of a session that has ended smaller than it would have been, so that
    /// counting was slower than it might be.
    package var isTableFull: Bool { passes.hasBeenFull || marked.hasBeenFull }

    /// The counting of one thread. O(1).
    package func session() -> Session {
        Session(tokenizers: tokenizers, fast: fast, marked: marked, passes: passes, kernel: options.kernel)
    }

    /// Counts documents on one thread. Not `Sendable`.
    package final class Session {
        private let tokenizers: [any TokenizerModel]
        private let fast: [(tokenizer: ByteLevelTokenizer, place: Int)]
        private let finders: [IrregularDocuments]
        private let passes: PassPool<CountingPass>
        private let kernel: ScanKernel
        private var taken: CountingPass?
        private var gathered = GatheredDocuments()
        private let marked: MarkedCounter.Session
        /// Which of the tokenizers are counted by that.
        private let markedPlaces: Set<Int>

        init(
            tokenizers: [any TokenizerModel], fast: [(tokenizer: ByteLevelTokenizer, place: Int)],
            marked: MarkedCounter,
            passes: PassPool<CountingPass>, kernel: ScanKernel
        ) {
            self.tokenizers = tokenizers
            self.fast = fast
            self.marked = marked.session()
            markedPlaces = marked.places
            finders = fast.map { IrregularDocuments($0.tokenizer, kernel: kernel) }
            self.passes = passes
            self.kernel = kernel
        }

        deinit {
            if let taken { passes.giveBack(taken) }
        }

        private func pass() throws -> CountingPass {
            if let taken { return taken }
            let pass = try passes.take()
            taken = pass
            return pass
        }

        /// The number of tokens of each document, for each tokenizer in the order given: `result[tokenizer][document]`.
        ///
        /// - Throws: `ShortPieceCacheError`, and what a tokenizer throws.
        /// - Complexity: O(n) in the text's length, and in its rare pieces for each vocabulary.
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
            // So little text is encoded document by document: for all vocabularies this takes less time than to make the models
            // that are not made yet.
            let late = fast.count { $0.tokenizer.lazyModel.hasEncoder(forBytes: text.count) }
            let isLittle = late > 0 && text.count * fast.count <= LazyModel.most * late
            let fast = isLittle ? [] : self.fast
            var totals = [[UInt32]](repeating: [], count: fast.count)
            if let base = text.baseAddress, !fast.isEmpty {
                let pass = try pass()
                switch layout {
                case .lines: pass.count(TextRuns(base, text.count, splitsLines: true), into: &totals)
                case .ranges(let ranges): gathered.gather(ranges, of: text) { pass.count($0, into: &totals) }
                }
            }
            for (index, (_, place)) in fast.enumerated() {
                let irregular = try finders[index].find(in: text, layout)
                if !irregular.isEmpty { try count(irregular, in: text, member: index, into: &totals[index]) }
                results[place] = totals[index]
            }
            try marked.count(text, layout: layout, into: &results)
            lazy var ranges = layout.ranges(in: text)
            for (place, tokenizer) in tokenizers.enumerated() where !markedPlaces.contains(place) {
                guard isLittle || !(tokenizer is ByteLevelTokenizer) else { continue }
                var ids: [TokenID] = []
                results[place] = try ranges.map { range in
                    ids.removeAll(keepingCapacity: true)
                    try tokenizer.encode(
                        UTF8Section(valid: UnsafeBufferPointer(rebasing: text[range])), specialTokens: .ordinary,
                        into: &ids)
                    return UInt32(truncatingIfNeeded: ids.count)
                }
            }
            return results
        }

        /// Counts documents part by part: added tokens, and normalized text between them.
        private func count(
            _ irregular: [IrregularDocuments.Document], in text: UnsafeBufferPointer<UInt8>, member: Int,
            into totals: inout [UInt32]
        ) throws {
            let pass = try pass()
            var lines = SectionLines()
            // The document of each line.
            var documents: [Int] = []
            var counts = [[UInt32]](repeating: [], count: fast.count)
            func countLines() {
                counts[member].removeAll(keepingCapacity: true)
                lines.text.withUnsafeBufferPointer { text in
                    guard let base = text.baseAddress else { return }
                    pass.count(TextRuns(base, text.count, splitsLines: true), member: member, into: &counts)
                }
                for (document, count) in zip(documents, counts[member]) { totals[document] &+= count }
                lines.removeAll()
                documents.removeAll(keepingCapacity: true)
            }
            for (document, range) in irregular {
                totals[document] = 0
                let content = UnsafeBufferPointer(rebasing: text[range])
                try fast[member].tokenizer.forEachPart(of: content, specialTokens: .ordinary) { part in
                    switch part {
                    case .token: totals[document] &+= 1
                    case .section(let section):
                        if try lines.add(section) { return documents.append(document) }
                        counts[member].removeAll(keepingCapacity: true)
                        guard let base = section.baseAddress else { return }
                        pass.count(
                            TextRuns(base, section.count, splitsLines: false), member: member, into: &counts)
                        totals[document] &+= counts[member].reduce(0, &+)
                    }
                }
                if lines.text.count > SectionLines.enough { countLines() }
            }
            countLines()
        }
    }
}
