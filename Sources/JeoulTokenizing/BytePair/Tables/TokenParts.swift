import JeoulText
import ScanKernels

/// The two tokens that each token of a vocabulary is merged from, found by merging what it begins with while the table of pairs is made:
/// by length, since the parts of a token are shorter. What merges inside a token makes shorter ones, whatever their ranks: so all of it is
/// there, and the token itself is not.
struct TokenParts {
    /// Tokens that do not come about by merging what they begin with.
    private(set) var unreached: [TokenID] = []
    /// The pairs that the others are made of; none under a merge list, of which the table has all pairs already.
    private(set) var entries: [PairTableBuilder.Entry] = []

    /// Finds the parts of tokens, and adds them to the table; with a list of merges only which tokens are reached.
    ///
    /// - Parameters:
    ///   - ids: the tokens, the first of which merges first.
    ///   - characters: what tokens begin with; nil where they begin with bytes. A token that is irregular has no parts.
    ///   - results: what each rank stands for; nil where it is the token's id.
    init(
        of ids: some RandomAccessCollection<TokenID>, in tables: ModelTables,
        beginning characters: CharacterStarts? = nil,
        isListed: Bool, results: UnsafeMutablePointer<TokenID>?, into builder: inout PairTableBuilder
    ) throws(BytePairError) {
        let workspace = MergeWorkspace()
        let runs = MergeRuns()
        let ids = Array(ids)
        let lengths = (0..<tables.endID).map { tables.starts[$0 + 1] &- tables.starts[$0] }
        let groups = Self.byLength(ids.map { Int(lengths[Int($0)]) })
        var first = 0
        for end in groups.ends where end > first {
            let merger = Merger(pairs: builder.table, byteTokens: tables.byteTokens, mergeResults: results)
            var merging = merger.tables
            if let characters { merging.characters = characters.table }
            let known = entries.count
            while first < end {
                let group = groups.places[first..<min(end, first + Int(JEOUL_RUN_GROUP))]
                first += group.count
                jeoul_merge_runs(
                    ScanKernel.best.pointer.pointee.merge_lanes, &merging, tables.bytes,
                    Int(tables.starts[tables.endID]), tables.starts, lengths, group.map { ids[Int($0)] }, group.count,
                    1, runs.memory)
                for (run, place) in group.enumerated() {
                    let id = ids[Int(place)]
                    let merged = runs.ids(run) ?? Self.merged(tables.token(id), characters, merger, workspace)
                    guard let parts = merged else { continue }
                    if parts.count > (isListed ? 1 : 2) {
                        unreached.append(id)
                    } else if parts.count == 2 {
                        entries.append(
                            tables.entry(parts[0], parts[1], rank: results == nil ? id : UInt32(place), result: id))
                    }
                }
            }
            try builder.insert(entries[known...])
        }
    }

    /// What a token that is too long for `jeoul_merge_runs` merges into; nil of an irregular one.
    private static func merged(
        _ token: UnsafeBufferPointer<UInt8>, _ characters: CharacterStarts?, _ merger: Merger,
        _ workspace: MergeWorkspace
    ) -> UnsafeBufferPointer<TokenID>? {
        guard let characters else { return merger.ids(token.baseAddress!, token.count, workspace) }
        let begun = characters.begin(
            token.baseAddress!, token.count, byteTokens: merger.byteTokens, workspace.reserve(token.count))
        return begun.map { workspace.ids(merger.merge($0, workspace)) }
    }

    /// The places of those that are longer than one byte, the shortest first, and where each length ends. O(n).
    private static func byLength(_ lengths: [Int]) -> (places: [UInt32], ends: [Int]) {
        // For each length where its next place goes, which in the end is where the length ends.
        var next = [Int](repeating: 0, count: (lengths.max() ?? 0) + 2)
        for length in lengths where length > 1 { next[length + 1] += 1 }
        for length in 1..<next.count { next[length] += next[length - 1] }
        let places = [UInt32](unsafeUninitializedCapacity: next[next.count - 1]) { places, total in
            total = next[next.count - 1]
            for (place, length) in lengths.enumerated() where length > 1 {
                places.initializeElement(at: next[length], to: UInt32(place))
                next[length] += 1
            }
        }
        return (places, next)
    }
}
