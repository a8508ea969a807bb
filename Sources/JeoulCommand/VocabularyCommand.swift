import ArgumentParser

/// What concerns vocabularies themselves.
struct VocabularyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vocabulary", abstract: "Get vocabularies.",
        subcommands: [VocabularyPullCommand.self])
}
