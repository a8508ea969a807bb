import JeoulText

/// Numbers of tokens: those of each document, for each vocabulary.
final class CountSink: BatchSink {
    /// For each model, with the vocabularies that have it: many a vendor takes another's vocabulary as it is.
    private let counters: [(counter: PreTokenCounter, vocabularies: [Int])]
    /// With several vocabularies the token counts of a batch; with one, `CacheLookup.counts` has them.
    private let rows: TokenCountRows?
    /// What the pre-tokens being worked out cost, where there is one vocabulary.
    private let tokenCounts = UnsafeMutablePointer<UInt32>.allocate(capacity: SplitPreTokens.capacity)
    /// For each vocabulary what the document has that goes on with the next batch.
    private var open: [UInt32]
    let rowBytes: Int

    init(
        _ models: [BytePairModel], owners: [[Int]], kernel: ScanKernel, memoryLimit: Int
    ) throws(PreTokenCacheError) {
        var groups: [(model: BytePairModel, vocabularies: [Int])] = []
        for (vocabulary, model) in models.enumerated() {
            if let place = groups.firstIndex(where: { $0.model.isSame(as: model) }) {
                groups[place].vocabularies.append(vocabulary)
            } else {
                groups.append((model, [vocabulary]))
            }
        }
        let share = memoryLimit / max(1, groups.count)
        counters = try groups.map { model, vocabularies throws(PreTokenCacheError) in
            (try PreTokenCounter(model: model, kernel: kernel, memoryLimit: share), vocabularies)
        }
        rows = models.count > 1 ? TokenCountRows(vocabularyCount: models.count, owners: owners) : nil
        rowBytes = models.count > 1 ? TokenCountRows.byteCount(models.count) : 0
        open = [UInt32](repeating: 0, count: max(1, (rows?.groups ?? 0) * 8))
    }

    deinit { tokenCounts.deallocate() }

    func checkInvariants() throws(BrokenInvariant) {
        for (counter, _) in counters { try counter.checkInvariants() }
    }

    func begin() {
        for index in open.indices { open[index] = 0 }
    }

    func end() {
        for (counter, _) in counters { counter.giveBack() }
    }

    func read(_ found: CacheLookup, from cache: PreTokenCache) { rows?.copy(found, from: cache) }

    func workOut(_ cut: SplitPreTokens, of found: CacheLookup, _ text: TextRuns, into cache: PreTokenCache) {
        let count = cut.preTokens.count + cut.others.count
        for (counter, vocabularies) in counters {
            let tokenCounts = rows?.tokenCounts(vocabularies[0]) ?? tokenCounts
            counter.count(cut, of: found, text, into: tokenCounts)
            for other in vocabularies.dropFirst() { rows?.tokenCounts(other).update(from: tokenCounts, count: count) }
        }
        for (preTokens, offset) in [(cut.preTokens, 0), (cut.others, cut.preTokens.count)] {
            if let rows {
                rows.keep(preTokens, from: offset, of: found, into: cache)
            } else {
                keep(preTokens, from: offset, of: found, into: cache)
            }
        }
    }

    /// Keeps what some pre-tokens cost the one vocabulary: their token counts stand from `offset` on.
    @inline(__always)
    private func keep(
        _ preTokens: UnsafeBufferPointer<UInt32>, from offset: Int, of found: CacheLookup, into cache: PreTokenCache
    ) {
        let tokenCounts = self.tokenCounts + offset
        let counts = found.counts
        for index in preTokens.indices {
            let preToken = Int(preTokens[index])
            counts[preToken] = tokenCounts[index]
            // A model of any definition may spell a short pre-token in many tokens.
            if found.isShort(preToken), tokenCounts[index] <= CacheLookup.mostCount {
                _ = found.insert(preToken, count: Int(tokenCounts[index]), into: cache)
            }
        }
    }

    func add(_ batch: PreTokenBatch, of found: CacheLookup, to output: inout [[UInt32]]) {
        if let rows {
            open.withUnsafeMutableBufferPointer { open in
                for group in 0..<rows.groups {
                    rows.sum(group, batch, open: open.baseAddress! + group * 8, into: &output)
                }
            }
        } else {
            sum(batch, found.counts, into: &output[0])
        }
    }

    /// Sums for the one vocabulary.
    private func sum(_ batch: PreTokenBatch, _ counts: UnsafeMutablePointer<UInt32>, into totals: inout [UInt32]) {
        // Running sums wrap around at 2³²: their differences are the counts.
        let open = self.open[0]
        var sum = open
        for index in 0..<batch.preTokenCount {
            sum &+= counts[index]
            counts[index] = sum
        }
        let first = totals.count
        var before: UInt32 = 0
        for document in 0..<batch.documentCount {
            let preTokens = Int(batch.documentPreTokens[document])
            let after = preTokens == 0 ? open : counts[preTokens &- 1]
            totals.append(after &- before)
            before = after
        }
        self.open[0] = sum &- before
        for (document, _, _) in batch.tokens {
            if document < batch.documentCount {
                totals[first + document] &+= 1
            } else {
                self.open[0] &+= 1
            }
        }
    }
}
