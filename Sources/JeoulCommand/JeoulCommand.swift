import ArgumentParser
import Jeoul

@main
struct JeoulCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jeoul", abstract: "Weigh tokenizers on Korean text.")
}
