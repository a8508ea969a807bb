import Foundation
import JeoulText
import JeoulTokenizing
import JeoulCorpora
import Synchronization

/// How fast this machine counts, or encodes, a file of lines, and what further vocabularies cost in one count.
///
/// The first pass, with an empty cache, is what a user of a new text waits for; later ones find every pre-token in the cache.
/// The text is in memory. Timed are checking its UTF-8, cutting, counting and keeping the counts (or ids) of each
/// document, and the growth of the cache; not timed is loading the vocabulary. Every pass must give the same tokens.
package struct Benchmark: Sendable {
    /// What one thread count gave.
    package struct Run: Sendable, Codable, Hashable {
        /// How many threads counted.
        package var threads: Int
        /// The seconds of each pass over the file, the first with an empty cache.
        package var passSeconds: [Double]
    }

    /// The size of the file in bytes.
    package let bytes: Int
    /// Its lines.
    package let documents: Int
    /// The tokens of the file for the first vocabulary; the same in every pass.
    package let tokens: Int
    /// The seconds that the scan alone takes on one thread, the best of as many passes; nil where it cannot be told apart.
    package let scanSeconds: Double?
    /// One run for each number of threads, the number asked for last, with the first vocabulary alone.
    package let runs: [Run]
    /// What the further vocabularies cost; nil where there are none.
    package let sharing: Sharing?

    /// Measures.
    ///
    /// - Parameters:
    ///   - path: a text file; each line is a document.
    ///   - tokenizers: the vocabularies, at least one; `pattern` is the first one's splitter, where it has one of the
    ///     hand-written ones.
    ///   - encodes: whether ids are worked out, and not only counted.
    ///   - threads: the number of threads; if more than one, one thread is measured first.
    ///   - passes: how often the file is gone through; at least 2.
    /// - Throws: `BenchmarkError`, and what reading and counting throw.
    package init(
        path: String, tokenizers: [any TokenizerModel], pattern: SplitPattern?, encodes: Bool = false, threads: Int = 1,
        passes: Int = 3, kernel: ScanKernel = .best, memoryLimit: Int = CountingOptions.defaultMemoryLimit
    ) throws {
        let text = try FileAccess.wholeFile(at: path, limit: .max)
        guard !text.isEmpty else { throw BenchmarkError.emptyFile(path) }
        if let offset = UTF8Validation.firstInvalidOffset(text, kernel: kernel) {
            throw BenchmarkError.invalidUTF8(path, offset: offset)
        }
        bytes = text.count
        var input = CorpusInput(.memory(name: path, bytes: text), format: .lines)
        input.isVerbatim = true
        let corpus = Corpus(
            [input],
            options: CorpusOptions(
                computesDigests: false, utf8Check: { UTF8Validation.firstInvalidOffset($0, kernel: kernel) }))
        let options = CountingOptions(kernel: kernel, memoryLimit: memoryLimit, expectedBytes: text.count)
        var runs: [Run] = []
        var totals: [Totals] = []
        for threads in threads > 1 ? [1, threads] : [1] {
            var seconds: [Double] = []
            let work =
                encodes
                ? Work.encoding(DocumentEncoder(tokenizers[0], options: options))
                : Work.counting(DocumentCounter([tokenizers[0]], options: options))
            for _ in 0..<max(2, passes) {
                let start = ContinuousClock.now
                totals.append(try Self.pass(corpus, work, threads: threads))
                seconds.append((ContinuousClock.now - start).seconds)
            }
            runs.append(Run(threads: threads, passSeconds: seconds))
        }
        if let other = totals.first(where: { $0 != totals[0] }) {
            throw BenchmarkError.passesDiffer(totals[0].tokens[0], other.tokens[0])
        }
        self.runs = runs
        tokens = totals[0].tokens[0]
        documents = totals[0].documents
        sharing =
            try tokenizers.count < 2
            ? nil
            : Self.share(corpus, tokenizers, passes: passes, options: options, expected: totals[0].tokens[0])
        let texts = try Self.texts(of: corpus)
        scanSeconds = pattern.map { pattern in
            (0..<max(2, passes)).map { _ in
                let start = ContinuousClock.now
                for text in texts { _ = pattern.preTokenCount(of: text, kernel: kernel) }
                return (ContinuousClock.now - start).seconds
            }.min() ?? 0
        }
    }

    /// The rate of the first pass with the threads asked for, in MB (10⁶ bytes) a second.
    package var firstRate: Double { rate(runs[runs.count - 1].passSeconds[0]) }

    /// The rate of the best later pass.
    package var laterRate: Double { rate(runs[runs.count - 1].passSeconds.dropFirst().min() ?? .infinity) }

    /// MB a second of a pass.
    package func rate(_ seconds: Double) -> Double { Double(bytes) / seconds / 1e6 }

    struct Totals: Equatable {
        /// For each vocabulary.
        var tokens: [Int] = []
        var documents = 0

        static func += (left: inout Totals, right: Totals) {
            left.tokens = left.tokens.isEmpty ? right.tokens : zip(left.tokens, right.tokens).map { $0 + $1 }
            left.documents += right.documents
        }
    }

    enum Work {
        case counting(DocumentCounter)
        case encoding(DocumentEncoder)
    }

    /// The parts in which the text is counted.
    private static func texts(of corpus: Corpus) throws -> [UTF8Text] {
        var reader = corpus.makeReader()
        var texts: [UTF8Text] = []
        while let batch = try reader.next() { texts.append(try batch.text()) }
        return texts
    }

    /// A pass over the text by the loop that every weighing goes through.
    static func pass(_ corpus: Corpus, _ work: Work, threads: Int) throws -> Totals {
        // What each batch gave is kept until the pass is over, as a user would.
        struct Kept {
            var totals = Totals()
            var counts: [[[UInt32]]] = []
            var ids: [EncodedDocuments] = []
        }
        let kept = Mutex(Kept())
        switch work {
        case .counting(let counter):
            _ = try BatchWork.run(corpus, threads: threads, makeWorker: counter.session) { session, batch in
                let counts = try session.count(batch.text())
                let found = Totals(tokens: counts.map { $0.reduce(0) { $0 + Int($1) } }, documents: counts[0].count)
                kept.withLock {
                    $0.totals += found
                    $0.counts.append(counts)
                }
            }
        case .encoding(let encoder):
            _ = try BatchWork.run(corpus, threads: threads, makeWorker: encoder.session) { session, batch in
                let encoded = try session.encode(batch.text())
                kept.withLock {
                    $0.totals += Totals(tokens: [encoded.ids.count], documents: encoded.ends.count)
                    $0.ids.append(encoded)
                }
            }
        }
        return kept.withLock { $0.totals }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// Why nothing could be measured.
package enum BenchmarkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file has no text.
    case emptyFile(String)
    /// The file is not UTF-8.
    case invalidUTF8(String, offset: Int)
    /// Two passes gave different tokens: a defect, and no figure is worth anything then.
    case passesDiffer(Int, Int)
    /// The tokens are not those that were expected.
    case unexpectedTokens(found: Int, expected: Int)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .emptyFile(let path): "\(path) is empty: there is nothing to measure"
        case .invalidUTF8(let path, let offset): "\(path) is not valid UTF-8 at byte \(offset)"
        case .passesDiffer(let one, let other): "two passes gave \(one) and \(other) tokens; please report this defect"
        case .unexpectedTokens(let found, let expected): "the file has \(found) tokens, not the expected \(expected)"
        }
    }
}
