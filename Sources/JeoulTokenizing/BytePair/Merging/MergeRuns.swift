import JeoulText
import ScanKernels

/// The runs that `jeoul_merge_runs` merges side by side. Not `Sendable`: each thread has its own.
final class MergeRuns {
    let memory = UnsafeMutablePointer<jeoul_runs>.allocate(capacity: 1)

    deinit { memory.deallocate() }

    /// Merges one pre-token alone; its ids are valid until the next use. Nil where it has too many first tokens.
    // SAFETY: `preToken[0 ..< count]` must be readable.
    @inline(__always)
    func merge(
        _ preToken: UnsafePointer<UInt8>, _ count: Int, _ tables: jeoul_merge_tables
    ) -> UnsafeBufferPointer<TokenID>? {
        guard count <= 3 * Int(JEOUL_RUN_PLACES) else { return nil }
        var (tables, start, length, chosen) = (tables, UInt32(0), UInt32(count), UInt32(0))
        jeoul_merge_runs(nil, &tables, preToken, count, &start, &length, &chosen, 1, 1, memory)
        return ids(0)
    }

    /// The number of tokens of a run; nil of one that has too many.
    @inline(__always)
    func count(_ run: Int) -> Int? {
        let places = jeoul_run_places(memory)![run]
        // The places at both ends have none.
        return places == 0 ? nil : places.nonzeroBitCount - 2
    }

    /// The ids of a run, valid until the next use; nil of one that has too many first tokens.
    @inline(__always)
    func ids(_ run: Int) -> UnsafeBufferPointer<TokenID>? {
        guard let count = count(run) else { return nil }
        // Move the tokens that are left together; the first and the last place have none of the run.
        let tokens = jeoul_run_tokens(memory, run)!
        var left = jeoul_run_places(memory)![run] & ~1
        for found in 0..<count {
            tokens[found] = tokens[left.trailingZeroBitCount] & PairTable.limit
            left &= left &- 1
        }
        return UnsafeBufferPointer(start: tokens, count: count)
    }
}
