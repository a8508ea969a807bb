import JeoulText
import JeoulTokenizing

/// Counts the unknown tokens of those vocabularies that cannot write all text. Which tokens they are, a count does not tell: the text is
/// encoded once more.
struct UnknownTokens: Sendable {
    private let members: [(vocabulary: Int, unknown: TokenID, encoder: DocumentEncoder)]
    private let count: Int

    init(_ tokenizers: [any TokenizerModel], options: CountingOptions) {
        count = tokenizers.count
        members = tokenizers.enumerated().compactMap { vocabulary, tokenizer in
            tokenizer.unknownToken.map { (vocabulary, $0, DocumentEncoder(tokenizer, options: options)) }
        }
    }

    /// The counting of one thread.
    func session() -> Session { Session(self) }

    /// Not `Sendable`.
    final class Session {
        private let sessions: [(vocabulary: Int, unknown: TokenID, session: DocumentEncoder.Session)]
        private let count: Int

        fileprivate init(_ tokens: UnknownTokens) {
            sessions = tokens.members.map { ($0.vocabulary, $0.unknown, $0.encoder.session()) }
            count = tokens.count
        }

        /// The unknown tokens of each document, for each vocabulary; nothing for one that has none.
        func count(_ text: UTF8Text) throws -> [[Int]] {
            var counts = [[Int]](repeating: [], count: count)
            for (vocabulary, unknown, session) in sessions {
                let documents = try session.encode(text)
                counts[vocabulary] = documents.ends.indices.map { documents[$0].count { $0 == unknown } }
            }
            return counts
        }
    }
}
