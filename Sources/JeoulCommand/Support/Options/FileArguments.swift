import ArgumentParser
import Foundation
import Jeoul

/// What is to be read.
struct FileArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            """
            Files: text, JSON Lines, JSON, CSV, TSV, compressed or not; folders, with all that is in them; patterns such as \
            'news/*.jsonl.gz'; - is standard input, which is read where nothing is named.
            """))
    var files: [String] = []

    @Option(
        name: .customLong("files-from"),
        help: ArgumentHelp(
            "A file with the names of files, one a line or each ended by NUL; - is standard input.", valueName: "file"))
    var filesFrom: String?

    @Option(
        name: .customLong("input-name"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "What a file is called in reports, one for each in order: for programs that give pipes.",
            visibility: .hidden))
    var inputNames: [String] = []

    @Option(name: .long, help: ArgumentHelp("A text, instead of files; each is one document.", valueName: "text"))
    var text: [String] = []

    func validate() throws {
        if !text.isEmpty, !files.isEmpty || filesFrom != nil { throw ValidationError("--text goes without files") }
        if let other = text.first(where: { !Arguments.isText($0) }) {
            throw ValidationError("--text is not UTF-8: \(other)")
        }
        if filesFrom == "-", files.contains("-") {
            throw ValidationError("standard input is either the text or the list of files")
        }
    }

    /// The corpus that was named.
    ///
    /// - Parameters:
    ///   - quiet: whether not to say at a terminal that standard input is waited for, and what was left out of folders.
    ///   - isReadAgain: whether what can be read only once is to be kept.
    ///   - written: what is written beside --output; none of it may be one of the files.
    ///   - read: files that are read besides, of which none may be written either.
    func corpus(
        _ options: CorpusOptions, quiet: Bool, isReadAgain: Bool = false, beside written: WrittenFiles = WrittenFiles(),
        and read: [String] = []
    ) throws -> Corpus {
        var written = written
        written.add("--output", StandardOutput.path)
        guard text.isEmpty else {
            try written.check(beside: read)
            return Corpus(texts: text, options: options)
        }
        var names = files
        if filesFrom == "-" { Terminal.announceInput("names of files", quiet: quiet) }
        if let filesFrom { names += try FileTree.names(listedIn: filesFrom, isCancelled: options.isCancelled) }
        if names.isEmpty, filesFrom == nil { names = ["-"] }
        if names.contains("-") { Terminal.announceInput("text", quiet: quiet) }
        let tree = try FileTree(names, onError: options.onError)
        var inputs = tree.inputs
        try written.check(beside: inputs.compactMap(\.path) + [filesFrom].compactMap(\.self) + read)
        if isReadAgain {
            for index in inputs.indices { try inputs[index].keepInMemory(isCancelled: options.isCancelled) }
        }
        for (index, name) in inputNames.enumerated() where index < inputs.count { inputs[index].title = name }
        if !quiet { for remark in tree.remarks { Terminal.printError("note: \(remark)") } }
        return Corpus(inputs, options: options)
    }
}
