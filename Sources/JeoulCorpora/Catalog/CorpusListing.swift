import JeoulReporting

/// What `jeoul corpus list` and `jeoul corpus show` say of a corpus: the entry, and whether it is on this machine.
package struct CorpusListing: Sendable, Hashable, Codable {
    /// Whether and where a corpus is on this machine.
    package enum Availability: String, Sendable, Codable {
        /// It comes with Jeoul.
        case bundled
        /// It was found in the cache or in `JEOUL_CORPUS_PATH`.
        case installed
        /// `jeoul corpus pull` can get it.
        case pullable
        /// It must be got by hand.
        case elsewhere
    }

    /// The corpus.
    package var entry: CorpusEntry
    /// Whether it is here.
    package var availability: Availability
    /// The paths of its files here; empty where it is not.
    package var paths: [String]

    /// A listing.
    package init(entry: CorpusEntry, availability: Availability, paths: [String]) {
        self.entry = entry
        self.availability = availability
        self.paths = paths
    }
}

extension CorpusCatalog {
    /// The listing of one corpus.
    package func listing(_ entry: CorpusEntry) -> CorpusListing {
        let found = installed(entry)
        let availability: CorpusListing.Availability =
            found.map { $0.place == .bundled ? .bundled : .installed }
            ?? (entry.isPullable ? .pullable : .elsewhere)
        return CorpusListing(entry: entry, availability: availability, paths: found?.inputs.map(\.name) ?? [])
    }

    /// The listings of all corpora, in the manifest's order.
    package func listings() -> [CorpusListing] {
        manifest.corpora.map(listing)
    }
}

extension [CorpusListing] {
    /// Corpora as a table; those that are not here are faint.
    ///
    /// - Parameter isLong: whether readers see all columns.
    package func table(isLong: Bool = false) -> Table {
        let longAudience: Table.Audience = isLong ? .everyone : .programs
        var table = Table(columns: [
            Table.Column("id", title: "Corpus"),
            Table.Column("title", title: "Title"),
            Table.Column("languages", title: "Language", audience: longAudience),
            Table.Column("register", title: "Register", audience: longAudience),
            Table.Column("licence", title: "Licence"),
            Table.Column("pinned", title: "Pinned", audience: longAudience),
            Table.Column("availability", title: "Here"),
        ])
        for listing in self {
            let entry = listing.entry
            let here = listing.availability == .bundled || listing.availability == .installed
            table.append(
                [
                    .text(entry.id), .text(entry.title), .text(entry.languages.joined(separator: " ")),
                    .text(entry.register), .text(entry.licence),
                    entry.bundled ? .absent : .text(entry.isPinned ? "yes" : "no"),
                    .text(listing.availability.rawValue),
                ], emphasis: here ? .normal : .faint)
        }
        return table
    }
}

extension CorpusListing {
    /// One corpus as a table of facts.
    package func table() -> Table {
        var table = Table(
            title: Words(entry.title),
            columns: [
                Table.Column("field", title: "Field"), Table.Column("value", title: "Value"),
            ])
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { table.append([.text(name), .text(value)]) }
        }
        add("id", entry.id)
        add("languages", entry.languages.joined(separator: ", "))
        add("register", entry.register)
        add("licence", entry.licence)
        add("availability", availability.rawValue)
        for path in paths { add("path", path) }
        for file in entry.files {
            let commit = file.commit ?? "(not pinned)"
            add("origin", file.origin.map { "\($0) \(commit) \(file.path ?? "")" } ?? file.path)
            add("url", file.url)
            add("sha256", file.sha256)
        }
        add("derivation", entry.derivation)
        add("derived sha256", entry.derivedSHA256)
        add("clusters", entry.clusterColumn.map { "\($0) of \(entry.clusterFile ?? "")" })
        add("parallel", entry.parallel)
        add("note", entry.note)
        return table
    }
}

extension CorpusListing: Searchable {
    /// What it is found by.
    package var searchText: [String] {
        [entry.id, entry.title, entry.register, entry.licence, availability.rawValue] + entry.languages
    }
}
