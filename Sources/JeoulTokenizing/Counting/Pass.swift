import JeoulText
import ScanKernels

/// What becomes of a batch whose pre-tokens are looked up: numbers of tokens, or ids. Each thread has its own.
protocol BatchSink: AnyObject {
    /// What is added to, batch by batch.
    associatedtype Output

    /// - Parameters:
    ///   - models: of each vocabulary.
    ///   - owners: the vocabularies of each splitter, where one scanner has several.
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

    /// Adds the documents of a batch for some vocabularies. `isShared`: a pre-token is only of those whose splitter has it.
    func add(_ batch: PreTokenBatch, of found: CacheLookup, for members: [Int], isShared: Bool, to output: inout Output)
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
    /// Each splitter, and the vocabularies that have it.
    private let splitters: [(splitter: Splitter, members: [Int])]
    private let models: [BytePairModel]
    /// The scanner of each splitter, made when it is first asked for.
    private var scanners: [(any BatchScanner)?]
    /// The scanner for all splitters, where there are several.
    private let shared: (any BatchScanner)?
    private let everyone: [Int]
    /// Whether pre-tokens are cut into spans; else the one vocabulary has no tables, and works out each as it is.
    private let splitsPreTokens: Bool

    /// Checks the cache, and what the sink remembers. O(their slots).
    func checkInvariants() throws(BrokenInvariant) {
        try cache.checkInvariants()
        try sink.checkInvariants()
    }

    /// - Parameter members: vocabularies that are all cut by patterns, or all by the same marks.
    /// - Throws: `PreTokenCacheError`.
    init(_ members: [PassMember], options: CountingOptions) throws(PreTokenCacheError) {
        kernel = options.kernel
        everyone = Array(members.indices)
        splitsPreTokens = !members.contains { $0.model.isDefinition }
        var splitters: [(splitter: Splitter, members: [Int])] = []
        for (place, member) in members.enumerated() {
            if let known = splitters.firstIndex(where: { $0.splitter == member.splitter }) {
                splitters[known].members.append(place)
            } else {
                splitters.append((member.splitter, [place]))
            }
        }
        self.splitters = splitters
        models = members.map(\.model)
        scanners = splitters.map { _ in nil }
        // More than a row has owners for are scanned one after another.
        let isShared = 2...Splitter.mostShared ~= splitters.count
        shared = isShared ? Self.scanner(for: splitters, models, kernel) : nil
        sink = try Sink(
            models, owners: isShared ? splitters.map(\.members) : [], kernel: options.kernel,
            memoryLimit: options.memoryLimit / 2)
        cache = try PreTokenCache(
            rowBytes: sink.rowBytes, expectedBytes: options.expectedBytes, memoryLimit: options.memoryLimit / 2)
    }

    private static func scanner(
        for splitters: [(splitter: Splitter, members: [Int])], _ models: [BytePairModel], _ kernel: ScanKernel
    ) -> any BatchScanner {
        Splitter.scanner(
            for: splitters.map(\.splitter), models: splitters.map { $0.members.map { models[$0] } }, kernel: kernel)
    }

    private func scanner(_ place: Int) -> any BatchScanner {
        if let scanner = scanners[place] { return scanner }
        let scanner = Self.scanner(for: [splitters[place]], models, kernel)
        scanners[place] = scanner
        return scanner
    }

    /// Whether the memory limit kept pre-tokens out of the cache that it would have kept else.
    var isFull: Bool { cache.isFull }

    /// Adds the documents of a text to the output, for every vocabulary.
    func add(_ text: TextRuns, to output: inout Sink.Output) {
        if let shared { return add(text, shared, everyone, isShared: true, to: &output) }
        for (place, (_, members)) in splitters.enumerated() {
            add(text, scanner(place), members, isShared: false, to: &output)
        }
    }

    private func add(
        _ text: TextRuns, _ scanner: any BatchScanner, _ members: [Int], isShared: Bool, to output: inout Sink.Output
    ) {
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
            sink.add(found.batch, of: found, for: members, isShared: isShared, to: &output)
        }
        sink.end()
    }
}
