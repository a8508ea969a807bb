import ArgumentParser
import Jeoul

/// How fast this machine counts.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how fast this machine counts the tokens of a file, cold and warm.",
        discussion: """
            Each line is a document, whose count (or ids) is kept. Reading the mapped file and growing the table are timed, \
            loading the vocabulary is not. Every pass must give the same tokens.
            """)

    @Argument(help: "A text file.")
    var file: String

    @Option(name: .long, help: "The vocabulary, by id, alias or path.")
    var vocabulary: String

    @Option(name: .long, help: "How many threads count; more than one are measured beside one.")
    var threads = 1

    @Option(name: .long, help: "How many passes over the file, at least 2; the first is the cold one.")
    var passes = 5

    @Option(
        name: .long, help: "The instruction set of the scan: \(ScanKernel.all.map(\.name).joined(separator: ", ")).")
    var kernel: String = ScanKernel.best.name

    @Option(name: .customLong("memory"), help: "What the table of pieces may take, in MiB.")
    var memory: Int = CountingOptions.defaultMemoryLimit >> 20

    @Flag(name: .long, help: "Encode to ids instead of counting.")
    var encode = false

    @Option(name: .long, help: "How many tokens the file must have; another number is an error.")
    var expect: Int?

    @OptionGroup var reading: VocabularyReadingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1024).contains(threads) else { throw ValidationError("--threads must be from 1 to 1024") }
        guard (2...1000).contains(passes) else { throw ValidationError("--passes must be from 2 to 1000") }
        guard ScanKernel.named(kernel) != nil else {
            throw ValidationError("--kernel must be one of \(ScanKernel.all.map(\.name).joined(separator: ", "))")
        }
    }

    func run() throws {
        let loaded = try reading.load(vocabulary, from: .standard())
        let scanKernel = ScanKernel.named(kernel) ?? .best
        var pattern: SplitPattern?
        if case .pattern(let splitter) = loaded.definition.splitter { pattern = splitter }
        let benchmark = try Benchmark(
            path: file, tokenizer: loaded.tokenizer(), pattern: pattern, encodes: encode, threads: threads,
            passes: passes,
            kernel: scanKernel, memoryLimit: memory << 20)
        if let expect, expect != benchmark.tokens {
            throw BenchmarkError.unexpectedTokens(found: benchmark.tokens, expected: expect)
        }
        let report = BenchmarkReport(benchmark, vocabulary: loaded.id, kernel: scanKernel, encodes: encode)
        try output.print(report.table, json: report.json)
    }
}
