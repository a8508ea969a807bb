import Foundation
import JeoulReporting
import JeoulVocabularies
import JeoulStatistics

/// The vocabularies that a list of names asks for, each once, under names that tell them apart.
package struct VocabularySelection: Sendable {
    /// In the order in which they were first named.
    package private(set) var vocabularies: [Vocabulary] = []
    /// What a person should know of the list: which names are one vocabulary.
    package private(set) var remarks: [Words] = []

    /// Loads what the names ask for. Two names of one vocabulary (the same files, read in the same way) give it once.
    ///
    /// - Throws: what loading throws.
    package init(_ names: [String], load: (String) throws -> Vocabulary) throws {
        var typed: [[String]] = []
        for name in names {
            let vocabulary = try load(name)
            if let known = vocabularies.firstIndex(where: { $0.isSame(as: vocabulary) }) {
                if !typed[known].contains(name) { typed[known].append(name) }
            } else {
                vocabularies.append(vocabulary)
                typed.append([name])
            }
        }
        for (vocabulary, names) in zip(vocabularies, typed) where names.count > 1 {
            remarks.append(
                Words(
                    "\(NumberText.list(names)) are one vocabulary, \(vocabulary.id): it is counted once",
                    "한 어휘(\(vocabulary.id))의 여러 이름: \(names.joined(separator: ", ")). 한 번만 센다"))
        }
        tellApart()
    }

    /// Those of one name get as much of their path before it as tells them apart.
    private mutating func tellApart() {
        for (_, places) in Dictionary(grouping: vocabularies.indices, by: { vocabularies[$0].id })
        where places.count > 1 {
            let paths = places.map { vocabularies[$0].files[0].url.deletingLastPathComponent().pathComponents }
            for depth in 1...(paths.map(\.count).max() ?? 1) {
                let names = zip(places, paths).map { place, path in
                    let parts = path.last == vocabularies[place].id ? path.dropLast() : path[...]
                    return (parts.suffix(depth) + [vocabularies[place].id]).joined(separator: "/")
                }
                guard Set(names).count == names.count else { continue }
                for (place, name) in zip(places, names) { vocabularies[place] = vocabularies[place].named(name) }
                break
            }
        }
    }
}

extension Vocabulary {
    /// Whether another one is made of the same files, read in the same way.
    fileprivate func isSame(as other: Vocabulary) -> Bool {
        files.map(\.sha256) == other.files.map(\.sha256) && definition.splitter == other.definition.splitter
            && definition.normalizer == other.definition.normalizer
            && definition.addedTokens == other.definition.addedTokens
    }
}
