import ArgumentParser
import Jeoul

@main
struct JeoulCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jeoul",
        abstract: "Weigh tokenizers on Korean text.",
        discussion: """
            How many tokens does each model's vocabulary spend on a text, per Korean character, and is what its vendor \
            claims true? Results go to standard output, everything else to standard error. Exit status: 0 it ran, whatever \
            the verdicts; 2 a usage or input error; 4 a limit of --fail-over was passed; 5 it ran, and --on-error skip left something out.
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
        do {
            var command = try parseAsRoot()
            try command.run()
            try StandardOutput.flush()
        } catch let error as ExitCode {
            StandardOutput.finish()
            exit(withError: error)
        } catch {
            StandardOutput.finish()
            // A message, or help that was asked for.
            if exitCode(for: error) == .success { exit(withError: error) }
            Terminal.printError(message(of: error))
            Terminal.exit(status: 2)
        }
    }

    /// The parser's own errors carry usage; ours are one line that says where and what to do.
    private static func message(of error: any Error) -> String {
        let text = fullMessage(for: error)
        return text.hasPrefix("Error: ") ? "jeoul: " + text.dropFirst(7) : text
    }
}
