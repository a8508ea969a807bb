import Foundation
import JeoulVocabularies

/// Where things are fetched from, and how patiently.
package struct FetchSettings: Sendable, Hashable {
    /// The Hub, without a slash at its end.
    package var hub: String
    /// The Simple API of the Python Package Index (PEP 503), without a slash at its end.
    package var packageIndex: String
    /// The token for the Hub, sent nowhere else.
    package var token: String?
    /// The name and the password for an origin, such as `https://mirror.example:8443`: those that stood in `HF_ENDPOINT` or
    /// `PIP_INDEX_URL`. They are in no address, so that they are neither written nor shown.
    private var credentials: [String: String] = [:]
    /// Whether the network is forbidden.
    package var isOffline: Bool
    /// How long a connection may take, and how long it may stand still, in seconds.
    package var timeout: Double = 30
    /// How many times in a row a file may fail before it is given up.
    package var retries: Int = 4
    /// The first wait before another attempt, in seconds; each further one is twice as long, up to `longestWait`.
    package var firstWait: Double = 0.5
    /// The longest wait, in seconds, also that a server may ask for.
    package var longestWait: Double = 60
    /// How many files are fetched at once.
    package var jobs: Int = 4

    /// The settings of an environment: `HF_ENDPOINT`, `HF_TOKEN` (else the token that `hf auth login` left in `HF_TOKEN_PATH`,
    /// in `HF_HOME`, or in `~/.cache/huggingface`), `HF_HUB_OFFLINE`, and `PIP_INDEX_URL` for a mirror of pypi.org.
    ///
    /// - Throws: ``FetchError`` with the kind `badSetting`.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(FetchError) {
        var credentials: [String: String] = [:]
        hub = try Self.endpoint("HF_ENDPOINT", environment, default: "https://huggingface.co", &credentials)
        packageIndex = try Self.endpoint("PIP_INDEX_URL", environment, default: "https://pypi.org/simple", &credentials)
        self.credentials = credentials
        let given = environment["HF_TOKEN"]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        let token = given.isEmpty ? Self.storedToken(environment) : given
        guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw FetchError(.badSetting(name: "HF_TOKEN", reason: "it has a character that no token has"))
        }
        self.token = token.isEmpty ? nil : token
        let offline = environment["HF_HUB_OFFLINE"]?.lowercased() ?? ""
        isOffline = ["1", "on", "yes", "true"].contains(offline)
    }

    /// Whether a token may be sent to the Hub: not over an open line.
    var hubMayHaveToken: Bool {
        guard let url = URL(string: hub), let host = url.host() else { return false }
        return url.scheme?.lowercased() == "https" || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }

    /// The token that `hf auth login` left; empty where there is none.
    private static func storedToken(_ environment: [String: String]) -> String {
        let named = HubCache.place("HF_TOKEN_PATH", environment: environment)
        guard let file = named ?? HubCache.home(environment: environment)?.appendingPathComponent("token"),
            let handle = try? FileHandle(forReadingFrom: file)
        else { return "" }
        defer { try? handle.close() }
        let text = (try? handle.read(upToCount: 4096)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }

    /// The name and the password for an address, as `name:password`; nil where none were given for its origin.
    func credentials(for address: String) -> String? { Self.origin(of: address).flatMap { credentials[$0] } }

    static func origin(of address: String) -> String? {
        guard let url = URL(string: address), let scheme = url.scheme?.lowercased(), let host = url.host() else {
            return nil
        }
        return "\(scheme)://\(host.lowercased()):\(url.port ?? (scheme == "https" ? 443 : 80))"
    }

    /// An address without the name and the password in it, and these, decoded.
    static func withoutCredentials(_ address: String) -> (address: String, credentials: String?) {
        guard let slashes = address.range(of: "://") else { return (address, nil) }
        let rest = address[slashes.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return (address, nil) }
        let text = authority[..<at]
        return (
            address[..<slashes.upperBound] + String(rest[rest.index(after: at)...]),
            text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.removingPercentEncoding ?? String($0) }.joined(separator: ":")
        )
    }

    private static func endpoint(
        _ name: String, _ environment: [String: String], default usual: String, _ credentials: inout [String: String]
    ) throws(FetchError) -> String {
        var text = environment[name]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        while text.hasSuffix("/") { text.removeLast() }
        if text.isEmpty { return usual }
        let parts = withoutCredentials(text)
        text = parts.address
        if let given = parts.credentials, let origin = origin(of: text) { credentials[origin] = given }
        guard isWebAddress(text) else {
            throw FetchError(.badSetting(name: name, reason: "it is no http or https address"))
        }
        return text
    }

    /// Whether a text is an address that may be fetched.
    static func isWebAddress(_ text: String) -> Bool {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return false }
        guard let url = URL(string: text), let host = url.host(), !host.isEmpty else { return false }
        return ["http", "https"].contains(url.scheme?.lowercased())
    }
}
