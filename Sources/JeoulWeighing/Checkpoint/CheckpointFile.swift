import Foundation
import JeoulText
import JeoulCorpora
import Synchronization

/// The file of a checkpoint, which one process at a time holds: a line with the sha256 of what follows, a line with the settings of the
/// work, then what was counted, both in JSON. Of no bytes as long as nothing was kept.
///
/// The lock is on the file itself. What replaces it is locked before it gets the name, so that whoever holds the file of that name, and
/// is alone with it, holds the checkpoint.
final class CheckpointFile: Sendable {
    private static let mark = "jeoul checkpoint 4 "
    /// What it is called, and where it lies: what a link points to.
    private let path: String
    private let place: String
    private let held: Mutex<Held>

    private struct Held {
        var descriptor: Int32
        var isEmpty: Bool
    }

    /// What a file keeps.
    struct Kept {
        let path: String
        let settings: [Checkpoint.Setting]
        fileprivate let json: Data

        /// What was counted.
        func read<Contents: Decodable>(_ contents: Contents.Type) throws(CheckpointError) -> Contents {
            do {
                return try JSONDecoder().decode(Contents.self, from: json)
            } catch {
                throw CheckpointError(.damaged, path: path)
            }
        }
    }

    /// Opens a file, made where there is none: a place that cannot be written to is found out before the work.
    init(at path: String) throws(CheckpointError) {
        self.path = path
        guard let target = WritingPlace(of: path) else {
            throw CheckpointError(.unwritable(reason: String(cString: strerror(ELOOP))), path: path)
        }
        guard let place = target.path else { throw CheckpointError(.notACheckpoint, path: path) }
        self.place = place
        while true {
            if let state = FileState(path: place), !state.isRegular {
                throw CheckpointError(.notACheckpoint, path: path)
            }
            let descriptor = FileName.withPath(place) { open($0, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666) }
            guard descriptor >= 0 else {
                throw CheckpointError(.unwritable(reason: String(cString: strerror(errno))), path: path)
            }
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
                close(descriptor)
                throw CheckpointError(.inUse, path: path)
            }
            // Who held it may have put another file in its place, or taken it away, in between.
            guard let mine = FileState(descriptor: descriptor), let there = FileState(path: place),
                mine.isSameFile(as: there)
            else {
                close(descriptor)
                continue
            }
            held = Mutex(Held(descriptor: descriptor, isEmpty: mine.bytes == 0))
            break
        }
        removeLeftovers()
    }

    deinit {
        held.withLock { held in
            if held.isEmpty { FileName.withPath(place) { _ = unlink($0) } }
            close(held.descriptor)
        }
    }

    /// What is kept; nil where nothing is.
    func kept() throws(CheckpointError) -> Kept? {
        if held.withLock({ $0.isEmpty }) { return nil }
        let file: Data
        do throws(CorpusError) {
            file = try FileAccess.wholeFile(at: place, limit: .max)
        } catch {
            throw CheckpointError(.unreadable(reason: error.description), path: path)
        }
        guard let end = file.firstIndex(of: 0x0A), file[..<end].starts(with: Self.mark.utf8) else {
            throw CheckpointError(.notACheckpoint, path: path)
        }
        let body = Data(file[(end + 1)...])
        let digest = String(decoding: file[..<end].dropFirst(Self.mark.utf8.count), as: UTF8.self)
        guard digest == ContentDigest.hexadecimal(of: body), let line = body.firstIndex(of: 0x0A),
            let settings = try? JSONDecoder().decode([Checkpoint.Setting].self, from: body[..<line])
        else { throw CheckpointError(.damaged, path: path) }
        return Kept(path: path, settings: settings, json: Data(body[(line + 1)...]))
    }

    /// Puts other contents in the place of what is kept.
    func write(_ contents: some Encodable, settings: [Checkpoint.Setting]) throws(CheckpointError) {
        do {
            let body = try JSONEncoder().encode(settings) + [0x0A] + JSONEncoder().encode(contents)
            let file = WholeFile(path: place, isKept: true)
            try file.write(Data("\(Self.mark)\(ContentDigest.hexadecimal(of: body))\n".utf8) + body)
            let descriptor = try file.finishLocked()
            let old = held.withLock { held in
                defer { held = Held(descriptor: descriptor, isEmpty: false) }
                return held.descriptor
            }
            close(old)
        } catch let error as FileWriteError {
            throw CheckpointError(.unwritable(reason: error.reason), path: path)
        } catch {
            throw CheckpointError(.unwritable(reason: "\(error)"), path: path)
        }
    }

    /// Takes away what processes left that were killed while they wrote this checkpoint: whoever holds it is the only writer.
    private func removeLeftovers() {
        let folder = URL(fileURLWithPath: place).deletingLastPathComponent().path
        for other in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where WholeFile.isUnfinished(folder + "/" + other, of: place) && Self.isOne(folder + "/" + other) {
            FileName.withPath(folder + "/" + other) { _ = unlink($0) }
        }
    }

    /// Whether a file is a checkpoint, or the beginning of one: who was killed before anything was written left a file of no bytes.
    static func isOne(_ path: String) -> Bool {
        guard FileState(path: path)?.isRegular ?? false, let file = FileHandle(forReadingAtPath: path),
            let head = try? file.read(upToCount: mark.utf8.count) ?? Data()
        else { return false }
        return mark.utf8.starts(with: head)
    }
}
