import Foundation
import JeoulCorpora
import Synchronization

/// What a checkpoint keeps beside the settings of the work.
struct CheckpointContents<Counts: Codable>: Codable {
    var inputs: [InputStamp]
    var reading: SharedCorpusReader.Kept
    var counts: Counts
}

/// A checkpoint that was opened: what was kept, and how to keep more.
struct OpenedCheckpoint<Counts: Codable & Sendable>: Sendable {
    let file: CheckpointFile
    let settings: [Checkpoint.Setting]
    let inputs: [InputStamp]
    /// Where to go on; nil for the beginning.
    let start: SharedCorpusReader.Kept?
    /// What was counted up to there.
    let counts: Counts?

    /// What keeps the work; `counts` gives what was counted when all threads rest.
    func keeper(_ counts: @escaping @Sendable () -> Counts) -> CheckpointKeeper {
        CheckpointKeeper(start: start) { [file, settings, inputs] reading throws(CheckpointError) in
            try file.write(CheckpointContents(inputs: inputs, reading: reading, counts: counts()), settings: settings)
        }
    }
}

/// Says when work is to be kept, and keeps it.
final class CheckpointKeeper: Sendable {
    /// Where to go on; nil for the beginning.
    let start: SharedCorpusReader.Kept?
    private let write: @Sendable (SharedCorpusReader.Kept) throws(CheckpointError) -> Void
    /// When to keep the work again.
    private let next = Mutex(ContinuousClock.now)
    /// So many times as long as keeping has taken is worked before the next time.
    private static let patience = 20

    init(
        start: SharedCorpusReader.Kept?,
        write: @escaping @Sendable (SharedCorpusReader.Kept) throws(CheckpointError) -> Void
    ) {
        self.start = start
        self.write = write
    }

    /// Whether it is time.
    var isDue: Bool { next.withLock { ContinuousClock.now >= $0 } }

    /// Keeps the work.
    func save(_ reading: SharedCorpusReader.Kept) throws(CheckpointError) {
        let began = ContinuousClock.now
        try write(reading)
        let now = ContinuousClock.now
        next.withLock { $0 = now.advanced(by: began.duration(to: now) * Self.patience) }
    }
}
