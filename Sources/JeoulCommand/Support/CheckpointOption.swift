import ArgumentParser
import Jeoul

/// Where what was counted is kept.
struct CheckpointOption: ParsableArguments {
    @Option(
        name: .customLong("checkpoint"),
        help: ArgumentHelp(
            """
            Keep what was counted in this file, after each input: the same command goes on with the inputs that were not finished, \
            whatever ended it. It is taken away with the result.
            """, valueName: "file"), completion: .file())
    var path: String?

    /// The checkpoint, of work under these settings.
    func checkpoint(_ settings: [Checkpoint.Setting]) -> Checkpoint? {
        path.map { Checkpoint(path: $0, settings: settings) }
    }

    /// Takes it away when the result has been written.
    func removeWhenWritten() {
        guard let path else { return }
        StandardOutput.whenFinished = { Checkpoint(path: path, settings: []).remove() }
    }
}
