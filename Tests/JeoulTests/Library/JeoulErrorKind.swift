import Jeoul

/// Which case of the library's error something throws; `other` for an error of another type.
enum JeoulErrorKind {
    case none, vocabulary, tokenizer, chunk, corpus, claim, cancelled, system, other

    init(of body: () throws -> some Any) {
        do {
            _ = try body()
            self = .none
        } catch {
            self.init(error)
        }
    }

    init(of body: () async throws -> some Any) async {
        do {
            _ = try await body()
            self = .none
        } catch {
            self.init(error)
        }
    }

    private init(_ error: any Error) {
        self =
            switch error as? JeoulError {
            case .vocabulary: .vocabulary
            case .tokenizer: .tokenizer
            case .chunk: .chunk
            case .corpus: .corpus
            case .claim: .claim
            case .cancelled: .cancelled
            case .system: .system
            case nil: .other
            }
    }
}
