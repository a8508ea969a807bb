import Foundation
import JeoulText

/// Makes requests with the system's `curl`.
///
/// Why a program and not a library: curl is kept up to date by the system, and knows its proxies and certificates; what
/// Foundation has instead costs every other command its start-up. One process a request; its output is read through a
/// pipe, so that it ends by itself when this process is killed, and nothing but this process writes to the cache.
package struct CurlTransport: Transport {
    private let executable: URL?

    /// Looks for `curl` in `PATH`. That there is none is told when a request is made.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        executable = SystemProgram.find("curl", environment: environment)
    }

    /// Makes one GET request, redirects followed; see ``Transport/get(_:receive:)``.
    package func get(_ request: TransportRequest, receive: (TransportEvent) throws -> Void) throws {
        guard let executable else { throw TransportError(.toolMissing, "curl") }
        // On standard input, for the arguments of a process are there for everyone to read.
        let configuration = try CurlConfiguration(request).text
        // First of all -q: a .curlrc of the user's may change what is printed.
        let process = try SystemProgram(executable, arguments: ["-q", "-K", "-"], input: Data(configuration.utf8))
        var heads = HTTPHeadReader()
        var hasHead = false
        do {
            while let data = process.nextOutput() {
                if hasHead {
                    try receive(.body(data))
                } else if let (response, body) = try heads.feed(data) {
                    hasHead = true
                    try receive(.head(response))
                    if !body.isEmpty { try receive(.body(body)) }
                }
            }
        } catch {
            process.stop()
            if error is HTTPHeadReader.Malformed { throw TransportError(.failed, "the answer is not HTTP") }
            throw error
        }
        let end = process.finish()
        let report = CurlReport(end.errors)
        if end.status != 0 {
            throw TransportError(
                curlStatus: end.status, hasConnected: hasHead || report.hasConnected, reason: report.reason)
        }
        if !hasHead { throw TransportError(.interrupted, "the server closed the connection without an answer") }
    }
}

/// What curl is told, as a file of its options.
struct CurlConfiguration {
    let text: String

    init(_ request: TransportRequest) throws {
        let isSecure = request.url.lowercased().hasPrefix("https://")
        let seconds = max(1, Int(request.timeout.rounded(.up)))
        var lines = [
            "silent", "show-error", "include", "suppress-connect-headers", "no-buffer", "globoff",
            "location", "max-redirs = 10", "proto = \"=http,https\"",
            // Never from a safe connection to an unsafe one.
            "proto-redir = \"\(isSecure ? "=https" : "=http,https")\"",
            "connect-timeout = \(seconds)", "speed-limit = 1", "speed-time = \(seconds)",
            "write-out = \"%{stderr}\\n\(CurlReport.mark)%{time_connect}\\n\"",
            "user-agent = \"jeoul/\(jeoulVersion)\"",
        ]
        lines.append("url = " + (try Self.quoted(request.url)))
        for field in request.fields { lines.append("header = " + (try Self.quoted("\(field.name): \(field.value)"))) }
        if let credentials = request.credentials {
            // curl sends these to the first host alone, also over redirects.
            lines.append("user = " + (try Self.quoted(credentials)))
        } else if let token = request.bearerToken {
            lines.append("header = " + (try Self.quoted("Authorization: Bearer \(token)")))
        }
        text = lines.joined(separator: "\n") + "\n"
    }

    /// A value between quotes. A control character in it would begin another option.
    private static func quoted(_ value: String) throws -> String {
        guard value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw TransportError(.failed, "an address, a field or a token with a control character")
        }
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}

/// What curl says on standard error.
private struct CurlReport {
    static let mark = "jeoul-curl "

    var hasConnected = false
    var reason = ""

    init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix(Self.mark) {
                hasConnected = (Double(line.dropFirst(Self.mark.count)) ?? 0) > 0
            } else if line.hasPrefix("curl: ("), let end = line.firstIndex(of: ")"), reason.isEmpty {
                reason = line[line.index(after: end)...].trimmingCharacters(in: .whitespaces)
            }
        }
    }
}
