import Foundation

/// Where things are fetched from, and how patiently.
package struct FetchSettings: Sendable, Hashable {
    /// The Hub, without a slash at its end.
    package var hub: String
    /// The Python Package Index.
    package var packageIndex: String
    /// The token for the Hub, sent nowhere else.
    package var token: String?
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

    /// The settings of an environment: `HF_ENDPOINT`, `HF_TOKEN`, `HF_HUB_OFFLINE`, and `JEOUL_PACKAGE_INDEX` for a
    /// mirror of pypi.org.
    ///
    /// - Throws: ``FetchError`` with the kind `badSetting`.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(FetchError) {
        hub = try Self.endpoint("HF_ENDPOINT", environment, default: "https://huggingface.co")
        packageIndex = try Self.endpoint("JEOUL_PACKAGE_INDEX", environment, default: "https://pypi.org")
        let token = environment["HF_TOKEN"]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
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

    private static func endpoint(
        _ name: String, _ environment: [String: String], default usual: String
    ) throws(FetchError) -> String {
        var text = environment[name]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        while text.hasSuffix("/") { text.removeLast() }
        if text.isEmpty { return usual }
        guard isWebAddress(text) else {
            throw FetchError(.badSetting(name: name, reason: "\(SafeName.printable(text)) is no http or https address"))
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
