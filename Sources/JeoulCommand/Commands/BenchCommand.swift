import ArgumentParser
import Jeoul

/// How fast this machine counts.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how fast this machine counts the tokens of a file, cold and warm.",
        discussion: """
            Each line is a document, whose count (or ids) is kept. Reading the file and growing the cache are timed, \
            loading the vocabulary is told apart. Every pass must give the same tokens. With several vocabularies: also what each \
            further one costs when all are counted at once, as a share of what the first one costs alone.
            """)

    @Argument(help: "A text file.")
    var file: String

    @Option(
        name: .long, help: "The vocabulary, by id, alias or path; several are separated by commas.",
        completion: .vocabularies)
    var vocabulary: [NameList]

    @Option(name: .long, help: "How many threads count; more than one are measured beside one.")
    var threads = 1

    @Option(name: .long, help: "How many passes over the file, at least 2; the first is the cold one.")
    var passes = 5

    @Flag(name: .long, help: "Encode to ids instead of counting.")
    var encode = false

    @Option(
        name: .long, help: "How many tokens the file must have for the first vocabulary; another number is an error.")
    var expect: Int?

    @OptionGroup var scan: ScanOptions
    @OptionGroup var reading: VocabularyReadingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1024).contains(threads) else { throw ValidationError("--threads must be from 1 to 1024") }
        guard (2...1000).contains(passes) else { throw ValidationError("--passes must be from 2 to 1000") }
        guard !encode || vocabulary.flatMap(\.names).count == 1 else {
            throw ValidationError("--encode takes one vocabulary")
        }
    }

    func run() throws {
        try Outputs.check(beside: [file])
        let catalog = try VocabularyCatalog.standard()
        var loaded: [Vocabulary] = []
        var tokenizers: [any TokenizerModel] = []
        var loading = Duration.zero
        for name in vocabulary.flatMap(\.names) {
            let start = ContinuousClock.now
            loaded.append(try reading.load(name, from: catalog))
            tokenizers.append(try loaded[loaded.count - 1].tokenizer())
            if loaded.count == 1 { loading = ContinuousClock.now - start }
        }
        var pattern: SplitPattern?
        if case .pattern(let splitter) = loaded[0].definition.splitter { pattern = splitter }
        let benchmark = try Benchmark(
            path: file, tokenizers: tokenizers, pattern: pattern, encodes: encode,
            threads: threads,
            passes: passes,
            kernel: scan.scanKernel, memoryLimit: scan.memory << 20)
        if let expect, expect != benchmark.tokens {
            throw BenchmarkError.unexpectedTokens(found: benchmark.tokens, expected: expect)
        }
        let report = BenchmarkReport(
            benchmark, vocabularies: loaded.map(\.id), loading: loading, kernel: scan.scanKernel, encodes: encode)
        try output.print(report.table, json: report.json)
    }
}
