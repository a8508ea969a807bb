import ArgumentParser
import Jeoul

/// What vendors claim.
struct ClaimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Show what vendors claim about the Korean token efficiency of their vocabularies.",
        subcommands: [List.self, Show.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the claims of the ledger.",
            discussion: "The claims are judged with “jeoul verify”.")

        @OptionGroup var listing: ListingOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let claims = listing.narrowed(try ClaimLedger.standard().claims)
            try listing.print(claims.table(isLong: listing.long), json: claims.json, to: output)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a claim: its exact words, their source, and every reading of them.")

        @Argument(help: "The claim's id.", completion: .claims)
        var id: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            let claim = try ClaimLedger.standard().claim(id)
            try output.print(claim.table, json: JSONValue(encoding: claim))
        }
    }
}
