import Foundation
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// The names by which people and interfaces call vocabularies, and what they lead to.
@Suite struct NameTests {
    let catalog: VocabularyCatalog
    var manifest: VocabularyManifest { catalog.manifest }

    init() throws { catalog = try VocabularyCatalog.standard(environment: [:]) }

    /// What tiktoken 0.14.0 gives by `encoding_name_for_model` (its `gpt2` has the ranks of r50k_base).
    static let ofTiktoken = [
        ("gpt-5.1", "o200k_base"), ("gpt-5-mini-2025-08-07", "o200k_base"), ("gpt-4o-2024-08-06", "o200k_base"),
        ("chatgpt-4o-latest", "o200k_base"), ("gpt-4.1-mini", "o200k_base"), ("gpt-4.5-preview", "o200k_base"),
        ("o1", "o200k_base"), ("o1-preview", "o200k_base"), ("o3", "o200k_base"), ("o3-mini-2025-01-31", "o200k_base"),
        ("o4-mini", "o200k_base"), ("o4-mini-high", "o200k_base"), ("ft:gpt-4o:acme::abc", "o200k_base"),
        ("ft:gpt-4o-mini-2024-07-18:acme", "o200k_base"), ("gpt-4-1106-preview", "cl100k_base"),
        ("gpt-4-0314", "cl100k_base"), ("gpt-4", "cl100k_base"), ("gpt-3.5-turbo-0125", "cl100k_base"),
        ("gpt-35-turbo-16k", "cl100k_base"), ("ft:gpt-4-0613:acme", "cl100k_base"),
        ("ft:gpt-3.5-turbo-0613:acme", "cl100k_base"), ("ft:davinci-002:acme", "cl100k_base"),
        ("text-embedding-ada-002", "cl100k_base"), ("text-embedding-3-large", "cl100k_base"),
        ("davinci-002", "cl100k_base"), ("gpt-oss-20b", "o200k_harmony"), ("gpt-oss-safeguard-20b", "o200k_harmony"),
        ("text-davinci-003", "p50k_base"), ("text-davinci-002", "p50k_base"), ("code-cushman-001", "p50k_base"),
        ("text-davinci-edit-001", "p50k_edit"), ("text-davinci-001", "r50k_base"), ("davinci", "r50k_base"),
        ("gpt2", "r50k_base"), ("gpt-2", "r50k_base"), ("ft:gpt-4o", "o200k_base"), ("ft:gpt-4", "cl100k_base"),
        ("ft:davinci-002", "cl100k_base"), ("ft:babbage-002", "cl100k_base"),
    ]

    @Test(arguments: ofTiktoken) func apiNamesLeadWhereTiktokenLeads(_ name: String, id: String) {
        #expect(catalog.entry(named: name)?.id == id)
        #expect(catalog.entry(named: name.uppercased())?.id == id)
    }

    @Test(arguments: ["o1x", "o2", "o3x", "gpt-4.", "gpt-6", "gpt-4oo", "ft:", "ft:llama", "gpt-5 uses fewer", "-"])
    func namesThatTiktokenDoesNotKnowMeanNothing(_ name: String) {
        #expect(catalog.entry(named: name) == nil)
    }

    @Test func theTableOfTheInterfaceIsConsistent() throws {
        let names = try #require(manifest.apiNames)
        for (name, id) in names.names { #expect(manifest.entry(named: name)?.id == id, "\(name)") }
        for prefix in names.prefixes {
            #expect(
                manifest.entry(named: prefix.prefix)?.id
                    == names.prefixes.first { prefix.prefix.hasPrefix($0.prefix) }?.id)
            #expect(manifest.entry(called: prefix.id) != nil)
            // The first prefix that fits is the one that decides.
            let first = names.prefixes.first { (prefix.prefix + "zz").hasPrefix($0.prefix) }
            #expect(manifest.entry(named: prefix.prefix + "zz")?.id == first?.id, "\(prefix.prefix)")
        }
        #expect(names.names.count > 40 && names.prefixes.count > 15)
    }

    @Test(arguments: [
        ("A.X 4.0", "a.x-4.0"), ("a.x4.0", "a.x-4.0"), ("A.X  4.0  Light", "a.x-4.0"), ("EXAONE 4.0", "exaone-4.0"),
        ("Exaone 3.5", "exaone-3.5"), ("Gemma 3", "gemma-3"), ("GPT-4o", "o200k_base"), ("GPT 4o", "o200k_base"),
        ("GPT-4o mini", "o200k_base"), ("GPT-4 Turbo", "cl100k_base"), ("HyperCLOVA X", "hyperclovax-seed"),
        ("HyperCLOVA X SEED", "hyperclovax-seed"), ("K-EXAONE", "k-exaone"), ("Kanana-2", "kanana-2"),
        ("Mi:dm 2.0", "midm-2.0"), ("Qwen 2.5", "qwen2.5"), ("Llama 3.1", "llama-3"),
        ("VARCO-VISION-14B", "varco-vision-14b"),
        ("DeepSeek V3", "deepseek-v3"), ("Mistral NeMo", "tekken"), ("skt/A.X-4.0-Light", "a.x-4.0"),
    ])
    func printedNamesAreUnderstood(_ name: String, id: String) {
        #expect(catalog.entry(named: name)?.id == id)
    }

    @Test func everyPrintedNameLeadsToOneVocabulary() {
        var owners: [String: String] = [:]
        for entry in manifest.vocabularies {
            for name in [entry.id] + entry.aliases + entry.models {
                let folded = VocabularyManifest.folded(name)
                #expect(owners.updateValue(entry.id, forKey: folded) ?? entry.id == entry.id, "\(name)")
                #expect(manifest.entry(named: name)?.id == entry.id, "\(name)")
            }
        }
    }

    /// A name with another number is another model's: better no suggestion than a wrong one.
    @Test(arguments: [
        ("gpt-6", []), ("llama-2", []), ("exaone-5.0", []), ("qwen3.5", []), ("a.x-5.0", []),
        ("o200k_bse", ["o200k_base"]),
        ("gtp-4o", ["gpt-4o"]), ("exaoen-4.0", ["exaone-4.0"]), ("hyperclovax-sed", ["hyperclovax-seed"]),
    ])
    func suggestionsKeepTheNumber(_ name: String, suggested: [String]) {
        let error = #expect(throws: VocabularyError.self) { try catalog.load(name) }
        guard case .unknownName(let suggestions) = error?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(suggestions == suggested)
    }

    @Test func suggestionsSayWhatTheyLeadTo() {
        #expect(manifest.question(suggesting: ["gpt-4o", "qwen2.5"]) == "did you mean gpt-4o (o200k_base), qwen2.5?")
    }

    /// No rule takes the place of the user's own files.
    @Test func ownFoldersComeBeforeRules() throws {
        let folder = try TemporaryFolder(["gpt-4-mine/a.tiktoken": TinyVocabulary.korean.tiktoken, "gpt-4/a": ""])
        let own = VocabularyCatalog(
            manifest: manifest, bundledFolder: catalog.bundledFolder, searchFolders: [folder.url])
        #expect(own.entry(named: "gpt-4-mine") == nil)
        #expect(try own.load("gpt-4-mine", splitter: .pattern(.gpt2)).id == "gpt-4-mine")
        #expect(own.entry(named: "gpt-4-theirs")?.id == "cl100k_base")
        #expect(own.entry(named: "gpt-4")?.id == "cl100k_base")
    }
}
