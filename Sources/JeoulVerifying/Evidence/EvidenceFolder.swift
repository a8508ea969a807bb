import Foundation
import JeoulCorpora
import JeoulReporting
import JeoulClaims

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder of evidence on disk.
package enum EvidenceFolder {
    /// Writes evidence: all of it, or nothing.
    ///
    /// It is written to a new folder beside the target, which is then renamed; what is replaced is moved away first and
    /// removed last. What a process that was killed has left of the same target is cleaned.
    ///
    /// - Parameter replacing: whether evidence that is there already may be replaced.
    /// - Throws: ``EvidenceError``.
    package static func write(_ evidence: Evidence, to path: String, replacing: Bool = false) throws(EvidenceError) {
        let target = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
        let exists = try checkTarget(target, path: path, replacing: replacing)
        let parent = target.deletingLastPathComponent()
        let leftovers = Leftovers(of: target)
        let partial = parent.appendingPathComponent(leftovers.name("partial"), isDirectory: true)
        let old = parent.appendingPathComponent(leftovers.name("old"), isDirectory: true)
        let files = FileManager.default
        var isWritten = false
        do {
            for file in evidence.files {
                try write(file.bytes, file.name, in: partial)
            }
            try write(evidence.sums, Evidence.sumsName, in: partial)
            try write(Data(JSONOutput.text(of: evidence.run.json).utf8), Evidence.runName, in: partial)
            if exists { try files.moveItem(at: target, to: old) }
            do {
                try files.moveItem(at: partial, to: target)
                isWritten = true
            } catch {
                if exists { try? files.moveItem(at: old, to: target) }
                throw error
            }
            if exists { try remove(old) }
        } catch {
            if isWritten { throw .formerRemains(path: path, former: old.path, reason: reason(error)) }
            try? files.removeItem(at: partial)
            let isLeft = FileState(linkAt: old.path) != nil
            throw .notWritten(
                path: path, reason: reason(error) + (isLeft ? "; what was there is now \(old.path)" : ""))
        }
    }

    /// The system's reason, where there is one beneath what Foundation says.
    private static func reason(_ error: any Error) -> String {
        if let error = error as? EvidenceError { return error.description }
        let error = error as NSError
        // Foundation has words of its own for this one.
        if error.domain == NSCocoaErrorDomain, error.code == CocoaError.fileWriteOutOfSpace.rawValue {
            return String(cString: strerror(ENOSPC))
        }
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        return cause.domain == NSPOSIXErrorDomain
            ? String(cString: strerror(Int32(cause.code))) : cause.localizedDescription
    }

    /// Refuses a target that evidence cannot be written to, before the work is done.
    ///
    /// - Throws: ``EvidenceError``.
    package static func check(_ path: String, replacing: Bool) throws(EvidenceError) {
        let target = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
        _ = try checkTarget(target, path: path, replacing: replacing)
    }

    /// Whether there is a folder already that may be replaced.
    private static func checkTarget(_ target: URL, path: String, replacing: Bool) throws(EvidenceError) -> Bool {
        Leftovers(of: target).clean()
        // Through a link it would be another folder that is replaced.
        if let state = FileState(linkAt: target.path), !state.isDirectory { throw .notAFolder(path: path) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder) else { return false }
        guard isFolder.boolValue else { throw .notAFolder(path: path) }
        do {
            // One that cannot be listed is not one that is empty.
            if try FileManager.default.contentsOfDirectory(atPath: target.path).isEmpty { return true }
            guard isEvidence(target) else { throw EvidenceError.notEvidence(path: path) }
            guard replacing else { throw EvidenceError.exists(path: path) }
            if let other = try foreignFile(in: target) { throw EvidenceError.foreignFile(path: path, file: other) }
        } catch let error as EvidenceError {
            throw error
        } catch {
            throw .notWritten(path: path, reason: "what lies there cannot be listed: \(reason(error))")
        }
        return true
    }

    /// Removes a folder that is empty, or evidence and nothing besides. What tells that it is evidence goes last, so that a process that
    /// is killed meanwhile leaves what the next one may remove.
    ///
    /// - Throws: where it holds anything else, and nothing is removed then; and what the system says.
    fileprivate static func remove(_ folder: URL) throws {
        let files = FileManager.default
        let contents = try files.contentsOfDirectory(atPath: folder.path)
        if !contents.isEmpty {
            guard isEvidence(folder) else { throw EvidenceError.notEvidence(path: folder.path) }
            if let other = try foreignFile(in: folder) {
                throw EvidenceError.foreignFile(path: folder.path, file: other)
            }
        }
        for name in contents where !marks.contains(name) { try files.removeItem(atPath: folder.path + "/" + name) }
        try files.removeItem(at: folder)
    }

    /// A file in the folder that is no part of its evidence, and would be lost with it; nil for none.
    ///
    /// - Throws: where it, or a folder in it, cannot be listed.
    private static func foreignFile(in folder: URL) throws -> String? {
        let sums = folder.appending(path: Evidence.sumsName).path
        // Nothing that might be waited for.
        let isFile = FileState(linkAt: sums)?.isRegular ?? false
        let listed = isFile ? try? FileAccess.wholeFile(at: sums, limit: 1 << 24) : nil
        let lines = String(decoding: listed ?? Data(), as: UTF8.self).split(separator: "\n")
        let own = Set(lines.map { String($0.dropFirst(66)) } + [Evidence.sumsName, Evidence.runName])
        // Hidden ones too; through no link.
        var foreign: [String] = []
        var folders = [""]
        while let inner = folders.popLast() {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + inner) {
                if FileState(linkAt: folder.path + "/" + inner + name)?.isDirectory ?? false {
                    folders.append(inner + name + "/")
                } else if !own.contains(inner + name) {
                    foreign.append(inner + name)
                }
            }
        }
        return foreign.min()
    }

    /// The files that tell evidence from other folders.
    private static let marks = ["result.json", "claims.json", Evidence.sumsName]

    private static func isEvidence(_ folder: URL) -> Bool {
        marks.allSatisfy {
            FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
        }
    }

    private static func write(_ bytes: Data, _ name: String, in folder: URL) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }
}

/// The hidden folders that writing evidence makes beside its target, by the process that makes them. A process that is killed leaves
/// them; the next that writes to the same target finds that it is gone, and removes them.
private struct Leftovers {
    private let target: String
    private let parent: URL

    init(of target: URL) {
        self.target = target.lastPathComponent
        parent = target.deletingLastPathComponent()
    }

    /// `.evidence.partial-4711-1A2B3C4D`
    func name(_ kind: String) -> String {
        ".\(target).\(kind)-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString.prefix(8))"
    }

    /// Removes what processes that are gone have made. What one of them had moved away and not yet replaced is moved back; what is not
    /// evidence alone is left where it is.
    func clean() {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: parent.path)) ?? [] {
            for kind in ["partial", "old"] where name.hasPrefix(".\(target).\(kind)-") {
                let tags = name.dropFirst(target.count + kind.count + 3).split(separator: "-")
                guard tags.count == 2, let process = pid_t(tags[0]), process > 0, isGone(process) else { continue }
                let folder = parent.appendingPathComponent(name)
                let place = parent.appendingPathComponent(target)
                switch kind {
                case "partial": try? files.removeItem(at: folder)
                case _ where FileState(linkAt: place.path) == nil: try? files.moveItem(at: folder, to: place)
                default: try? EvidenceFolder.remove(folder)
                }
            }
        }
    }

    private func isGone(_ process: pid_t) -> Bool { kill(process, 0) != 0 && errno == ESRCH }
}

/// Evidence as it lies on disk.
package struct StoredEvidence: Sendable {
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
    package let files: [Evidence.File]
    /// A file that is not what `SHA256SUMS` says.
    package struct Changed: Sendable, Equatable {
        /// Its name.
        package let name: String
        /// What it is now; nil where it is gone.
        package let now: String?
    }

    /// The files that are gone, cannot be read, or have another hash than `SHA256SUMS` says.
    package let changed: [Changed]
    /// What lies in the folder and is not listed in `SHA256SUMS`.
    package let extra: [String]
    /// What was true of the machine; nil where `run.json` is gone.
    package let run: EvidenceRun?
    /// The settings.
    package let settings: EvidenceSettings
    /// The claims.
    package let claims: [Claim]
    let corpora: [RecordedCorpus]
    let vocabularies: [RecordedVocabulary]

    init(
        path: String, files: [Evidence.File], changed: [Changed], extra: [String] = [], run: EvidenceRun?
    ) throws(EvidenceError) {
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
            guard claims.count <= EvidenceLimits.claims, corpora.count <= EvidenceLimits.corpora,
                vocabularies.count <= 2 * EvidenceLimits.claims
            else {
                throw EvidenceError.malformed(
                    path: path, reason: "it has more claims, corpora or vocabularies than can be meant")
            }
        } catch let error as EvidenceError {
            throw error
        } catch {
            throw .malformed(path: path, reason: "\(error)")
        }
        self.files = files
        self.changed = changed
        self.extra = extra
        self.run = run
    }
}

/// Evidence that cannot be written or read.
package enum EvidenceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The path is a file.
    case notAFolder(path: String)
    /// The folder holds something that is no evidence.
    case notEvidence(path: String)
    /// The folder holds evidence already.
    case exists(path: String)
    /// The folder to be replaced holds a file besides.
    case foreignFile(path: String, file: String)
    /// It could not be written; nothing was left.
    case notWritten(path: String, reason: String)
    /// It is written, but what it replaces could not be removed.
    case formerRemains(path: String, former: String, reason: String)
    /// It cannot be understood.
    case malformed(path: String, reason: String)
    /// Standard input cannot be read again.
    case standardInput
    /// What was weighed is not on this machine: all that is missing.
    case unavailable(reasons: [String])
    /// The evidence takes something for what it is not.
    case refused(reasons: [String])

    /// What is wrong and what to do.
    package var description: String {
        switch self {
        case .notAFolder(let path): "\(path): this is a file; name a folder that is new or empty"
        case .notEvidence(let path): "\(path): the folder holds no evidence of a verification; name another"
        case .foreignFile(let path, let file):
            "\(path): \(file) there is no part of the evidence, and would be lost with it; move it elsewhere, or name another folder"
        case .exists(let path): "\(path): the folder holds evidence already; --force replaces it"
        case .notWritten(let path, let reason): "\(path): the evidence could not be written: \(reason)"
        case .formerRemains(let path, let former, let reason):
            "\(path): the evidence is written; what lay there before is now \(former), and could not be removed: \(reason)"
        case .malformed(let path, let reason): "\(path): the evidence cannot be understood: \(reason)"
        case .standardInput: "evidence needs texts that can be read again: name a file instead of standard input"
        case .unavailable(let reasons): "this cannot be reproduced here: \(reasons.joined(separator: "; "))"
        case .refused(let reasons): "this evidence is refused: \(reasons.joined(separator: "; "))"
        }
    }
}
