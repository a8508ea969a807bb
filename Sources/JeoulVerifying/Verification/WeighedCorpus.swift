import JeoulStatistics
import JeoulWeighing
import JeoulClaims

/// A corpus weighed by all vocabularies that the claims need, under one setting, and the ratios that follow.
package struct WeighedCorpus: Sendable {
    /// A subject's column and a baseline's.
    struct Pair: Hashable, Sendable {
        let subject: Int
        let baseline: Int
    }

    /// The counts of each document.
    package let table: CountTable
    /// The ratios of the pairs asked for.
    let ratios: [Pair: RatioEstimate]

    /// The clusters that intervals are made of: copies join the cluster of the first. Nil where there are none.
    package var usedClusters: Int? { table.clusterCount == nil ? nil : ratios.values.first?.units }

    /// Estimates the ratios of a table of counts; one set of resamples serves all.
    ///
    /// - Parameter isStratified: whether to resample within the table's strata, in the mix that the corpus has.
    /// - Throws: `StatisticsError`.
    init(
        _ table: CountTable, pairs: Set<Pair>, options: EstimationOptions, isStratified: Bool
    ) throws(StatisticsError) {
        var options = options
        options.mix = isStratified ? try table.observedMix() : nil
        let estimator = try RatioEstimator(table, options: options)
        var ratios: [Pair: RatioEstimate] = [:]
        for pair in pairs {
            let ratio = Ratio(table.columns[pair.subject].name, to: table.columns[pair.baseline].name)
            ratios[pair] = try estimator.estimate(ratio)
        }
        self.table = table
        self.ratios = ratios
    }
}

extension CountTable {
    /// How many clusters there are, documents without a key each being one; nil where the documents have no keys.
    package var clusterCount: Int? {
        clusters.map { keys in Set(keys.filter { !$0.isEmpty }).count + keys.count(where: \.isEmpty) }
    }

    /// The mix of strata that the documents have, measured in Korean characters: under it a ratio of tokens is the ratio of
    /// the sums, and resampling stays within the strata. Nil where a stratum is too small for that.
    package func observedMix() throws(StatisticsError) -> Mix? {
        guard let strata else { return nil }
        let characters = columns[try columnIndex(Weighing.charactersColumn)].counts
        var names: [String] = []
        var sums: [String: (documents: Int, characters: Int)] = [:]
        for document in 0..<documentCount {
            let name = strata[document]
            if sums[name] == nil { names.append(name) }
            let sum = sums[name] ?? (0, 0)
            sums[name] = (sum.documents + (isEmpty(document: document) ? 0 : 1), sum.characters + characters[document])
        }
        guard names.count > 1, sums.values.allSatisfy({ $0.documents >= 2 && $0.characters > 0 }) else { return nil }
        let all = characters.reduce(0, +)
        let shares = names.map { name in
            Mix.Share(stratum: name, weight: Double(sums[name]?.characters ?? 0) / Double(all))
        }
        return try Mix(shares: shares, measure: Weighing.charactersColumn)
    }

    /// The table of some of the documents.
    package func selecting(_ isSelected: (_ document: Int) -> Bool) throws(StatisticsError) -> CountTable {
        let documents = (0..<documentCount).filter(isSelected)
        // The first of those selected stands for an original that is not.
        var first: [Int: Int] = [:]
        let originals = originals.map { originals in
            documents.enumerated().map { place, document in
                if let known = first[originals[document]] { return known }
                first[originals[document]] = place
                return place
            }
        }
        return try CountTable(
            columns: columns.map { column in
                Column(name: column.name, counts: documents.map { column.counts[$0] }, parts: column.parts)
            }, clusters: clusters.map { keys in documents.map { keys[$0] } },
            strata: strata.map { keys in documents.map { keys[$0] } }, originals: originals)
    }

    /// The table with other counts in its first columns.
    func replacing(_ counts: [[Int]]) throws(StatisticsError) -> CountTable {
        try CountTable(
            columns: columns.enumerated().map { index, column in
                index < counts.count ? Column(name: column.name, counts: counts[index], parts: column.parts) : column
            }, clusters: clusters, strata: strata, originals: originals)
    }
}
