import TestSupport
import Testing

@testable import JeoulCore

/// Every way in which a model merges a piece, for comparison with an oracle.
struct EncoderPaths {
    let model: BytePairModel
    /// The encoder that `model` builds when it has met many long pieces.
    private let longPieces: LongPieceEncoder
    private let workspace = MergeWorkspace()

    init(_ model: BytePairModel) {
        self.model = model
        longPieces = LongPieceEncoder(model)!
    }

    init(_ tokens: TokenTable, _ order: MergeOrder, wholePieceLookup: Bool = false) throws {
        self.init(try BytePairModel(tokens: tokens, order: order, wholePieceLookup: wholePieceLookup))
    }

    /// As pieces are encoded: with seeds when short, by the heap when long.
    func encode(_ piece: [UInt8]) -> [TokenID] {
        model.ids(of: piece, workspace)
    }

    /// From left to right, of any length.
    func encodeFromLeft(_ piece: [UInt8]) -> [TokenID] {
        let count = piece.withUnsafeBufferPointer { longPieces.encode($0.baseAddress!, $0.count, workspace) }
        return Array(UnsafeBufferPointer(start: workspace.tokens, count: count))
    }

    /// In one run by the merger: by searching all ranks and by the heap.
    ///
    /// Merging marks tokens above the 21 bits of an id.
    func runs(_ piece: [UInt8]) -> [(name: String, ids: [TokenID])] {
        let merger = model.merger
        let byHeap = piece.withUnsafeBufferPointer { bytes in
            [TokenID](unsafeUninitializedCapacity: bytes.count) { tokens, count in
                let begun = merger.begin(bytes.baseAddress!, bytes.count, tokens.baseAddress!)
                count = merger.mergeByHeap(begun, tokens.baseAddress!)
            }
        }
        .map { $0 & ((1 << 21) - 1) }
        guard piece.count <= Merger.longestSearch else { return [("heap", byHeap)] }
        let bySearch = piece.withUnsafeBufferPointer { bytes in
            let count = merger.merge(bytes.baseAddress!, bytes.count, workspace)
            return UnsafeBufferPointer(start: workspace.tokens, count: count).map { $0 & ((1 << 21) - 1) }
        }
        return [("heap", byHeap), ("search", bySearch)]
    }

    /// The paths that differ from the oracle, in words; nil where none does.
    func fault(_ piece: [UInt8], _ oracle: PairOracle, wholePieceLookup: Bool = false) -> String? {
        let merged = oracle.encode(piece)
        let expected = wholePieceLookup ? oracle.encode(piece, wholePieceLookup: true) : merged
        let encoded = encode(piece)
        if encoded != expected { return message("encode", encoded, expected, piece) }
        let fromLeft = encodeFromLeft(piece)
        if fromLeft != merged { return message("from the left", fromLeft, merged, piece) }
        if fromLeft.count + workspace.takenBack > piece.count {
            return "\(workspace.takenBack) tokens taken back in \(escaped(piece))"
        }
        for (name, ids) in runs(piece) where ids != merged { return message(name, ids, merged, piece) }
        return nil
    }

    private func message(_ name: String, _ ids: [TokenID], _ expected: [TokenID], _ piece: [UInt8]) -> String {
        let at = zip(ids, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(ids.count, expected.count)
        return
            "\(name): token \(at) is \(ids.dropFirst(at).prefix(4)) instead of \(expected.dropFirst(at).prefix(4)) in "
            + escaped(piece.prefix(400))
    }
}

extension BytePairModel {
    /// The ids of a piece: as a whole, or of its merges.
    func ids(of piece: [UInt8], _ workspace: MergeWorkspace) -> [TokenID] {
        piece.withUnsafeBufferPointer { piece in
            if let id = wholePiece(piece.baseAddress!, piece.count) { return [id] }
            return Array(encodeByMerging(piece.baseAddress!, piece.count, workspace))
        }
    }
}
