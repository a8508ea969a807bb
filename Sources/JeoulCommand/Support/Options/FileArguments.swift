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
        try Arguments.checkText(text)
        if filesFrom == "-", files.contains("-") {
            throw ValidationError("standard input is either the text or the list of files")
        }
    }

    /// The corpus that was named; what the command itself keeps among the files, or left there when it was ended, is left out.
    ///
    /// - Parameters:
    ///   - quiet: whether not to say at a terminal that standard input is waited for, and what was left out of folders.
    ///   - isReadAgain: whether what can be read only once is to be kept, for it is weighed under other settings too.
    ///   - read: files that are read besides, none of which may be written either.
    func corpus(
        _ options: CorpusOptions, quiet: Bool, isReadAgain: Bool = false, beside read: [String] = []
    ) throws -> Corpus {
        try Outputs.check(beside: read)
        guard text.isEmpty else { return Corpus(texts: text, options: options) }
        var names = files
        if filesFrom == "-" { Terminal.announceInput("names of files", quiet: quiet) }
        if let filesFrom { names += try FileTree.names(listedIn: filesFrom, isCancelled: options.isCancelled) }
        if names.isEmpty, filesFrom == nil { names = ["-"] }
        if names.contains("-") { Terminal.announceInput("text", quiet: quiet) }
        let tree = try FileTree(names, onError: options.onError)
        var inputs = tree.inputs
        for own in inputs.filter(Outputs.isOwn) where !quiet {
            Remarks.add(
                Words(
                    "note: left out: \(own.name), which this command writes", "참고: 이 명령이 쓰는 파일이라 제외했다: \(own.name)"))
        }
        inputs.removeAll(where: Outputs.isOwn)
        try Outputs.check(beside: inputs.compactMap(\.source) + [filesFrom].compactMap(\.self))
        if isReadAgain {
            for index in inputs.indices { try inputs[index].keepInMemory(isCancelled: options.isCancelled) }
        }
        for (index, name) in inputNames.enumerated() where index < inputs.count { inputs[index].title = name }
        if !quiet { for remark in tree.remarks { Remarks.add(Words("note: ", "참고: ") + remark) } }
        return Corpus(inputs, options: options)
    }
}
