import JeoulVocabularies

/// A repository of the Hub as a person writes it: `owner/name`, with `@revision` behind it where it is not the newest.
package struct HubRepository: Sendable, Hashable {
    /// `owner/name`.
    package let name: String
    /// A branch, a tag or a commit; nil for the newest.
    package private(set) var revision: String?
    /// The folder of the cache, of the name and the revision that were asked for. No two repositories share one, for the Hub allows
    /// neither `--` in a name nor `%` anywhere.
    package let folderName: String

    /// Reads a repository. What could lead out of a folder or an address is refused, by the Hub's own rules for names.
    ///
    /// - Throws: ``FetchError`` with the kind `badName`.
    package init(_ text: String) throws(FetchError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        try self.init(name: parts.first.map(String.init) ?? "", revision: parts.count > 1 ? String(parts[1]) : nil)
    }

    /// A repository of a manifest.
    package init(name: String, revision: String?) throws(FetchError) {
        guard HubName(name, revision: nil) != nil else {
            throw FetchError(.badName(what: "a repository of the Hub"), subject: SafeName.printable(name))
        }
        guard let checked = HubName(name, revision: revision) else {
            throw FetchError(.badName(what: "a revision"), subject: SafeName.printable(revision ?? ""))
        }
        folderName = checked.folderName
        self.name = name
        self.revision = revision
    }

    /// The address of a file.
    func address(of file: String, endpoint: String) -> String {
        "\(endpoint)/\(name)/resolve/\(SafeName.percentEncoded(revision ?? "main"))/\(SafeName.percentEncoded(file))"
    }

    /// Where the Hub lists the files.
    func listingAddress(endpoint: String) -> String {
        "\(endpoint)/api/models/\(name)/revision/\(SafeName.percentEncoded(revision ?? "main"))"
    }

    /// The same repository at a commit.
    func pinned(to commit: String) -> HubRepository {
        var pinned = self
        pinned.revision = commit
        return pinned
    }
}
