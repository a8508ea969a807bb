import Foundation
import JeoulCorpora

/// Where the files of a folder of the cache came from and what they were: `source.json` beside them.
///
/// Of files that no manifest pins it is the only memory of what they were when they were pulled first.
package struct PullRecord: Sendable, Hashable, Codable {
    /// The name of the file.
    package static let fileName = "source.json"

    /// A file as it was pulled.
    package struct File: Sendable, Hashable, Codable {
        /// Its name in the folder.
        package var name: String
        /// Where it came from.
        package var url: String
        /// Its size.
        package var bytes: Int
        /// Its sha256 in hexadecimal.
        package var sha256: String
        /// Whether that is pinned by a manifest.
        package var isPinned: Bool
        /// The server's name for this version of it.
        package var tag: String?

        private enum CodingKeys: String, CodingKey {
            case name, url, bytes, sha256
            case isPinned = "pinned"
            case tag
        }
    }

    /// The version of the record's layout.
    package var schema: Int
    /// What was pulled: an id, or a repository.
    package var name: String
    /// The revision that was asked for; nil for the newest.
    package var revision: String?
    /// The commit at which the Hub served it, where it told.
    package var commit: String?
    /// When, in UTC.
    package var date: String
    /// The files.
    package var files: [File]

    /// The record in a folder; nil where there is none.
    ///
    /// - Throws: `FetchError.brokenRecord` where there is one that cannot be read: what was pulled is not known then, and a pull would
    ///   take any change for a first time.
    package init?(inFolder folder: URL) throws(FetchError) {
        let file = folder.appendingPathComponent(Self.fileName)
        // Whatever else keeps it from being read, it may be there.
        if FileState(linkAt: file.path) == nil, [ENOENT, ENOTDIR].contains(errno) { return nil }
        guard let data = try? Data(contentsOf: file),
            let record = try? JSONDecoder().decode(PullRecord.self, from: data),
            record.schema == 1
        else {
            throw FetchError(.brokenRecord, subject: file.path)
        }
        self = record
    }

    init(name: String, revision: String?, commit: String?, files: [File], date: Date = Date()) {
        schema = 1
        self.name = name
        self.revision = revision
        self.commit = commit
        self.date = date.ISO8601Format()
        self.files = files
    }
}
