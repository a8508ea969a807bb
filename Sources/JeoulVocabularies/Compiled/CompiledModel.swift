import JeoulText
import JeoulTokenizing

/// A `TokenModel` without what may be large, which the blocks of a compiled file have: merges, scores, types of pieces, the tokens of
/// bytes, a character map.
enum CompiledModel: Codable {
    case byteLevel(isList: Bool, ignoresMerges: Bool)
    case characters(CharacterModel, hasByteTokens: Bool)
    case sentencePiece(SentencePieceModel, hasByteTokens: Bool)

    init(_ model: TokenModel) {
        switch model {
        case .byteLevel(let order, let lookup):
            var isList = false
            if case .list = order { isList = true }
            self = .byteLevel(isList: isList, ignoresMerges: lookup)
        case .characters(var model):
            let hasByteTokens = model.byteTokens != nil
            (model.merges, model.byteTokens) = ([], nil)
            self = .characters(model, hasByteTokens: hasByteTokens)
        case .sentencePiece(var model):
            let hasByteTokens = model.byteTokens != nil
            (model.types, model.scores, model.characterMap, model.byteTokens) = ([], [], [], nil)
            self = .sentencePiece(model, hasByteTokens: hasByteTokens)
        }
    }

    /// The model with what the file has of it; nil where that is not whole, or names a token that is none.
    func completed(from file: BlockFile, endID: Int) -> TokenModel? {
        func isToken(_ id: TokenID) -> Bool { Int(id) < endID }
        func merges() -> [Merge]? {
            guard let merges = file.block(.merges, of: Merge.self),
                merges.allSatisfy({ isToken($0.left) && isToken($0.right) && isToken($0.result) })
            else { return nil }
            return Array(merges)
        }
        func byteTokens() -> [TokenID?]? {
            guard let ids = file.block(.fallbackTokens, of: TokenID.self), ids.count == 256,
                ids.allSatisfy({ isToken($0) || $0 == .max })
            else { return nil }
            return ids.map { $0 == .max ? nil : $0 }
        }
        switch self {
        case .byteLevel(isList: false, let lookup): return .byteLevel(order: .tokenID, ignoresMerges: lookup)
        case .byteLevel(isList: true, let lookup):
            return merges().map { .byteLevel(order: .list($0), ignoresMerges: lookup) }
        case .characters(var model, let hasByteTokens):
            guard let merges = merges(), model.unknown.map(isToken) ?? true else { return nil }
            model.merges = merges
            if hasByteTokens {
                guard let tokens = byteTokens() else { return nil }
                model.byteTokens = tokens
            }
            return .characters(model)
        case .sentencePiece(var model, let hasByteTokens):
            guard let types = file.block(.pieceTypes, of: UInt8.self), types.count == endID,
                let scores = file.block(.scores, of: Float.self), scores.count == endID,
                let map = file.block(.characterMap, of: UInt8.self), isToken(model.unknown)
            else { return nil }
            model.types = types.compactMap(SentencePieceModel.PieceType.init)
            guard model.types.count == endID, scores.allSatisfy({ !$0.isNaN }) else { return nil }
            model.scores = Array(scores)
            model.characterMap = Array(map)
            if hasByteTokens {
                guard let tokens = byteTokens()?.compactMap({ $0 }), tokens.count == 256 else { return nil }
                model.byteTokens = tokens
            }
            return .sentencePiece(model)
        }
    }
}

extension TokenModel {
    /// Adds what `CompiledModel` takes back.
    func addBlocks(to writer: inout BlockWriter) {
        func add(_ byteTokens: [TokenID?]?) {
            if let byteTokens { writer.add(.fallbackTokens, byteTokens.map { $0 ?? .max }) }
        }
        switch self {
        case .byteLevel(.tokenID, _): break
        case .byteLevel(.list(let merges), _): writer.add(.merges, merges)
        case .characters(let model):
            writer.add(.merges, model.merges)
            add(model.byteTokens)
        case .sentencePiece(let model):
            writer.add(.pieceTypes, model.types.map(\.rawValue))
            writer.add(.scores, model.scores)
            writer.add(.characterMap, model.characterMap)
            add(model.byteTokens)
        }
    }
}
