import JeoulText
import ScanKernels

/// What becomes of a batch whose pre-tokens are looked up: numbers of tokens, or ids. Each thread has its own.
protocol BatchSink: AnyObject {
    /// What is added to, batch by batch.
    associatedtype Output

    /// - Parameters:
    ///   - models: of each vocabulary.
    ///   - owners: the vocabularies of each splitter, where there are several: a pre-token is of those whose splitter has it.
    ///   - memoryLimit: what may be remembered of pre-tokens beside the cache, in bytes.
    /// - Throws: `PreTokenCacheError.noMemory`.
    init(_ models: [BytePairModel], owners: [[Int]], kernel: ScanKernel, memoryLimit: Int) throws(PreTokenCacheError)

    /// What the cache has of a pre-token beside its number of tokens, in bytes.
    var rowBytes: Int { get }

    /// Checks what it remembers. O(its size).
    func checkInvariants() throws(BrokenInvariant)

    /// Begins a text.
    func begin()

    /// Ends a text: gives back the memory that a large pre-token of it has taken.
    func end()

    /// Takes what the cache has of a batch's pre-tokens: their slots may be others' afterwards.
    func read(_ found: CacheLookup, from cache: PreTokenCache)

    /// Works out pre-tokens that the cache does not have, and adds to it what it keeps.
    func workOut(_ preTokens: SplitPreTokens, of found: CacheLookup, _ text: TextRuns, into cache: PreTokenCache)

    /// Adds the documents of a batch.
    func add(_ batch: PreTokenBatch, of found: CacheLookup, to output: inout Output)
}

/// The counting or encoding of one thread: scan, look up, work out what is not known, and give it to the sink.
///
/// Definition: vocabularies *share* a pass when it scans a text once for all of them. Each gets what a pass of its own would give:
/// 1. What a pre-token becomes depends on its bytes and on the vocabulary alone, not on what stands around it, nor on the splitter that cut
///    it. So one cache serves all: a slot is found by the bytes, and has a number or a row of ids for each vocabulary.
/// 2. Several splitters are run as one scanner, which gives a row for each pre-token that at least one of them cuts, in the order
///    of their ends, and with it who cuts it so (its owners). The rows that a splitter owns are its own pre-tokens in order, and
///    a sink adds those alone for its vocabularies.
/// 3. A document that vocabularies take in several *forms* (as it stands, or as some normalize it and cut out added tokens) is there
///    once for each form, one after the other, and a sink adds each form for those alone whose it is.
///
/// The scan and the search of the cache are paid for once, so that each further vocabulary costs a read of its number in the slot
/// that is at hand. Not `Sendable`: one thread at a time uses it.
final class Pass<Sink: BatchSink> {
    private let kernel: ScanKernel
    private let cache: PreTokenCache
    private let found = CacheLookup()
    private let cut = SplitPreTokens()
    private let sink: Sink
    private let scanner: any BatchScanner
    /// Whether pre-tokens are cut into spans; else the one vocabulary has no tables, and works out each as it is.
    private let splitsPreTokens: Bool

    /// Checks the cache, and what the sink remembers. O(their slots).
    func checkInvariants() throws(BrokenInvariant) {
        try cache.checkInvariants()
        try sink.checkInvariants()
    }

    /// - Parameter members: companions of one another.
    /// - Throws: `PreTokenCacheError`.
    init(_ members: [PassMember], options: CountingOptions) throws(PreTokenCacheError) {
        kernel = options.kernel
        splitsPreTokens = !members.contains { $0.model.isDefinition }
        var splitters: [(splitter: Splitter, members: [Int])] = []
        for (place, member) in members.enumerated() {
            if let known = splitters.firstIndex(where: { $0.splitter == member.splitter }) {
                splitters[known].members.append(place)
            } else {
                splitters.append((member.splitter, [place]))
            }
        }
        let models = members.map(\.model)
        scanner = Splitter.scanner(for: splitters.map(\.splitter), models: models, kernel: options.kernel)
        sink = try Sink(
            models, owners: splitters.count > 1 ? splitters.map(\.members) : [], kernel: options.kernel,
            memoryLimit: options.memoryLimit / 2)
        cache = try PreTokenCache(
            rowBytes: sink.rowBytes, expectedBytes: options.expectedBytes, memoryLimit: options.memoryLimit / 2)
    }

    /// Whether the memory limit kept pre-tokens out of the cache that it would have kept else.
    var isFull: Bool { cache.isFull }

    /// Adds the documents of a text to the output, for every vocabulary.
    func add(_ text: TextRuns, to output: inout Sink.Output) {
        sink.begin()
        text.forEachBatch(in: found.batch, by: scanner) {
            cache.growIfNeeded()
            found.find(in: cache, text.base, text.count, kernel: kernel)
            sink.read(found, from: cache)
            var first = 0
            while first < found.workCount {
                let count = min(SplitPreTokens.capacity, found.workCount &- first)
                if splitsPreTokens {
                    cut.read(found.work + first, count, found.batch, text.base, text.count, kernel)
                } else {
                    cut.leaveWhole(found.work + first, count)
                }
                sink.workOut(cut, of: found, text, into: cache)
                first &+= count
            }
            sink.add(found.batch, of: found, to: &output)
        }
        sink.end()
    }
}
