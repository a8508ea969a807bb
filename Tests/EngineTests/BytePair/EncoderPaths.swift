@testable import JeoulText
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Every way in which a model merges a pre-token, for comparison with an oracle.
struct EncoderPaths {
    let model: BytePairModel
    /// The encoder that `model` builds when it has met many long pre-tokens.
    private let longPreTokens: LongPreTokenEncoder
    private let workspace = MergeWorkspace()

    init(_ model: BytePairModel) {
        self.model = model
        longPreTokens = LongPreTokenEncoder(model)!
    }

    init(_ tokens: TokenTable, _ order: MergeOrder, ignoresMerges: Bool = false) throws {
        self.init(try BytePairModel(tokens: tokens, order: order, ignoresMerges: ignoresMerges))
    }

    /// As pre-tokens are encoded: with seeds when short, by the heap when long.
    func encode(_ preToken: [UInt8]) -> [TokenID] {
        model.ids(of: preToken, workspace)
    }

    /// From left to right, of any length.
    func encodeFromLeft(_ preToken: [UInt8]) -> [TokenID] {
        let count = preToken.withUnsafeBufferPointer { longPreTokens.encode($0.baseAddress!, $0.count, workspace) }
        return Array(UnsafeBufferPointer(start: workspace.tokens, count: count))
    }

    /// In one run by the merger: by searching all ranks and by the heap.
    ///
    /// Merging marks tokens above the 21 bits of an id.
    func runs(_ preToken: [UInt8]) -> [(name: String, ids: [TokenID])] {
        let merger = model.merger
        let byHeap = preToken.withUnsafeBufferPointer { bytes in
            [TokenID](unsafeUninitializedCapacity: bytes.count) { tokens, count in
                let begun = merger.begin(bytes.baseAddress!, bytes.count, tokens.baseAddress!)
                count = merger.mergeByHeap(begun, tokens.baseAddress!)
            }
        }
        .map { $0 & ((1 << 21) - 1) }
        guard preToken.count <= Merger.longestSearch else { return [("heap", byHeap)] }
        let bySearch = preToken.withUnsafeBufferPointer { bytes in
            let count = merger.merge(bytes.baseAddress!, bytes.count, workspace)
            return UnsafeBufferPointer(start: workspace.tokens, count: count).map { $0 & ((1 << 21) - 1) }
        }
        return [("heap", byHeap), ("search", bySearch)]
    }

    /// The paths that differ from the oracle, in words; nil where none does.
    func fault(_ preToken: [UInt8], _ oracle: PairOracle, ignoresMerges: Bool = false) -> String? {
        let merged = oracle.encode(preToken)
        let expected = ignoresMerges ? oracle.encode(preToken, ignoresMerges: true) : merged
        let encoded = encode(preToken)
        if encoded != expected { return message("encode", encoded, expected, preToken) }
        let fromLeft = encodeFromLeft(preToken)
        if fromLeft != merged { return message("from the left", fromLeft, merged, preToken) }
        if fromLeft.count + workspace.takenBack > preToken.count {
            return "\(workspace.takenBack) tokens taken back in \(escaped(preToken))"
        }
        for (name, ids) in runs(preToken) where ids != merged { return message(name, ids, merged, preToken) }
        return nil
    }

    private func message(_ name: String, _ ids: [TokenID], _ expected: [TokenID], _ preToken: [UInt8]) -> String {
        let at = zip(ids, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(ids.count, expected.count)
        return
            "\(name): token \(at) is \(ids.dropFirst(at).prefix(4)) instead of \(expected.dropFirst(at).prefix(4)) in "
            + escaped(preToken.prefix(400))
    }
}

extension BytePairModel {
    /// The ids of a pre-token: as a whole, or of its merges.
    func ids(of preToken: [UInt8], _ workspace: MergeWorkspace) -> [TokenID] {
        preToken.withUnsafeBufferPointer { preToken in
            if let id = wholePreToken(preToken.baseAddress!, preToken.count) { return [id] }
            return Array(encodeByMerging(preToken.baseAddress!, preToken.count, workspace))
        }
    }
}
