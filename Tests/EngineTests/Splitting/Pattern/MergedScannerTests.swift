@testable import JeoulText
import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Several splitters over one text, compiled ones among them: each has the pre-tokens that it gives alone.
@Suite("several splitters, some compiled") struct MergedScannerTests {
    static let splitters: [Splitter] = {
        let names = ["k-exaone", "deepseek-v3", "tekken", "removed", "lines"]
        let compiled = names.compactMap { name in
            CompiledAgainstICUTests.patterns.first { $0.name == name }.flatMap { Splitter(.steps($0.steps)) }
        }
        return [.handWritten(.o200k), .handWritten(.gpt2)] + compiled
    }()

    private func scan(_ splitters: [Splitter], _ text: UnsafeBufferPointer<UInt8>, lines: Bool) -> [PreTokens] {
        let scanner = Splitter.scanner(for: splitters, kernel: .best)
        let batch = PreTokenBatch()
        var all = splitters.map { _ in PreTokens() }
        guard let base = text.baseAddress else { return all }
        scanner.start(base, text.count, splitsLines: lines)
        while !scanner.isFinished {
            batch.removeAll()
            scanner.fill(batch)
            for place in splitters.indices {
                var row = 0
                for document in 0...batch.documentCount {
                    let end =
                        document < batch.documentCount ? Int(batch.documentPreTokens[document]) : batch.preTokenCount
                    while row < end {
                        if splitters.count == 1 || batch.owners[row] >> UInt8(place) & 1 != 0 {
                            all[place].starts.append(batch.starts[row])
                            all[place].lengths.append(batch.lengths[row])
                        }
                        row += 1
                    }
                    guard document < batch.documentCount else { break }
                    all[place].documentPreTokens.append(UInt32(all[place].starts.count))
                    all[place].documentEnds.append(batch.documentEnds[document])
                }
            }
        }
        return all
    }

    @Test(arguments: [61, 62] as [UInt64]) func eachHasItsOwn(_ seed: UInt64) {
        #expect(Self.splitters.count == 7)
        var random = SeededRandom(seed: seed)
        for round in 0..<60 {
            let length = round % 10 == 0 ? 20_000 : Int.random(in: 0...400, using: &random)
            let text = round == 1 ? Array("\n\r\n\n\r".utf8) : MixedText.make(length: length, using: &random)
            let count = Int.random(in: 2...Self.splitters.count, using: &random)
            let chosen = Array(Self.splitters.shuffled(using: &random).prefix(count))
            for lines in [false, true] {
                text.withUnsafeBufferPointer { bytes in
                    let together = scan(chosen, bytes, lines: lines)
                    for (place, splitter) in chosen.enumerated() {
                        let alone = scan([splitter], bytes, lines: lines)[0]
                        let fault = together[place].difference(from: alone, in: bytes)
                        #expect(fault == nil, "round \(round), lines \(lines), splitter \(place) of \(count)")
                    }
                }
            }
        }
    }

    /// More than a row has owners for, so that each has a pass of its own; and vocabularies that share a splitter.
    @Test func countsOfManyAreThoseOfEach() throws {
        let golden = try #require(TokenizerGoldens.shared.cases.first { $0.name == "gpt2" })
        let definition = try TokenizerGoldens.vocabulary(Data(TokenizerGoldens.shared.file(golden).utf8)).definition
        var random = SeededRandom(seed: 63)
        let text = MixedText.make(length: 30_000, using: &random)
        let names = CompiledAgainstICUTests.patterns.map(\.name)
        for count in [2, 5, 8, 9, 12] {
            let tokenizers = try names.shuffled(using: &random).prefix(count).map { name in
                var definition = definition
                definition.splitter = .steps(CompiledAgainstICUTests.patterns.first { $0.name == name }!.steps)
                return try definition.tokenizer()
            }
            let all = tokenizers + [try definition.tokenizer(), tokenizers[0]]
            try text.withUnsafeBufferPointer { bytes in
                let together = try DocumentCounter(all).session().count(bytes, layout: .lines)
                for (place, tokenizer) in all.enumerated() {
                    #expect(
                        try DocumentCounter([tokenizer]).session().count(bytes, layout: .lines)[0] == together[place])
                    let expected = try DocumentLayout.lines.ranges(in: bytes).map {
                        UInt32(try tokenizer.encode(Array(bytes[$0])).count)
                    }
                    #expect(together[place] == expected)
                }
            }
        }
    }
}
