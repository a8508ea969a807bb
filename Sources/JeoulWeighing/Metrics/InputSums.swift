import JeoulText

/// What was counted of each input of a corpus: its characters, and its tokens for each vocabulary.
struct InputSums: Sendable, Codable, Equatable {
    /// By the place of the input among the corpus's.
    private var characters: [CharacterCounts] = []
    /// Those of an input for all vocabularies, then those of the next.
    private var tokens: [Int] = []

    init() {}

    /// Adds documents of an input. O(vocabularies), but for the first ones of an input.
    mutating func add(_ input: Int, characters added: CharacterCounts, tokens counts: [Int]) {
        if characters.count <= input {
            let missing = input + 1 - characters.count
            characters += repeatElement(CharacterCounts(), count: missing)
            tokens += repeatElement(0, count: missing * counts.count)
        }
        characters[input] += added
        for vocabulary in counts.indices { tokens[input * counts.count + vocabulary] += counts[vocabulary] }
    }

    /// The same for the first of the vocabularies alone.
    func ofFirst(vocabularies count: Int, of all: Int) -> InputSums {
        var sums = self
        sums.tokens = characters.indices.flatMap { tokens[$0 * all..<$0 * all + count] }
        return sums
    }

    /// The characters and tokens of an input; zeros where it had no documents.
    func counts(of input: Int, vocabularies: Int) -> (characters: CharacterCounts, tokens: [Int]) {
        guard characters.indices.contains(input) else {
            return (CharacterCounts(), Array(repeating: 0, count: vocabularies))
        }
        return (characters[input], Array(tokens[input * vocabularies..<(input + 1) * vocabularies]))
    }
}
