/// Why a request has no whole response.
package struct TransportError: Error, Sendable, Hashable {
    /// What went wrong.
    package enum Kind: Sendable, Hashable {
        /// No connection: no such host, refused, or none within the time.
        case unreachable
        /// The connection was lost, or stood still for too long. It may go better again.
        case interrupted
        /// The server's certificate does not hold.
        case insecure
        /// The redirects go round in circles, or to where they must not.
        case badRedirect
        /// The program that makes requests is not there.
        case toolMissing
        /// Something else.
        case failed
    }

    /// What went wrong.
    package var kind: Kind
    /// The reason, in the words of whoever noticed.
    package var reason: String

    /// An error.
    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }
}

extension TransportError {
    /// What an exit status of curl means; `EXIT CODES` in its manual. `hasConnected` tells a connection that could not
    /// be made from one that stood still: both are 28.
    init(curlStatus status: Int32, hasConnected: Bool, reason: String) {
        let kind: Kind =
            switch status {
            case 5, 6, 7, 97: .unreachable
            case 28: hasConnected ? .interrupted : .unreachable
            case 16, 18, 35, 52, 55, 56, 92, 95, 96: .interrupted
            case 51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91: .insecure
            case 1, 47: .badRedirect
            default: .failed
            }
        self.init(kind, reason.isEmpty ? "curl ended with status \(status)" : reason)
    }
}
