import Foundation

/// One input of a corpus: where its bytes are and how to read them.
package struct CorpusInput: Sendable, Hashable {
    /// Where the bytes are.
    package enum Location: Sendable, Hashable {
        /// A file (or pipe, or device) at a path; for ``DocumentFormat/nsmcRaw`` a folder.
        case path(String)
        /// Standard input, until its end.
        case standardInput
        /// Bytes that are already there.
        case memory(name: String, bytes: Data)
    }

    /// Where the bytes are.
    package var location: Location
    /// What it is called in reports and errors, where that is not the path: of a pipe that another program writes a file's rows to.
    package var title: String?
    /// How the documents are found; nil: by the options, else by its name and its first bytes.
    package var format: DocumentFormat?
    /// Whether the bytes, which are in memory, are UTF-8 text as they are, in which nothing is to be found out.
    package var isVerbatim = false
    /// Whether it was found in a folder, where what is not text is left out.
    package var isFound = false
    /// Whether it was found by a pattern, among whose files copies may lie that nobody named.
    package var isMatched = false
    /// Why it cannot be read, where that is known before it is opened.
    package var failure: CorpusError?
    /// The table that says which documents share a source, one row a document.
    package var clusters: ClusterFile?
    /// Whether the format's own marks say which documents share a source: an article, a document, a film.
    package var readsClusters = false

    /// An input.
    package init(_ location: Location, format: DocumentFormat? = nil, clusters: ClusterFile? = nil) {
        self.location = location
        self.format = format
        self.clusters = clusters
    }

    /// The input that a command-line argument names: `-` is standard input, everything else a path.
    package init(argument: String) {
        self.init(argument == "-" ? .standardInput : .path(argument))
    }

    /// What reports and errors call it, where that is not to be the title or the path.
    package var reportName: String?

    /// The name in reports and errors: the title, or the path as given, or `-`.
    package var name: String { reportName ?? fileName }

    /// The name that says by its end what the bytes are.
    var fileName: String { title ?? place }

    /// The path as given, `-`, or what bytes in memory are called.
    var place: String {
        switch location {
        case .path(let path): path
        case .standardInput: "-"
        case .memory(let name, _): name
        }
    }

    /// What the input is, by its name and its first bytes. It is opened for that.
    ///
    /// - Throws: ``CorpusError`` where it cannot be opened, or is of a kind that is not read.
    package func kind(_ options: CorpusOptions) throws(CorpusError) -> InputKind {
        try InputOpening(self, options: options).kind()
    }
}
