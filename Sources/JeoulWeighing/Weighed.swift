import JeoulCorpora
import JeoulText

/// What has been weighed so far.
struct Weighed {
    var parts: [Part] = []
    var sums: Sums
    var largest: [LargestDocument]?

    /// What a checkpoint keeps of it.
    struct Kept: Sendable, Codable {
        var sums: Sums
        var largest: [LargestDocument]?
        var parts: [PackedPart]
    }

    init(_ kept: Kept?, vocabularies: Int) {
        sums = kept?.sums ?? Sums(vocabularies: vocabularies)
        largest = kept?.largest
        parts = kept?.parts.map(\.part) ?? []
    }

    /// What to keep, when all threads rest.
    var kept: Kept { Kept(sums: sums, largest: largest, parts: parts.map(PackedPart.init)) }

    /// What does not depend on how documents follow one another.
    struct Sums: Sendable, Codable {
        var tokens: [Int]
        var unknownTokens: [Int]
        var characters = CharacterCounts()
        var emptyDocuments = 0
        var forms = NormalizationForms.all
        var bytes = 0
        var inputs = InputSums()
        var beginning = TextBeginning()

        init(vocabularies: Int) {
            tokens = Array(repeating: 0, count: vocabularies)
            unknownTokens = tokens
        }
    }

    /// Adds what a thread has weighed; the bytes so far.
    mutating func add(_ part: Part, largest: [LargestDocument]?, keepsDocuments: Bool) -> Int {
        if let largest { self.largest = LargestDocument.larger(self.largest, largest) }
        let tokens = part.tokens.map { $0.reduce(0) { $0 + Int($1) } }
        for vocabulary in tokens.indices {
            sums.tokens[vocabulary] += tokens[vocabulary]
            sums.unknownTokens[vocabulary] += part.unknownTokens[vocabulary]
        }
        let characters = part.characterSum
        sums.inputs.add(part.input, characters: characters, tokens: tokens)
        sums.emptyDocuments += part.emptyDocuments
        sums.forms.formIntersection(part.forms)
        sums.bytes += part.bytes
        if let beginning = part.beginning { sums.beginning.add(beginning) }
        if keepsDocuments {
            var part = part
            part.beginning = nil
            parts.append(part)
        } else {
            sums.characters += characters
        }
        return sums.bytes
    }
}

/// A batch, weighed.
struct Part: Sendable {
    var firstDocument: Int
    var input: Int
    var bytes: Int
    var tokens: [[UInt32]]
    var unknownTokens: [Int]
    /// The bytes of each document as it was read, and for each vocabulary its unknown tokens; empty where they are not needed.
    var bytesOfEach: [Int] = []
    var unknownOfEach: [[Int]] = []
    var characters: [CharacterCounts]
    /// nil where documents are not kept.
    var traits: DocumentProperties?
    var labels: LabelList
    var emptyDocuments: Int
    var forms: NormalizationForms
    /// What it has of the first documents, until that is added to the others'; nil where it is not kept.
    var beginning: TextBeginning?

    var characterSum: CharacterCounts { characters.reduce(CharacterCounts(), +) }
}

extension Weighing {
    /// What a pass over a corpus has counted, whatever else it was for.
    init(
        _ weighed: Weighed, of corpus: CorpusSummary, vocabularies: Int, options: WeighingOptions, wasCacheFull: Bool
    ) {
        let (sums, parts) = (weighed.sums, weighed.parts.sorted { $0.firstDocument < $1.firstDocument })
        self.corpus = corpus
        characters = parts.reduce(CharacterCounts()) { $0 + $1.characterSum } + sums.characters
        emptyDocuments = sums.emptyDocuments
        inputForms = sums.forms
        normalization = options.normalization
        tokens = sums.tokens
        unknownTokens = sums.unknownTokens
        storedBytes = corpus.bytes
        isComplete = corpus.isComplete
        textBytes = corpus.textBytes
        inputs = sums.inputs
        beginning = sums.beginning.text
        documentBytes = parts.flatMap(\.bytesOfEach)
        documentUnknownTokens =
            options.grouping == nil
            ? []
            : (0..<vocabularies).map { vocabulary in
                parts.flatMap { $0.unknownOfEach.isEmpty ? [] : $0.unknownOfEach[vocabulary] }
            }
        documentCharacters = parts.flatMap(\.characters)
        documentTokens =
            options.keepsDocuments
            ? (0..<vocabularies).map { vocabulary in parts.flatMap { $0.tokens[vocabulary] } } : []
        labels = LabelList(joining: parts.map(\.labels))
        identities = parts.flatMap { $0.traits?.identities ?? [] }
        originals = DocumentProperties.originals(identities)
        otherLetters = parts.reduce(0) { $0 + ($1.traits?.otherLetters ?? 0) }
        documentOtherLetters = parts.flatMap { $0.traits?.documentOtherLetters ?? [] }
        largestDocuments = weighed.largest
        self.wasCacheFull = wasCacheFull
    }
}
