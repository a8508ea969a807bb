import ArgumentParser
import Jeoul

/// What is known of vocabularies.
struct VocabularyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vocabulary", abstract: "List the known vocabularies, or look into one.",
        subcommands: [List.self])

    /// All of them.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the known vocabularies and whether they are here.")

        @OptionGroup var output: OutputOptions

        func run() throws {
            let listings = try VocabularyCatalog.standard().listings()
            try output.print(listings.table, json: listings.json)
        }
    }
}
