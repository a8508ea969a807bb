import Foundation

/// What makes requests over HTTP. ``CurlTransport`` is the one in use; the engine above it, ``FetchSession``, knows of
/// ranges, retries and hashes, and this of none of them.
package protocol Transport: Sendable {
    /// Makes one GET request, redirects followed.
    ///
    /// - Parameter receive: gets the head of the final response once, then its body piece by piece. An error that it
    ///   throws ends the transfer and is thrown on.
    /// - Throws: ``TransportError`` where there is no response or the body ends too early, and what `receive` throws. A
    ///   status that tells of an error is a response like any other.
    func get(_ request: TransportRequest, receive: (TransportEvent) throws -> Void) throws
}

/// One request.
package struct TransportRequest: Sendable, Hashable {
    /// The address, `http` or `https`.
    package var url: String
    /// Further fields of the head.
    package var fields: [HTTPField]
    /// A secret for the host of `url` alone: a redirect to another host does not carry it.
    package var bearerToken: String?
    /// `name:password` for the host of `url` alone, in place of the token.
    package var credentials: String?
    /// How long a connection may take, and how long it may stand still, in seconds.
    package var timeout: Double

    /// A request.
    package init(url: String, fields: [HTTPField] = [], bearerToken: String? = nil, timeout: Double = 30) {
        self.url = url
        self.fields = fields
        self.bearerToken = bearerToken
        self.timeout = timeout
    }
}

/// What comes of a request, in this order.
package enum TransportEvent: Sendable {
    /// The head of the final response.
    case head(TransportResponse)
    /// The next bytes of its body.
    case body(Data)
}

/// The head of a response, and those of the redirects that led to it.
package struct TransportResponse: Sendable, Hashable {
    /// All heads, the final one last.
    package var hops: [HTTPHead]

    /// A response of at least one head.
    package init(hops: [HTTPHead]) {
        precondition(!hops.isEmpty, "a response has a head")
        self.hops = hops
    }

    /// The final head.
    package var final: HTTPHead { hops[hops.count - 1] }
    /// The final status.
    package var status: Int { final.status }

    /// The first value of a field in any of the heads: the Hub tells of a file in the redirect to where it is kept.
    package func anyHop(_ name: String) -> String? {
        hops.lazy.compactMap { $0[name] }.first
    }
}
