@testable import JeoulText
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Every way in which a model merges a pre-token, for comparison with an oracle.
struct EncoderPaths {
    let model: BytePairModel
    private let workspace = MergeWorkspace()

    init(_ model: BytePairModel) { self.model = model }

    init(_ tokens: TokenTable, _ order: MergeOrder, ignoresMerges: Bool = false) throws {
        self.init(try BytePairModel(tokens: tokens, order: order, ignoresMerges: ignoresMerges))
    }

    /// As pre-tokens are encoded: with seeds when short, by the merger when long.
    func encode(_ preToken: [UInt8]) -> [TokenID] {
        model.ids(of: preToken, workspace)
    }

    /// By the merger: as a whole, and by windows of several widths.
    ///
    /// Merging marks tokens above the 21 bits of an id.
    func runs(_ preToken: [UInt8]) -> [(name: String, ids: [TokenID])] {
        (preToken.count < 300 ? [Int.max, 40, 7, 2] : [Int.max, 100]).map { window in
            var merger = model.merger
            merger.window = window
            let ids = preToken.withUnsafeBufferPointer {
                Array(merger.ids($0.baseAddress!, $0.count, workspace))
            }
            return ("windows of \(window)", ids)
        }
    }

    /// The paths that differ from the oracle, in words; nil where none does.
    func fault(_ preToken: [UInt8], _ oracle: PairOracle, ignoresMerges: Bool = false) -> String? {
        let merged = oracle.encode(preToken)
        let expected = ignoresMerges ? oracle.encode(preToken, ignoresMerges: true) : merged
        let encoded = encode(preToken)
        if encoded != expected { return message("encode", encoded, expected, preToken) }
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
