import Foundation
import JeoulText
import JeoulReporting

extension FetchSession {
    /// The most attempts at one file, those that bring something included.
    private static let maximumAttempts = 100

    /// Fetches a file into a folder: resumed where a part of it is there, tried again where that may help, checked, on
    /// the disk, and only then under its name.
    ///
    /// - Throws: ``FetchError``. What came so far stays for the next time, unless it is known to be wrong.
    func download(_ file: RemoteFile, into folder: URL) throws(FetchError) -> Download {
        if settings.isOffline { throw FetchError(.offline, subject: file.url) }
        if let error = unreachable(file) { throw error }
        let part = try PartialFile(of: file, in: folder)
        defer { part.discardIfEmpty() }
        var failures = 0
        var hasResumed = part.size > 0
        var hasStartedOver = false
        var hasConnected = false
        var most = part.size
        for _ in 0..<Self.maximumAttempts {
            let before = part.size
            let failure: AttemptFailure
            switch try attempt(file, part) {
            case .whole(let download):
                if download.isUnchanged {
                    part.discard()
                } else {
                    try part.synchronize()
                    try part.finish(as: folder.appendingPathComponent(file.name))
                }
                return download
            case .short(let error) where part.size > before:
                // The server told too small a length, or closed in good order: the rest may be had.
                failure = AttemptFailure(error.message)
            case .short(let error), .wrong(let error):
                // What was there before may have been the beginning of something else. What came in one go is wrong.
                try part.reset()
                guard hasResumed, !hasStartedOver else { throw error }
                hasStartedOver = true
                failure = AttemptFailure(error.message)
            case .failed(let reason):
                failure = reason
            }
            hasConnected = hasConnected || !failure.isUnreachable
            hasResumed = hasResumed || part.size > 0
            // More than ever before: what is had again and lost again is no progress.
            failures = part.size > most ? 0 : failures + 1
            most = max(most, part.size)
            if failures > settings.retries || !hasConnected || !failure.mayPass {
                let error = failure.final(of: file, kept: part.size)
                keep(error, of: file)
                throw error
            }
            wait(after: failure, number: failures, file: file, size: part.size)
        }
        throw FetchError(.interrupted(reason: "too many attempts", kept: part.size), subject: file.url)
    }

    /// Fetches a short text, such as a listing.
    func text(
        at url: String, name: String, isOnHub: Bool, page: String?, accept: String? = nil, into folder: URL
    ) throws(FetchError) -> Data {
        var file = RemoteFile(name: name, url: url, isOnHub: isOnHub, page: page)
        file.accept = accept
        _ = try download(file, into: folder)
        let path = folder.appendingPathComponent(name)
        defer { try? FileManager.default.removeItem(at: path) }
        do {
            return try Data(contentsOf: path)
        } catch {
            throw FetchError.disk(path.path, error)
        }
    }

    // MARK: One attempt

    private enum Outcome {
        /// All of it is there, checked.
        case whole(Download)
        /// Less than all of it is there, and the server thinks that it is all.
        case short(FetchError)
        /// What is there is not the file.
        case wrong(FetchError)
        case failed(AttemptFailure)
    }

    private func attempt(_ file: RemoteFile, _ part: PartialFile) throws(FetchError) -> Outcome {
        var response: TransportResponse?
        do {
            try transport.get(request(for: file, part)) { event in
                switch event {
                case .head(let head):
                    try accept(head, file, part)
                    response = head
                case .body(let data):
                    // A body where there must be none, as with 304, belongs to no file.
                    guard let response, response.hasContent else { return }
                    try part.append(data)
                    if part.size > file.limit { throw tooMuch(of: file) }
                    report(file.url, done: part.size, total: file.bytes ?? response.announcedSize)
                }
            }
        } catch let failure as AttemptFailure {
            return .failed(failure)
        } catch let error as FetchError {
            switch error.kind {
            case .wrongSize, .tooLarge: return .wrong(error)
            // What fills the disk helps nobody.
            case .disk: part.discard()
            default: break
            }
            throw error
        } catch let error as TransportError {
            // All may be here although the connection did not end well, where the server told too great a length.
            if let response, try isPinned(part, file) { return .whole(try check(part, file, response)) }
            return .failed(try failure(error, of: file))
        } catch {
            throw FetchError(.interrupted(reason: "\(error)", kept: part.size), subject: file.url)
        }
        guard let response else { return .failed(AttemptFailure("the server gave no answer")) }
        do {
            return .whole(try check(part, file, response))
        } catch {
            if case .wrongSize(let expected, let found, _) = error.kind, found < expected { return .short(error) }
            return .wrong(error)
        }
    }

    private func request(for file: RemoteFile, _ part: PartialFile) -> TransportRequest {
        var request = TransportRequest(url: file.url, timeout: settings.timeout)
        if part.size > 0 {
            request.fields.append(HTTPField("Range", "bytes=\(part.size)-"))
            if let validator = part.validator { request.fields.append(HTTPField("If-Range", validator)) }
        } else if let tag = file.knownTag {
            request.fields.append(HTTPField("If-None-Match", tag))
        }
        if let accept = file.accept { request.fields.append(HTTPField("Accept", accept)) }
        request.credentials = settings.credentials(for: file.url)
        request.bearerToken = token(for: file)
        return request
    }

    private func token(for file: RemoteFile) -> String? {
        let mayHave = file.isOnHub && file.url.hasPrefix(settings.hub + "/") && settings.hubMayHaveToken
        // An address with credentials of its own is asked with these.
        return mayHave && settings.credentials(for: file.url) == nil ? settings.token : nil
    }

    /// Whether a response is one to take the body of, and where that goes.
    private func accept(_ response: TransportResponse, _ file: RemoteFile, _ part: PartialFile) throws {
        let head = response.final
        switch head.status {
        case 200:
            try part.reset(validator: head.validator, of: file.url)
        case 206 where part.size > 0:
            guard head.contentRange?.start == part.size,
                part.validator == nil || head.validator == nil || head.validator == part.validator
            else {
                try part.reset()
                throw AttemptFailure("the server sends another part than was asked for")
            }
        case 304 where file.knownTag != nil && part.size == 0:
            break
        case 416 where part.size > 0:
            if head.contentRange?.total == part.size || file.bytes == part.size { return }
            try part.reset()
            throw AttemptFailure("the server has no rest of the file (416)")
        case 401, 403:
            throw FetchError(
                .gated(status: head.status, page: file.page, hasToken: token(for: file) != nil),
                subject: file.url)
        case 404, 410:
            let code = response.anyHop("X-Error-Code")
            throw FetchError(
                .notFound(isRepository: code == "RepoNotFound" || code == "RevisionNotFound"), subject: file.url)
        case 408, 425, 429, 500, 502, 503, 504:
            let wait = head.retryAfter()
            if let wait, wait > settings.longestWait {
                throw FetchError(.rateLimited(seconds: Int(min(wait.rounded(.up), 1e9))), subject: file.url)
            }
            throw AttemptFailure("the server answers with status \(head.status)", status: head.status, wait: wait)
        default:
            throw FetchError(.badStatus(head.status), subject: file.url)
        }
    }

    // MARK: Checks

    /// What is there against all that is known of the file.
    private func check(
        _ part: PartialFile, _ file: RemoteFile, _ response: TransportResponse
    ) throws(FetchError) -> Download {
        let commit = response.anyHop("X-Repo-Commit").flatMap { SafeName.isHexadecimal($0, count: 40) ? $0 : nil }
        if response.status == 304 {
            return Download(bytes: 0, sha256: "", tag: file.knownTag, commit: commit, isUnchanged: true)
        }
        var announced = file.isOnHub ? response.linked : (bytes: nil, sha256: nil)
        announced.bytes = announced.bytes ?? response.announcedSize
        var download = try file.check(part.url, announced: announced)
        download.tag = response.final["ETag"].flatMap { $0.hasPrefix("W/") ? nil : $0 }
        download.commit = commit
        return download
    }

    private func isPinned(_ part: PartialFile, _ file: RemoteFile) throws(FetchError) -> Bool {
        guard let sha256 = file.sha256, part.size > 0, part.size == file.bytes ?? part.size else { return false }
        return try part.sha256() == sha256
    }

    private func tooMuch(of file: RemoteFile) -> FetchError {
        let kind: FetchError.Kind =
            file.bytes.map { .wrongSize(expected: $0, found: $0 + 1, isPinned: true) } ?? .tooLarge(limit: file.limit)
        return FetchError(kind, subject: file.url)
    }

    // MARK: Failures

    private func failure(_ error: TransportError, of file: RemoteFile) throws(FetchError) -> AttemptFailure {
        switch error.kind {
        case .unreachable: AttemptFailure(error.reason, isUnreachable: true)
        case .interrupted: AttemptFailure(error.reason)
        case .failed: AttemptFailure(error.reason, mayPass: false)
        case .toolMissing: throw FetchError(.toolMissing(error.reason))
        case .insecure: throw FetchError(.insecure(reason: error.reason), subject: file.url)
        case .badRedirect: throw FetchError(.badRedirect(reason: error.reason), subject: file.url)
        }
    }

    private func wait(
        after failure: AttemptFailure, number: Int, file: RemoteFile, size: Int
    ) {
        let growth = Double(1 << min(max(0, number - 1), 16))
        // A little at random, so that those who were thrown out together do not come back together.
        let backoff = min(settings.firstWait * growth, settings.longestWait) * Double.random(in: 0.75...1.25)
        let seconds = max(backoff, failure.wait ?? 0)
        let next = size > 0 ? "going on at byte \(size)" : "trying again"
        let time = NumberFormat.fixed(seconds, digits: 1) ?? ""
        note("\(SafeName.printable(file.name)): \(failure.message); \(next) in \(time) s")
        Thread.sleep(forTimeInterval: seconds)
    }
}

/// Why an attempt brought no whole file, where another may.
private struct AttemptFailure: Error {
    var message: String
    var isUnreachable = false
    var mayPass = true
    var status: Int?
    /// How long the server wants to be left alone, in seconds.
    var wait: Double?

    init(
        _ message: String, isUnreachable: Bool = false, mayPass: Bool = true, status: Int? = nil, wait: Double? = nil
    ) {
        self.message = message
        self.isUnreachable = isUnreachable
        self.mayPass = mayPass
        self.status = status
        self.wait = wait
    }

    /// The error when there is no further attempt.
    func final(of file: RemoteFile, kept: Int) -> FetchError {
        let kind: FetchError.Kind =
            if isUnreachable {
                .unreachable(reason: message)
            } else if status == 429 {
                .rateLimited(seconds: Int((wait ?? 60).rounded(.up)))
            } else if let status {
                .badStatus(status)
            } else {
                .interrupted(reason: message, kept: kept)
            }
        return FetchError(kind, subject: file.url)
    }
}

extension TransportResponse {
    /// Whether its body is of the file.
    fileprivate var hasContent: Bool { status == 200 || status == 206 }

    /// The size of the whole file, as this response tells.
    fileprivate var announcedSize: Int? {
        switch status {
        case 200: final.contentLength
        case 206, 416: final.contentRange?.total
        default: nil
        }
    }

    /// What the Hub tells of a file that it keeps elsewhere, on the way there.
    fileprivate var linked: (bytes: Int?, sha256: String?) {
        let tag = anyHop("X-Linked-ETag")?.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        return (
            anyHop("X-Linked-Size").flatMap(Int.init),
            tag.flatMap { SafeName.isHexadecimal($0, count: 64) ? $0 : nil }
        )
    }
}
