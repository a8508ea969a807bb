import Synchronization

/// The model of a tokenizer, which is made when so much text has come that it pays, if it is not there already.
final class LazyModel: Sendable {
    /// The model, where it was there from the beginning.
    private let given: BytePairModel?
    private let encoder: IndexEncoder?
    private let state: Mutex<State>

    private struct State {
        var made: BytePairModel?
        /// The text encoded without a model so far, in bytes.
        var spent = 0
    }

    /// So much text takes the `IndexEncoder` about half as long as making the tables, 25 ms.
    static let most = 1 << 20

    init(_ model: BytePairModel) {
        given = model
        encoder = nil
        state = Mutex(State())
    }

    init(_ encoder: IndexEncoder) {
        given = nil
        self.encoder = encoder
        state = Mutex(State())
    }

    /// The model, made now if need be.
    ///
    /// - Throws: `BytePairError` where there is no memory for it.
    func model() throws(BytePairError) -> BytePairModel {
        if let given { return given }
        return try state.withLock { state throws(BytePairError) in
            if let made = state.made { return made }
            let model = try encoder!.model()
            state.made = model
            return model
        }
    }

    /// What encodes so many bytes without a model, while there is none and it does not pay to make it.
    func encoder(forBytes bytes: Int) -> IndexEncoder? {
        guard let encoder else { return nil }
        return state.withLock { state in
            guard state.made == nil, bytes <= Self.most - state.spent else { return nil }
            state.spent += bytes
            return encoder
        }
    }

    /// Whether `encoder(forBytes:)` would give one.
    func hasEncoder(forBytes bytes: Int) -> Bool {
        encoder != nil && state.withLock { $0.made == nil && bytes <= Self.most - $0.spent }
    }

    /// One more than the greatest id.
    var endID: Int { given?.endID ?? encoder!.tokens.endID }

    /// The bytes of a token; nil where there is none of that id.
    func bytes(of id: TokenID) -> [UInt8]? {
        guard let given else { return encoder!.tokens[id].map(Array.init) }
        guard Int(id) < given.endID, given.byteCount(id) > 0 else { return nil }
        let start = given.tokenBytes + Int(given.tokenStarts[Int(id)])
        return Array(UnsafeBufferPointer(start: start, count: given.byteCount(id)))
    }
}
