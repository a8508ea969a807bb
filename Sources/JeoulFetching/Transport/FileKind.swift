import Foundation

/// Whether bytes can be a file of the kind that their name tells. Of a file without a pin this is all that can be said,
/// and it is enough to see a sign-in page, a pointer, or the first half of a file.
enum FileKind {
    /// Throws ``FetchError`` with the kind `implausible` where the first bytes are those of something else.
    static func checkStart(of data: Data, name: String, subject: String) throws(FetchError) {
        let start = text(data.prefix(256))
        if data.isEmpty {
            throw refusal(subject, "it is empty")
        }
        if start.hasPrefix("<!doctype") || start.hasPrefix("<html") || start.hasPrefix("<?xml") {
            throw refusal(subject, "it is a web page")
        }
        if start.hasPrefix("version https://git-lfs.github.com/spec/") {
            throw refusal(subject, "it is a pointer of Git LFS, not the file; `git lfs pull` gets that")
        }
        if name.hasSuffix(".json"), !start.hasPrefix("{"), !start.hasPrefix("[") {
            throw refusal(subject, "it is not JSON")
        }
    }

    /// Throws ``FetchError`` with the kind `implausible` where a `.json` file does not end as JSON does.
    static func checkEnd(of data: Data, name: String, subject: String) throws(FetchError) {
        guard name.hasSuffix(".json") else { return }
        let last = text(data.suffix(256)).last
        if last != (text(data.prefix(256)).first == "{" ? "}" : "]") {
            throw refusal(subject, "its JSON ends too early")
        }
    }

    private static func text(_ data: Data) -> String {
        String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    private static func refusal(_ subject: String, _ reason: String) -> FetchError {
        FetchError(.implausible(reason: reason), subject: subject)
    }
}
