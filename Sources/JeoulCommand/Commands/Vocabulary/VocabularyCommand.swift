import ArgumentParser
import Jeoul

/// What is known of vocabularies.
struct VocabularyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vocabulary", abstract: "List the known vocabularies, or look into one.",
        discussion: """
            What a vocabulary's files say is kept, made ready, in jeoul/compiled of the user's cache; \
            JEOUL_COMPILED_CACHE=FOLDER keeps it elsewhere, JEOUL_COMPILED_CACHE=off nowhere.
            """,
        subcommands: [List.self, Show.self, Diff.self, Check.self, VocabularyPullCommand.self])

    /// All of them.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the known vocabularies and whether they are here.")

        @OptionGroup var listing: ListingOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let catalog = try VocabularyCatalog.standard()
            let listings = listing.narrowed(catalog.listings())
            let pulled = listing.narrowed(catalog.pulled())
            try listing.print(
                listings.table(pulled: pulled, isLong: listing.long), json: listings.json(pulled: pulled), to: output)
        }
    }

    /// One of them.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a vocabulary: licence, source, hashes, rules, and a census of its tokens.")

        @Argument(help: "The vocabulary, by id, alias or path.", completion: .vocabularies)
        var vocabulary: String

        @OptionGroup var reading: VocabularyReadingOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let catalog = try VocabularyCatalog.standard()
            let report = try VocabularyReport(vocabulary, in: catalog) { try reading.load($0, from: catalog) }
            if output.format == .table {
                try StandardOutput.write(report.readable(width: output.width ?? Table.proseWidth, style: output.style))
            } else {
                try output.print(report.table, json: report.json)
            }
        }
    }

    /// Two of them.
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare the tokens of two vocabularies: what both have and what only one has.")

        @Argument(help: "A vocabulary, by id, alias or path.")
        var first: String

        @Argument(help: "Another.")
        var second: String

        @Option(name: .long, help: "How many examples to show of each.")
        var examples = 20

        @OptionGroup var reading: VocabularyReadingOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard examples >= 0 else { throw ValidationError("--examples must be 0 or more") }
        }

        func run() throws {
            let catalog = try VocabularyCatalog.standard()
            let report = try VocabularyDifferenceReport(
                reading.load(first, from: catalog), reading.load(second, from: catalog), examples: examples)
            if output.format == .table {
                try StandardOutput.write(report.readable(width: output.width ?? Table.proseWidth, style: output.style))
            } else {
                try output.print(report.table, json: report.json)
            }
        }
    }

    /// The proof of one.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove that a vocabulary is the real one, and is used as its makers use it.",
            discussion: """
                Compares the files with their pins, llama.cpp's fingerprint and the ids of the reference corpora with the \
                recorded ones; tries every token and two kinds of text.

                \(ExitStatus.table(.negative))
                """)

        @Argument(help: "The vocabulary, by id, alias or path.", completion: .vocabularies)
        var vocabulary: String

        @OptionGroup var reading: VocabularyReadingOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            // The files are to be judged, not what was once made of them.
            let catalog = try VocabularyCatalog.standard().withoutCompiled()
            let check = try VocabularyCheck(vocabulary, catalog: catalog, corpora: .standard()) {
                try reading.load($0, from: catalog)
            }
            if output.format == .table {
                try StandardOutput.write(check.readable(width: output.width ?? Table.proseWidth, style: output.style))
            } else {
                try output.print(check.table, json: check.json)
            }
            if check.hasFailed { throw ExitStatus.negative.code }
        }
    }
}
