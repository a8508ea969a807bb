import Foundation
import JeoulTokenizing
import JeoulCorpora

extension Benchmark {
    /// What it costs to count for several vocabularies at once, on one thread, beside the first of them alone.
    package struct Sharing: Sendable, Hashable {
        /// The tokens of the file for each vocabulary.
        package var tokens: [Int]
        /// The processor seconds of a pass with an empty cache of pieces, the best of several fresh ones: the first vocabulary
        /// alone, and all together.
        package var firstPass: (alone: Double, together: Double) { (alone[0], together[0]) }
        /// The same of the pass after it.
        package var laterPass: (alone: Double, together: Double) { (alone[1], together[1]) }
        var alone: [Double]
        var together: [Double]

        /// What each further vocabulary adds, as a share of what the first one takes alone: in the first pass, and in a later one.
        package var eachFurther: (firstPass: Double, laterPass: Double) {
            let further = Double(tokens.count - 1)
            return ((together[0] / alone[0] - 1) / further, (together[1] / alone[1] - 1) / further)
        }
    }

    /// Counts with empty caches in turn for the first vocabulary and for all. By processor time, and in turn, since shares of
    /// what a busy machine lets each have would say little.
    static func share(
        _ corpus: Corpus, _ tokenizers: [any TokenizerModel], passes: Int, options: CountingOptions,
        expected: Int
    ) throws -> Sharing {
        var sharing = Sharing(tokens: [], alone: [.infinity, .infinity], together: [.infinity, .infinity])
        for _ in 0..<max(2, passes) {
            _ = try measure(corpus, Array(tokenizers.prefix(1)), options, best: &sharing.alone)
            let tokens = try measure(corpus, tokenizers, options, best: &sharing.together)
            guard tokens[0] == expected, sharing.tokens.isEmpty || tokens == sharing.tokens else {
                throw BenchmarkError.passesDiffer(expected, tokens[0])
            }
            sharing.tokens = tokens
        }
        return sharing
    }

    /// A first and a later pass; keeps the shorter times, and gives the tokens for each vocabulary.
    private static func measure(
        _ corpus: Corpus, _ tokenizers: [any TokenizerModel], _ options: CountingOptions,
        best: inout [Double]
    ) throws -> [Int] {
        let counter = DocumentCounter(tokenizers, options: options)
        var totals: [Totals] = []
        for place in 0..<2 {
            let start = clock()
            totals.append(try pass(corpus, .counting(counter), threads: 1))
            best[place] = min(best[place], Double(clock() - start) / Double(CLOCKS_PER_SEC))
        }
        guard totals[0] == totals[1] else {
            throw BenchmarkError.passesDiffer(totals[0].tokens[0], totals[1].tokens[0])
        }
        return totals[0].tokens
    }
}
