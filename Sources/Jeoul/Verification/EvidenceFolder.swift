import Foundation

/// A folder of evidence on disk.
public enum EvidenceFolder {
    /// Writes evidence: all of it, or nothing.
    ///
    /// It is written to a new folder beside the target, which is then renamed; what is replaced is moved away first and
    /// removed last.
    ///
    /// - Parameter replacing: whether evidence that is there already may be replaced.
    /// - Throws: ``EvidenceError``.
    public static func write(_ evidence: Evidence, to path: String, replacing: Bool = false) throws(EvidenceError) {
        let target = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
        let exists = try checkTarget(target, path: path, replacing: replacing)
        let tag = UUID().uuidString.prefix(8)
        let parent = target.deletingLastPathComponent()
        let partial = parent.appendingPathComponent(".\(target.lastPathComponent).partial-\(tag)", isDirectory: true)
        let old = parent.appendingPathComponent(".\(target.lastPathComponent).old-\(tag)", isDirectory: true)
        let files = FileManager.default
        do {
            for file in evidence.files {
                try write(file.bytes, file.name, in: partial)
            }
            try write(evidence.sums, Evidence.sumsName, in: partial)
            try write(Data(JSONOutput.text(of: evidence.run.json).utf8), Evidence.runName, in: partial)
            if exists { try files.moveItem(at: target, to: old) }
            do {
                try files.moveItem(at: partial, to: target)
            } catch {
                if exists { try? files.moveItem(at: old, to: target) }
                throw error
            }
            if exists { try files.removeItem(at: old) }
        } catch {
            try? files.removeItem(at: partial)
            throw .notWritten(path: path, reason: FileAccess.unreadable(path, error).message)
        }
    }

    /// Refuses a target that evidence cannot be written to, before the work is done.
    ///
    /// - Throws: ``EvidenceError``.
    public static func check(_ path: String, replacing: Bool) throws(EvidenceError) {
        let target = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
        _ = try checkTarget(target, path: path, replacing: replacing)
    }

    /// Whether there is a folder already that may be replaced.
    private static func checkTarget(_ target: URL, path: String, replacing: Bool) throws(EvidenceError) -> Bool {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder) else { return false }
        guard isFolder.boolValue else { throw .notAFolder(path: path) }
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: target.path)) ?? []
        if contents.isEmpty { return true }
        guard isEvidence(target) else { throw .notEvidence(path: path) }
        guard replacing else { throw .exists(path: path) }
        return true
    }

    private static func isEvidence(_ folder: URL) -> Bool {
        ["result.json", "claims.json", Evidence.sumsName].allSatisfy {
            FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
        }
    }

    private static func write(_ bytes: Data, _ name: String, in folder: URL) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    /// Reads evidence.
    ///
    /// - Throws: ``EvidenceError`` where the folder holds none, or its files cannot be understood.
    public static func read(_ path: String) throws(EvidenceError) -> StoredEvidence {
        let folder = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
        guard isEvidence(folder) else { throw .notEvidence(path: path) }
        let sums = try text(of: folder.appendingPathComponent(Evidence.sumsName), path)
        var files: [Evidence.File] = []
        var changed: [String] = []
        for line in sums.split(separator: "\n") {
            let name = String(line.dropFirst(66))
            guard line.count > 66, !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
                throw .malformed(path: path, reason: "\(Evidence.sumsName) has the line “\(line)”")
            }
            guard let bytes = try? Data(contentsOf: folder.appendingPathComponent(name)) else {
                changed.append(name)
                continue
            }
            if ContentDigest.hexadecimal(of: bytes) != line.prefix(64) { changed.append(name) }
            files.append(Evidence.File(name: name, bytes: bytes))
        }
        let run = try? JSONDecoder().decode(
            EvidenceRun.self, from: Data(contentsOf: folder.appendingPathComponent(Evidence.runName)))
        return try StoredEvidence(path: path, files: files, changed: changed, run: run)
    }

    private static func text(of file: URL, _ path: String) throws(EvidenceError) -> String {
        do {
            return String(decoding: try Data(contentsOf: file), as: UTF8.self)
        } catch {
            throw .malformed(path: path, reason: "\(file.lastPathComponent) cannot be read")
        }
    }
}

/// Evidence as it lies on disk.
public struct StoredEvidence: Sendable {
    /// What `result.json` says of a corpus.
    struct RecordedCorpus: Decodable {
        let id: String
        let title: String
        let origin: VerificationCorpus.Origin
        let notRun: String?
        let clusterColumn: String?

        private enum CodingKeys: String, CodingKey {
            case id, title, origin
            case notRun = "not_run"
            case clusterColumn = "cluster_column"
        }
    }

    /// What it says of a vocabulary.
    struct RecordedVocabulary: Decodable {
        let name: String
        let notRun: String?

        private enum CodingKeys: String, CodingKey {
            case name
            case notRun = "not_run"
        }
    }

    private struct Result: Decodable {
        let schema: Int
        let settings: EvidenceSettings
        let vocabularies: [RecordedVocabulary]
        let corpora: [RecordedCorpus]
    }

    /// The hashed files that are there.
    public let files: [Evidence.File]
    /// The files that are gone, or have another hash than `SHA256SUMS` says.
    public let changed: [String]
    /// What was true of the machine; nil where `run.json` is gone.
    public let run: EvidenceRun?
    /// The settings.
    public let settings: EvidenceSettings
    /// The claims.
    public let claims: [Claim]
    let corpora: [RecordedCorpus]
    let vocabularies: [RecordedVocabulary]

    init(path: String, files: [Evidence.File], changed: [String], run: EvidenceRun?) throws(EvidenceError) {
        func bytes(_ name: String) throws(EvidenceError) -> Data {
            guard let file = files.first(where: { $0.name == name }) else {
                throw .malformed(path: path, reason: "\(name) is not there")
            }
            return file.bytes
        }
        do {
            let result = try ClaimLedger.decode(Result.self, from: try bytes("result.json"))
            guard result.schema == VerificationReport.schema else {
                throw EvidenceError.malformed(path: path, reason: "its schema is \(result.schema), not 1")
            }
            settings = result.settings
            corpora = result.corpora
            vocabularies = result.vocabularies
            claims = try ClaimLedger(json: try bytes("claims.json")).claims
        } catch let error as EvidenceError {
            throw error
        } catch {
            throw .malformed(path: path, reason: "\(error)")
        }
        self.files = files
        self.changed = changed
        self.run = run
    }
}

/// Evidence that cannot be written or read.
public enum EvidenceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The path is a file.
    case notAFolder(path: String)
    /// The folder holds something that is no evidence.
    case notEvidence(path: String)
    /// The folder holds evidence already.
    case exists(path: String)
    /// It could not be written; nothing was left.
    case notWritten(path: String, reason: String)
    /// It cannot be understood.
    case malformed(path: String, reason: String)
    /// Standard input cannot be read again.
    case standardInput
    /// What was weighed is not on this machine.
    case unavailable(reason: String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .notAFolder(let path): "\(path): this is a file; name a folder that is new or empty"
        case .notEvidence(let path): "\(path): the folder holds no evidence of a verification; name another"
        case .exists(let path): "\(path): the folder holds evidence already; --force replaces it"
        case .notWritten(let path, let reason): "\(path): the evidence could not be written: \(reason)"
        case .malformed(let path, let reason): "\(path): the evidence cannot be understood: \(reason)"
        case .standardInput: "evidence needs texts that can be read again: name a file instead of standard input"
        case .unavailable(let reason): "this cannot be reproduced here: \(reason)"
        }
    }
}
