import ArgumentParser
import Jeoul

/// Tokens, characters, and the one per the other.
struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Count tokens and Korean characters, and tokens per Korean character.",
        discussion:
            "Each line of a text file is a document. No BOS or EOS is added; the text of a special token is ordinary text."
    )

    @Argument(help: "Text or .jsonl files; - is standard input.")
    var files: [String] = ["-"]

    @Option(name: .long, help: "The vocabulary that the others are compared with; by default the first named.")
    var baseline: String?

    @Option(name: .long, help: "What tokens are counted per.")
    var denominator: Denominator = .hangul

    @Flag(name: .customLong("count-hanja"), help: "Count Hanja as Korean characters too.")
    var countHanja = false

    @OptionGroup var metrics: MetricOptions
    @OptionGroup var vocabularies: VocabularyOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var normalizing: NormalizationOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let loaded = try vocabularies.load(output: output)
        let baseline = try loaded.baseline(named: baseline)
        let corpus = Corpus(arguments: files, options: input.corpusOptions)
        let options = WeighingOptions(
            normalization: normalizing.normalization, threads: work.threads, kernel: work.scanKernel,
            memoryLimit: work.memory << 20, keepsDocuments: false,
            progress: ProgressDisplay(quiet: output.quiet).callback)
        if metrics.isUsed { return try measureMetrics(of: corpus, loaded, baseline: baseline, options) }
        let weighing = try Weighing(corpus, tokenizers: loaded.map(\.tokenizer), options: options)
        let report = MeasurementReport(
            weighing, vocabularies: loaded.map(\.vocabulary), baseline: baseline, denominator: denominator,
            countsHanja: countHanja, cut: input.document)
        for warning in report.warnings { output.warn(warning) }
        try output.print(report.table, json: report.json)
    }

    private func measureMetrics(
        of corpus: Corpus, _ loaded: [LoadedVocabulary], baseline: Int, _ options: WeighingOptions
    ) throws {
        let weighing = try MetricWeighing(
            corpus, tokenizers: loaded.map(\.tokenizer), names: loaded.map(\.vocabulary.id),
            metrics: metrics.metric.metrics,
            settings: metrics.settings(loaded, baseline: baseline, countsHanja: countHanja, input: input),
            options: options)
        let report = MetricReport(
            weighing, vocabularies: loaded.map(\.vocabulary), baseline: baseline, denominator: denominator,
            cut: input.document)
        for warning in report.warnings { output.warn(warning) }
        try output.print(report.table(output.format), json: report.json())
    }
}

extension [LoadedVocabulary] {
    /// The place of the baseline: that of the name given, or the first.
    func baseline(named name: String?) throws -> Int {
        guard let name else { return 0 }
        guard let place = try place(named: name) else {
            throw ValidationError("the baseline \(name) is not among the vocabularies; add it to --vocabulary")
        }
        return place
    }

    /// The place of the vocabulary of that id or alias, or that was asked for by that name; nil for none.
    func place(named name: String) throws -> Int? {
        let entry = try VocabularyCatalog.standard().entry(named: name)
        return firstIndex {
            $0.vocabulary.id == entry?.id || $0.vocabulary.id == name || $0.vocabulary.requested == name
        }
    }
}
