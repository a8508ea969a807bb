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
