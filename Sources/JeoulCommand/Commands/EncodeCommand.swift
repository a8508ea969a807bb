import ArgumentParser
import Jeoul

/// Prints token ids.
struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Print the token ids of a text, one line a document, separated by spaces.",
        discussion: """
            Line by line as the records of the input: an empty document has an empty line, and so has a record that --on-error skip leaves \
            out, or with --document file a file. What follows a fault behind which nothing is certain has none.

            \(ExitStatus.table(.skipped, .interrupted))
            """)

    @OptionGroup var files: FileArguments

    @Option(name: .long, help: "The vocabulary, by id, alias or path.", completion: .vocabularies)
    var vocabulary: String

    @Option(name: .customLong("special-tokens"), help: "What the text of a special token is.")
    var specialTokens: SpecialTokenPolicy = .ordinary

    @Flag(name: .long, help: "Print no warnings and no progress.")
    var quiet = false

    @OptionGroup var file: OutputFileOption
    @OptionGroup var reading: VocabularyReadingOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var normalizing: NormalizationOptions
    @OptionGroup var scan: ScanOptions

    func run() throws {
        let vocabulary = try reading.load(vocabulary, from: .standard())
        var options = input.corpusOptions
        options.isCancelled = Interruption.flag
        let corpus = try files.corpus(options, quiet: quiet)
        var encoding = Encoding(
            corpus, tokenizer: try vocabulary.tokenizer(), normalization: normalizing.normalization,
            specialTokens: specialTokens, kernel: scan.scanKernel, memoryLimit: scan.memory << 20)
        let progress = ProgressDisplay.ofStream(quiet: quiet)
        encoding.progress = progress.callback
        let summary = try encoding.forEachBatch { documents, batch in
            try batch.forEachRecord { document in
                var line: [UInt8] = []
                if let document {
                    for id in documents[document] {
                        if !line.isEmpty { line.append(0x20) }
                        line.append(contentsOf: String(id).utf8)
                    }
                }
                line.append(0x0A)
                try StandardOutput.write(line)
            }
        }
        progress.clear()
        if !quiet {
            for note in vocabulary.notes where note.isWarning {
                Remarks.add(Words("warning: \(vocabulary.id): \(note)"))
            }
        }
        try input.finish(summary, quiet: quiet)
    }
}

extension SpecialTokenPolicy: ExpressibleByArgument {}
