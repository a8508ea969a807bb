import Foundation
import JeoulCorpora
import JeoulClaims

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads the files of a folder that may be an opponent's: regular files only, through no link, of bounded sizes, and nothing that lies
/// outside of it.
struct EvidenceReader {
    /// The most files that evidence has, the most bytes of a file, and of all of them.
    static let mostFiles = 1000, mostBytes = 512 << 20, mostBytesInAll = 2 << 30

    /// Why a file is not read.
    enum Refusal: Error, Equatable {
        case missing
        /// A link, a folder, a pipe, a device; or a link on the way to it.
        case notRegular
        case tooLarge
        case unreadable
    }

    private let path: String
    private var bytesRead = 0

    init(folder path: String) { self.path = path }

    /// The bytes of a file, its name relative to the folder, with `/`.
    mutating func bytes(of name: String, limit: Int = Self.mostBytes) throws(Refusal) -> Data {
        var folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .missing }
        defer { close(folder) }
        var parts = name.split(separator: "/").map(String.init)
        guard let last = parts.popLast() else { throw .missing }
        for part in parts {
            let next = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard next >= 0 else { throw errno == ENOENT ? .missing : .notRegular }
            close(folder)
            folder = next
        }
        // Without O_NONBLOCK a pipe would be waited for.
        let file = openat(folder, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            throw errno == ENOENT ? .missing : errno == ELOOP || errno == ENXIO ? .notRegular : .unreadable
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .unreadable }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        guard status.st_size <= limit, bytesRead + Int(status.st_size) <= Self.mostBytesInAll else { throw .tooLarge }
        // One byte more than it says tells a file that grows.
        guard let data = try? handle.read(upToCount: Int(status.st_size) + 1) ?? Data(), data.count == status.st_size
        else {
            throw .unreadable
        }
        bytesRead += data.count
        return data
    }

    /// The files and links that lie in the folder, at most ``mostFiles`` of them, in the order of their names' bytes.
    func names() -> [String] {
        var found: [String] = []
        var folders = [""]
        while let folder = folders.popLast(), found.count < Self.mostFiles {
            let place = folder.isEmpty ? path : path + "/" + folder
            for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] {
                let full = folder.isEmpty ? name : folder + "/" + name
                var status = stat()
                guard lstat(path + "/" + full, &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR, full.split(separator: "/").count < 8 {
                    folders.append(full)
                } else if found.count < Self.mostFiles {
                    found.append(full)
                }
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension EvidenceFolder {
    /// Reads evidence.
    ///
    /// - Throws: ``EvidenceError`` where the folder holds none, or its files cannot be understood.
    package static func read(_ path: String) throws(EvidenceError) -> StoredEvidence {
        let folder = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL.path
        var reader = EvidenceReader(folder: folder)
        let sums: Data
        do {
            sums = try reader.bytes(of: Evidence.sumsName, limit: 1 << 20)
        } catch {
            guard error == .missing else {
                throw .malformed(path: path, reason: "\(Evidence.sumsName) \(error.reason)")
            }
            throw .notEvidence(path: path)
        }
        var files: [Evidence.File] = []
        var changed: [StoredEvidence.Changed] = []
        let listed = try names(in: sums, path)
        for (hash, name) in listed {
            do {
                let bytes = try reader.bytes(of: name)
                if ContentDigest.hexadecimal(of: bytes) != hash {
                    changed.append(
                        StoredEvidence.Changed(name: name, now: "another hash: changed after it was written"))
                }
                files.append(Evidence.File(name: name, bytes: bytes))
            } catch {
                changed.append(StoredEvidence.Changed(name: name, now: error == .missing ? nil : error.reason))
            }
        }
        let missing = ["result.json", "claims.json"].filter { name in !files.contains { $0.name == name } }
        guard missing.isEmpty else {
            let gone = changed.map { "\($0.name) \($0.now ?? EvidenceReader.Refusal.missing.reason)" }
            let unlisted = missing.filter { name in !listed.contains { $0.name == name } }.map { "\($0) is not listed" }
            throw .malformed(path: path, reason: (gone + unlisted).joined(separator: "; "))
        }
        let run = (try? reader.bytes(of: Evidence.runName, limit: 1 << 20))
            .flatMap { try? JSONDecoder().decode(EvidenceRun.self, from: $0) }
        let known = Set(listed.map(\.name) + [Evidence.sumsName, Evidence.runName])
        return try StoredEvidence(
            path: path, files: files, changed: changed, extra: reader.names().filter { !known.contains($0) }, run: run)
    }

    /// The lines of `SHA256SUMS`.
    private static func names(in sums: Data, _ path: String) throws(EvidenceError) -> [(hash: String, name: String)] {
        var found: [(hash: String, name: String)] = []
        var seen = Set<String>()
        for line in String(decoding: sums, as: UTF8.self).split(separator: "\n") {
            let (hash, name) = (String(line.prefix(64)), String(line.dropFirst(66)))
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            let isPlain = parts.allSatisfy { !["", ".", ".."].contains($0) && !$0.contains("\0") }
            guard line.dropFirst(64).prefix(2) == "  ", isPlain, seen.insert(name).inserted,
                found.count < EvidenceReader.mostFiles,
                hash.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
            else {
                throw .malformed(path: path, reason: "\(Evidence.sumsName) has the line “\(line.prefix(200))”")
            }
            found.append((hash, name))
        }
        return found
    }
}

extension EvidenceReader.Refusal {
    /// In words that follow the file's name.
    var reason: String {
        switch self {
        case .missing: "is not there"
        case .notRegular: "is no regular file, and is not opened"
        case .tooLarge: "is larger than evidence is, and is not read"
        case .unreadable: "cannot be read"
        }
    }
}
