import ArgumentParser
import Foundation
import Jeoul

extension OutputFormat: ExpressibleByArgument {}
extension TextStyle.Choice: ExpressibleByArgument {}
extension SentenceLanguage: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {}
extension Denominator: ExpressibleByArgument {}
extension DocumentCut: ExpressibleByArgument {}
extension InputFormat: ExpressibleByArgument {}
extension InvalidUTF8Policy: ExpressibleByArgument {}
extension TableQuotes: ExpressibleByArgument {}
extension ErrorPolicy: ExpressibleByArgument {}
extension EncodingChoice: ExpressibleByArgument {
    /// The encoding of that name; nil for none.
    public init?(argument: String) { self.init(name: argument) }
    /// The name, as help shows it.
    public var defaultValueDescription: String { name }
}

/// Where results go.
struct OutputFileOption: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: "Write the result to this file, whole or not at all, instead of to standard output.",
        completion: .file())
    var path: String?

    func validate() throws {
        guard let path else { return }
        guard !path.isEmpty else { throw ValidationError("--output needs the name of a file") }
        StandardOutput.redirect(to: path)
        Outputs.files.set("--output", [path])
    }
}

/// How results are shown.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "How to print the result; raw-csv leaves texts that a spreadsheet would calculate as they are.")
    var format: OutputFormat = .table

    @OptionGroup var file: OutputFileOption

    @Option(
        name: .long,
        help: "Whether to use colours; auto: on a terminal, unless NO_COLOR is set, or where CLICOLOR_FORCE is.")
    var color: TextStyle.Choice = .auto

    @Flag(name: .long, help: "Print no warnings and no progress.")
    var quiet = false

    /// The columns of the terminal that results go to; nil where they go elsewhere.
    var width: Int? { StandardOutput.isRedirected ? nil : Terminal.width }

    /// Whether results are dressed up.
    var style: TextStyle {
        TextStyle(
            color, isTerminal: Terminal.isOutputTerminal && !StandardOutput.isRedirected,
            environment: ProcessInfo.processInfo.environment)
    }

    /// Prints a table in the format asked for, or the JSON.
    func print(_ table: @autoclosure () -> Table, json: @autoclosure () throws -> JSONValue) throws {
        if let text = table().rendered(format, width: width, style: style) {
            try StandardOutput.write(text)
        } else {
            try StandardOutput.write(JSONOutput.text(of: try json()))
        }
    }

    /// A remark on standard error, below the result.
    func inform(_ remark: Words) {
        if !quiet { Remarks.add(remark) }
    }

    /// What whoever sees the result must know of it.
    func warn(_ warning: Words) { inform(Words("warning: ", "주의: ") + warning) }

    /// What there is to know besides.
    func note(_ note: Words) { inform(Words("note: ", "참고: ") + note) }
}

/// How text is read and cut into documents.
struct InputOptions: ParsableArguments {
    @Option(name: .long, help: "Where a document of a text file ends.")
    var document: DocumentCut = .line

    @Option(
        name: .customLong("input-format"),
        help: "What the files are, whatever their names and first bytes say; gzip, zstd, bzip2 and xz are always read.")
    var inputFormat: InputFormat?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "How characters are written: utf-8, utf-16le, utf-16be, utf-32le, utf-32be, cp949 (EUC-KR), or auto, which "
                + "finds CP949 too. By default byte order marks and NULs say it, else it is UTF-8.",
            valueName: "encoding"))
    var encoding: EncodingChoice = .marked

    @Option(
        name: .customLong("text-field"),
        help: ArgumentHelp(
            "The field of a record, or the column, that has the text: data.text for a field within another, title,body "
                + "for several, which are joined by a line end. By default text, or the column that is plainly the text.",
            valueName: "field"))
    var textField: String?

    @Option(name: .customLong("table-quotes"), help: "What quotes mean in CSV and TSV.")
    var tableQuotes: TableQuotes = .rfc4180

    @Flag(
        name: .customLong("no-header"),
        help: "The first row of CSV and TSV is one of its texts; its columns are called 1, 2, 3 and so on.")
    var noHeader = false

    @Option(
        name: .customLong("invalid-utf8"),
        help: "What to do with bytes that are not UTF-8, and lone surrogates in JSON; they are counted and reported.")
    var invalidUTF8: InvalidUTF8Policy = .error

    @Option(
        name: .customLong("on-error"),
        help: "What to do with records and files that cannot be read; skipped ones are counted, and the status is 5.")
    var onError: ErrorPolicy = .stop

    var corpusOptions: CorpusOptions {
        var options = CorpusOptions(
            cut: document, format: inputFormat, encoding: encoding, textFields: textField.map(FieldNames.list) ?? [],
            tableQuotes: tableQuotes, invalidUTF8: invalidUTF8, onError: onError)
        options.hasTableHeader = !noHeader
        return options
    }

    /// Says what is to be known of a text, and ends with the status that it asks for.
    func finish(_ summary: CorpusSummary, quiet: Bool) throws {
        // What is of a part of the text is no file of it: whole or not at all.
        if summary.isPartial { StandardOutput.discardFile() }
        if !quiet { for warning in summary.remarks { Remarks.add(Words("warning: ", "주의: ") + warning) } }
        try checkSkipped(summary)
    }

    /// Ends with status 130 where the work was interrupted.
    func checkInterrupted(_ summary: CorpusSummary) throws {
        if summary.isPartial { throw ExitStatus.interrupted.code }
    }

    /// The same, and with status 5 where something was left out.
    func checkSkipped(_ summary: CorpusSummary) throws {
        try checkInterrupted(summary)
        if summary.skipped.count > 0 { throw ExitStatus.skipped.code }
    }
}

/// How the work is done by several threads: none of it changes a result.
struct WorkOptions: ParsableArguments {
    // What depends on the machine is no value that help or a manual page could name.
    @Option(
        name: .customLong("threads"),
        help: ArgumentHelp("How many threads count; by default one a core.", valueName: "threads"))
    var askedThreads: Int?

    @OptionGroup var scan: ScanOptions

    func validate() throws {
        guard (1...1024).contains(threads) else { throw ValidationError("--threads must be from 1 to 1024") }
    }

    var threads: Int { askedThreads ?? ProcessInfo.processInfo.activeProcessorCount }
    var memory: Int { scan.memory }
    var scanKernel: ScanKernel { scan.scanKernel }
}

/// How a thread works: none of it changes a result.
struct ScanOptions: ParsableArguments {
    @Option(
        name: .customLong("kernel"),
        help: ArgumentHelp(
            "The instruction set of the scan, scalar, sse2, avx2, avx512 or neon; by default the best that the machine has.",
            valueName: "kernel"))
    var askedKernel: String?

    @Option(name: .customLong("memory"), help: "Memory limit of each thread's caches, in MiB.")
    var memory: Int = CountingOptions.defaultMemoryLimit >> 20

    func validate() throws {
        guard memory >= 1, memory <= 1 << 20 else { throw ValidationError("--memory must be from 1 to 1048576 MiB") }
        _ = try ScanKernel.asked(askedKernel)
    }

    var scanKernel: ScanKernel { (try? ScanKernel.asked(askedKernel)) ?? .best }
}

extension ScanKernel {
    /// The kernel of that name; the best where none is named.
    static func asked(_ name: String?) throws -> ScanKernel {
        guard let name else { return .best }
        guard let kernel = named(name) else {
            throw ValidationError(
                "--kernel \(name) is not one that this machine can run: \(all.map(\.name).joined(separator: ", "))")
        }
        return kernel
    }
}

extension OutputOptions {
    /// What a weighing tells of itself while it runs.
    func watching(_ options: WeighingOptions) -> WeighingOptions {
        var options = options
        options.progress = ProgressDisplay(quiet: quiet).callback
        let isQuiet = quiet
        options.note = { if !isQuiet { Terminal.printError("note: \($0)") } }
        return options
    }
}

/// How the text is prepared.
struct NormalizationOptions: ParsableArguments {
    @Option(name: .long, help: "What is done to the text first, before a vocabulary's own normalizer.")
    var normalization: Normalization = .asIs
}

/// A list of names, separated by commas; `\,` is a comma in a name. The option may be given again.
struct NameList: ExpressibleByArgument {
    var names: [String]
    /// What was typed.
    let argument: String

    init?(argument: String) {
        self.argument = argument
        names = NameListText.names(in: argument)
        if names.isEmpty || names.contains("") { return nil }
    }
}
