import ArgumentParser
import Jeoul

/// A word that stands where a subcommand must, and is none.
struct UnknownSubcommand: CustomStringConvertible {
    private let typed: String
    private let command: String
    private let known: [String]

    /// Nil where the words begin with subcommands to the last, or with something else than words.
    init?(_ arguments: [String], of root: any ParsableCommand.Type) {
        var command = root
        var path = Self.name(root)
        for argument in arguments {
            let subcommands = command.configuration.subcommands
            guard !subcommands.isEmpty, !argument.hasPrefix("-") else { return nil }
            guard let next = subcommands.first(where: { Self.name($0) == argument }) else {
                guard argument != "help" else { return nil }
                (typed, self.command, known) = (argument, path, subcommands.map(Self.name))
                return
            }
            command = next
            path += " " + argument
        }
        return nil
    }

    private static func name(_ command: any ParsableCommand.Type) -> String { command._commandName }

    var description: String {
        let near = NearestNames.suggestions(for: typed, among: known)
        let hint =
            near.isEmpty
            ? "there are \(known.joined(separator: ", "))" : "did you mean \(near.joined(separator: " or "))?"
        return "\(command) has no subcommand \(typed): \(hint)"
    }
}
