import Foundation
import JeoulCorpora
import JeoulReporting
import Synchronization

/// A file that a folder of the cache is to have, and where it is got.
struct WantedFile: Sendable, Hashable {
    enum Source: Sendable, Hashable {
        case address
        case member(PackageMember)
        case disk(URL)
    }

    /// Name, address and pins.
    var file: RemoteFile
    var source: Source = .address
    var isRequired = true

    var isPinned: Bool { file.sha256 != nil }
}

/// Gets the files of one folder of the cache, compares them with the pins and with what was recorded, and makes them
/// seen together. The caller holds the folder's lock.
struct Installation: Sendable {
    let session: FetchSession
    let folder: CacheFolder
    /// What is pulled, for the record.
    let name: String
    var revision: String?
    var acceptsChange = false
    /// Whether `verify` proves the folder, although its files are not pinned one by one.
    var isPinnedAsWhole = false
    /// Looks at the folder of the cache's name in another folder.
    var verify: @Sendable (_ parent: URL) throws(FetchError) -> Void = { _ throws(FetchError) in }

    /// What was done, with what was installed.
    struct Result {
        var state: PullOutcome.State
        var record: PullRecord
    }

    /// What is here already, where that is all of it, with its pins; nil where something is to be got. O(size of what is here).
    func whole(_ wanted: [WantedFile]) throws(FetchError) -> Result? {
        recordOfWhole(wanted, present: try hashes(of: wanted), try PullRecord(inFolder: folder.place))
            .map { Result(state: .here, record: $0) }
    }

    /// Gets and installs the files.
    func run(_ wanted: [WantedFile]) throws(FetchError) -> Result {
        for wanted in wanted { try Self.check(wanted.file.name) }
        let record = try PullRecord(inFolder: folder.place)
        let present = try hashes(of: wanted)
        if let here = recordOfWhole(wanted, present: present, record) { return Result(state: .here, record: here) }

        try folder.makeStaging()
        try folder.clearStaging(keeping: keptNames(of: wanted))
        let fetched = try fetch(wanted, present: present, record)
        // Where a server has no list, each usual name is tried, none of which need be there.
        guard !fetched.isEmpty else {
            folder.discard()
            throw FetchError(.missingFiles(["any file of a tokenizer"]), subject: name)
        }
        if let record, record.files.map(\.identity) == fetched.map(\.file.identity),
            record.files.allSatisfy({ present[$0.name] == $0.sha256 })
        {
            folder.discard()
            return Result(state: .unchanged, record: record)
        }
        let commits = Set(fetched.compactMap(\.commit))
        if commits.count > 1, wanted.contains(where: { !$0.isPinned }) {
            folder.discard()
            throw FetchError(.moved, subject: name)
        }
        let changes = isPinnedAsWhole ? [] : changes(fetched.map(\.file), present: present, record)
        if !changes.isEmpty, !acceptsChange {
            folder.discard()
            throw FetchError(.changed(changes), subject: name)
        }
        try verify(folder.staging.deletingLastPathComponent())
        let new = PullRecord(
            name: name, revision: revision, commit: commits.count == 1 ? commits.first : nil, files: fetched.map(\.file)
        )
        try write(new)
        try folder.clearStaging(keeping: Set(fetched.map { Self.top($0.file.name) } + [PullRecord.fileName]))
        try folder.commit()
        return Result(state: changes.isEmpty ? .pulled : .changed, record: new)
    }

    /// Every part of a name is plain, and none is that of the record.
    private static func check(_ name: String) throws(FetchError) {
        for part in name.split(separator: "/", omittingEmptySubsequences: false) {
            _ = try SafeName.checked(String(part), as: "a file")
        }
        if name == PullRecord.fileName { throw FetchError(.badName(what: "a file"), subject: name) }
    }

    private static func top(_ name: String) -> String { name.split(separator: "/").first.map(String.init) ?? name }

    private func keptNames(of wanted: [WantedFile]) -> Set<String> {
        Set(wanted.flatMap { [Self.top($0.file.name), $0.file.name + ".wheel"] })
    }

    // MARK: What is here

    /// The sha256 of the files that are here. O(their size).
    private func hashes(of wanted: [WantedFile]) throws(FetchError) -> [String: String] {
        var hashes: [String: String] = [:]
        for wanted in wanted {
            let url = folder.place.appendingPathComponent(wanted.file.name)
            if FileManager.default.fileExists(atPath: url.path) {
                hashes[wanted.file.name] = try PartialFile.sha256(of: url)
            }
        }
        return hashes
    }

    /// The record of what is here, if all of it is here and pinned.
    private func recordOfWhole(
        _ wanted: [WantedFile], present: [String: String], _ record: PullRecord?
    ) -> PullRecord? {
        guard !wanted.isEmpty, isPinnedAsWhole || wanted.allSatisfy(\.isPinned) else { return nil }
        for wanted in wanted {
            guard let found = present[wanted.file.name] else {
                if wanted.isRequired { return nil }
                continue
            }
            if let pin = wanted.file.sha256, pin != found { return nil }
        }
        do {
            try verify(folder.place.deletingLastPathComponent())
        } catch {
            return nil
        }
        if let record { return record }
        // Put there by hand: as good, and where from is not known.
        let files = wanted.compactMap { wanted -> PullRecord.File? in
            let url = folder.place.appendingPathComponent(wanted.file.name)
            guard let sha256 = present[wanted.file.name], let state = FileState(path: url.path) else { return nil }
            return PullRecord.File(
                name: wanted.file.name, url: wanted.file.url, bytes: state.bytes, sha256: sha256,
                isPinned: wanted.isPinned)
        }
        // One that was there is gone meanwhile.
        guard files.count == wanted.count(where: { present[$0.file.name] != nil }) else { return nil }
        return PullRecord(name: name, revision: revision, commit: nil, files: files)
    }

    /// What is other than it was when it was pulled first. Without a record, what is here is taken for that.
    private func changes(
        _ files: [PullRecord.File], present: [String: String], _ record: PullRecord?
    ) -> [FetchError.FileChange] {
        let before = record.map { record in
            Dictionary(record.files.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first })
        }
        var changes: [FetchError.FileChange] = []
        for file in files where !file.isPinned {
            let recorded = before.map { $0[file.name] } ?? present[file.name]
            // What was not here before is news only where there is a record of what was.
            if recorded != file.sha256, recorded != nil || before != nil {
                changes.append(.init(name: file.name, recorded: recorded, found: file.sha256))
            }
        }
        for old in record?.files ?? [] where !old.isPinned && !files.contains(where: { $0.name == old.name }) {
            changes.append(.init(name: old.name, recorded: old.sha256, found: nil))
        }
        return changes
    }

    // MARK: Fetching

    fileprivate struct Fetched: Sendable {
        var file: PullRecord.File
        var commit: String?
    }

    private func fetch(
        _ wanted: [WantedFile], present: [String: String], _ record: PullRecord?
    ) throws(FetchError) -> [Fetched] {
        let hasFailed = Mutex(false)
        let results = FetchSession.concurrently(wanted, atOnce: session.settings.jobs) {
            wanted -> Swift.Result<Fetched?, FetchError> in
            if hasFailed.withLock({ $0 }) { return .failure(FetchError(.stopped, subject: wanted.file.name)) }
            do {
                return .success(
                    try session.withSlot { () throws(FetchError) in
                        try fetch(wanted, present: present, record)
                    })
            } catch let error as FetchError {
                if case .notFound(isRepository: false) = error.kind, !wanted.isRequired { return .success(nil) }
                hasFailed.withLock { $0 = true }
                return .failure(error)
            } catch {
                return .failure(FetchError.disk(wanted.file.name, error))
            }
        }
        var fetched: [Fetched] = []
        var failure: FetchError?
        for result in results {
            switch result {
            case .success(let file): if let file { fetched.append(file) }
            // The first cause, not what was stopped for it.
            case .failure(let error): if failure == nil || failure?.kind == .stopped { failure = error }
            }
        }
        if let failure { throw failure }
        return fetched
    }

    private func fetch(
        _ wanted: WantedFile, present: [String: String], _ record: PullRecord?
    ) throws(FetchError) -> Fetched? {
        var file = wanted.file
        let staged = folder.staging.appendingPathComponent(file.name)
        if FileManager.default.fileExists(atPath: staged.path) {
            // Whole since an earlier run that was cut short; without a pin nobody knows of what version.
            if let pin = file.sha256, try PartialFile.sha256(of: staged) == pin {
                return Fetched(wanted, try file.check(staged))
            }
            do {
                try FileManager.default.removeItem(at: staged)
            } catch {
                throw FetchError.disk(staged.path, error)
            }
        }
        switch wanted.source {
        case .disk(let source):
            return Fetched(wanted, try session.copy(source, as: file, into: folder.staging))
        case .member(let member):
            return Fetched(wanted, try session.download(member, as: file, into: folder.staging))
        case .address:
            let recorded = record?.files.first { $0.name == file.name && $0.url == file.url }
            let current = present[file.name]
            if let recorded, !wanted.isPinned, current != recorded.sha256, current != nil {
                session.note("\(file.name): changed on this machine since it was pulled; it is fetched again")
            }
            if let recorded, current == recorded.sha256 { file.knownTag = recorded.tag }
            var download = try session.download(file, into: folder.staging)
            if download.isUnchanged {
                file.sha256 = recorded?.sha256
                let (commit, tag) = (download.commit, download.tag)
                let old = folder.place.appendingPathComponent(file.name)
                download = try session.copy(old, as: file, into: folder.staging)
                (download.commit, download.tag) = (commit, tag)
            }
            return Fetched(wanted, download)
        }
    }

    private func write(_ record: PullRecord) throws(FetchError) {
        let url = folder.staging.appendingPathComponent(PullRecord.fileName)
        do {
            // It tells where things come from: for its owner alone.
            let text = Data(try JSONOutput.encode(record).utf8)
            guard
                FileManager.default.createFile(
                    atPath: url.path, contents: text, attributes: [.posixPermissions: 0o600])
            else { throw FetchError.disk(url.path) }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
            let handle = try FileHandle(forUpdating: url)
            defer { try? handle.close() }
            try handle.synchronize()
        } catch {
            throw FetchError.disk(url.path, error)
        }
    }
}

extension Installation.Fetched {
    fileprivate init(_ wanted: WantedFile, _ download: Download) {
        file = PullRecord.File(
            name: wanted.file.name, url: wanted.file.url, bytes: download.bytes, sha256: download.sha256,
            isPinned: wanted.isPinned, tag: download.tag)
        commit = download.commit
    }
}

extension PullRecord.File {
    fileprivate var identity: [String] { [name, sha256] }
}
