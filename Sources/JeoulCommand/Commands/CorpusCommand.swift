import ArgumentParser
import Jeoul

/// What is known of corpora.
struct CorpusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus", abstract: "List the known corpora, or show one.",
        subcommands: [List.self, Show.self, CorpusPullCommand.self])

    /// All of them.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the known corpora and whether they are here.")

        @OptionGroup var listing: ListingOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let listings = listing.narrowed(try CorpusCatalog.standard().listings())
            try listing.print(
                listings.table(isLong: listing.long), json: .array(listings.map { try $0.json() }), to: output)
        }
    }

    /// One of them.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what is known of a corpus: licence, origin, hashes, how its text is derived.")

        @Argument(help: "The id of the corpus.", completion: .corpora)
        var id: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            let catalog = try CorpusCatalog.standard()
            let listing = catalog.listing(try catalog.entry(id))
            try output.print(listing.table(), json: try listing.json())
        }
    }
}
