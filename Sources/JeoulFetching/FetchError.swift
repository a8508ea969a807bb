import Foundation

/// Why something cannot be fetched or installed: what is wrong, with what, and what to do about it.
package struct FetchError: Error, Sendable, Hashable {
    /// What is wrong.
    package enum Kind: Sendable, Hashable {
        /// `HF_HUB_OFFLINE` forbids the network.
        case offline
        /// No connection.
        case unreachable(reason: String)
        /// A program of the system that is needed is not there.
        case toolMissing(String)
        /// The connection was lost each time; so many bytes of the file are kept for the next time.
        case interrupted(reason: String, kept: Int)
        /// The server's certificate does not hold.
        case insecure(reason: String)
        /// The redirects go round in circles, or to where they must not.
        case badRedirect(reason: String)
        /// The terms must be accepted, or the token is not good for it.
        case gated(status: Int, page: String?, hasToken: Bool)
        /// There is no such thing at the address.
        case notFound(isRepository: Bool)
        /// The server wants to be left alone for so many seconds.
        case rateLimited(seconds: Int)
        /// The server's own fault, or a status that makes no sense here.
        case badStatus(Int)
        /// Not as many bytes as are pinned, or as the server told.
        case wrongSize(expected: Int, found: Int, isPinned: Bool)
        /// Not the bytes that are pinned, or that the server told of.
        case hashMismatch(expected: String, found: String, isPinned: Bool)
        /// What came is of another kind: a web page, a pointer, half a file.
        case implausible(reason: String)
        /// More bytes than are taken.
        case tooLarge(limit: Int)
        /// Not what was recorded when it was pulled first.
        case changed([FileChange])
        /// The repository got a new commit between two of its files.
        case moved
        /// The disk does not do what it must.
        case disk(reason: String)
        /// A name that could lead elsewhere.
        case badName(what: String)
        /// An address or another setting that makes no sense.
        case badSetting(name: String, reason: String)
        /// Nothing is known by this name.
        case unknownName(nearest: [String])
        /// It cannot be fetched by a program; what to do instead.
        case notPullable(reason: String, remedy: String)
        /// Files that must be there are not.
        case missingFiles([String])
        /// What a package or a listing says of itself makes no sense.
        case malformed(reason: String)
        /// The record of what was pulled cannot be read.
        case brokenRecord
        /// Another part of the work failed.
        case stopped
    }

    /// A file that is not what was recorded.
    package struct FileChange: Sendable, Hashable, Codable {
        /// Its name.
        package var name: String
        /// The sha256 that was recorded; nil where there was no such file.
        package var recorded: String?
        /// The sha256 now; nil where there is no such file any more.
        package var found: String?

        /// A change.
        package init(name: String, recorded: String?, found: String?) {
            self.name = name
            self.recorded = recorded
            self.found = found
        }
    }

    /// What is wrong.
    package var kind: Kind
    /// The file, address or name that it is about.
    package var subject: String?

    /// An error.
    package init(_ kind: Kind, subject: String? = nil) {
        self.kind = kind
        self.subject = subject
    }

    /// Whether it is for want of a network and nothing else.
    package var isNoNetwork: Bool {
        switch kind {
        case .offline, .unreachable: true
        default: false
        }
    }

    /// The disk's refusal in the system's words.
    static func disk(_ path: String, _ error: any Error) -> FetchError {
        let error = error as NSError
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        return FetchError(.disk(reason: cause.localizedDescription), subject: path)
    }

    /// The refusal of a system call that has just failed.
    static func disk(_ path: String, errno code: Int32 = errno) -> FetchError {
        FetchError(.disk(reason: String(cString: strerror(code))), subject: path)
    }
}

extension FetchError: CustomStringConvertible, LocalizedError {
    /// What it is about, what is wrong, and what to do, in one line.
    package var description: String {
        (subject.map { $0 + ": " } ?? "") + message + (remedy.map { "; \($0)" } ?? "")
    }

    /// The same as ``description``.
    package var errorDescription: String? { description }

    /// What is wrong, without subject and remedy.
    package var message: String {
        switch kind {
        case .offline: "HF_HUB_OFFLINE forbids the network"
        case .unreachable(let reason): "no network: \(reason)"
        case .toolMissing(let name): "the program \(name) is not here"
        case .interrupted(let reason, let kept):
            "the download did not get through: \(reason)" + (kept > 0 ? " (\(kept) bytes are kept)" : "")
        case .insecure(let reason): "the connection is not to be trusted: \(reason)"
        case .badRedirect(let reason): "the server sends on to where nothing is to be had: \(reason)"
        case .gated(let status, _, let hasToken):
            hasToken && status == 401
                ? "the server does not take the token of HF_TOKEN (401)"
                : hasToken
                    ? "the account of HF_TOKEN has no access (\(status))"
                    : "not to be had without an account, or not existing (\(status))"
        case .notFound(let isRepository):
            isRepository ? "there is no such repository or revision" : "there is no such file (404)"
        case .rateLimited(let seconds): "the server takes no more requests for \(seconds) seconds (429)"
        case .badStatus(let status): "the server answers with status \(status)"
        case .wrongSize(let expected, let found, let isPinned):
            "\(found) bytes, where \(expected) are \(isPinned ? "pinned" : "announced")"
        case .hashMismatch(let expected, let found, let isPinned):
            "the sha256 is \(found), but \(expected) is \(isPinned ? "pinned" : "announced")"
        case .implausible(let reason): "this is not the file: \(reason)"
        case .tooLarge(let limit): "more than \(limit) bytes"
        case .changed(let changes):
            "not what was recorded when it was pulled first: "
                + changes.map { change in
                    let (was, now) = (change.recorded ?? "absent", change.found ?? "absent")
                    return "\(SafeName.printable(change.name)) was \(was), is \(now)"
                }.joined(separator: "; ")
        case .moved: "the repository was changed between two of its files"
        case .disk(let reason): "cannot be written or read: \(reason)"
        case .badName(let what): "not the name of \(what)"
        case .badSetting(let name, let reason): "\(name): \(reason)"
        case .unknownName: "nothing is known by this name"
        case .notPullable(let reason, _): reason
        case .missingFiles(let names): "missing: \(names.joined(separator: ", "))"
        case .malformed(let reason): "makes no sense: \(reason)"
        case .brokenRecord: "cannot be read, so that it is not known what was pulled"
        case .stopped: "not tried, since another part failed"
        }
    }

    /// What to do about it, where something can be said.
    package var remedy: String? {
        switch kind {
        case .offline: "unset it, or install from a disk with --from FOLDER"
        case .unreachable: "install from a disk with --from FOLDER"
        case .toolMissing(let name):
            "install it (apt-get install \(name), dnf install \(name), apk add \(name), brew install \(name))"
        case .interrupted(_, let kept): kept > 0 ? "run it again: it goes on from there" : "run it again"
        case .insecure: "check the clock, the proxy and the certificates of this machine"
        case .gated(_, let page, let hasToken): Self.gatedRemedy(page: page, hasToken: hasToken)
        case .notFound(let isRepository):
            isRepository ? "check owner, name and revision" : "check the name, or name a revision that has it"
        case .rateLimited: "run it again then; a token in HF_TOKEN may have a higher limit"
        case .badStatus: "run it again later"
        case .wrongSize(_, _, let isPinned), .hashMismatch(_, _, let isPinned):
            isPinned
                ? "nothing was installed; it was altered on its way, or its vendor has changed it: "
                    + "OWNER/NAME@REVISION pulls another revision, unpinned, under a name of its own"
                : "nothing was installed; run it again"
        case .implausible: "nothing was installed; look at what the address gives"
        case .badRedirect: "nothing was installed; look at what the address gives"
        case .tooLarge: "nothing was installed; look at what the address gives"
        case .changed: "the old files stay; --accept-change takes the new ones"
        case .moved: "run it again"
        case .disk: "make room, or check the permissions; XDG_CACHE_HOME names another place"
        case .badName: "write OWNER/NAME or OWNER/NAME@REVISION, or an id"
        case .badSetting: nil
        case .unknownName(let nearest):
            nearest.isEmpty
                ? "the lists are `jeoul vocabulary list` and `jeoul corpus list`; a repository is written OWNER/NAME"
                : "did you mean \(nearest.joined(separator: " or "))?"
        case .notPullable(_, let remedy): remedy
        case .missingFiles: "name the folder that has them"
        case .malformed: "look at what the address gives"
        case .brokenRecord: "delete its folder and pull again"
        case .stopped: nil
        }
    }

    private static func gatedRemedy(page: String?, hasToken: Bool) -> String {
        let accept = page.map { "accept the terms at \($0)" } ?? "accept the terms"
        return hasToken
            ? "\(accept) with the account of the token, which must be allowed to read gated repositories"
            : "if it is there, \(accept), make a token that may read, and set HF_TOKEN to it"
    }
}
