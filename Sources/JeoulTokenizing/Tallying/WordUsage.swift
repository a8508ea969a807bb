/// The different words of some documents, and for each vocabulary how often they occurred and were one token.
///
/// A vocabulary whose normalizer changes the text has other words than one that takes the text as it is.
package struct WordUsage: Sendable, Codable {
    var index = WordIndex()
    /// `[vocabulary][word]`.
    private var occurrences: [[UInt32]]
    private var retained: [[UInt32]]

    /// No words.
    init(vocabularies: Int) {
        occurrences = Array(repeating: [], count: vocabularies)
        retained = occurrences
    }

    /// Makes room for the words that the index has numbered meanwhile.
    mutating func grow(vocabulary: Int) {
        let missing = index.count - occurrences[vocabulary].count
        guard missing > 0 else { return }
        occurrences[vocabulary].append(contentsOf: repeatElement(0, count: missing))
        retained[vocabulary].append(contentsOf: repeatElement(0, count: missing))
    }

    @inline(__always)
    mutating func record(_ word: Int, vocabulary: Int, isRetained: Bool) {
        occurrences[vocabulary][word] &+= 1
        retained[vocabulary][word] &+= isRetained ? 1 : 0
    }

    /// The different words that one vocabulary's text has. O(words).
    package func distinctWords(vocabulary: Int) -> Int { occurrences[vocabulary].reduce(0) { $0 + ($1 > 0 ? 1 : 0) } }

    /// Σ over different words of (occurrences as one token ÷ occurrences), for one vocabulary.
    ///
    /// From whole numbers, with one division for each number of occurrences, ascending: the same on every machine and
    /// for every order of the documents. O(words).
    package func retainedWords(vocabulary: Int) -> Double {
        var byOccurrences: [UInt32: Int] = [:]
        for (total, single) in zip(occurrences[vocabulary], retained[vocabulary]) where single > 0 {
            byOccurrences[total, default: 0] += Int(single)
        }
        var whole = 0
        var rest = 0.0
        for (total, singles) in byOccurrences.sorted(by: { $0.key < $1.key }) {
            let (quotient, remainder) = singles.quotientAndRemainder(dividingBy: Int(total))
            whole += quotient
            rest += Double(remainder) / Double(total)
        }
        return Double(whole) + rest
    }

    /// Adds the words of other documents, of the same vocabularies. O(words of `other`).
    mutating func add(_ other: WordUsage) {
        for word in 0..<other.index.count {
            let number = other.index.withBytes(of: word) { index.number(of: $0) }
            for vocabulary in occurrences.indices where word < other.occurrences[vocabulary].count {
                grow(vocabulary: vocabulary)
                occurrences[vocabulary][number] &+= other.occurrences[vocabulary][word]
                retained[vocabulary][number] &+= other.retained[vocabulary][word]
            }
        }
    }
}
