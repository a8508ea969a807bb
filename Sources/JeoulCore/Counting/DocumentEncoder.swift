#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The token ids of documents: all in one array, and where each document's end.
package struct EncodedDocuments: Sendable, Hashable {
    /// The ids of all documents, one document after the other.
    package var ids: [TokenID] = []
    /// The ids of document d are `ids[ends[d - 1] ..< ends[d]]`, with 0 before the first.
    package var ends: [Int] = []

    /// No documents.
    package init() {}

    /// The ids of a document. O(1).
    package subscript(document: Int) -> ArraySlice<TokenID> {
        ids[(document == 0 ? 0 : ends[document - 1])..<ends[document]]
    }
}

/// Encodes documents with one vocabulary. Each thread encodes through a `Session` of its own, with a cache
/// of the pieces that it has met; what an ended session has learnt the next one has.
package final class DocumentEncoder: Sendable {
    private let tokenizer: any TokenizerModel
    private let options: CountingOptions
    private let passes: PassPool<EncodingPass>?
    private let marked: MarkedEncoder?

    /// An encoder; the memory is taken when a session encodes first.
    package init(_ tokenizer: any TokenizerModel, options: CountingOptions = CountingOptions()) {
        self.tokenizer = tokenizer
        self.options = options
        marked = MarkedEncoder(tokenizer, options: options)
        passes = (tokenizer as? ByteLevelTokenizer).map { tokenizer in
            PassPool({ try EncodingPass(model: tokenizer.lazyModel.model(), options: options) }, isFull: \.isFull)
        }
    }

    /// Whether the memory limit kept the cache of a session that has ended smaller than it would have been, so that
    /// encoding was slower than it might be.
    package var isTableFull: Bool { passes?.hasBeenFull ?? marked?.hasBeenFull ?? false }

    /// The encoding of one thread. O(1).
    package func session() -> Session {
        Session(tokenizer: tokenizer, passes: passes, marked: marked?.session(), kernel: options.kernel)
    }

    /// Encodes documents on one thread. Not `Sendable`.
    package final class Session {
        private let tokenizer: any TokenizerModel
        private let fast: (tokenizer: ByteLevelTokenizer, finder: IrregularDocuments)?
        private let passes: PassPool<EncodingPass>?
        private let kernel: ScanKernel
        private var taken: EncodingPass?
        private var gathered = GatheredDocuments()
        private let marked: MarkedEncoder.Session?
        /// What the last text had, so that there is room for the ids of the next one.
        private var idsPerByte = 0.25

        init(
            tokenizer: any TokenizerModel, passes: PassPool<EncodingPass>?, marked: MarkedEncoder.Session?,
            kernel: ScanKernel
        ) {
            self.marked = marked
            self.tokenizer = tokenizer
            self.passes = passes
            self.kernel = kernel
            fast = (tokenizer as? ByteLevelTokenizer).map { ($0, IrregularDocuments($0, kernel: kernel)) }
        }

        deinit {
            if let taken { passes?.giveBack(taken) }
        }

        /// The ids of each document.
        ///
        /// - Parameters:
        ///   - text: the documents.
        ///   - specialTokens: what is done with the text of a special token; only `.ordinary` is fast.
        /// - Throws: `ShortPieceCacheError`, and what the tokenizer throws.
        /// - Complexity: O(n).
        package func encode(_ text: UTF8Text, specialTokens: SpecialTokenPolicy = .ordinary) throws -> EncodedDocuments
        {
            try text.withBytes { try encode($0, layout: text.layout, specialTokens: specialTokens) }
        }

        /// The same for bytes that are checked first.
        ///
        /// - Throws: `TokenizerError`, too.
        package func encode(
            _ text: Data, layout: DocumentLayout, specialTokens: SpecialTokenPolicy = .ordinary
        ) throws -> EncodedDocuments {
            try encode(UTF8Text(text, layout: layout, kernel: kernel), specialTokens: specialTokens)
        }

        /// The same for a buffer.
        package func encode(
            _ text: UnsafeBufferPointer<UInt8>, layout: DocumentLayout, specialTokens: SpecialTokenPolicy = .ordinary
        ) throws -> EncodedDocuments {
            try encode(text.checked(layout, kernel: kernel), layout: layout, specialTokens: specialTokens)
        }

        /// The same for text and a layout that were checked before.
        package func encode(
            _ section: UTF8Section, layout: DocumentLayout, specialTokens: SpecialTokenPolicy = .ordinary
        ) throws -> EncodedDocuments {
            let text = section.bytes
            var result = EncodedDocuments()
            guard let base = text.baseAddress, !text.isEmpty else {
                result.ends = layout.ranges(in: text).map { _ in 0 }
                return result
            }
            if let marked, specialTokens == .ordinary { return try marked.encode(text, layout: layout) }
            guard let fast, let passes, specialTokens == .ordinary,
                !fast.tokenizer.lazyModel.hasEncoder(forBytes: text.count)
            else {
                for range in layout.ranges(in: text) {
                    try tokenizer.encode(
                        UTF8Section(valid: UnsafeBufferPointer(rebasing: text[range])), specialTokens: specialTokens,
                        into: &result.ids)
                    result.ends.append(result.ids.count)
                }
                return result
            }
            let pass = try taken ?? passes.take()
            taken = pass
            let found = try fast.finder.find(in: text, layout)
            if found.reduce(0, { $0 + $1.range.count }) > text.count / 2 {
                // Most is irregular: nothing is encoded as it is, only to be replaced.
                let all = layout.ranges(in: text).enumerated().map { (index: $0.offset, range: $0.element) }
                return try IrregularIDs(all, in: text, fast.tokenizer, pass).encoded
            }
            let irregular = try IrregularIDs(found, in: text, fast.tokenizer, pass)
            result.ids.reserveCapacity(Int(Double(text.count) * idsPerByte * 1.05))
            var replaced = irregular.makeIterator()
            let splitter = fast.tokenizer.splitter
            switch layout {
            case .lines:
                pass.encode(
                    TextRuns(base, text.count, splitsLines: true), splitter: splitter, replacing: &replaced,
                    into: &result
                )
            case .ranges(let ranges):
                gathered.gather(ranges, of: text) {
                    pass.encode($0, splitter: splitter, replacing: &replaced, into: &result)
                }
            }
            idsPerByte = min(0.5, Double(result.ids.count) / Double(text.count))
            return result
        }
    }
}
