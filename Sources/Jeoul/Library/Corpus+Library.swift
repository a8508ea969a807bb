import Foundation
import JeoulClaims
import JeoulVerifying
import JeoulCorpora

extension Corpus {
    /// A corpus of files: text, JSON Lines, JSON, CSV or TSV, compressed or not, each found by its first bytes and its name.
    ///
    /// - Parameters:
    ///   - files: paths; `-` is standard input.
    ///   - options: how they are read.
    public init(files: [String], options: CorpusOptions = CorpusOptions()) {
        self.init(arguments: files, options: options)
    }

    /// A corpus that Jeoul knows by name, such as `klue-nli-dev`, with its sources as clusters where they are known.
    ///
    /// - Throws: ``JeoulError/corpus(_:)`` where there is none of that name, it is not on this machine, or its bytes are not the pinned ones.
    public static func named(_ id: String) throws(JeoulError) -> Corpus {
        try JeoulError.wrapping {
            VerificationCorpus(try CorpusCatalog.standard().corpus(id), options: CorpusOptions()).corpus
        }
    }
}
