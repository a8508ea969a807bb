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
