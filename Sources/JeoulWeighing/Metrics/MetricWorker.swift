import JeoulCorpora
import JeoulText
import JeoulTokenizing

/// The counting of one thread.
final class MetricWorker {
    private let pass: MetricPass
    private let tallier: DocumentTallier.Session?
    private let counter: DocumentCounter.Session
    private let unknown: UnknownTokens.Session
    private let normalizer: Normalizer?
    private let composer: Normalizer
    private let decomposer: Normalizer
    private let characterCounter: CharacterCounter

    /// What was counted since it was taken last.
    struct Counts {
        var sums: [VocabularySums]
        var unpairedDocuments = 0
        package var groups = GroupTable()

        init(vocabularies: Int) { sums = Array(repeating: VocabularySums(), count: vocabularies) }
    }

    private var counts: Counts
    private var forms = NormalizationForms.all

    /// What was counted, which is from now on counted anew.
    func takeCounts() -> (Counts, TallyUsage?) {
        defer { counts = Counts(vocabularies: pass.vocabularyCount) }
        return (counts, tallier?.takeUsage())
    }

    init(
        pass: MetricPass, tallier: DocumentTallier.Session?, counter: DocumentCounter.Session,
        unknown: UnknownTokens.Session
    ) {
        self.pass = pass
        self.unknown = unknown
        self.tallier = tallier
        self.counter = counter
        let kernel = pass.options.kernel
        normalizer = pass.options.normalization.form.map { Normalizer($0, kernel: kernel) }
        composer = Normalizer(.nfc, kernel: kernel)
        decomposer = Normalizer(.nfd, kernel: kernel)
        characterCounter = CharacterCounter(kernel: kernel)
        counts = Counts(vocabularies: pass.vocabularyCount)
    }

    /// Counts the documents of a batch for every vocabulary, and adds what the metrics need to the sums.
    ///
    /// - Returns: the batch as every weighing has it, and the counts of each document,
    ///   `[vocabulary][place of the quantity in needs]`.
    func weigh(_ batch: TextBatch) throws -> (part: Part, counts: [[[Int]]]) {
        var text = try batch.text()
        // A form that one document is not in, the corpus is not in: later batches are not asked.
        forms = try Normalizer.forms(of: text, among: forms)
        text = try normalizer?.normalized(text) ?? text
        let characters = try characterCounter.counts(of: text)
        let unknownTokens = try unknown.count(text)
        let tallies = try tallier?.tally(text)
        let tokens = try tallies?.map { $0.map(\.tokens) } ?? count(text)
        let rewritten = try tokensOfForms(text, tokens)
        let counts = (0..<pass.vocabularyCount).map { vocabulary in
            columns(
                vocabulary, batch, characters, tokens: tokens, forms: rewritten, tallies: tallies?[vocabulary])
        }
        try add(counts, of: batch, characters, unknownTokens)
        let part = Part(
            firstDocument: batch.firstDocument, input: batch.input, bytes: batch.storedBytes,
            tokens: tokens.map { $0.map { UInt32(clamping: $0) } },
            unknownTokens: unknownTokens.map { $0.reduce(0, +) },
            characters: characters,
            traits: keepsDocuments ? DocumentProperties(of: text.data, layout: text.layout) : nil,
            labels: batch.labels, emptyDocuments: characters.count { $0.byte == 0 }, forms: forms,
            beginning: keepsDocuments ? TextBeginning(of: text, firstDocument: batch.firstDocument) : nil)
        return (part, counts)
    }

    private var keepsDocuments: Bool { pass.options.keepsDocuments }

    private func count(_ text: UTF8Text) throws -> [[Int]] { try counter.count(text).map { $0.map(Int.init) } }

    /// The tokens of the text decomposed and composed, where they are needed.
    private func tokensOfForms(
        _ text: UTF8Text, _ tokens: [[Int]]
    ) throws -> (decomposed: [[Int]], composed: [[Int]]) {
        guard pass.needs.decomposition else { return (tokens, tokens) }
        return (
            try decomposer.normalized(text).map(count) ?? tokens, try composer.normalized(text).map(count) ?? tokens
        )
    }

    /// The counts of each document for a vocabulary, a column for each quantity that is needed.
    private func columns(
        _ vocabulary: Int, _ batch: TextBatch, _ characters: [CharacterCounts], tokens: [[Int]],
        forms: (decomposed: [[Int]], composed: [[Int]]), tallies: [TokenTally]?
    ) -> [[Int]] {
        pass.needs.quantities.map { quantity in
            switch quantity.source {
            case .tokens: return tokens[vocabulary]
            case .baselineTokens: return pass.baseline.map { tokens[$0] } ?? characters.map { _ in 0 }
            case .parallelTokens: return parallelTokens(vocabulary, batch.firstDocument, characters.count)
            case .nfdTokens: return forms.decomposed[vocabulary]
            case .nfcTokens: return forms.composed[vocabulary]
            case .characters(let count): return characters.map { count($0, pass.countsHanja) }
            case .tally(let count): return tallies?.map(count) ?? []
            }
        }
    }

    /// Adds the documents of a batch to the sums, and to those of their groups.
    private func add(
        _ columns: [[[Int]]], of batch: TextBatch, _ characters: [CharacterCounts], _ unknownTokens: [[Int]]
    ) throws {
        for vocabulary in columns.indices {
            counts.sums[vocabulary].add(pass.needs) { columns[vocabulary][pass.needs.place(of: $0)] }
        }
        if pass.options.grouping != nil {
            try counts.groups.add(
                GroupTable.Documents(
                    labels: batch.labels, characters: characters,
                    bytes: batch.documentBytes(characters, isNormalized: normalizer != nil), columns: columns,
                    needs: pass.needs, unknownTokens: unknownTokens),
                whole: pass.groupsOfInputs[batch.input])
        }
        if pass.parallelTokens != nil, let first = columns.first?[pass.needs.place(of: .tokens)] {
            let others = parallelTokens(0, batch.firstDocument, characters.count)
            counts.unpairedDocuments += zip(first, others).count { ($0 == 0) != ($1 == 0) }
        }
    }

    /// The tokens of the parallel documents; 0 beyond its end, of which the caller is told when all is counted.
    private func parallelTokens(_ vocabulary: Int, _ first: Int, _ count: Int) -> [Int] {
        guard let tokens = pass.parallelTokens?[vocabulary] else { return [Int](repeating: 0, count: count) }
        return (first..<first + count).map { tokens.indices.contains($0) ? Int(tokens[$0]) : 0 }
    }
}
