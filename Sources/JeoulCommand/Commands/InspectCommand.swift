import ArgumentParser
import Jeoul

/// Shows where the tokens fall.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show where the tokens fall, for several vocabularies one under another.",
        discussion: """
            TEXT is one document; of a file each line or record is one, as for measure. A token that ends inside a \
            syllable is marked.
            """)

    @Argument(help: "The text.")
    var text: String?

    @Option(name: .long, help: "A text or .jsonl file instead of TEXT; - is standard input.")
    var file: [String] = []

    @Flag(name: .long, help: "Show the token ids.")
    var ids = false

    @Option(name: .long, help: "How many columns to use; by default those of the terminal, or 100.")
    var width: Int?

    @Option(name: .long, help: "How many documents of the files to show at most.")
    var limit = 100

    @Option(name: .customLong("special-tokens"), help: "What the text of a special token is.")
    var specialTokens: SpecialTokenPolicy = .ordinary

    @OptionGroup var vocabularies: VocabularyOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var normalizing: NormalizationOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (text == nil) != file.isEmpty else { throw ValidationError("give a text, or --file") }
        guard limit >= 1 else { throw ValidationError("--limit must be 1 or more") }
        if let width, width < 20 { throw ValidationError("--width must be 20 or more") }
    }

    func run() throws {
        if file.contains("-") { Terminal.announceInput("text", quiet: output.quiet) }
        var reading = input.corpusOptions
        reading.isCancelled = Interruption.flag
        let corpus =
            try text.map { Corpus(document: $0, name: "TEXT", options: reading) }
            ?? Corpus(FileTree(file, onError: reading.onError).inputs, options: reading)
        try Outputs.check(beside: corpus.inputs.compactMap(\.source))
        let loaded = try vocabularies.load(output: output).map { (vocabulary: $0.vocabulary, tokenizer: $0.tokenizer) }
        let (documents, isAll, summary) = try corpus.documents(
            limit: limit, normalization: normalizing.normalization)
        if !isAll {
            output.warn(
                Words(
                    "only the first \(NumberFormat.counted(limit, "document")) \(limit == 1 ? "is" : "are") shown: see --limit"
                ))
        }
        let inspections = try documents.map { document in
            try TextInspection(document.text, vocabularies: loaded, specialTokens: specialTokens)
        }
        guard output.format == .table else {
            try output.print(inspections.tokenTable, json: inspections.json)
            return try input.finish(summary, quiet: output.quiet)
        }
        for (index, inspection) in inspections.enumerated() {
            if inspections.count > 1 {
                try StandardOutput.write("\(index == 0 ? "" : "\n")\(VisibleText.line(documents[index].place))\n\n")
            }
            try StandardOutput.write(
                inspection.readable(width: width ?? output.width ?? 100, showsIDs: ids, style: output.style))
        }
        try input.finish(summary, quiet: output.quiet)
    }
}
