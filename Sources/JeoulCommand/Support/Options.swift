import ArgumentParser
import Foundation
import Jeoul

extension OutputFormat: ExpressibleByArgument {}
extension SentenceLanguage: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {}
extension Denominator: ExpressibleByArgument {}
extension DocumentCut: ExpressibleByArgument {}
extension InputFormat: ExpressibleByArgument {}
extension InvalidUTF8Policy: ExpressibleByArgument {}

/// How results are shown.
struct OutputOptions: ParsableArguments {
    @Option(name: .long, help: "How to print the result.")
    var format: OutputFormat = .table

    @Flag(name: .long, help: "Print no warnings and no progress.")
    var quiet = false

    /// Prints a table in the format asked for, or the JSON.
    func print(_ table: @autoclosure () -> Table, json: @autoclosure () throws -> JSONValue) throws {
        if let text = table().rendered(format, width: Terminal.width, style: Terminal.style) {
            try StandardOutput.write(text)
        } else {
            try StandardOutput.write(JSONOutput.text(of: try json()))
        }
    }

    /// A remark on standard error.
    func inform(_ remark: String) {
        if !quiet { Terminal.printError(remark) }
    }

    func warn(_ warning: String) {
        if !quiet { Terminal.printError("warning: \(warning)") }
    }
}

/// How text is read and cut into documents.
struct InputOptions: ParsableArguments {
    @Option(name: .long, help: "Where a document of a text file ends.")
    var document: DocumentCut = .line

    @Option(name: .customLong("input-format"), help: "How to read the files, whatever their extensions.")
    var inputFormat: InputFormat?

    @Option(name: .customLong("text-field"), help: "The field of a .jsonl record that has the text.")
    var textField = "text"

    @Option(
        name: .customLong("invalid-utf8"),
        help: "What to do with bytes that are not UTF-8; they are counted and reported.")
    var invalidUTF8: InvalidUTF8Policy = .error

    var corpusOptions: CorpusOptions {
        CorpusOptions(cut: document, format: inputFormat, textField: textField, invalidUTF8: invalidUTF8)
    }
}

/// How the work is done: none of it changes a result.
struct WorkOptions: ParsableArguments {
    @Option(name: .long, help: "How many threads count.")
    var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    @Option(
        name: .long, help: "The instruction set of the scan: \(ScanKernel.all.map(\.name).joined(separator: ", ")).")
    var kernel: String = ScanKernel.best.name

    @Option(name: .customLong("memory"), help: "What each thread may remember of pieces, in MiB.")
    var memory: Int = CountingOptions.defaultMemoryLimit >> 20

    func validate() throws {
        guard threads >= 1, threads <= 1024 else { throw ValidationError("--threads must be from 1 to 1024") }
        guard memory >= 1, memory <= 1 << 20 else { throw ValidationError("--memory must be from 1 to 1048576 MiB") }
        guard ScanKernel.named(kernel) != nil else {
            throw ValidationError(
                "--kernel \(kernel) is not one that this machine can run: \(ScanKernel.all.map(\.name).joined(separator: ", "))"
            )
        }
    }

    var scanKernel: ScanKernel { ScanKernel.named(kernel) ?? .best }
}

/// How the text is prepared.
struct NormalizationOptions: ParsableArguments {
    @Option(name: .long, help: "What is done to the text first, before a vocabulary's own normalizer.")
    var normalization: Normalization = .asIs
}

/// A list of names, separated by commas; `\,` is a comma in a name. The option may be given again.
struct NameList: ExpressibleByArgument {
    var names: [String]

    init?(argument: String) {
        names = NameListText.names(in: argument)
        if names.isEmpty || names.contains("") { return nil }
    }
}
