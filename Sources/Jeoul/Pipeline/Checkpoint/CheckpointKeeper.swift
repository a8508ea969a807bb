import Foundation
import Synchronization

/// What a checkpoint keeps.
struct CheckpointContents<Counts: Codable>: Codable {
    var settings: [Checkpoint.Setting]
    var inputs: [InputStamp]
    var reading: SharedCorpusReader.Kept
    var counts: Counts
}

/// What a checkpoint keeps beside counts.
struct CheckpointHeader: Decodable {
    var settings: [Checkpoint.Setting]
    var inputs: [InputStamp]
    var reading: SharedCorpusReader.Kept
}

/// A checkpoint that was opened: what was kept, and how to keep more.
struct OpenedCheckpoint<Counts: Codable & Sendable>: Sendable {
    let path: String
    let settings: [Checkpoint.Setting]
    let inputs: [InputStamp]
    /// Where to go on; nil for the beginning.
    let start: SharedCorpusReader.Kept?
    /// What was counted up to there.
    let counts: Counts?

    init(
        path: String, settings: [Checkpoint.Setting], inputs: [InputStamp], kept: CheckpointContents<Counts>? = nil
    ) {
        self.path = path
        self.settings = settings
        self.inputs = inputs
        (start, counts) = (kept?.reading, kept?.counts)
    }

    /// What keeps the work; `counts` gives what was counted when all threads rest.
    func keeper(_ counts: @escaping @Sendable () -> Counts) -> CheckpointKeeper {
        CheckpointKeeper(start: start) { [path, settings, inputs] reading throws(CheckpointError) in
            try CheckpointFile.write(
                CheckpointContents(settings: settings, inputs: inputs, reading: reading, counts: counts()), to: path)
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

/// The file of a checkpoint: a line with the sha256 of what follows, then JSON.
struct CheckpointFile {
    private static let mark = "jeoul checkpoint 1 "
    private let path: String
    private let json: Data

    /// Reads a file; nil where there is none.
    init?(at path: String) throws(CheckpointError) {
        let file: Data
        do throws(CorpusError) {
            file = try FileAccess.wholeFile(at: path)
        } catch {
            if error.kind == .missing { return nil }
            throw CheckpointError(.unreadable(reason: error.description), path: path)
        }
        guard let end = file.firstIndex(of: 0x0A), file[..<end].starts(with: Self.mark.utf8) else {
            throw CheckpointError(.notACheckpoint, path: path)
        }
        json = Data(file[(end + 1)...])
        self.path = path
        let digest = String(decoding: file[..<end].dropFirst(Self.mark.utf8.count), as: UTF8.self)
        guard digest == ContentDigest.hexadecimal(of: json) else { throw CheckpointError(.damaged, path: path) }
    }

    /// What it keeps.
    func read<Contents: Decodable>(_ contents: Contents.Type) throws(CheckpointError) -> Contents {
        do {
            return try JSONDecoder().decode(Contents.self, from: json)
        } catch {
            throw CheckpointError(.damaged, path: path)
        }
    }

    /// Writes a file beside its place, to the disk, and renames it.
    static func write(_ contents: some Encodable, to path: String) throws(CheckpointError) {
        do {
            let json = try JSONEncoder().encode(contents)
            var file = Data("\(mark)\(ContentDigest.hexadecimal(of: json))\n".utf8)
            file.append(json)
            try write(file, to: path)
        } catch let error as POSIXFailure {
            throw CheckpointError(.unwritable(reason: String(cString: strerror(error.code))), path: path)
        } catch {
            throw CheckpointError(.unwritable(reason: "\(error)"), path: path)
        }
    }

    private struct POSIXFailure: Error { let code: Int32 }

    private static func write(_ bytes: Data, to path: String) throws(POSIXFailure) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw POSIXFailure(code: errno) }
        var failure: Int32 = 0
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count, failure == 0 {
                // SAFETY: `start` is below the count, and so many bytes are left.
                let count = Foundation.write(descriptor, bytes.baseAddress! + start, bytes.count - start)
                if count < 0, errno != EINTR { failure = errno }
                start += max(0, count)
            }
        }
        if failure == 0, fsync(descriptor) != 0, errno != EINVAL { failure = errno }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw POSIXFailure(code: failure)
        }
    }
}
