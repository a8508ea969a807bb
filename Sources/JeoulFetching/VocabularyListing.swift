import Foundation
import JeoulText
import JeoulVocabularies

import JeoulReporting

/// What `jeoul vocabulary list` says of a vocabulary: the manifest's entry, and whether its files are on this machine.
///
/// The JSON is an array of objects: `id`, `aliases`, `vendor`, `models`, `kind`, `tokens` (null where not known),
/// `splitter`, `normalizer`, `licence`, `redistributable`, `state`, `path` (of an installed one) and `unknown`. What was pulled by
/// the name of its repository has the state `pulled`, and is not known beyond its files: null.
package struct VocabularyListing: Sendable, Hashable {
    /// Whether and where the files of a vocabulary are on this machine.
    package enum State: String, Sendable, Codable {
        /// They come with Jeoul.
        case bundled
        /// They are in a folder of `JEOUL_VOCABULARY_PATH` or in the cache.
        case installed
        /// They are not on this machine.
        case notHere = "not here"
    }

    /// The vocabulary.
    package var entry: VocabularyEntry
    /// Whether it is here.
    package var state: State
    /// The folder of its files; nil unless it is installed.
    package var path: String?

    /// A listing.
    package init(entry: VocabularyEntry, state: State, path: String? = nil) {
        self.entry = entry
        self.state = state
        self.path = path
    }
}

extension VocabularyCatalog {
    /// The listing of one vocabulary. Looks only whether its files are there.
    package func listing(_ entry: VocabularyEntry) -> VocabularyListing {
        switch location(of: entry) {
        case nil: VocabularyListing(entry: entry, state: .notHere)
        case .bundled: VocabularyListing(entry: entry, state: .bundled)
        case .searchPath(let url), .cache(let url), .hubCache(let url), .path(let url):
            VocabularyListing(entry: entry, state: .installed, path: url.path)
        }
    }

    /// The listings of all vocabularies, in the manifest's order.
    package func listings() -> [VocabularyListing] { manifest.vocabularies.map(listing) }

    /// What is in the cache beside the manifest's vocabularies, by the names by which it is used, in their order.
    package func pulled() -> [PulledVocabulary] {
        guard let cacheFolder else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: cacheFolder.path)) ?? []
        return names.compactMap { name in
            let folder = cacheFolder.appendingPathComponent(name, isDirectory: true)
            guard !name.hasPrefix("."), !manifest.vocabularies.contains(where: { $0.id == name }),
                FileManager.default.fileExists(atPath: folder.path + "/.")
            else { return nil }
            // One that cannot be read names nothing: the folder is listed by its own name.
            let record = try? PullRecord(inFolder: folder)
            let pulled = record.map { $0.name + ($0.revision.map { "@" + $0 } ?? "") }
            return PulledVocabulary(name: pulled ?? name, path: folder.path)
        }.sorted { $0.name < $1.name }
    }
}

/// A vocabulary that no manifest knows, pulled by the name of its repository.
package struct PulledVocabulary: Sendable, Hashable {
    /// The name by which it was pulled, and is used: `owner/name`, or `owner/name@revision`.
    package var name: String
    /// The folder of its files.
    package var path: String
}

extension [VocabularyListing] {
    /// All of them as a table; those that are not here are faint.
    ///
    /// - Parameters:
    ///   - pulled: what is here beside them.
    ///   - isLong: whether readers see all columns.
    package func table(pulled: [PulledVocabulary] = [], isLong: Bool = false) -> Table {
        let longAudience: Table.Audience = isLong ? .everyone : .programs
        var table = Table(columns: [
            Table.Column("id", title: "Vocabulary"),
            Table.Column("vendor", title: "Vendor", audience: longAudience),
            Table.Column("models_short", title: "Models", audience: .readers),
            Table.Column("models", title: "Models", audience: .programs),
            Table.Column("aliases", title: "Aliases", audience: longAudience),
            Table.Column("tokens", title: "Tokens", alignment: .right, yields: true),
            Table.Column("splitter", title: "Splitter", audience: longAudience),
            Table.Column("licence", title: "Licence", audience: longAudience),
            Table.Column("state", title: "State"),
        ])
        for listing in self {
            let entry = listing.entry
            table.append(
                [
                    .text(entry.id), .text(entry.vendor),
                    .text(isLong ? entry.models.joined(separator: ", ") : entry.models.shortened(to: 2)),
                    .text(entry.models.joined(separator: ", ")), .text(entry.aliases.joined(separator: ", ")),
                    entry.tokens.map { .integer($0) } ?? .absent,
                    entry.splitter.map { .text($0) } ?? .absent, entry.licence.shortName.map { .text($0) } ?? .absent,
                    .text(listing.state.rawValue),
                ], emphasis: listing.state == .notHere ? .faint : .normal)
        }
        for vocabulary in pulled {
            let unknown = [Table.Cell](repeating: .absent, count: table.columns.count - 2)
            table.append([.text(vocabulary.name)] + unknown + [.text("pulled")])
        }
        let here = count { $0.state != .notHere }
        table.notes = ["\(here) of \(count) are here; – is not known. `jeoul vocabulary show ID` says more of one."]
        return table
    }

    /// The same for programs.
    package func json(pulled: [PulledVocabulary] = []) -> JSONValue {
        .array(
            map { listing -> JSONValue in
                let entry = listing.entry
                return [
                    "id": .string(entry.id), "aliases": .array(entry.aliases.map { .string($0) }),
                    "vendor": .string(entry.vendor), "models": .array(entry.models.map { .string($0) }),
                    "kind": .string(entry.kind.rawValue), "tokens": JSONValue(entry.tokens),
                    "splitter": JSONValue(entry.splitter), "normalizer": JSONValue(entry.normalizer),
                    "licence": JSONValue(entry.licence.shortName),
                    "redistributable": entry.licence.redistributable.map { .boolean($0) } ?? .null,
                    "state": .string(listing.state.rawValue), "path": JSONValue(listing.path),
                    "unknown": .array(entry.unknown.map { .string($0) }),
                ]
            }
                + pulled.map { vocabulary in
                    [
                        "id": .string(vocabulary.name), "aliases": [], "vendor": .null, "models": [], "kind": .null,
                        "tokens": .null, "splitter": .null, "normalizer": .null, "licence": .null,
                        "redistributable": .null, "state": "pulled", "path": .string(vocabulary.path), "unknown": [],
                    ]
                })
    }
}

extension VocabularyListing: Searchable {
    /// What it is found by.
    package var searchText: [String] {
        [entry.id, entry.vendor, state.rawValue] + entry.models + entry.aliases
            + [entry.splitter, entry.licence.shortName].compactMap(\.self)
    }
}

extension PulledVocabulary: Searchable {
    /// What it is found by.
    package var searchText: [String] { [name, "pulled"] }
}
