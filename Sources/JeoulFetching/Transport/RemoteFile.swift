import Foundation
import JeoulCorpora

/// A file at an address, with all that is known of it beforehand.
struct RemoteFile: Sendable, Hashable {
    /// The greatest file that is taken where nothing is pinned; the greatest known vocabulary has 35 MB.
    static let maximumSize = 1 << 29

    /// The name under which it is kept.
    var name: String
    var url: String
    /// The pinned size and sha256.
    var bytes: Int?
    var sha256: String?
    /// Whether the token of the Hub may be sent with the request.
    var isOnHub = false
    /// Where terms are accepted.
    var page: String?
    /// The field Accept: what kinds of answer are understood. With it a web page is no surprise.
    var accept: String?
    /// The entity tag under which it is here already, unpinned.
    var knownTag: String?

    var limit: Int { bytes ?? Self.maximumSize }

    /// Checks bytes that are to be this file against the pins, else against what was announced of them. O(n).
    func check(
        _ place: URL, announced: (bytes: Int?, sha256: String?) = (nil, nil)
    ) throws(FetchError) -> Download {
        let data: Data
        do {
            data = try Data(contentsOf: place, options: .mappedIfSafe)
        } catch {
            throw FetchError.disk(place.path, error)
        }
        if accept == nil { try FileKind.checkStart(of: data, name: name, subject: url) }
        if let expected = bytes ?? announced.bytes, expected != data.count {
            throw FetchError(
                .wrongSize(expected: expected, found: data.count, isPinned: bytes != nil), subject: url)
        }
        let found = ContentDigest.hexadecimal(of: data)
        if let expected = sha256 ?? announced.sha256, expected != found {
            throw FetchError(
                .hashMismatch(expected: expected, found: found, isPinned: sha256 != nil), subject: url)
        }
        if sha256 == nil { try FileKind.checkEnd(of: data, name: name, subject: url) }
        return Download(bytes: data.count, sha256: found)
    }
}

/// What came of fetching a file.
struct Download: Sendable, Hashable {
    var bytes: Int
    var sha256: String
    /// The strong entity tag, to ask later whether it is still the same.
    var tag: String?
    /// The commit at which the Hub served it.
    var commit: String?
    /// The server says that the file is still what it was; nothing was fetched.
    var isUnchanged = false
}

/// A file that is being fetched, beside a note of what it is the beginning of.
///
/// Only the holder of the folder's lock writes it. It grows at its end, so that after a `kill -9` what is there is a
/// beginning of the file, whatever its length.
final class PartialFile {
    /// What a beginning belongs to.
    private struct Origin: Codable {
        var url: String
        var validator: String?
    }

    let url: URL
    private let originURL: URL
    private var handle: FileHandle?
    private(set) var size = 0
    /// What the server must still have for the rest to fit.
    private(set) var validator: String?

    /// Opens what is there of a file. A beginning of an unpinned file is of use only where the server can be asked
    /// whether it still has the same: of two versions nobody would notice the seam.
    init(of file: RemoteFile, in folder: URL) throws(FetchError) {
        url = folder.appendingPathComponent(file.name + ".part")
        originURL = folder.appendingPathComponent(file.name + ".part.json")
        let origin = (try? Data(contentsOf: originURL)).flatMap { try? JSONDecoder().decode(Origin.self, from: $0) }
        validator = origin?.url == file.url ? origin?.validator : nil
        try CacheFolder.makeFolder(url.deletingLastPathComponent())
        do {
            if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
            let handle = try FileHandle(forUpdating: url)
            self.handle = handle
            size = Int(try handle.seekToEnd())
        } catch {
            throw FetchError.disk(url.path, error)
        }
        if size > 0, file.sha256 == nil && validator == nil || size > file.limit { try reset() }
    }

    /// Begins again from nothing.
    func reset(validator: String? = nil, of address: String? = nil) throws(FetchError) {
        try attempt { try $0.truncate(atOffset: 0) }
        size = 0
        self.validator = validator
        do {
            if let validator, let address {
                try JSONEncoder().encode(Origin(url: address, validator: validator)).write(to: originURL)
            } else if FileManager.default.fileExists(atPath: originURL.path) {
                try FileManager.default.removeItem(at: originURL)
            }
        } catch {
            throw FetchError.disk(originURL.path, error)
        }
    }

    /// Writes at the end.
    func append(_ data: Data) throws(FetchError) {
        try attempt { try $0.write(contentsOf: data) }
        size += data.count
    }

    /// Waits until it is on the disk.
    func synchronize() throws(FetchError) { try attempt { try $0.synchronize() } }

    /// The sha256 of what is there. O(n).
    func sha256() throws(FetchError) -> String { try Self.sha256(of: url) }

    static func sha256(of url: URL) throws(FetchError) -> String {
        do {
            return try FileDigest.hexadecimal(ofFile: url.path)
        } catch {
            throw FetchError.disk(url.path, error)
        }
    }

    /// Removes it and its note.
    func discard() {
        close()
        try? FileManager.default.removeItem(at: url)
        try? FileManager.default.removeItem(at: originURL)
    }

    /// Removes what is nothing.
    func discardIfEmpty() { if size == 0, handle != nil { discard() } }

    /// Gives it its name. It must be whole, checked and on the disk.
    func finish(as target: URL) throws(FetchError) {
        close()
        try? FileManager.default.removeItem(at: originURL)
        guard rename(url.path, target.path) == 0 else { throw FetchError.disk(target.path) }
    }

    private func close() {
        try? handle?.close()
        handle = nil
    }

    private func attempt(_ body: (FileHandle) throws -> Void) throws(FetchError) {
        guard let handle else { throw FetchError(.disk(reason: "closed"), subject: url.path) }
        do {
            try body(handle)
        } catch {
            throw FetchError.disk(url.path, error)
        }
    }

    deinit { close() }
}
