import JeoulStatistics

/// The percentile bootstrap as one would first write it: lists of indices, sums of lists, no vectors, no blocks.
struct BootstrapOracle {
    let table: CountTable
    let seed: UInt64
    let resamples: Int

    /// Documents by cluster, in order of first appearance; empty documents left out.
    var clusters: [[Int]] {
        var keys: [String] = []
        var members: [String: [Int]] = [:]
        for document in 0..<table.documentCount {
            if table.columns.allSatisfy({ $0.counts[document] == 0 }) { continue }
            let key = table.clusters?[document] ?? "\(document)"
            if members[key] == nil { keys.append(key) }
            members[key, default: []].append(document)
        }
        return keys.map { members[$0]! }
    }

    /// The sorted ratios of all resamples.
    func ratios(_ ratio: Ratio) -> [Double] {
        let clusters = clusters
        let top = table.columns.first { $0.name == ratio.numerator }!.counts
        let bottom = table.columns.first { $0.name == ratio.denominator }!.counts
        return (0..<resamples).map { resample in
            let drawn = draws(resample, count: clusters.count).flatMap { clusters[$0] }
            let a = drawn.map { top[$0] }.reduce(0, +)
            let b = drawn.map { bottom[$0] }.reduce(0, +)
            return Double(a) / Double(b)
        }
        .sorted()
    }

    private func draws(_ resample: Int, count: Int) -> [Int] {
        var generator = SplitMix64(seed: seed, stream: UInt64(resample))
        let threshold = ((1 << 32) - UInt64(count)) % UInt64(count)
        var halves: [UInt64] = []
        while halves.count < count {
            let bits = generator.next()
            halves += [bits % (1 << 32), bits >> 32].map { $0 * UInt64(count) }.filter { $0 % (1 << 32) >= threshold }
        }
        return halves.prefix(count).map { Int($0 >> 32) }
    }
}
