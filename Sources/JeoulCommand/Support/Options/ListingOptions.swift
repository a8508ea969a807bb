import ArgumentParser
import Jeoul

/// Which entries of a list are shown, and how much of each.
struct ListingOptions: ParsableArguments {
    @Argument(help: "Words that an entry must have, in its id or its description.")
    var words: [String] = []

    @Flag(name: .long, help: "Show all that is known of each, in the table too.")
    var long = false

    /// The entries that have all the words.
    func narrowed<Entry: Searchable>(_ entries: [Entry]) -> [Entry] { entries.filter { $0.matches(words) } }

    /// Prints what is listed; for readers, where no entry has the words, that, and no empty table.
    func print(
        _ table: Table, json: @autoclosure () throws -> JSONValue, to output: OutputOptions
    ) throws {
        if table.rows.isEmpty, !words.isEmpty {
            output.inform(
                Words(
                    "nothing has these words: \(words.joined(separator: " ")); without them all that is known is listed"
                ))
            if output.format == .table { return }
        }
        try output.print(table, json: try json())
    }
}
