#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// All vocabularies that Jeoul knows: `Vocab/manifest.json`, whose README explains every field.
package struct VocabularyManifest: Sendable, Hashable, Decodable {
    /// The version of the file's form.
    package var schema: Int
    /// The entries, in the order of the file.
    package var vocabularies: [VocabularyEntry]
    /// The names that models have in an interface.
    package var apiNames: APINames?

    private enum CodingKeys: String, CodingKey {
        case schema, vocabularies
        case apiNames = "api_names"
    }

    /// Reads a manifest.
    package init(contentsOf url: URL) throws(VocabularyError) {
        let file = try VocabularyFile(url)
        let data = try file.data
        do {
            self = try JSONDecoder().decode(VocabularyManifest.self, from: data)
        } catch {
            throw VocabularyError(.malformed, "not a manifest: \(error)", file: url.path)
        }
    }

    /// A manifest of these entries.
    package init(schema: Int = 1, vocabularies: [VocabularyEntry], apiNames: APINames? = nil) {
        self.apiNames = apiNames
        self.schema = schema
        self.vocabularies = vocabularies
    }

    /// The forms of all entries that have a file of this hash.
    func forms(withFile sha256: String) -> [(entry: VocabularyEntry, form: VocabularyForm)] {
        vocabularies.flatMap { entry in
            entry.forms.filter { $0.files.contains { $0.sha256 == sha256 } }.map { (entry, $0) }
        }
    }
}

/// Levenshtein's distance with transposed neighbours counted once (optimal string alignment). O(n·m).
func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a.count > 256 || b.count > 256 { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
            row.append(best)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
