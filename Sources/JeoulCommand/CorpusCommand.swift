import ArgumentParser

/// What concerns corpora themselves.
struct CorpusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus", abstract: "Get corpora.",
        subcommands: [CorpusPullCommand.self])
}
