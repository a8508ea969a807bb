/// An entry of a list that is found by words.
package protocol Searchable {
    /// What is known of it, for readers.
    var searchText: [String] { get }
}

extension Searchable {
    /// Whether all the words stand in what is known of it, in whatever case.
    package func matches(_ words: [String]) -> Bool {
        let texts = searchText.map { $0.lowercased() }
        return words.allSatisfy { word in texts.contains { $0.contains(word.lowercased()) } }
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

extension CorpusListing: Searchable {
    /// What it is found by.
    package var searchText: [String] {
        [entry.id, entry.title, entry.register, entry.licence, availability.rawValue] + entry.languages
    }
}

extension Claim: Searchable {
    /// What it is found by.
    package var searchText: [String] {
        [id, subject, baseline, subjectName, baselineName, words, source.title] + readings.map(\.says)
    }
}
