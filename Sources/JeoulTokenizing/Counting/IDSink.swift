import JeoulText

/// The ids of documents, of one vocabulary.
///
/// The cache's row of a pre-token holds its ids, where these are at most four; other pre-tokens are worked out each time.
final class IDSink: BatchSink {
    private typealias Row = SIMD4<UInt32>

    private let counter: PreTokenCounter
    private let workedOut = WorkedOutIDs()
    /// The ids of each pre-token of a batch, where these are at most four; else in the first number where they are in `workedOut`.
    private let rows = UnsafeMutablePointer<Row>.allocate(capacity: CacheLookup.capacity)
    /// Ids before they are added to those of the text: an array has no place to write to behind its end.
    private let written = UnsafeMutablePointer<TokenID>.allocate(capacity: writtenCapacity + 4)
    /// What most batches need.
    private static let writtenCapacity = CacheLookup.capacity * 4

    init(
        _ models: [BytePairModel], owners: [[Int]], kernel: ScanKernel, memoryLimit: Int
    ) throws(PreTokenCacheError) {
        counter = try PreTokenCounter(model: models[0], kernel: kernel, memoryLimit: memoryLimit, keepsIDs: true)
    }

    deinit {
        rows.deallocate()
        written.deallocate()
    }

    let rowBytes = MemoryLayout<Row>.stride

    func checkInvariants() throws(BrokenInvariant) { try counter.checkInvariants() }

    func begin() {}

    func end() {
        counter.giveBack()
        workedOut.removeAll()
    }

    func read(_ found: CacheLookup, from cache: PreTokenCache) {
        let slots = found.slots
        for preToken in 0..<found.batch.preTokenCount { rows[preToken] = cache.row(slots[preToken]).load(as: Row.self) }
        workedOut.removeAll()
    }

    func workOut(_ cut: SplitPreTokens, of found: CacheLookup, _ text: TextRuns, into cache: PreTokenCache) {
        let before = workedOut.places.count
        counter.encode(cut, of: found, text, into: workedOut)
        keep(cut.preTokens, from: before, of: found, into: cache)
        keep(cut.others, from: before + cut.preTokens.count, of: found, into: cache)
    }

    /// Keeps the ids of some pre-tokens: their places stand from `offset` on.
    private func keep(
        _ preTokens: UnsafeBufferPointer<UInt32>, from offset: Int, of found: CacheLookup, into cache: PreTokenCache
    ) {
        let counts = found.counts
        let ids = workedOut.ids
        workedOut.places.withUnsafeBufferPointer { places in
            for index in preTokens.indices {
                let preToken = Int(preTokens[index])
                let (start, count) = places[offset &+ index]
                counts[preToken] = UInt32(truncatingIfNeeded: count)
                if count > 4 {
                    rows[preToken] = Row(UInt32(truncatingIfNeeded: start), 0, 0, 0)
                    continue
                }
                let row = UnsafeRawPointer(ids + start).loadUnaligned(as: Row.self)
                rows[preToken] = row
                if found.isShort(preToken) {
                    let slot = found.insert(preToken, count: count, into: cache)
                    cache.row(slot).storeBytes(of: row, as: Row.self)
                }
            }
        }
    }

    func add(_ batch: PreTokenBatch, of found: CacheLookup, to output: inout EncodedDocuments) {
        let counts = found.counts
        let (rows, written) = (rows, written)
        let source = workedOut.ids
        var filled = 0
        func flush() {
            output.ids.append(contentsOf: UnsafeBufferPointer(start: written, count: filled))
            filled = 0
        }
        var preToken = 0
        func write(until end: Int) {
            while preToken < end {
                let count = Int(counts[preToken])
                let row = rows[preToken]
                if filled &+ count > Self.writtenCapacity { flush() }
                // Four ids whatever the number.
                UnsafeMutableRawPointer(written + filled).storeBytes(of: row, as: Row.self)
                if count > 4 {
                    let ids = UnsafeBufferPointer(start: source + Int(row[0]), count: count)
                    if count > Self.writtenCapacity {
                        output.ids.append(contentsOf: ids)
                        preToken &+= 1
                        continue
                    }
                    (written + filled).update(from: ids.baseAddress!, count: count)
                }
                filled &+= count
                preToken &+= 1
            }
        }
        var tokens = batch.tokens[...]
        for document in 0...batch.documentCount {
            while let token = tokens.first, token.document == document {
                write(until: token.preToken)
                if filled == Self.writtenCapacity { flush() }
                written[filled] = token.id
                filled += 1
                tokens = tokens.dropFirst()
            }
            let isOpen = document == batch.documentCount
            write(until: isOpen ? batch.preTokenCount : Int(batch.documentPreTokens[document]))
            if !isOpen { output.ends.append(output.ids.count + filled) }
        }
        flush()
    }
}
