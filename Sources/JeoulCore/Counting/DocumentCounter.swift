import Foundation

/// How texts are counted or encoded: none of it changes a result.
public struct CountingOptions: Sendable {
    /// The instruction set of the scan.
    public var kernel: ScanKernel
    /// How much memory the table of pieces may take, in bytes. When it is full the counts stay exact, and `isTableFull` says so.
    public var memoryLimit: Int
    /// The size of all text to come, as far as known: the table is made large enough at once.
    public var expectedBytes: Int

    /// The default: 512 MiB.
    public static let defaultMemoryLimit = 512 << 20

    /// Options.
    public init(
        kernel: ScanKernel = .best, memoryLimit: Int = Self.defaultMemoryLimit, expectedBytes: Int = 0
    ) {
        self.kernel = kernel
        self.memoryLimit = memoryLimit
        self.expectedBytes = expectedBytes
    }
}

/// Counts the tokens of documents for several vocabularies at once: weigh once, price many.
///
/// The byte-level vocabularies share one table of distinct pieces, over all threads; each thread counts through a
/// `Session` of its own. A document's counts depend on nothing but the document.
public final class DocumentCounter: Sendable {
    private let tokenizers: [any Tokenizer]
    private let options: CountingOptions
    private let table: PieceTable
    /// The byte-level tokenizers, and which of `tokenizers` each is.
    private let fast: [(tokenizer: ByteLevelTokenizer, place: Int)]

    /// - Throws: `PieceTableError`.
    public init(_ tokenizers: [any Tokenizer], options: CountingOptions = CountingOptions()) throws(PieceTableError) {
        self.tokenizers = tokenizers
        self.options = options
        fast = tokenizers.enumerated().compactMap { place, tokenizer in
            (tokenizer as? ByteLevelTokenizer).map { ($0, place) }
        }
        let rows = CountingPass.rowBytes(models: max(1, fast.count))
        table = try PieceTable(
            expectedBytes: options.expectedBytes, memoryLimit: options.memoryLimit, shortRowBytes: rows.short,
            longRowBytes: rows.long)
    }

    /// The distinct pieces in the table; what several threads met at the same time may count more than once.
    public var distinctPieces: Int { table.count }

    /// Whether the memory limit kept pieces out of the table, so that counting was slower than it might be.
    public var isTableFull: Bool { table.isFull }

    /// The counting of one thread. O(1).
    public func session() -> Session {
        Session(tokenizers: tokenizers, fast: fast, table: table, kernel: options.kernel)
    }

    /// Counts documents on one thread. Not `Sendable`.
    public final class Session {
        private let tokenizers: [any Tokenizer]
        private let fast: [(tokenizer: ByteLevelTokenizer, place: Int)]
        private let finders: [IrregularDocuments]
        private let pass: CountingPass

        init(
            tokenizers: [any Tokenizer], fast: [(tokenizer: ByteLevelTokenizer, place: Int)], table: PieceTable,
            kernel: ScanKernel
        ) {
            self.tokenizers = tokenizers
            self.fast = fast
            finders = fast.map { IrregularDocuments($0.tokenizer, kernel: kernel) }
            pass = CountingPass(table: table, tokenizers: fast.map(\.tokenizer), kernel: kernel)
        }

        /// The number of tokens of each document, for each tokenizer in the order given: `result[tokenizer][document]`.
        ///
        /// - Parameters:
        ///   - text: valid UTF-8, less than 4 GiB.
        ///   - layout: where the documents lie in it.
        /// - Throws: what a tokenizer throws.
        /// - Complexity: O(n) in the text's length, and in its new distinct pieces for each vocabulary.
        public func count(_ text: Data, layout: DocumentLayout) throws -> [[UInt32]] {
            try text.withUnsafeBytes { try count($0.bindMemory(to: UInt8.self), layout: layout) }
        }

        /// The same for a buffer.
        public func count(_ text: UnsafeBufferPointer<UInt8>, layout: DocumentLayout) throws -> [[UInt32]] {
            guard text.count < Int(UInt32.max) else { throw TokenizerError.textTooLarge(bytes: text.count) }
            guard text.baseAddress != nil else {
                return tokenizers.map { _ in layout.ranges(in: text).map { _ in 0 } }
            }
            var cached: [Range<Int>]?
            func ranges() -> [Range<Int>] {
                if let cached { return cached }
                let ranges = layout.ranges(in: text)
                cached = ranges
                return ranges
            }
            var results = [[UInt32]](repeating: [], count: tokenizers.count)
            var totals = [[UInt32]](repeating: [], count: fast.count)
            if let base = text.baseAddress, !fast.isEmpty {
                switch layout {
                case .lines: pass.count(base, text.count, splitsLines: true, into: &totals)
                case .ranges(let ranges):
                    for range in ranges { countRange(base, range, &totals) }
                }
            }
            for (index, (tokenizer, place)) in fast.enumerated() {
                for document in try finders[index].find(in: text, ranges: ranges) {
                    let range = ranges()[document]
                    totals[index][document] = try countIrregular(
                        UnsafeBufferPointer(rebasing: text[range]), tokenizer, member: index)
                }
                results[place] = totals[index]
            }
            for (place, tokenizer) in tokenizers.enumerated() where !(tokenizer is ByteLevelTokenizer) {
                var ids: [TokenID] = []
                results[place] = try ranges().map { range in
                    ids.removeAll(keepingCapacity: true)
                    try tokenizer.encode(
                        UnsafeBufferPointer(rebasing: text[range]), specialTokens: .ordinary, into: &ids)
                    return UInt32(truncatingIfNeeded: ids.count)
                }
            }
            return results
        }

        private func countRange(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ totals: inout [[UInt32]]) {
            if range.isEmpty {
                for member in fast.indices { totals[member].append(0) }
            } else {
                pass.count(base + range.lowerBound, range.count, splitsLines: false, into: &totals)
            }
        }

        /// Counts a document part by part: added tokens, and normalized text between them.
        private func countIrregular(
            _ text: UnsafeBufferPointer<UInt8>, _ tokenizer: ByteLevelTokenizer, member: Int
        ) throws -> UInt32 {
            var total: UInt32 = 0
            var sections = [[UInt32]](repeating: [], count: fast.count)
            try tokenizer.forEachPart(of: text, specialTokens: .ordinary) { part in
                switch part {
                case .token: total &+= 1
                case .section(let section):
                    pass.count(
                        section.baseAddress!, section.count, member: member, splitsLines: false, into: &sections)
                }
            }
            return sections[member].reduce(total, &+)
        }
    }
}
