import Foundation
import JeoulCorpora
import JeoulClaims

/// What the names of a command line mean: claims, or texts. Each name is what is known by it, wherever it stands, so that
/// `verify CLAIM --corpus ID CLAIM` and `verify --claim TEXT FILE` do what they look like.
package struct VerificationNames: Sendable, Equatable {
    /// The ids of claims, each once.
    package private(set) var claims: [String] = []
    /// Ids of corpora, and paths, as often as they are named: a text that is named twice is refused where it is read.
    package private(set) var corpora: [String] = []

    /// Sorts names.
    ///
    /// - Parameters:
    ///   - names: those that stand where claims are expected; a claim's id before a corpus's, an id before a path.
    ///   - corpora: those that stand where corpora are expected; a corpus's id before a path, a path before a claim's id.
    /// - Throws: ``ClaimError/unknownClaim(_:known:)`` for a name of the first list that is neither.
    package init(
        _ names: [String], corpora: [String], ledger: ClaimLedger, catalog: CorpusCatalog
    ) throws(ClaimError) {
        let claimIDs = ledger.claims.map(\.id)
        let corpusIDs = catalog.manifest.corpora.map(\.id)
        func isFile(_ name: String) -> Bool {
            name == "-" || FileManager.default.fileExists(atPath: name) || FileTree.isPattern(name)
        }
        for name in names {
            if claimIDs.contains(name) {
                self.claims.append(name)
            } else if corpusIDs.contains(name) || isFile(name) {
                self.corpora.append(name)
            } else {
                throw .unknownClaim(name, known: claimIDs)
            }
        }
        // Ids of corpora may be separated by commas, as those of vocabularies are; a file's name has none but its own.
        func parts(_ name: String) -> [String] {
            let parts = name.split(separator: ",").map(String.init)
            return parts.count > 1 && !isFile(name) && parts.contains(where: corpusIDs.contains) ? parts : [name]
        }
        for name in corpora.flatMap(parts) {
            if !corpusIDs.contains(name), !isFile(name), claimIDs.contains(name) {
                self.claims.append(name)
            } else {
                self.corpora.append(name)
            }
        }
        self.claims = Self.unique(self.claims)
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }
}
