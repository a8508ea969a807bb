@testable import JeoulText
import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Random and real documents through every vocabulary that is here and every kernel, against the slow oracle, for as long as asked:
/// `JEOUL_SIEGE_SECONDS` and `JEOUL_SIEGE_SEED`, as Scripts/siege.py sets them. What fails is left in `JEOUL_SIEGE_FOUND`.
@Suite(
    "siege: the definition's ids on any text",
    .enabled(if: SiegeSettings.seconds != nil, "JEOUL_SIEGE_SECONDS is not set: Scripts/siege.py runs this"))
struct DifferentialSiege {
    private static let seed = SiegeSettings.seed

    /// A vocabulary and its oracle.
    private struct Subject {
        let id: String
        let tokenizer: any TokenizerModel
        let oracle: ([UInt8]) throws -> [TokenID]

        init(_ id: String) throws {
            self.id = id
            tokenizer = try TestTokenizers.tokenizer(id)
            let definition = try TestTokenizers.definition(id)
            guard case .byteLevel(let order, let lookup) = definition.model else {
                oracle = try MarkedOracle.encoder(definition)
                return
            }
            guard case .pattern(let pattern) = definition.splitter,
                case .normalization(let form) = definition.normalizer
            else { throw NoOracle(id: id) }
            let pairs = PairOracle(tokens: definition.tokens, order: order)
            let slow = try TokenizerOracle(
                splitter: RegexSplitter(pattern), form: form.form, addedTokens: definition.addedTokens
            ) { pairs.encode($0, ignoresMerges: lookup) }
            oracle = { try slow.encode($0) }
        }
    }

    private struct NoOracle: Error { let id: String }

    @Test func differences() throws {
        let deadline = ContinuousClock.now + .seconds(try #require(SiegeSettings.seconds))
        let catalog = try TestTokenizers.catalog()
        let subjects = try catalog.available().map { try Subject($0.id) }
        var random = SeededRandom(seed: Self.seed)
        let real = try Self.realDocuments()
        var (rounds, bytes, found) = (0, 0, 0)
        while ContinuousClock.now < deadline {
            rounds += 1
            let documents = Self.documents(real, using: &random)
            let isLines = documents.allSatisfy { !$0.contains(0x0A) && $0.last != 0x0D }
            let set =
                isLines ? DocumentSet(lines: documents, using: &random) : DocumentSet(apart: documents, using: &random)
            let layout: DocumentLayout = isLines ? .lines : .ranges(set.ranges)
            let chosen = subjects.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
            let expected = try chosen.map { subject in try documents.map { try subject.oracle($0) } }
            for kernel in ScanKernel.all {
                let options = CountingOptions(kernel: kernel)
                let counter = DocumentCounter(chosen.map(\.tokenizer), options: options).session()
                let counts = try withExactCopy(set.text) { try counter.count($0, layout: layout) }
                for (place, subject) in chosen.enumerated() {
                    let encoder = DocumentEncoder(subject.tokenizer, options: options).session()
                    let encoded = try withExactCopy(set.text) { try encoder.encode($0, layout: layout) }.documents
                    let fault =
                        difference(counts[place], expected[place].map { UInt32($0.count) }, set)
                        ?? difference(encoded, expected[place], set)
                    bytes += 2 * set.text.count
                    guard let fault else { continue }
                    found += 1
                    Issue.record("seed \(Self.seed), round \(rounds), \(subject.id), \(kernel.name): \(fault)")
                    try Self.keep(set, "\(subject.id)-\(kernel.name)-\(Self.seed)-\(rounds)")
                    if found >= 5 { return }
                }
            }
        }
        let kernels = ScanKernel.all.map(\.name).joined(separator: ", ")
        print(
            "siege: differential: \(bytes / 1_000_000) MB in \(rounds) rounds, \(subjects.count) vocabularies, kernels \(kernels), "
                + "seed \(Self.seed): \(found) differences")
    }

    /// Leaves the text that fails, a document a line of escapes where they are ranges.
    private static func keep(_ set: DocumentSet, _ name: String) throws {
        guard let folder = SiegeSettings.found else { return }
        let documents = set.ranges.map { escaped(set.text[$0]) }.joined(separator: "\n")
        try Data((documents + "\n").utf8).write(to: URL(fileURLWithPath: folder).appending(path: name + ".txt"))
    }

    private static func realDocuments() throws -> [[UInt8]] {
        var documents: [[UInt8]] = []
        for name in SharedCorpus.small {
            guard let corpus = try SharedCorpus(name, limit: 200_000) else { continue }
            documents += corpus.documents.map { Array(corpus.text[$0].prefix(2000)) }
                .filter { String(validating: $0, as: UTF8.self) != nil }
        }
        return documents
    }

    private static func documents(_ real: [[UInt8]], using random: inout SeededRandom) -> [[UInt8]] {
        var korean = KoreanTextGenerator(seed: random.next())
        var documents = DocumentSet.documents(20, using: &random)
        documents += (0..<20).map { _ in MixedText.make(length: Int.random(in: 1...400, using: &random), using: &random)
        }
        documents += (0..<20).map { _ in korean.text(scalars: Int.random(in: 1...80, using: &random)) }
        documents += (0..<10).map { _ in
            RandomKorean.words(bytes: Int.random(in: 1...900, using: &random), using: &random)
        }
        for _ in 0..<30 {
            guard var document = real.randomElement(using: &random) else { break }
            // A piece of another in the midst, at the edge of a character.
            if let other = real.randomElement(using: &random), Bool.random(using: &random), !document.isEmpty {
                var at = Int.random(in: 0...document.count, using: &random)
                while at < document.count, document[at] & 0xC0 == 0x80 { at += 1 }
                document.insert(contentsOf: other, at: at)
            }
            documents.append(document)
        }
        // Now and then one that is longer than what is worked on at a time.
        if Int.random(in: 0..<20, using: &random) == 0 {
            documents.append((0..<40).flatMap { _ in MixedText.make(length: 4000, using: &random) })
        }
        if Bool.random(using: &random) {
            documents = documents.map { $0.filter { $0 != 0x0A && $0 != 0x0D } }
        }
        return documents.shuffled(using: &random)
    }
}

/// What a siege is told by its environment.
private enum SiegeSettings {
    private static let environment = ProcessInfo.processInfo.environment
    static let seconds = environment["JEOUL_SIEGE_SECONDS"].flatMap(Double.init)
    static let seed = environment["JEOUL_SIEGE_SEED"].flatMap(UInt64.init) ?? 1
    static let found = environment["JEOUL_SIEGE_FOUND"]
}
