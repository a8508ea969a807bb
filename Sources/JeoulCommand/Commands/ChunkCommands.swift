import ArgumentParser
import Foundation
import Jeoul

extension TextBoundary: ExpressibleByArgument {}

/// What commands that cut texts have in common.
struct ChunkOptions: ParsableArguments {
    @OptionGroup var files: FileArguments

    @Option(name: .long, help: "The vocabulary, by id, alias or path.")
    var vocabulary: String

    @Option(name: .long, help: "How many tokens a text may have at most, such as 8000 or 8k.")
    var tokens: TokenCount

    @Option(name: .long, help: "Where to cut; what does not fit as a whole is cut between characters.")
    var at: TextBoundary = .character

    @Flag(name: .long, help: "Print no warnings and no progress.")
    var quiet = false

    @OptionGroup var file: OutputFileOption
    @OptionGroup var reading: VocabularyReadingOptions
    @OptionGroup var input: InputOptions

    /// Calls `body` with each document, its file and its number there, and what cuts it.
    ///
    /// - Parameter skipped: is called for each record that is left out, in its place.
    func forEachDocument(
        skipped: () throws -> Void = {},
        _ body: (_ place: (file: String, document: Int), _ text: [UInt8], Chunker) throws -> Void
    ) throws {
        let tokenizer = try reading.load(vocabulary, from: .standard()).tokenizer()
        let pieces = Chunker(tokenizer, limit: tokens.count, boundary: at)
        var options = input.corpusOptions
        options.isCancelled = Interruption.flag
        let corpus = try files.corpus(options, quiet: quiet)
        let progress = ProgressDisplay.ofStream(quiet: quiet)
        let summary = try corpus.forEachBatch(progress: progress.callback) { batch in
            let name = corpus.inputs[batch.input].name
            let ranges = batch.documentRanges
            try batch.forEachRecord { document in
                guard let document else { return try skipped() }
                let number = batch.number(ofDocument: document)
                do {
                    try body((name, number), [UInt8](batch.bytes(of: ranges[document])), pieces)
                } catch let error as ChunkError {
                    throw ValidationError("\(name == "-" ? "standard input" : name), document \(number): \(error)")
                }
            }
        }
        progress.clear()
        try input.finish(summary, quiet: quiet)
    }
}

/// Shortens texts.
struct TruncateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "truncate", abstract: "Print the beginning of each document that has at most so many tokens.",
        discussion: """
            A line a document, or with --document file the text as it is; a document with line ends in it, out of a record, is \
            printed as a JSON string. A record that --on-error skip leaves out has an empty line.

            \(ExitStatus.table(.skipped, .interrupted))
            """)

    @OptionGroup var options: ChunkOptions

    func run() throws {
        let isFile = options.input.document == .file || !options.files.text.isEmpty
        // Line by line as the records of the input; files that are printed as they are have no lines to keep.
        func skipped() throws { if !isFile { try StandardOutput.write("\n") } }
        try options.forEachDocument(skipped: skipped) { _, text, pieces in
            let kept = Array(text[try pieces.beginning(of: text).range])
            if !isFile, kept.contains(0x0A) || kept.contains(0x0D) {
                let json = JSONOutput.text(of: .string(String(decoding: kept, as: UTF8.self)))
                try StandardOutput.write(json.hasSuffix("\n") ? json : json + "\n")
            } else {
                try StandardOutput.write(isFile && options.files.text.isEmpty ? kept : kept + [0x0A])
            }
        }
    }
}

/// Cuts texts into pieces.
struct ChunkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chunk", abstract: "Cut each document into pieces of at most so many tokens.",
        discussion: """
            Prints JSON Lines, a record a piece: file, document (counted in it from 1), chunk (counted from 1), start and end (bytes of \
            the document), tokens (what the piece takes by itself) and text. `jeoul measure -` reads them.

            \(ExitStatus.table(.skipped, .interrupted))
            """)

    @Option(name: .long, help: "With how many tokens of the piece before, at most, a piece begins.")
    var overlap = 0

    @OptionGroup var options: ChunkOptions

    func validate() throws {
        guard overlap >= 0 else { throw ValidationError("--overlap must be 0 or more") }
    }

    func run() throws {
        func json(_ text: String) -> String {
            JSONOutput.text(of: .string(text)).trimmingCharacters(in: .newlines)
        }
        try options.forEachDocument { place, text, pieces in
            for (chunk, piece) in try pieces.pieces(of: text, overlap: overlap).enumerated() {
                try StandardOutput.write(
                    "{\"file\": \(json(place.file)), \"document\": \(place.document), \"chunk\": \(chunk + 1), "
                        + "\"start\": \(piece.range.lowerBound), \"end\": \(piece.range.upperBound), "
                        + "\"tokens\": \(piece.tokens), "
                        + "\"text\": \(json(String(decoding: text[piece.range], as: UTF8.self)))}\n")
            }
        }
    }
}

/// Turns ids into text.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Print the text of token ids: a line of ids, separated by spaces, a document.",
        discussion: """
            What “jeoul encode” prints. The text is what the vocabulary's normalizer made of it, byte for byte.

            \(ExitStatus.table(.interrupted))
            """)

    @Argument(help: "Files of ids; - is standard input.")
    var files: [String] = ["-"]

    @Option(name: .long, help: "The vocabulary, by id, alias or path.")
    var vocabulary: String

    @Flag(name: .long, help: "Print no warnings and no progress.")
    var quiet = false

    @OptionGroup var file: OutputFileOption
    @OptionGroup var reading: VocabularyReadingOptions

    func run() throws {
        let tokenizer = try reading.load(vocabulary, from: .standard()).tokenizer()
        if files.contains("-") { Terminal.announceInput("token ids", quiet: quiet) }
        var options = CorpusOptions(format: .text)
        options.isCancelled = Interruption.flag
        let corpus = Corpus(try FileTree(files).inputs, options: options)
        try Outputs.check(beside: corpus.inputs.compactMap(\.source))
        var (line, input) = (0, -1)
        let progress = ProgressDisplay.ofStream(quiet: quiet)
        let summary = try corpus.forEachBatch(progress: progress.callback) { batch in
            if batch.input != input { (line, input) = (0, batch.input) }
            let file = corpus.inputs[input].name
            func place() -> String { "\(file == "-" ? "standard input" : file), line \(line)" }
            for range in batch.documentRanges {
                line += 1
                let words = String(decoding: batch.bytes(of: range), as: UTF8.self).split { " \t,[]".contains($0) }
                let ids = try words.map { word in
                    guard let id = TokenID(word) else {
                        throw ValidationError(
                            "\(place()): \"\(word.prefix(40))\(word.count > 40 ? "…" : "")\" is no token id")
                    }
                    return id
                }
                do {
                    try StandardOutput.write(try tokenizer.decode(ids) + [0x0A])
                } catch let error as TokenizerError {
                    throw ValidationError("\(place()): \(error)")
                }
            }
        }
        progress.clear()
        if summary.isPartial {
            StandardOutput.discardFile()
            throw ExitStatus.interrupted.code
        }
    }
}
