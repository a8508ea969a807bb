import Dispatch
import Synchronization

/// The column sums of every bootstrap resample: one set of resamples serves every ratio of every two columns, which is
/// what makes the inference paired.
///
/// Resample *r* draws, in each stratum, as many units as it has, with replacement and with equal probability (Efron
/// 1979; clusters whole: Davison and Hinkley, *Bootstrap Methods and their Application*, 1997, §3.8). Its random
/// numbers are stream *r* of the seed, two draws from each 64 bits; so neither the other columns nor the number of
/// threads changes what is drawn.
struct Resamples: Sendable {
    let columnCount: Int
    let stratumCount: Int
    let count: Int
    /// `sums[(resample * stratumCount + stratum) * columnCount + column]`
    private let sums: [UInt64]

    /// Draws `count` resamples.
    ///
    /// - Complexity: O(count × units × columns / lanes); exact integer sums throughout.
    init(of units: ResamplingUnits, count: Int, seed: UInt64, threads: Int) {
        columnCount = units.columnCount
        stratumCount = units.strata.count
        self.count = count
        let chunks = max(1, min(threads, count))
        if chunks == 1 {
            sums = BootstrapKernel.sums(of: units, resamples: 0..<count, seed: seed)
            return
        }
        let parts = Mutex(Array(repeating: [UInt64](), count: chunks))
        DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
            let range = count * chunk / chunks..<count * (chunk + 1) / chunks
            let part = BootstrapKernel.sums(of: units, resamples: range, seed: seed)
            parts.withLock { $0[chunk] = part }
        }
        sums = parts.withLock { Array($0.joined()) }
    }

    /// The sum of a column over one stratum's part of a resample.
    @inline(__always)
    func sum(_ resample: Int, stratum: Int, column: Int) -> UInt64 {
        sums[(resample * stratumCount + stratum) * columnCount + column]
    }
}
