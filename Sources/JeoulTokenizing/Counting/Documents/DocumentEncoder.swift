import JeoulText

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
/// of the pre-tokens that it has met; what an ended session has learnt the next one has.
package final class DocumentEncoder: Sendable {
    private let tokenizer: any TokenizerModel
    private let kernel: ScanKernel
    private let passes: PassGroup<IDSink>?

    /// An encoder; the memory is taken when a session encodes first.
    package init(_ tokenizer: any TokenizerModel, options: CountingOptions = CountingOptions()) {
        self.tokenizer = tokenizer
        kernel = options.kernel
        passes = tokenizer.passMember.map { PassGroup([$0], options: options) }
    }

    /// Whether the memory limit kept the cache of a session that has ended smaller than it would have been, so that
    /// encoding was slower than it might be.
    package var isCacheFull: Bool { passes?.hasBeenFull ?? false }

    /// The encoding of one thread. O(1).
    package func session() -> Session { Session(self) }

    /// Encodes documents on one thread. Not `Sendable`.
    package final class Session {
        private let tokenizer: any TokenizerModel
        private let kernel: ScanKernel
        private let session: PassSession<IDSink>?
        /// What the last text had, so that there is room for the ids of the next one.
        private var idsPerByte = 0.25

        fileprivate init(_ encoder: DocumentEncoder) {
            tokenizer = encoder.tokenizer
            kernel = encoder.kernel
            session = encoder.passes.map { PassSession($0) }
        }

        /// Checks the caches of its pass. O(their slots).
        func checkInvariants() throws(BrokenInvariant) { try session?.checkInvariants() }

        /// The ids of each document.
        ///
        /// - Parameters:
        ///   - text: the documents.
        ///   - specialTokens: what is done with the text of a special token; `.ordinary` is fastest.
        /// - Throws: `PreTokenCacheError`, and what the tokenizer throws.
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
            guard !text.isEmpty else {
                result.ends = layout.ranges(in: text).map { _ in 0 }
                return result
            }
            guard let session else {
                for range in layout.ranges(in: text) {
                    try tokenizer.encode(
                        UTF8Section(valid: UnsafeBufferPointer(rebasing: text[range])), specialTokens: specialTokens,
                        into: &result.ids)
                    result.ends.append(result.ids.count)
                }
                return result
            }
            result.ids.reserveCapacity(Int(Double(text.count) * idsPerByte * 1.05))
            try session.add(text, layout, specialTokens, to: &result)
            idsPerByte = min(0.5, Double(result.ids.count) / Double(text.count))
            return result
        }
    }
}
