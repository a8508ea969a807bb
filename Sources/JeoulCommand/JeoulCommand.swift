import ArgumentParser
import Jeoul

@main
struct JeoulCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jeoul",
        abstract: "Weigh tokenizers on Korean text.",
        discussion: """
            How many tokens does each model's vocabulary spend on a text, per Korean character, and is what its vendor \
            claims true? Results go to standard output, everything else to standard error.

            \(ExitStatus.whole)

            \(EnvironmentVariables.table)
            """,
        version: "jeoul \(jeoulVersion), Unicode \(unicodeVersion), ICU \(icuVersion)",
        subcommands: [
            MeasureCommand.self, CompareCommand.self, VerifyCommand.self, ReproduceCommand.self, EncodeCommand.self,
            DecodeCommand.self, TruncateCommand.self, ChunkCommand.self, InspectCommand.self, VocabularyCommand.self,
            CorpusCommand.self, ClaimCommand.self, MetricCommand.self,
            BenchCommand.self,
        ])

    /// Runs the command; errors of any kind end with status 2 and one line on standard error.
    static func main() {
        Terminal.occupyClosedStreams()
        Terminal.ignoreBrokenPipes()
        var command: any ParsableCommand
        do {
            command = try parseAsRoot(Arguments.typed)
        } catch {
            // A message, or help that was asked for.
            if exitCode(for: error) == .success { succeed(with: error) }
            if let unknown = UnknownSubcommand(Array(CommandLine.arguments.dropFirst()), of: self) {
                Terminal.printError("jeoul: \(unknown)")
            } else {
                // The parser's own errors carry usage.
                Terminal.printErrors(
                    named(fullMessage(for: error)))
            }
            Terminal.exit(status: 2)
        }
        do {
            try Outputs.files.checkPlaces()
            try command.run()
            try StandardOutput.finish()
        } catch let error as ExitCode {
            do { try StandardOutput.finish() } catch { fail(error) }
            exit(withError: error)
        } catch {
            if exitCode(for: error) == .success { succeed(with: error) }
            StandardOutput.giveUp()
            fail(error)
        }
    }

    /// Ends with a message that was asked for.
    private static func succeed(with message: any Error) -> Never {
        let text = fullMessage(for: message)
        if !text.isEmpty { print(HelpTable.wrappingUsage(text, width: Terminal.width ?? 80)) }
        Terminal.exit(status: 0)
    }

    /// Ends with one line that says where, what, and what to do.
    private static func fail(_ error: any Error) -> Never {
        Terminal.printError("jeoul: " + message(for: error))
        Terminal.exit(status: Interruption.isRequested ? 130 : 2)
    }

    private static func named(_ text: String) -> String {
        text.hasPrefix("Error: ") ? "jeoul: " + text.dropFirst(7) : text
    }
}
