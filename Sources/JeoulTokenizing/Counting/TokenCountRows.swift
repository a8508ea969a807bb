import ScanKernels

/// The token counts of a batch's pre-tokens for several vocabularies, a byte each in rows of eight, and their sums for each document.
///
/// What a pre-token costs more than a byte holds is set apart (`giants`). Not `Sendable`: each thread has its own.
final class TokenCountRows {
    private static let stride = CacheLookup.capacity
    private let vocabularyCount: Int
    /// How many rows a pre-token has.
    let groups: Int
    private let rows: UnsafeMutablePointer<UInt64>
    /// For each of eight vocabularies the sums of a batch's documents.
    private let sums: UnsafeMutablePointer<UInt32>
    /// What the pre-tokens being worked out cost: one number after the other for each vocabulary.
    private let tokenCounts: UnsafeMutablePointer<UInt32>
    private let giantPlaces: UnsafeMutablePointer<UInt32>
    private var giants: [(preToken: Int, tokenCounts: [UInt32])] = []
    /// For each set of splitters that own a pre-token, and each group: all bits of the bytes of their vocabularies.
    private let masks: [UInt64]

    /// Whether pre-tokens have owners.
    private let isShared: Bool

    /// - Parameter owners: the vocabularies of each splitter, where there are several.
    init(vocabularyCount: Int, owners splitters: [[Int]]) {
        isShared = !splitters.isEmpty
        self.vocabularyCount = vocabularyCount
        groups = (vocabularyCount + 7) / 8
        rows = .allocate(capacity: groups * Self.stride)
        sums = .allocate(capacity: 8 * Self.stride)
        tokenCounts = .allocate(capacity: vocabularyCount * SplitPreTokens.capacity)
        giantPlaces = .allocate(capacity: SplitPreTokens.capacity)
        var masks = [UInt64](repeating: 0, count: groups << splitters.count)
        for owners in 0..<1 << splitters.count {
            for (place, members) in splitters.enumerated() where owners >> place & 1 != 0 {
                for member in members { masks[owners * groups + member / 8] |= 0xFF << UInt64(member % 8 * 8) }
            }
        }
        self.masks = masks
    }

    deinit {
        rows.deallocate()
        sums.deallocate()
        tokenCounts.deallocate()
        giantPlaces.deallocate()
    }

    /// A byte for each vocabulary, as many as are copied at once.
    static func byteCount(_ vocabularyCount: Int) -> Int {
        switch vocabularyCount {
        case ...2: 2
        case ...4: 4
        default: (vocabularyCount + 7) / 8 * 8
        }
    }

    /// Copies the rows of the pre-tokens that were found; of the others what is copied is replaced later.
    func copy(_ found: CacheLookup, from cache: PreTokenCache) {
        var table = cache.table
        jeoul_copy_rows(&table, found.slots, found.batch.preTokenCount, rows, Self.stride)
        giants.removeAll(keepingCapacity: true)
    }

    /// Where a vocabulary's token counts of the pre-tokens being worked out go: of those that were cut, then of the others.
    func tokenCounts(_ vocabulary: Int) -> UnsafeMutablePointer<UInt32> {
        tokenCounts + vocabulary * SplitPreTokens.capacity
    }

    /// Writes the rows of some pre-tokens, and adds the short ones to the cache; their token counts stand from `offset` on.
    func keep(
        _ preTokens: UnsafeBufferPointer<UInt32>, from offset: Int, of found: CacheLookup, into cache: PreTokenCache
    ) {
        guard let base = preTokens.baseAddress, !preTokens.isEmpty else { return }
        var described = jeoul_pretoken_counts(
            pretokens: base, count: preTokens.count, token_counts: tokenCounts + offset,
            count_stride: SplitPreTokens.capacity,
            vocabulary_count: vocabularyCount)
        let giantCount = cache.keepRows(found, &described, rows, stride: Self.stride, giants: giantPlaces)
        for giant in 0..<giantCount {
            let place = Int(giantPlaces[giant])
            giants.append((Int(preTokens[place]), (0..<vocabularyCount).map { tokenCounts($0)[offset + place] }))
        }
    }

    /// Adds the sums of a batch's documents to the totals of a group of eight vocabularies.
    ///
    /// - Parameter open: for each vocabulary of the group, what the document has that goes on with the next batch.
    func sum(
        _ group: Int, _ batch: PreTokenBatch, open: UnsafeMutablePointer<UInt32>, into totals: inout [[UInt32]]
    ) {
        masks.withUnsafeBufferPointer { masks in
            jeoul_sum_rows(
                rows + group * Self.stride, isShared ? batch.owners : nil, masks.baseAddress! + group, groups,
                batch.preTokenCount, batch.documentPreTokens, batch.documentCount, open, sums, Self.stride)
        }
        addGiants(group, batch, open: open)
        for (document, _, _) in batch.tokens {
            for lane in 0..<8 { add(1, lane, document < batch.documentCount ? document : nil, open) }
        }
        for member in group * 8..<min(vocabularyCount, group * 8 + 8) {
            let sums = sums + member % 8 * Self.stride
            batch.forEachRange(of: member) {
                totals[member].append(contentsOf: UnsafeBufferPointer(start: sums + $0.lowerBound, count: $0.count))
            }
        }
    }

    /// Adds to what a document has, or, where it is nil, to what goes on with the next batch.
    private func add(_ tokenCount: UInt32, _ lane: Int, _ document: Int?, _ open: UnsafeMutablePointer<UInt32>) {
        if let document {
            sums[lane * Self.stride + document] &+= tokenCount
        } else {
            open[lane] &+= tokenCount
        }
    }

    private func addGiants(_ group: Int, _ batch: PreTokenBatch, open: UnsafeMutablePointer<UInt32>) {
        for giant in giants {
            // The first document that ends behind the pre-token.
            let document = (0..<batch.documentCount).first { batch.documentPreTokens[$0] > UInt32(giant.preToken) }
            let mask = isShared ? masks[Int(batch.owners[giant.preToken]) * groups + group] : .max
            for lane in 0..<min(8, vocabularyCount - group * 8) where mask >> UInt64(lane * 8) & 1 != 0 {
                add(giant.tokenCounts[group * 8 + lane], lane, document, open)
            }
        }
    }
}
