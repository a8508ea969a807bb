#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The name of a repository of the Hub, `owner/name` or `owner/name@revision`, by the Hub's own rules, so that nothing in it
/// leads out of a folder.
package struct HubName: Hashable, Sendable {
    /// Whose it is.
    package let owner: String
    /// What it is called there.
    package let name: String
    /// A branch, a tag or a commit; nil for the newest.
    package let revision: String?

    init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.init(parts[0], revision: parts.count > 1 ? parts[1] : nil)
    }

    /// Nil for what is no name of a repository, or no revision.
    package init?(_ repository: String, revision: String?) {
        let parts = repository.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let steps = revision?.split(separator: "/", omittingEmptySubsequences: false).map(String.init) ?? []
        guard parts.count == 2, (revision ?? "").utf8.count <= 128, (parts + steps).allSatisfy(Self.isComponent) else {
            return nil
        }
        (owner, name, self.revision) = (parts[0], parts[1], revision)
    }

    /// The folder of what was pulled of it: `owner--name`, and `@revision` with `%2F` for its slashes.
    package var folderName: String {
        "\(owner)--\(name)" + (revision.map { "@" + $0.replacing("/", with: "%2F") } ?? "")
    }

    private static func isComponent(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 96 && text.first != "." && text.first != "-" && text.last != "."
            && !text.utf8.contains("..".utf8)
            && !text.utf8.contains("--".utf8)
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

/// The folder in which the Hub's own programs keep what they downloaded: `models--owner--name/refs/main` has a commit, and
/// `snapshots/<commit>` its files, as links to `blobs`.
package struct HubCache: Sendable, Hashable {
    /// The folder.
    package var folder: URL

    /// A cache in this folder.
    package init(folder: URL) { self.folder = folder }

    /// The cache of an environment, where those programs look for it: `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else
    /// `huggingface/hub` in `XDG_CACHE_HOME` or `~/.cache`. Nil where the environment names no home.
    package init?(environment: [String: String]) {
        if let cache = Self.place("HF_HUB_CACHE", environment: environment) {
            self.folder = cache
        } else if let home = Self.home(environment: environment) {
            self.folder = home.appendingPathComponent("hub", isDirectory: true)
        } else {
            return nil
        }
    }

    /// The folder of all that the Hub's programs keep, with the cache and the token in it.
    package static func home(environment: [String: String]) -> URL? {
        func folder(_ name: String) -> URL? { place(name, environment: environment) }
        return folder("HF_HOME")
            ?? (folder("XDG_CACHE_HOME") ?? folder("HOME")?.appendingPathComponent(".cache", isDirectory: true))?
            .appendingPathComponent("huggingface", isDirectory: true)
    }

    /// The place that a variable names, `~` for the home as those programs read it; nil where it names none.
    package static func place(_ name: String, environment: [String: String]) -> URL? {
        guard let path = environment[name], !path.isEmpty else { return nil }
        guard path == "~" || path.hasPrefix("~/") else { return URL(fileURLWithPath: path) }
        return environment["HOME"].map { URL(fileURLWithPath: $0 + String(path.dropFirst())) }
    }

    /// The folder of a repository's files; nil where they are not here.
    func snapshot(of repository: HubName) -> URL? {
        let place = folder.appendingPathComponent("models--\(repository.owner)--\(repository.name)", isDirectory: true)
        let revision = repository.revision ?? "main"
        let commit =
            Self.isCommit(revision)
            ? revision
            : (try? String(contentsOf: place.appendingPathComponent("refs/\(revision)"), encoding: .utf8))?
                .split(whereSeparator: \.isWhitespace).first.map(String.init)
        guard let commit, Self.isCommit(commit) else { return nil }
        let snapshot = place.appendingPathComponent("snapshots/\(commit)", isDirectory: true)
        return VocabularyCatalog.isFolder(snapshot) ? snapshot : nil
    }

    /// Why a repository of which there is something has no files; nil where there is nothing of it.
    func trouble(with repository: HubName) -> String? {
        let name = "models--\(repository.owner)--\(repository.name)"
        guard VocabularyCatalog.isFolder(folder.appendingPathComponent(name, isDirectory: true)) else { return nil }
        let revision = repository.revision ?? "main"
        return Self.isCommit(revision)
            ? "its \(name) has no snapshot of that commit"
            : "its \(name)/refs/\(revision) does not name a commit of which there is a snapshot"
    }

    private static func isCommit(_ text: String) -> Bool {
        text.utf8.count == 40 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }
}
