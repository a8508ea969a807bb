import JeoulText
import ScanKernels

/// The pre-tokens of a batch, and what the cache has of each.
///
/// Not `Sendable`: each thread has its own.
final class CacheLookup {
    let batch = PreTokenBatch()
    private let found = UnsafeMutablePointer<jeoul_cache_lookup>.allocate(capacity: 1)
    static let capacity = PreTokenBatch.capacity + PreTokenBatch.slack
    /// The largest number of tokens that a key of the cache has room for.
    static let mostCount = UInt32(JEOUL_KEY_COUNT >> UInt64(JEOUL_KEY_COUNT_SHIFT))

    /// The number of tokens of each pre-token that was found.
    let counts: UnsafeMutablePointer<UInt32>
    /// The cache's slot of each pre-token that was found.
    let slots: UnsafeMutablePointer<UInt32>
    /// The pre-tokens that must be worked out: those that the cache does not have, or that are too long for it.
    let work: UnsafeMutablePointer<UInt32>
    private(set) var workCount = 0
    var memory: UnsafePointer<jeoul_cache_lookup> { UnsafePointer(found) }
    private let keys: UnsafeMutablePointer<jeoul_pretoken_key>
    private let buckets: UnsafeMutablePointer<UInt32>

    init() {
        precondition(Self.capacity <= Int(JEOUL_BATCH_PRETOKENS), "a batch has no more pieces than their memory")
        counts = jeoul_found_counts(found)
        slots = jeoul_found_slots(found)
        work = jeoul_found_missing(found)
        keys = jeoul_found_keys(found)
        buckets = jeoul_found_buckets(found)
    }

    deinit { found.deallocate() }

    /// Whether the cache keeps such a pre-token.
    @inline(__always)
    func isShort(_ preToken: Int) -> Bool { keys[preToken].high & JEOUL_KEY_FILLED != 0 }

    /// The hash of a pre-token's key, the same in every process.
    @inline(__always)
    func fixedHash(_ preToken: Int) -> UInt64 { jeoul_fixed_key_hash(keys[preToken]) }

    /// The hash that a pre-token has in every process.
    static func fixedHash(of preToken: UnsafeBufferPointer<UInt8>) -> UInt64 {
        jeoul_fixed_key_hash(jeoul_pretoken_key_of(preToken.baseAddress!, preToken.count))
    }

    /// Adds a short pre-token that was not found to the cache; its slot.
    @inline(__always)
    func insert(_ preToken: Int, count: Int, into cache: PreTokenCache) -> UInt32 {
        cache.insert(keys[preToken], bucket: buckets[preToken], count: count)
    }

    /// Looks up every pre-token of the batch.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from.
    func find(in cache: PreTokenCache, _ text: UnsafePointer<UInt8>, _ count: Int, kernel: ScanKernel) {
        var table = cache.table
        kernel.pointer.pointee.look_up_pretokens(
            &table, text, count, batch.starts, batch.lengths, batch.preTokenCount, found)
        workCount = found.pointee.missing_count
    }
}
