import ArgumentParser
import Foundation
import Jeoul

/// Whether claims hold.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Judge claims: every claim, every reading, every corpus.",
        discussion: """
            A reading is judged from the 95% interval of its quantity on a corpus: supported if the interval lies inside what \
            the claim allows, more than claimed or contradicted if it lies outside, else inconclusive; strictly, by the figure \
            as rounded, and where the words hedge, as worded: with a difference (the logarithm of the ratio of token counts) up to 15% smaller \
            or larger. It is not judged on fewer than ten \
            independent documents, nor, where the claim is about Korean, on text of which less than half of the letters are \
            Korean. Without names: all claims of the \
            ledger, on every Korean corpus that is here, the bundled ones first and the sampler last. A name that is no claim is a corpus or \
            a file.

            \(ExitStatus.table(.negative, .notPossible, .overLimit, .skipped, .interrupted))
            """)

    @Argument(help: "Ids of claims; by default all. Corpora and files may stand here too.", completion: .claims)
    var names: [String] = []

    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Corpora by id, separated by commas too, or files, folders and patterns, each a corpus of its own.",
        completion: .corpora)
    var corpus: [String] = []

    @Option(name: .long, help: "A claim in words, such as \"a.x-4.0 uses 33% fewer tokens than gpt-4o\".")
    var claim: [String] = []

    @Option(name: .customLong("claim-file"), help: "A JSON file with a claim, or with claims, as in the ledger.")
    var claimFile: [String] = []

    @Option(
        name: .customLong("files-from"),
        help: ArgumentHelp(
            "A file with the names of files, one a line or each ended by NUL, that are one corpus together.",
            valueName: "file"))
    var filesFrom: String?

    @Option(
        name: .long, help: ArgumentHelp("A text; each is one document, and all are one corpus.", valueName: "text"))
    var text: [String] = []

    @OptionGroup var limits: LimitOptions
    @OptionGroup var grouping: ClusterOptions
    @OptionGroup var groups: GroupingOption

    @Flag(
        name: .long,
        help: "End with status 1 if every reading of a claim is contradicted, else 3 if one was not judged somewhere.")
    var strict = false

    @Flag(
        inversion: .prefixedNo,
        help: "Show how the verdicts move with other settings. On for --format json, --evidence and --report.")
    var sensitivity: Bool?

    @Option(name: .long, help: "A new folder for all that is needed to check the result: see “jeoul reproduce”.")
    var evidence: String?

    @Flag(name: .long, help: "Replace evidence that is in the folder already.")
    var force = false

    @Flag(name: .long, help: "The first claim in a sentence, then a line for each reading of the others.")
    var brief = false

    @OptionGroup var prices: PriceOption
    @OptionGroup var page: ReportOptions
    @OptionGroup var estimation: EstimationArguments
    @OptionGroup var input: InputOptions
    @OptionGroup var normalizing: NormalizationOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard groups.by == nil || (evidence == nil && !page.isUsed && sensitivity != true) else {
            throw ValidationError("--by goes without --evidence, --sensitivity, --report and --chart")
        }
        guard evidence == nil || (filesFrom == nil && text.isEmpty) else {
            throw ValidationError("--evidence is of corpora of one file each: --files-from and --text go without it")
        }
        guard groups.by == nil || !limits.isUsed else {
            throw ValidationError("--fail-over and --fail-over-document are of whole corpora: --by goes without them")
        }
        guard prices.price.isEmpty || page.isUsed else { throw ValidationError("--price is for a page: add --report") }
        try Arguments.checkText(text)
    }

    func run() throws {
        let ledger = try ClaimLedger.standard()
        let catalog = try CorpusCatalog.standard()
        let vocabularies = try VocabularyCatalog.standard()
        let names = try VerificationNames(names, corpora: corpus, ledger: ledger, catalog: catalog)
        if let evidence {
            guard !names.corpora.contains("-") else { throw EvidenceError.standardInput }
            try EvidenceFolder.check(evidence, replacing: force)
        }
        let own = try UserClaims(claim, files: claimFile, vocabularies: vocabularies, ledger: ledger)
        try Outputs.check(beside: own.paths.values)
        for warning in own.warnings { output.warn(warning) }
        let claims = try own.claims + names.claims.map { try ledger.claim($0) }
        var reading = input.corpusOptions
        reading.clusterField = grouping.cluster
        reading.isCancelled = Interruption.flag
        let corpora = try corpora(names.corpora, of: catalog, reading)
        let verification = try Verification(
            of: claims.isEmpty ? ledger.claims : claims, on: corpora, vocabularies: vocabularies,
            options: options, paths: own.paths, besides: page.isUsed ? vocabularies.available().map(\.id) : [],
            tolerant: names.corpora.isEmpty && !hasOwnText)
        // Found by their names, they lie where only now is known.
        let counted = verification.vocabularies.loaded + verification.others.map(\.vocabulary)
        try Outputs.check(beside: counted.flatMap(\.files).map(\.url.path))
        for warning in verification.warnings { output.warn(warning) }
        let report = VerificationReport(verification, reading: reading)
        if !verification.verdicts.isEmpty { Remarks.use(verification.language(of: 0)) }
        // Of a part of a text there is neither evidence nor a page.
        if !verification.isPartial {
            try write(verification, report, ledger, vocabularies, claimWarnings: own.warnings)
        }
        try print(report)
        if verification.isPartial { throw ExitStatus.interrupted.code }
        let isOver = verification.corpora.filter { corpus in
            corpus.weighing.map {
                limits.isOver($0, verification.vocabularies.columnNames, corpus: corpus.text.id)
            } ?? false
        }
        if !isOver.isEmpty { throw ExitStatus.overLimit.code }
        if strict, let status = ExitStatus(rawValue: StrictExit.status(of: verification.verdicts)), status != .ran {
            throw status.code
        }
        if verification.hasSkipped { throw ExitStatus.skipped.code }
    }

    /// Whether texts are named in other ways than by their corpora.
    private var hasOwnText: Bool { filesFrom != nil || !text.isEmpty }

    /// The texts to judge on.
    private func corpora(
        _ names: [String], of catalog: CorpusCatalog, _ reading: CorpusOptions
    ) throws -> [VerificationCorpus] {
        if names.contains("-") { Terminal.announceInput("text", quiet: output.quiet) }
        if filesFrom == "-" { Terminal.announceInput("names of files", quiet: output.quiet) }
        var corpora =
            try names.isEmpty && !hasOwnText
            ? catalog.verificationCorpora(options: reading)
            : catalog.verificationCorpora(named: names, options: reading, clusters: grouping.table)
        if let filesFrom {
            corpora.append(
                try VerificationCorpus(
                    files: FileTree.names(listedIn: filesFrom, isCancelled: reading.isCancelled),
                    id: VerificationCorpus.name(ofPath: filesFrom),
                    options: reading, clusters: grouping.table))
        }
        if !text.isEmpty { corpora.append(VerificationCorpus(Corpus(texts: text, options: reading), id: "text")) }
        for remark in corpora.flatMap(\.remarks) { output.note(remark) }
        if evidence != nil, let several = corpora.first(where: { $0.origin == .file && $0.corpus.inputs.count > 1 }) {
            throw ValidationError("--evidence is of corpora of one file each, and \(several.id) has several")
        }
        guard grouping.cluster == nil || corpora.contains(where: { $0.origin == .file }) else {
            throw ValidationError("--cluster goes with a file: the catalog knows the sources of its corpora")
        }
        try Outputs.check(
            beside: names.filter { $0 == "-" } + corpora.flatMap(\.corpus.inputs).compactMap(\.source) + claimFile
                + [filesFrom, grouping.clusters].compactMap(\.self))
        return corpora
    }

    /// Writes what is asked for beside the result.
    private func write(
        _ verification: Verification, _ report: VerificationReport, _ ledger: ClaimLedger, _ catalog: VocabularyCatalog,
        claimWarnings: [Words]
    ) throws {
        if let evidence {
            let written = try Evidence(report, ledger: ledger, typed: CommandLine.arguments)
            try EvidenceFolder.write(written, to: evidence, replacing: force)
            output.inform(
                Words(
                    "evidence: \(evidence), fingerprint \(written.fingerprint)",
                    "증거 폴더: \(evidence), 지문 \(written.fingerprint)"))
        }
        if page.isUsed {
            try page.write(
                try ReportPage(
                    of: verification, report: report, arguments: CommandLine.arguments,
                    prices: prices.byID(in: catalog), claimWarnings: claimWarnings, language: page.language))
        }
    }

    private var options: VerificationOptions {
        var estimation = estimation.options
        estimation.threads = work.threads
        return VerificationOptions(
            weighing: output.watching(
                WeighingOptions(
                    normalization: normalizing.normalization, threads: work.threads, kernel: work.scanKernel,
                    memoryLimit: work.memory << 20, findsLargest: limits.failOverDocument != nil,
                    grouping: groups.grouping)),
            estimation: estimation,
            analyzesSensitivity: groups.by == nil
                && sensitivity ?? (output.format == .json || evidence != nil || page.isUsed),
            language: page.language)
    }

    private func print(_ report: VerificationReport) throws {
        switch output.format {
        case .json, .csv, .rawCSV: try output.print(report.table, json: report.json())
        case .table where brief: try StandardOutput.write(report.brief(width: output.width ?? 80))
        case .table, .markdown:
            for (index, table) in report.tables.enumerated() {
                if index > 0 { try StandardOutput.write("\n") }
                try output.print(table, json: .null)
            }
        }
    }
}
