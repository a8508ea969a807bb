import ArgumentParser
import Jeoul

/// Tokens, characters, and the one per the other.
struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Count tokens and Korean characters, and tokens per Korean character.",
        discussion: """
            Each line of a text file is a document, and each record of JSON Lines, JSON, CSV and TSV; any of them may be compressed. No \
            BOS or EOS is added; the text of a special token is ordinary text.

            \(ExitStatus.table(.overLimit, .skipped, .interrupted))
            """)

    @OptionGroup var files: FileArguments

    @Option(
        name: .long, help: "The vocabulary that the others are compared with; by default the first named.",
        completion: .vocabularies)
    var baseline: String?

    @Option(name: .long, help: "What tokens are counted per.")
    var denominator: Denominator = .hangul

    @Flag(name: .customLong("count-hanja"), help: "Count Hanja as Korean characters too.")
    var countHanja = false

    @OptionGroup var limits: LimitOptions
    @OptionGroup var groups: GroupingOption
    @OptionGroup var keeping: CheckpointOption
    @OptionGroup var metrics: MetricOptions
    @OptionGroup var page: ReportOptions
    @OptionGroup var vocabularies: VocabularyOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var normalizing: NormalizationOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !page.isUsed || !metrics.isUsed else {
            throw ValidationError("--report and --chart go without --metric")
        }
        try metrics.validate(pricesAreUsed: page.isUsed)
        try page.validate(without: [.forest])
        try keeping.validate(beside: files)
    }

    func run() throws {
        let loaded = try vocabularies.load(output: output)
        let baseline = try loaded.baseline(named: baseline)
        var reading = input.corpusOptions
        reading.isCancelled = Interruption.flag
        let kept = keeping.settings(loaded, vocabularies.reading) + figureSettings
        var corpus = try files.corpus(
            reading, quiet: output.quiet, isReadAgain: page.isUsed, beside: metrics.parallel)
        if page.isUsed {
            // Intervals are then by the same sources as those of compare and verify.
            let known = try corpus.withKnownSources()
            corpus = known.corpus
            if let id = known.id {
                output.note(
                    Words(
                        "\(corpus.inputs[0].name): this is \(id), and is measured by its clusters",
                        "\(corpus.inputs[0].name): \(id) 말뭉치와 같은 파일이므로 그 군집에 따라 잰다"))
            }
        }
        let options = output.watching(
            WeighingOptions(
                normalization: normalizing.normalization, threads: work.threads, kernel: work.scanKernel,
                memoryLimit: work.memory << 20, keepsDocuments: page.isUsed,
                findsLargest: limits.failOverDocument != nil, grouping: groups.grouping,
                checkpoint: keeping.checkpoint(kept)))
        if metrics.isUsed || groups.by != nil {
            return try measureMetrics(of: corpus, loaded, baseline: baseline, options)
        }
        let weighing = try Weighing(corpus, tokenizers: loaded.map(\.tokenizer), options: options)
        let report = MeasurementReport(
            weighing, vocabularies: loaded.map(\.vocabulary), baseline: baseline, denominator: denominator,
            countsHanja: countHanja, cut: input.document)
        for warning in report.warnings { output.warn(warning) }
        try page.writing(
            { try written(report, weighing, corpus, loaded, baseline: baseline, options, data: report.json) },
            result: { try output.print(report.table(in: page.printed), json: report.json) })
        try check(weighing, loaded)
    }

    /// The page.
    private func written(
        _ report: MeasurementReport, _ weighing: Weighing, _ corpus: Corpus, _ loaded: [LoadedVocabulary],
        baseline: Int, _ options: WeighingOptions, data: JSONValue
    ) throws -> ReportPage {
        let settings = try metrics.settings(loaded, baseline: baseline, countsHanja: countHanja, input: input)
        var page = try ReportPage(
            corpora: [
                ReportPage.Corpus(corpus, weighing: weighing, names: loaded.columnNames, countsHanja: countHanja)
            ],
            vocabularies: loaded.pairs,
            sample: weighing.beginning,
            arguments: CommandLine.arguments, prices: settings.prices, data: data, language: page.language)
        page.add(report)
        try page.add(
            SettingsSweep(
                corpus, weighing, tokenizers: loaded.map(\.tokenizer), names: loaded.columnNames, baseline: nil,
                countsHanja: countHanja, options: options, estimation: EstimationOptions()))
        return page
    }

    /// What changes a figure beside the vocabularies, for a checkpoint.
    private var figureSettings: [Checkpoint.Setting] {
        [
            .init("--baseline", baseline ?? "the first vocabulary"),
            .init("--denominator", denominator.rawValue), .init("--count-hanja", "\(countHanja)"),
            .init("--metric", metrics.isUsed ? metrics.metric.flatMap(\.names).joined(separator: ",") : "none"),
            .init("--context", metrics.context.map { "\($0.count)" } ?? "none"),
            .init("--parallel", metrics.parallel.joined(separator: ", ")),
            .init("--price", metrics.prices.price.map { "\($0.vocabulary)=\($0.dollars)" }.joined(separator: ", ")),
        ]
    }

    private func measureMetrics(
        of corpus: Corpus, _ loaded: [LoadedVocabulary], baseline: Int, _ options: WeighingOptions
    ) throws {
        let weighing = try MetricWeighing(
            corpus, tokenizers: loaded.map(\.tokenizer), names: loaded.map(\.vocabulary.id),
            metrics: metrics.metric.metrics,
            settings: metrics.settings(loaded, baseline: baseline, countsHanja: countHanja, input: input),
            options: options)
        if let grouping = options.grouping {
            let report = GroupReport(
                weighing, by: grouping, vocabularies: loaded.map(\.vocabulary), baseline: baseline,
                denominator: denominator, cut: input.document)
            for warning in report.warnings { output.warn(warning) }
            func written() throws -> ReportPage {
                let whole = MeasurementReport(
                    weighing.weighing, vocabularies: loaded.map(\.vocabulary), baseline: baseline,
                    denominator: denominator, countsHanja: countHanja, cut: input.document)
                var page = try self.written(
                    whole, weighing.weighing, corpus, loaded, baseline: baseline, options, data: report.json())
                page.add(groups: report.table(), by: grouping)
                return page
            }
            try page.writing(
                written, result: { try output.print(report.table(in: page.printed), json: report.json()) })
            return try check(weighing.weighing, loaded)
        }
        let report = MetricReport(
            weighing, vocabularies: loaded.map(\.vocabulary), baseline: baseline, denominator: denominator,
            cut: input.document)
        for warning in report.warnings { output.warn(warning) }
        try output.print(report.table(output.format, in: page.printed), json: report.json())
        try check(weighing.weighing, loaded)
    }

    /// Ends with the status that what was found asks for.
    private func check(_ weighing: Weighing, _ loaded: [LoadedVocabulary]) throws {
        if !weighing.corpus.isPartial { keeping.removeWhenWritten() }
        try input.checkInterrupted(weighing.corpus)
        try limits.check(weighing, loaded.map(\.vocabulary.id))
        try input.checkSkipped(weighing.corpus)
    }
}

/// Limits that a script asks for.
struct LimitOptions: ParsableArguments {
    @Option(
        name: .customLong("fail-over"),
        help: ArgumentHelp(
            "End with status 4 if any vocabulary takes more tokens than this for all.", valueName: "tokens"))
    var failOver: TokenCount?

    @Option(
        name: .customLong("fail-over-document"),
        help: ArgumentHelp("The same for any one document.", valueName: "tokens"))
    var failOverDocument: TokenCount?

    /// Whether there is a limit.
    var isUsed: Bool { failOver != nil || failOverDocument != nil }

    /// Ends with status 4 where a limit is passed, and says by what.
    func check(_ weighing: Weighing, _ names: [String]) throws {
        if isOver(weighing, names) { throw ExitStatus.overLimit.code }
    }

    /// Whether a limit is passed; by what is said.
    ///
    /// - Parameter corpus: the name of the text, where there are several.
    func isOver(_ weighing: Weighing, _ names: [String], corpus: String? = nil) -> Bool {
        var isOver = false
        let text = corpus.map { "\($0): " } ?? ""
        for (index, name) in names.enumerated() {
            if let limit = failOver?.count, weighing.tokens[index] > limit {
                isOver = true
                let tokens = weighing.tokens[index]
                Remarks.add(
                    Words(
                        "jeoul: \(text)\(NumberFormat.counted(tokens, "token")) of \(name), more than \(limit)",
                        "jeoul: \(text)\(name)의 토큰이 \(NumberFormat.grouped(tokens))개로, 한도 \(limit)개를 넘는다"))
            }
            if let limit = failOverDocument?.count, let largest = weighing.largestDocuments?[index],
                largest.tokens > limit
            {
                isOver = true
                let place = weighing.corpus.place(ofDocument: largest.number, inInput: largest.input)
                Remarks.add(
                    Words(
                        "jeoul: \(text)\(place) has \(NumberFormat.counted(largest.tokens, "token")) of \(name), more than \(limit)",
                        "jeoul: \(text)\(place): \(name)의 토큰이 \(NumberFormat.grouped(largest.tokens))개로, 한도 \(limit)개를 넘는다"
                    ))
            }
        }
        return isOver
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
