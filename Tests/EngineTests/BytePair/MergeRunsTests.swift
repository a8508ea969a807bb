@testable import JeoulText
import ScanKernels
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Runs merged side by side, in lanes where the processor has them, against each run merged by itself.
@Suite("runs merged side by side") struct MergeRunsTests {
    /// The tokens of runs of a text that ends where its memory does, for each kernel.
    fileprivate static func merge(
        _ tables: jeoul_merge_tables, _ runs: [[UInt8]], _ kernel: ScanKernel, wantsTokens: Bool
    ) -> [(count: Int, ids: [TokenID])?] {
        // A group at a time.
        if runs.count > Int(JEOUL_RUN_GROUP) {
            let first = Array(runs.prefix(Int(JEOUL_RUN_GROUP)))
            return merge(tables, first, kernel, wantsTokens: wantsTokens)
                + merge(tables, Array(runs.dropFirst(first.count)), kernel, wantsTokens: wantsTokens)
        }
        let text = runs.flatMap { $0 }
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        defer { copy.deallocate() }
        _ = copy.initialize(from: text)
        var starts: [UInt32] = []
        var place = 0
        for run in runs {
            starts.append(UInt32(place))
            place += run.count
        }
        let lengths = runs.map { UInt32($0.count) }
        let memory = UnsafeMutablePointer<jeoul_runs>.allocate(capacity: 1)
        defer { memory.deallocate() }
        var tables = tables
        jeoul_merge_runs(
            kernel.pointer.pointee.merge_lanes, &tables, copy.baseAddress!, text.count, starts, lengths,
            Array(0..<UInt32(runs.count)), runs.count, wantsTokens ? 1 : 0, memory)
        return runs.indices.map { run in
            let alive = jeoul_run_places(memory)![run]
            guard alive != 0 else { return nil }
            let tokens = jeoul_run_tokens(memory, run)!
            let places = (0..<64).filter { alive >> UInt64($0) & 1 != 0 }.dropFirst().dropLast()
            return (alive.nonzeroBitCount - 2, places.map { tokens[$0] & PairTable.limit })
        }
    }

    private static func check(_ model: BytePairModel, _ oracle: PairOracle, _ runs: [[UInt8]], _ context: String) {
        let expected = runs.map { oracle.encode($0) }
        for kernel in ScanKernel.all {
            for wantsTokens in [false, true] {
                let found = merge(
                    model.mergeTables, runs, kernel, wantsTokens: wantsTokens)
                for (run, merged) in found.enumerated() {
                    guard let merged else {
                        // Only what begins with more tokens than a run has places is left out.
                        #expect(runs[run].count > 60, "\(context), \(kernel.name): \(escaped(runs[run]))")
                        continue
                    }
                    #expect(merged.count == expected[run].count, "\(context), \(kernel.name): \(escaped(runs[run]))")
                    guard wantsTokens else { continue }
                    #expect(merged.ids == expected[run], "\(context), \(kernel.name): \(escaped(runs[run]))")
                }
            }
        }
    }

    @Test("of random vocabularies", arguments: [false, true], [131, 132, 133])
    func random(isList: Bool, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<20 {
            let vocabulary = RandomVocabulary(
                isList: isList, mergeCount: [5, 30, 120, 400].randomElement(using: &random)!, using: &random)
            let model = try BytePairModel(tokens: vocabulary.tokens, order: vocabulary.order, ignoresMerges: false)
            let oracle = PairOracle(tokens: vocabulary.tokens, order: vocabulary.order)
            // Few and many runs, so that lanes are left over, of lengths around what lanes are for.
            for count in [1, 3, 4, 5, 15, 16, 17, 33, 63, 64] {
                let runs = (0..<count).map { _ in
                    vocabulary.text(
                        characters: Int.random(in: 1...[2, 6, 20, 40].randomElement(using: &random)!, using: &random),
                        using: &random)
                }
                Self.check(model, oracle, runs, "seed \(seed), round \(round)")
            }
        }
    }

    @Test("of real vocabularies", arguments: TestTokenizers.available) func real(_ id: String) throws {
        let definition = try TestTokenizers.definition(id)
        guard case .byteLevel(let order, _) = definition.model else {
            Issue.record("\(id) is not byte-level")
            return
        }
        let tokenizer = try #require(try TestTokenizers.tokenizer(id) as? BytePairTokenizer)
        let oracle = PairOracle(tokens: definition.tokens, order: order)
        var random = SeededRandom(seed: 134)
        for round in 0..<40 {
            let runs = (0..<64).map { number -> [UInt8] in
                let length = Int.random(in: 1...9, using: &random)
                let prefix: [UInt8] = number % 3 == 0 ? [0x20] : []
                return prefix
                    + (number % 4 == 3
                        ? MixedText.make(length: length, using: &random)
                        : RandomKorean.syllables(length, using: &random))
            }
            Self.check(tokenizer.model, oracle, runs.filter { !$0.isEmpty }, "seed 134, round \(round)")
        }
    }

    /// The spans of pre-tokens, as a vocabulary cuts them, merged as such.
    @Test("segments", arguments: TestTokenizers.available) func spans(_ id: String) throws {
        let definition = try TestTokenizers.definition(id)
        guard case .byteLevel(let order, _) = definition.model else {
            Issue.record("\(id) is not byte-level")
            return
        }
        let tokenizer = try #require(try TestTokenizers.tokenizer(id) as? BytePairTokenizer)
        let model = tokenizer.model
        let oracle = PairOracle(tokens: definition.tokens, order: order)
        var random = SeededRandom(seed: 135)
        for round in 0..<20 {
            let preTokens = (0..<60).map { number -> [UInt8] in
                let prefix: [UInt8] = [[], [0x20], [], [0x28]][number % 4]
                return prefix + RandomKorean.syllables(Int.random(in: 2...12, using: &random), using: &random)
            }
            for kernel in ScanKernel.all {
                let cut = SpanRuns(preTokens, model, kernel)
                for (span, ids) in zip(cut.spans, cut.merge()) {
                    guard let ids else {
                        #expect(span.count > 60)
                        continue
                    }
                    #expect(
                        ids == oracle.encode(span), "seed 135, round \(round), \(kernel.name): \(escaped(span))")
                }
            }
        }
    }
}

/// Pre-tokens cut into spans of two and more units by a model's tables.
private struct SpanRuns {
    let spans: [[UInt8]]
    private let model: BytePairModel
    private let kernel: ScanKernel

    init(_ preTokens: [[UInt8]], _ model: BytePairModel, _ kernel: ScanKernel) {
        self.model = model
        self.kernel = kernel
        let text = preTokens.flatMap { $0 }
        let lengths = preTokens.map { UInt32($0.count) }
        let starts = lengths.indices.map { lengths[..<$0].reduce(0, +) }
        let cut = SplitPreTokens()
        let spanCounts = UnsafeMutablePointer<jeoul_span_counts>.allocate(capacity: 1)
        let empty = [UInt64](repeating: 0, count: 8)
        defer { spanCounts.deallocate() }
        spans = empty.withUnsafeBufferPointer { empty in
            kernel.pointer.pointee.read_units(
                text, text.count, starts, lengths, Array(0..<UInt32(preTokens.count)), preTokens.count, cut.cut)
            var spanCache = jeoul_span_cache(words: empty.baseAddress!, mask: 3, shift: 62, values: nil)
            var tables = model.spans.table
            jeoul_count_units(
                kernel.pointer.pointee.find_span_boundaries, &tables, &spanCache, cut.cut, starts, spanCounts)
            return (0..<spanCounts.pointee.unknown_count).map { item in
                let start = Int(jeoul_unknown_starts(spanCounts)![item])
                return Array(text[start..<start + Int(jeoul_unknown_lengths(spanCounts)![item])])
            }
        }
    }

    /// The ids of each span, nil of one that has too many first tokens.
    func merge() -> [[TokenID]?] {
        MergeRunsTests.merge(model.mergeTables, spans, kernel, wantsTokens: true).map { $0?.ids }
    }
}
