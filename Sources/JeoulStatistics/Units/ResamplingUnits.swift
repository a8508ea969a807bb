/// What is resampled: the sums of every column over each cluster, cluster by cluster, stratum by stratum.
///
/// A document without a key, or with an empty one, is a cluster of its own, which its copies join. Clusters are in order of first appearance within their stratum; the strata
/// are those of the mix in its order, or a single one.
struct ResamplingUnits: Sendable {
    /// Number of columns.
    let columnCount: Int
    /// The units of each stratum, as a range of all units.
    let strata: [Range<Int>]
    /// The name of each stratum, and its weight in the mix; one nameless stratum of weight 1 without a mix.
    let shares: [Mix.Share]
    /// Sums, unit by unit: `sums[unit * columnCount + column]`.
    let sums: [UInt64]
    /// Documents that are not empty and not left out by a weight of 0.
    let documents: [Int]
    /// How many documents were empty.
    let emptyDocuments: Int
    /// How many documents are copies of an earlier one of their stratum, whose unit they are in.
    let copies: Int

    var unitCount: Int { strata.last?.upperBound ?? 0 }

    /// - Complexity: O(documents × columns).
    init(_ table: CountTable, mix: Mix?) throws(StatisticsError) {
        let shares = try Self.shares(of: table, mix: mix)
        var stratumIndex: [String: Int] = [:]
        for (index, share) in shares.enumerated() { stratumIndex[share.stratum] = index }

        var documents: [Int] = []
        var emptyDocuments = 0
        var units = UnitMembers(strata: shares.map(\.stratum))
        for document in 0..<table.documentCount {
            guard !table.isEmpty(document: document) else {
                emptyDocuments += 1
                continue
            }
            guard let stratum = stratumIndex[mix == nil ? "" : table.strata![document]] else { continue }
            documents.append(document)
            try units.add(
                document, stratum: stratum, cluster: table.clusters?[document], original: table.originals?[document])
        }
        let members = units.members

        var sums: [UInt64] = []
        sums.reserveCapacity(members.reduce(0) { $0 + $1.count } * table.columns.count)
        for cluster in members.joined() {
            for column in table.columns {
                sums.append(cluster.reduce(0) { $0 &+ UInt64(column.counts[$1]) })
            }
        }
        var strata: [Range<Int>] = []
        for stratum in members {
            let start = strata.last?.upperBound ?? 0
            strata.append(start..<start + stratum.count)
        }
        self.columnCount = table.columns.count
        self.strata = strata
        self.shares = shares
        self.sums = sums
        self.documents = documents
        self.emptyDocuments = emptyDocuments
        self.copies = units.copies
        try checkExactness(table)
    }

    /// The same with adjacent units of a stratum taken together, n / length blocks of n units, nearly equal in number.
    init(joining units: ResamplingUnits, length: Int) {
        columnCount = units.columnCount
        shares = units.shares
        documents = units.documents
        emptyDocuments = units.emptyDocuments
        copies = units.copies
        var strata: [Range<Int>] = []
        var sums: [UInt64] = []
        for range in units.strata {
            let blocks = max(1, range.count / length)
            let start = strata.last?.upperBound ?? 0
            strata.append(start..<start + blocks)
            for block in 0..<blocks {
                var row = Array(repeating: UInt64(0), count: columnCount)
                for unit in units.units(ofBlock: block, of: blocks, in: range) {
                    for column in 0..<columnCount { row[column] &+= units.sums[unit * columnCount + column] }
                }
                sums += row
            }
        }
        self.strata = strata
        self.sums = sums
    }

    func inBlocks(of length: Int) -> ResamplingUnits { ResamplingUnits(joining: self, length: length) }

    /// The units of one of `blocks` blocks of a stratum.
    func units(ofBlock block: Int, of blocks: Int, in range: Range<Int>) -> Range<Int> {
        let part = BlockVariances.part(block, of: blocks, in: range.count)
        return range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound
    }

    /// The mix's shares that have weight, checked against the strata that there are.
    private static func shares(of table: CountTable, mix: Mix?) throws(StatisticsError) -> [Mix.Share] {
        guard let mix else { return [Mix.Share(stratum: "", weight: 1)] }
        guard let strata = table.strata else { throw .noStrata }
        let present = Set(strata)
        for share in mix.shares where !present.contains(share.stratum) {
            throw .unknownStratum(share.stratum, known: present.sorted())
        }
        let named = Set(mix.shares.map(\.stratum))
        if let missing = present.subtracting(named).min() { throw .stratumWithoutWeight(missing) }
        return mix.shares.filter { $0.weight > 0 }
    }

    /// No sum over a resample may pass 2^53, where a `Double` stops being exact.
    private func checkExactness(_ table: CountTable) throws(StatisticsError) {
        for (index, column) in table.columns.enumerated() {
            let largest = stride(from: index, to: sums.count, by: columnCount).reduce(0) { max($0, sums[$1]) }
            let (bound, overflow) = largest.multipliedReportingOverflow(by: UInt64(max(unitCount, 1)))
            guard !overflow, bound <= 1 << 53 else { throw .countsTooLarge(column: column.name) }
        }
    }

    /// Each column's sum over the units of a stratum.
    func totals(ofStratum stratum: Int) -> [UInt64] {
        var totals = Array(repeating: UInt64(0), count: columnCount)
        for unit in strata[stratum] {
            for column in 0..<columnCount { totals[column] &+= sums[unit * columnCount + column] }
        }
        return totals
    }
}

/// Which unit a document joins: that of the first copy of it in its stratum, else that of its cluster, else one of its own.
///
/// Across strata a copy stays in its own, or resampling would tear the unit apart; there the first of its copies takes the
/// original's place, so that copies are no more evidence in any stratum.
private struct UnitMembers {
    /// The documents of each unit of each stratum.
    private(set) var members: [[[Int]]]
    /// How many documents joined the unit of an earlier copy.
    private(set) var copies = 0

    private let strata: [String]
    private var ofCluster: [String: (stratum: Int, unit: Int)] = [:]
    private var ofOriginal: [Place: Int] = [:]

    /// A text in a stratum.
    private struct Place: Hashable {
        let original: Int
        let stratum: Int
    }

    init(strata: [String]) {
        self.strata = strata
        members = Array(repeating: [], count: strata.count)
    }

    mutating func add(_ document: Int, stratum: Int, cluster: String?, original: Int?) throws(StatisticsError) {
        let place = original.map { Place(original: $0, stratum: stratum) }
        if let place, let unit = ofOriginal[place] {
            copies += 1
            members[stratum][unit].append(document)
            return
        }
        let unit = try unit(ofCluster: cluster.flatMap { $0.isEmpty ? nil : $0 }, stratum)
        if unit == members[stratum].count { members[stratum].append([]) }
        members[stratum][unit].append(document)
        if let place { ofOriginal[place] = unit }
    }

    /// The unit of a cluster, or the next one.
    private mutating func unit(ofCluster cluster: String?, _ stratum: Int) throws(StatisticsError) -> Int {
        let next = members[stratum].count
        guard let cluster else { return next }
        guard let known = ofCluster[cluster] else {
            ofCluster[cluster] = (stratum, next)
            return next
        }
        guard known.stratum == stratum else {
            throw .clusterSpansStrata(cluster: cluster, first: strata[known.stratum], second: strata[stratum])
        }
        return known.unit
    }
}
