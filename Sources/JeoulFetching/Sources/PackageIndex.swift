import Foundation

/// The page of a package in the Simple API of a package index, as JSON (PEP 691) or as HTML (PEP 503).
struct PackageIndex {
    /// A file of the package.
    struct File: Hashable {
        var name: String
        var url: String
        var sha256: String?
        var size: Int?
    }

    /// All files, in the order of the page.
    let files: [File]

    /// The field Accept: JSON is preferred, HTML is what every mirror has.
    static let accepted =
        "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"

    /// Reads a page; nil where it is neither. Addresses may be relative to the page's.
    init?(_ page: Data, address: String) {
        guard let base = URL(string: address) else { return nil }
        let found: [File]
        switch page.first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "{"):
            guard let listing = try? JSONDecoder().decode(Listing.self, from: page) else { return nil }
            found = listing.files.map {
                File(name: $0.filename, url: $0.url, sha256: $0.hashes["sha256"], size: $0.size)
            }
        case UInt8(ascii: "<"): found = Self.anchors(String(decoding: page, as: UTF8.self))
        default: return nil
        }
        files = found.compactMap { file in
            var file = file
            guard let url = URL(string: file.url, relativeTo: base)?.absoluteURL else { return nil }
            if let fragment = url.fragment(), fragment.hasPrefix("sha256="), file.sha256 == nil {
                file.sha256 = String(fragment.dropFirst(7))
            }
            file.url = url.absoluteString.split(separator: "#", maxSplits: 1).first.map(String.init) ?? ""
            // What stands in an address for its host alone is not for the page to say.
            file.url = FetchSettings.withoutCredentials(file.url).address
            if let sha256 = file.sha256?.lowercased() {
                guard SafeName.isHexadecimal(sha256, count: 64) else { return nil }
                file.sha256 = sha256
            }
            if let size = file.size, size <= 0 { return nil }
            return file
        }
    }

    /// The wheels of a version.
    func wheels(of package: String, version: String) -> [File] {
        files.filter { file in
            guard file.name.hasSuffix(".whl") else { return false }
            let parts = file.name.split(separator: "-")
            return parts.count >= 5 && Self.normalized(String(parts[0])) == Self.normalized(package)
                && parts[1] == version
        }
    }

    /// A package's name as an index has it (PEP 503): in lower case, with one hyphen for each run of `-`, `_` and `.`.
    static func normalized(_ name: String) -> String {
        name.lowercased().split(whereSeparator: { "-_.".contains($0) }).joined(separator: "-")
    }

    private struct Listing: Decodable {
        struct File: Decodable {
            var filename: String
            var url: String
            var hashes: [String: String]
            var size: Int?
        }
        var files: [File]
    }

    /// `<a href="URL#sha256=…" …>NAME</a>`
    private static func anchors(_ page: String) -> [File] {
        var files: [File] = []
        for part in page.split(separator: "<").dropFirst() {
            guard part.lowercased().hasPrefix("a "), let end = part.firstIndex(of: ">"),
                let href = attribute("href", in: part[..<end])
            else { continue }
            let name = part[part.index(after: end)...].trimmingCharacters(in: .whitespacesAndNewlines)
            files.append(File(name: unescaped(name), url: unescaped(href)))
        }
        return files
    }

    /// The value of an attribute in quotes.
    private static func attribute(_ name: String, in tag: Substring) -> String? {
        guard let found = tag.range(of: " \(name)=", options: .caseInsensitive),
            let quote = tag[found.upperBound...].first, quote == "\"" || quote == "'"
        else { return nil }
        return String(tag[tag.index(after: found.upperBound)...].prefix { $0 != quote })
    }

    private static func unescaped(_ text: String) -> String {
        var text = text
        for (entity, character) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&"),
        ] {
            text = text.replacing(entity, with: character)
        }
        return text
    }
}
