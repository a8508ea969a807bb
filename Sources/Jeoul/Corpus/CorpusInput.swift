import Foundation

/// One input of a corpus: where its bytes are and how to read them.
public struct CorpusInput: Sendable, Hashable {
    /// Where the bytes are.
    public enum Location: Sendable, Hashable {
        /// A file (or pipe, or device) at a path; for ``DocumentFormat/nsmcRaw`` a folder.
        case path(String)
        /// Standard input, until its end.
        case standardInput
        /// Bytes that are already there.
        case memory(name: String, bytes: Data)
    }

    /// Where the bytes are.
    public var location: Location
    /// How the documents are found; nil: by the options, else by the extension.
    public var format: DocumentFormat?
    /// The table that says which documents share a source, one row a document.
    public var clusters: ClusterFile?
    /// Whether the format's own marks say which documents share a source: an article, a document, a film.
    public var readsClusters = false

    /// An input.
    public init(_ location: Location, format: DocumentFormat? = nil, clusters: ClusterFile? = nil) {
        self.location = location
        self.format = format
        self.clusters = clusters
    }

    /// The input that a command-line argument names: `-` is standard input, everything else a path.
    public init(argument: String) {
        self.init(argument == "-" ? .standardInput : .path(argument))
    }

    /// The name in reports and errors: the path as given, or `-`.
    public var name: String {
        switch location {
        case .path(let path): path
        case .standardInput: "-"
        case .memory(let name, _): name
        }
    }

    /// The format after all: the input's own, else the options', else the extension's.
    func resolvedFormat(_ options: CorpusOptions) -> DocumentFormat {
        if let format { return format }
        switch options.format {
        case .text: return .lines
        case .jsonl: return .jsonl
        case nil: return name.lowercased().hasSuffix(".jsonl") ? .jsonl : .lines
        }
    }
}
