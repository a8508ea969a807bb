@testable import JeoulText
import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Counting for vocabularies of several splitters in one pass against counting for each alone.
@Suite(
    "one pass for vocabularies of several splitters",
    .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
struct SharedPassTests {
    /// One for each splitter, and a second one for two of them.
    private static let vocabularies = [
        "a.x-4.0", "cl100k_base", "llama-3", "qwen2.5", "o200k_base", "hyperclovax-seed", "varco-vision-14b",
    ]

    /// Compares every set of vocabularies, or those of the bits given, with each alone, cold and warm.
    private func check(_ set: DocumentSet, _ layout: DocumentLayout, sets: [Int], _ context: String) throws {
        let tokenizers = try Self.vocabularies.map(TestTokenizers.tokenizer)
        let alone = try tokenizers.map { try DocumentCounter([$0]).session().count(set.text, layout: layout)[0] }
        for bits in sets {
            let chosen = tokenizers.indices.filter { bits >> $0 & 1 != 0 }
            for kernel in bits == sets.last ? ScanKernel.all : [.best] {
                let counter = DocumentCounter(
                    chosen.map { tokenizers[$0] }, options: CountingOptions(kernel: kernel))
                let session = counter.session()
                for pass in ["cold", "warm"] {
                    let counts = try withExactCopy(set.text) { try session.count($0, layout: layout) }
                    for (place, vocabulary) in chosen.enumerated() {
                        let fault = difference(counts[place], alone[vocabulary], set)
                        #expect(
                            fault == nil,
                            "\(context), \(Self.vocabularies[vocabulary]) among \(chosen), \(pass), \(kernel.name)")
                    }
                }
            }
        }
    }

    @Test("random documents", arguments: [51, 52]) func random(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let documents = DocumentSet.documents(300, using: &random)
        let sets = Array(1..<1 << Self.vocabularies.count)
        try check(DocumentSet(lines: documents, using: &random), .lines, sets: sets, "seed \(seed)")
        let apart = DocumentSet(apart: documents, using: &random)
        try check(apart, .ranges(apart.ranges), sets: [0b11111, 0b1111111], "seed \(seed), apart")
    }

    @Test("adversarial documents") func adversarial() throws {
        let corpus = try #require(try SharedCorpus("adversarial.jsonl"))
        let set = DocumentSet(text: corpus.text, ranges: corpus.documents)
        try check(set, .ranges(corpus.documents), sets: Array(1..<1 << 5) + [0b1111111], "adversarial.jsonl")
    }

    @Test("corpora", arguments: ["nsmc.txt", "jhe-dev.ko", "jhe-dev.en"]) func corpora(_ name: String) throws {
        let corpus = try #require(try SharedCorpus(name, limit: 1_000_000))
        let set = DocumentSet(text: corpus.text, ranges: corpus.documents)
        try check(set, .lines, sets: [0b11, 0b10001, 0b10110, 0b11111, 0b1111111], name)
    }

    /// Where the table has no room, and more vocabularies than a vector has lanes.
    @Test("a table that is full, and seventeen vocabularies") func full() throws {
        var random = SeededRandom(seed: 53)
        let set = DocumentSet(lines: DocumentSet.documents(4000, using: &random), using: &random)
        let tokenizers = try Self.vocabularies.map(TestTokenizers.tokenizer)
        let alone = try tokenizers.map { try DocumentCounter([$0]).session().count(set.text, layout: .lines)[0] }
        let many = (0..<17).map { $0 * 3 % tokenizers.count }
        for limit in [1, CountingOptions.defaultMemoryLimit] {
            let counter = DocumentCounter(
                many.map { tokenizers[$0] }, options: CountingOptions(memoryLimit: limit))
            let counts = try counter.session().count(set.text, layout: .lines)
            for (place, vocabulary) in many.enumerated() {
                #expect(difference(counts[place], alone[vocabulary], set) == nil, "place \(place), limit \(limit)")
            }
        }
    }
}
