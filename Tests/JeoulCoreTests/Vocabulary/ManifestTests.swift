import Foundation
import Testing

@testable import JeoulCore

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

    @Test func everyFileNameIsPlain() {
        for entry in catalog.manifest.vocabularies {
            for file in entry.forms.flatMap(\.files) {
                #expect(VocabularyCatalog.isPlainName(file.name))
                #expect(file.sha256.map { $0.count == 64 } ?? true)
            }
        }
    }

    @Test func listedTokensDoNotCollide() {
        for entry in catalog.manifest.vocabularies {
            let listed = entry.listedTokens
            #expect(Set(listed.map(\.content)).count == listed.count, "\(entry.id)")
            if let tokens = entry.tokens, entry.kind == .byteLevelBPE, entry.id != "tekken" {
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
