/// A repository of the Hub as a person writes it: `owner/name`, with `@revision` behind it where it is not the newest.
package struct HubRepository: Sendable, Hashable {
    /// `owner/name`.
    package var name: String
    /// A branch, a tag or a commit; nil for the newest.
    package var revision: String?

    /// Reads a repository. What could lead out of a folder or an address is refused, by the Hub's own rules for names.
    ///
    /// - Throws: ``FetchError`` with the kind `badName`.
    package init(_ text: String) throws(FetchError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        try self.init(name: parts.first.map(String.init) ?? "", revision: parts.count > 1 ? String(parts[1]) : nil)
    }

    /// A repository of a manifest.
    package init(name: String, revision: String?) throws(FetchError) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ Self.isComponent($0) }) else {
            throw FetchError(.badName(what: "a repository of the Hub"), subject: SafeName.printable(name))
        }
        if let revision {
            let steps = revision.split(separator: "/", omittingEmptySubsequences: false)
            guard revision.utf8.count <= 128, steps.allSatisfy({ Self.isComponent($0) }) else {
                throw FetchError(.badName(what: "a revision"), subject: SafeName.printable(revision))
            }
        }
        self.name = name
        self.revision = revision
    }

    /// The folder of the cache: `owner--name`, and `@revision` with `%2F` for its slashes. No two repositories share
    /// one, for the Hub allows neither `--` in a name nor `%` anywhere.
    package var folderName: String {
        name.replacing("/", with: "--") + (revision.map { "@" + $0.replacing("/", with: "%2F") } ?? "")
    }

    /// The address of a file.
    func address(of file: String, endpoint: String) -> String {
        "\(endpoint)/\(name)/resolve/\(SafeName.percentEncoded(revision ?? "main"))/\(SafeName.percentEncoded(file))"
    }

    /// Where the Hub lists the files.
    func listingAddress(endpoint: String) -> String {
        "\(endpoint)/api/models/\(name)/revision/\(SafeName.percentEncoded(revision ?? "main"))"
    }

    private static func isComponent(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 96 && text.first != "." && text.first != "-" && text.last != "."
            && !text.contains("..") && !text.contains("--")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
