import Foundation
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// The manifest that travels with Jeoul.
@Suite struct ManifestTests {
    let catalog: VocabularyCatalog

    init() throws { catalog = try VocabularyCatalog.standard(environment: [:]) }

    @Test func namesAreUniqueASCII() {
        var names: Set<String> = []
        for entry in catalog.manifest.vocabularies {
            for name in [entry.id] + entry.aliases {
                #expect(names.insert(name.lowercased()).inserted, "\(name) comes twice")
                #expect(name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }, "\(name)")
            }
        }
    }

    /// Folded, as names are compared; none means two vocabularies, or none.
    @Test func koreanNamesAreUniqueAndUnderstood() {
        var names: Set<String> = []
        for entry in catalog.manifest.vocabularies {
            for name in entry.namesKorean ?? [] {
                #expect(names.insert(VocabularyManifest.folded(name)).inserted, "\(name) comes twice")
                #expect(catalog.entry(named: name)?.id == entry.id, "\(name)")
                #expect(catalog.entry(named: name.filter { $0 != " " })?.id == entry.id, "\(name)")
            }
            for name in entry.otherRepositories ?? [] { #expect(catalog.entry(named: name)?.id == entry.id, "\(name)") }
            if let likely = entry.likelySameAs { #expect(catalog.entry(named: likely)?.id == likely) }
        }
        #expect(names.count > 40 && catalog.entry(named: "skt/A.X-4.0")?.id == "a.x-4.0")
    }

    @Test func everyFileNameIsPlain() {
        for entry in catalog.manifest.vocabularies {
            for file in entry.forms.flatMap(\.files) {
                #expect(VocabularyCatalog.isPlainName(file.name))
                #expect(file.sha256.map { $0.count == 64 } ?? true)
            }
        }
    }

    /// `unknown` names what is not known, and nothing else.
    @Test func whatIsNotKnownIsNamed() {
        for entry in catalog.manifest.vocabularies {
            let absent = [
                ("ranks", entry.ranks == nil), ("whole_piece_lookup", entry.ignoresMerges == nil),
                ("splitter", entry.splitter == nil && entry.id != "tekken"), ("tokens", entry.tokens == nil),
                ("kind", entry.kind == .unknown), ("forms", entry.forms.isEmpty),
                ("llama_cpp_fingerprint", entry.llamaCppFingerprint == nil),
                (
                    "llama_cpp_fingerprint.prefix_ids",
                    entry.llamaCppFingerprint.map { $0.prefixIds == nil } ?? false
                ),
                ("licence", entry.licence.name == nil),
            ]
            for (name, isAbsent) in absent {
                #expect(entry.unknown.contains(name) == isAbsent, "\(entry.id): \(name)")
            }
            #expect(entry.normalizer != nil || entry.unknown.contains("normalizer"), "\(entry.id)")
        }
    }

    /// What was published of vocabularies whose files are not here.
    @Test func publishedFactsAreKept() throws {
        func entry(_ name: String) throws -> VocabularyEntry { try #require(catalog.entry(named: name), "\(name)") }
        #expect(try entry("VAETKI").kind == .sentencePieceBPE)
        #expect(try entry("Kanana-2").splitter == "o200k")
        #expect(try entry("Mi:dm 2.0 Base").ignoresMerges == true)
        #expect(try entry("EXAONE 4.5").id == "k-exaone")
        #expect(try entry("EXAONE 3.5").normalizer == "nfkc")
        #expect(try entry("A.X K2").tokens == 163_840)
        #expect(try entry("Solar Open 2").normalizer == "none")
        #expect(try entry("Motif 3").tokens == 220_160)
        #expect(try entry("K-EXAONE 2.0").id == "k-exaone-2.0")
        #expect(try entry("KORMo").tokens == 125_000)
    }

    @Test func listedTokensDoNotCollide() {
        for entry in catalog.manifest.vocabularies {
            let listed = entry.listedTokens
            #expect(Set(listed.map(\.content)).count == listed.count, "\(entry.id)")
            if let tokens = entry.tokens, entry.kind == .byteLevelBPE, entry.id != "tekken", !entry.id.hasPrefix("p50k")
            {
                #expect(listed.allSatisfy { Int($0.id) >= tokens }, "\(entry.id)")
            }
        }
    }

    @Test(arguments: [
        ("gpt-4o", "o200k_base", 199_998), ("gpt-4", "cl100k_base", 100_256), ("qwen2.5", "qwen2.5", 151_643),
        ("gpt-oss", "o200k_harmony", 199_998), ("a.x-4.0-light", "a.x-4.0", 102_359),
    ])
    func bundledVocabulariesLoad(_ name: String, id: String, tokens: Int) throws {
        let vocabulary = try catalog.load(name)
        #expect(vocabulary.id == id)
        #expect(vocabulary.location == .bundled)
        #expect(vocabulary.isPinned)
        #expect(vocabulary.definition.tokens.count == tokens)
        #expect(vocabulary.notes.allSatisfy { !$0.isWarning })
    }

    @Test func qwenIsMadeWhole() throws {
        let vocabulary = try catalog.load("qwen2.5")
        #expect(vocabulary.definition.normalizer == .normalization(.nfc))
        #expect(vocabulary.definition.addedTokens.filter { !$0.isSpecial }.map(\.id) == Array(151657...151664))
    }
}
