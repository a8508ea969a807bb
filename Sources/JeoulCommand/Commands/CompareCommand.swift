import ArgumentParser
import Jeoul

/// The ratios of token counts, with intervals.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare the token counts of vocabularies with a baseline's, with intervals.",
        discussion: """
            The ratio is of sums over documents. The interval is of the jackknife with Student's t over independent units: \
            clusters where they are known, else documents, or blocks of adjacent ones where those are alike; copies of a \
            document are one unit. Below ten units there is none. A line of the table compares one vocabulary with the baseline; below 1 it takes fewer tokens.

            \(ExitStatus.table(.overLimit, .skipped, .interrupted))
            """)

    @OptionGroup var files: FileArguments

    @Option(name: .long, help: "The vocabulary that the others are compared with.", completion: .vocabularies)
    var baseline: String

    @OptionGroup var grouping: ClusterOptions

    @Option(name: .long, help: "Estimate for a mix of registers, the field of .jsonl records: news=0.4,chat=0.6.")
    var mix: String?

    @Option(name: .long, help: "What tokens are counted per, in the figures beside the ratios.")
    var denominator: Denominator = .hangul

    @Flag(name: .customLong("count-hanja"), help: "Count Hanja as Korean characters too.")
    var countHanja = false

    @OptionGroup var limits: LimitOptions
    @OptionGroup var groups: GroupingOption
    @OptionGroup var keeping: CheckpointOption
    @OptionGroup var prices: PriceOption
    @OptionGroup var page: ReportOptions
    @OptionGroup var vocabularies: VocabularyOptions
    @OptionGroup var estimation: EstimationArguments
    @OptionGroup var input: InputOptions
    @OptionGroup var normalizing: NormalizationOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard groups.by == nil || mix == nil else { throw ValidationError("--by goes without --mix") }
        guard prices.price.isEmpty || page.isUsed else { throw ValidationError("--price is for a page: add --report") }
        try keeping.validate(beside: files)
    }

    func run() throws {
        let loaded = try vocabularies.load(baseline: baseline, output: output)
        guard loaded.count > 1 else { throw ValidationError("name at least one vocabulary beside the baseline") }
        var options = input.corpusOptions
        options.clusterField = grouping.cluster
        options.isCancelled = Interruption.flag
        var corpus = try files.corpus(
            options, quiet: output.quiet, isReadAgain: page.isUsed, beside: [grouping.clusters].compactMap(\.self))
        if let table = try grouping.table {
            guard corpus.inputs.count == 1 else { throw ValidationError("--clusters goes with one file, line by line") }
            corpus.inputs[0].clusters = table
        }
        let known = try corpus.withKnownSources()
        corpus = known.corpus
        if let id = known.id {
            output.note(
                Words(
                    "\(corpus.inputs[0].name): this is \(id), and is compared by its clusters",
                    "\(corpus.inputs[0].name): \(id) 말뭉치와 같은 파일이므로 그 군집에 따라 견준다"))
        }
        var estimation = estimation.options
        estimation.mix = try mix.map { try Mix(parsing: $0, measure: Weighing.charactersColumn) }
        let kept = try keeping.settings(loaded, vocabularies.reading) + grouping.settings
        let weighingOptions = output.watching(
            WeighingOptions(
                normalization: normalizing.normalization, threads: work.threads, kernel: work.scanKernel,
                memoryLimit: work.memory << 20, findsLargest: limits.failOverDocument != nil,
                grouping: groups.grouping, checkpoint: keeping.checkpoint(kept)))
        let weighing = try Weighing(corpus, tokenizers: loaded.map(\.tokenizer), options: weighingOptions)
        func written(_ report: ComparisonReport, data: JSONValue) throws -> ReportPage {
            try self.written(report, weighing, corpus, loaded, weighingOptions, estimation, data: data)
        }
        if let grouping = groups.grouping {
            let report = try GroupComparisonReport(
                weighing, by: grouping, vocabularies: loaded.map(\.vocabulary), baseline: 0,
                denominator: denominator, countsHanja: countHanja, cut: input.document, options: estimation)
            for warning in report.warnings { output.warn(warning) }
            try page.writing(
                {
                    var page = try written(report.whole, data: report.json())
                    page.add(groups: report.table(), by: grouping)
                    return page
                }, result: { try output.print(report.table(in: page.printed), json: report.json()) })
            return try check(weighing, loaded)
        }
        let report = try ComparisonReport(
            weighing, vocabularies: loaded.map(\.vocabulary), baseline: 0, denominator: denominator,
            countsHanja: countHanja, cut: input.document, options: estimation)
        for warning in report.warnings { output.warn(warning) }
        try page.writing(
            { try written(report, data: report.json()) },
            result: { try output.print(report.table(in: page.printed), json: report.json()) })
        try check(weighing, loaded)
    }

    /// Ends with the status that what was found asks for.
    private func check(_ weighing: Weighing, _ loaded: [LoadedVocabulary]) throws {
        if !weighing.corpus.isPartial { keeping.removeWhenWritten() }
        try input.checkInterrupted(weighing.corpus)
        try limits.check(weighing, loaded.map(\.vocabulary.id))
        try input.checkSkipped(weighing.corpus)
    }

    /// The page.
    private func written(
        _ report: ComparisonReport, _ weighing: Weighing, _ corpus: Corpus, _ loaded: [LoadedVocabulary],
        _ options: WeighingOptions, _ estimation: EstimationOptions, data: JSONValue
    ) throws -> ReportPage {
        var page = try ReportPage(
            corpora: [
                ReportPage.Corpus(
                    corpus, weighing: weighing, names: loaded.columnNames, countsHanja: countHanja,
                    estimation: estimation)
            ],
            vocabularies: loaded.pairs,
            sample: weighing.beginning,
            arguments: CommandLine.arguments, prices: prices.byID(loaded), data: data, language: page.language)
        page.add(report)
        try page.add(
            SettingsSweep(
                corpus, weighing, tokenizers: loaded.map(\.tokenizer), names: loaded.columnNames, baseline: 0,
                countsHanja: countHanja, options: options, estimation: estimation))
        return page
    }
}

/// By what documents are counted apart.
struct GroupingOption: ParsableArguments {
    @Option(
        name: .customLong("by"),
        help: ArgumentHelp(
            "Count apart by file, by folder, or by a field of records or a column: a row for each group and vocabulary.",
            valueName: "field"))
    var by: String?

    var grouping: Grouping? { by.map(Grouping.init(name:)) }
}

/// Which documents share a source.
struct ClusterOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "The field of a .jsonl record, or the column of --clusters, that says which documents share a source.")
    var cluster: String?

    @Option(
        name: .long, help: "A table of tab-separated values with a row for each line of the text, after one of names.")
    var clusters: String?

    /// The table and its column.
    var table: ClusterFile? {
        get throws {
            guard let clusters else { return nil }
            guard let cluster else { throw ValidationError("--clusters needs --cluster, the column of the table") }
            return ClusterFile(path: clusters, column: cluster)
        }
    }

    /// What changes the sources of documents, for a checkpoint; the field is known to it.
    var settings: [Checkpoint.Setting] {
        get throws {
            let hash = try clusters.map { "\($0) (\(try FileDigest.hexadecimal(ofFile: $0).prefix(16)))" }
            return [.init("--clusters", hash ?? "none")]
        }
    }
}

/// How intervals are estimated.
struct EstimationArguments: ParsableArguments {
    @Option(name: .long, help: "The seed of the shuffles and of the bootstrap that checks the interval.")
    var seed: UInt64 = 1

    @Option(name: .long, help: "How many resamples the bootstrap takes.")
    var resamples: Int = 10_000

    var options: EstimationOptions { EstimationOptions(seed: seed, resamples: resamples) }
}
