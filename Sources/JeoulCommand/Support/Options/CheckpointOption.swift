import ArgumentParser
import Jeoul

/// Where what was counted is kept.
struct CheckpointOption: ParsableArguments {
    @Option(
        name: .customLong("checkpoint"),
        help: ArgumentHelp(
            """
            Keep what was counted in this file: the same command goes on from there, whatever ended it. It is taken away with the \
            result.
            """, valueName: "file"), completion: .file())
    var path: String?

    func validate() throws { Outputs.files.set("--checkpoint", [path].compactMap(\.self)) }

    /// Refuses what cannot be read again.
    func validate(beside files: FileArguments) throws {
        guard path == nil || files.text.isEmpty else {
            throw ValidationError("--checkpoint is for files that are counted, not for --text")
        }
    }

    /// What changes a count: the vocabularies, and how they are read.
    func settings(_ loaded: [LoadedVocabulary], _ reading: VocabularyReadingOptions) -> [Checkpoint.Setting] {
        let vocabularies = loaded.map { item in
            let files = item.vocabulary.files.map { String($0.sha256.prefix(16)) }.joined(separator: "+")
            return "\(item.vocabulary.id) (\(files))"
        }
        return [
            .init("--vocabulary", vocabularies.joined(separator: ", ")),
            .init("--splitter", reading.splitter?.rawValue ?? "by the files"),
            .init("--normalizer", reading.normalizer?.rawValue ?? "by the files"),
        ]
    }

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
