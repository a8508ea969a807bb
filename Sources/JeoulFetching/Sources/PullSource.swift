import JeoulVocabularies

/// Where the manifest says that the files of a vocabulary are to be had.
package enum PullSource: String, Sendable, Hashable, CaseIterable {
    /// A repository of the Hub.
    case hub
    /// A package of the Python Package Index.
    case pypi
    /// An address of the vendor's.
    case url
}

extension VocabularyForm {
    /// The place in words: `the Hub (upstage/SOLAR-10.7B-v1.0)`.
    var sourceTitle: String {
        switch PullSource(rawValue: source.kind) {
        case .hub: "the Hub" + (source.repository.map { " (\($0))" } ?? "")
        case .pypi:
            "PyPI" + (source.package.map { " (\($0)\(source.revision.map { " " + $0 } ?? ""))" } ?? "")
        case .url: source.url ?? "its address"
        case nil: source.kind
        }
    }
}

extension FetchError {
    /// Whether another source may have what this one does not give: it cannot be reached, or lets nobody in. What came and is
    /// wrong, and what this machine lacks, is no better elsewhere.
    var mayBeHadElsewhere: Bool {
        switch kind {
        case .unreachable, .interrupted, .insecure, .badRedirect, .gated, .notFound, .rateLimited, .badStatus,
            .notPullable:
            true
        // The index answered, and lacks the package, its version or the file in it.
        case .malformed: true
        // Of one source alone a program is needed.
        case .toolMissing("unzip"): true
        default: false
        }
    }
}
