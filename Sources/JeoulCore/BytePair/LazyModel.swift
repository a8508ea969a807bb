import Synchronization

/// The model of a tokenizer, which is made when so much text has come that it pays, if it is not there already.
final class LazyModel: Sendable {
    private let source: Source
    /// The model once it is made, which no lock is needed for: a process that was forked while another thread of its parent held one
    /// would never get it.
    private let made = AtomicLazyReference<BytePairModel>()
    private let state = Mutex(State())

    private enum Source {
        /// The model was there from the beginning.
        case model(BytePairModel)
        case encoder(IndexEncoder)
    }

    private struct State {
        var isMade = false
        /// The text encoded without a model so far, in bytes; a long piece counts for more (`IndexEncoder.work`).
        var spent = 0

        func allows(_ bytes: Int) -> Bool { !isMade && bytes <= LazyModel.most - spent }

        /// Counts them as spent, where it allows them.
        mutating func spend(_ bytes: Int) -> Bool {
            guard allows(bytes) else { return false }
            spent += bytes
            return true
        }
    }

    /// So much ordinary text takes the `IndexEncoder` about as long as making the tables.
    static let most = 1 << 20

    init(_ model: BytePairModel) { source = .model(model) }

    init(_ encoder: IndexEncoder) { source = .encoder(encoder) }

    /// The model, made now if need be.
    ///
    /// - Throws: `BytePairError` where there is no memory for it.
    func model() throws(BytePairError) -> BytePairModel {
        switch source {
        case .model(let model): return model
        case .encoder(let encoder):
            if let made = made.load() { return made }
            return try state.withLock { state throws(BytePairError) in
                if let made = made.load() { return made }
                let model = made.storeIfNil(try encoder.model())
                state.isMade = true
                return model
            }
        }
    }

    /// What encodes so many bytes without a model, while there is none and it does not pay to make it.
    func encoder(forBytes bytes: Int) -> IndexEncoder? {
        guard case .encoder(let encoder) = source, made.load() == nil else { return nil }
        return state.withLock { $0.spend(bytes) } ? encoder : nil
    }

    /// Whether a piece that `encoder(forBytes:)` was asked for still goes without a model: a long one is more work than its bytes.
    func allows(pieceOf bytes: Int) -> Bool {
        let more = IndexEncoder.work(bytes) - bytes
        return more == 0 || made.load() == nil && state.withLock { $0.spend(more) }
    }

    /// Whether `encoder(forBytes:)` would give one.
    func hasEncoder(forBytes bytes: Int) -> Bool {
        guard case .encoder = source, made.load() == nil else { return false }
        return state.withLock { $0.allows(bytes) }
    }

    /// One more than the greatest id.
    var endID: Int {
        switch source {
        case .model(let model): model.endID
        case .encoder(let encoder): encoder.tokens.endID
        }
    }

    /// The bytes of a token; nil where there is none of that id.
    func bytes(of id: TokenID) -> [UInt8]? {
        switch source {
        case .encoder(let encoder): return encoder.tokens[id].map(Array.init)
        case .model(let model):
            guard Int(id) < model.endID, model.byteCount(id) > 0 else { return nil }
            let start = model.tokenBytes + Int(model.tokenStarts[Int(id)])
            return Array(UnsafeBufferPointer(start: start, count: model.byteCount(id)))
        }
    }
}
