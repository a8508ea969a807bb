import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// Compiled forms of every kind of model: the ids of the reference libraries, and no harm from what a file may hold.
@Suite("compiled models") struct CompiledModelTests {
    static let goldens = TokenizerGoldens.shared

    private func check(_ vocabulary: Vocabulary, _ expected: [[TokenID]]) throws {
        let tokenizer = try CompiledRoundTrip.tokenizer(vocabulary.definition)
        var random = SeededRandom(seed: 21)
        let set = DocumentSet(apart: Self.goldens.documents.map { Array($0.utf8) }, using: &random)
        let encoded = try DocumentEncoder(tokenizer).session().encode(set.text, layout: .ranges(set.ranges))
        let counts = try DocumentCounter([tokenizer]).session().count(set.text, layout: .ranges(set.ranges))[0]
        for (number, (document, ids)) in zip(Self.goldens.documents, expected).enumerated() {
            #expect(try tokenizer.encode(document) == ids, "\(document.debugDescription)")
            #expect(Array(encoded[number]) == ids, "\(document.debugDescription)")
            #expect(Int(counts[number]) == ids.count, "\(document.debugDescription)")
        }
        #expect(expected.count == set.ranges.count)
    }

    @Test(arguments: goldens.cases) func tokenizerJSON(_ golden: TokenizerGoldens.Case) throws {
        try check(try TokenizerGoldens.vocabulary(Data(Self.goldens.file(golden).utf8)), golden.ids)
    }

    @Test(arguments: goldens.sentencepiece) func sentencePiece(_ golden: TokenizerGoldens.Model) throws {
        let data = try #require(Data(base64Encoded: golden.model))
        try check(try TokenizerGoldens.vocabulary(data, name: "tokenizer.model"), golden.ids)
    }

    /// Tables are made for what is done to a text before: those of a file serve no other definition.
    @Test("another normalizer has other tables") func otherForm() throws {
        let golden = try #require(Self.goldens.sentencepiece.first { $0.name == "standard" })
        let folder = try TemporaryFolder()
        let model = try #require(Data(base64Encoded: golden.model))
        let file = try folder.write(model, "tokenizer.model")
        let cache = try TemporaryFolder()
        let catalog = VocabularyCatalog(
            manifest: VocabularyManifest(vocabularies: []), compiledFolder: cache.url)
        let text = "\u{1112}\u{1161}\u{11AB} 한국어  ａ"
        for normalizer in [nil, .nfkc, nil, .nfc, .nfkc, nil] as [Normalization?] {
            var isReady: [Bool] = []
            let expected = try VocabularyCatalog.empty.load(
                file.path, normalizer: normalizer.map { .normalization($0) }
            ).tokenizer().encode(text)
            for _ in 0..<2 {
                let vocabulary = try catalog.load(file.path, normalizer: normalizer.map { .normalization($0) })
                if case .ready = vocabulary.compiled { isReady.append(true) } else { isReady.append(false) }
                let tokenizer = try vocabulary.tokenizer()
                #expect((tokenizer as? BytePairTokenizer)?.hasTables == true || normalizer != nil)
                #expect(try tokenizer.encode(text) == expected)
                let encoded = try DocumentEncoder(tokenizer).session().encode(Data(text.utf8), layout: .lines)
                #expect(encoded.ids == expected, "\(String(describing: normalizer))")
            }
            #expect(isReady[1], "\(String(describing: normalizer))")
        }
    }

    private static func definitions() throws -> [VocabularyDefinition] {
        let file = try VocabularyCatalog.empty.load(["a.tiktoken": TinyVocabulary.korean.tiktoken], file: "a.tiktoken")
        let cases = try ["added", "metaspace"].map { name in
            let golden = try #require(goldens.cases.first { $0.name == name })
            return try TokenizerGoldens.vocabulary(Data(goldens.file(golden).utf8)).definition
        }
        let pieces = try #require(Data(base64Encoded: goldens.sentencepiece[1].model))
        return [file.definition] + cases
            + [try TokenizerGoldens.vocabulary(pieces, name: "tokenizer.model").definition]
    }

    /// Blocks whose content decides what is read of others; a change in one is no fault of a disk, since the checksum is right.
    private static let checkedBlocks: [CompiledBlock] = [
        .description, .tokenStarts, .addedBytes, .addedStarts, .addedIDs, .addedFlags, .merges, .wholePreTokens,
        .characterPages,
        .characterEntries, .lineFeed, .fallbackTokens, .pieceTypes, .scores, .characterMap,
    ]

    @Test("what a sealed file may hold is an error or a vocabulary", arguments: 0..<4)
    func sealed(_ number: Int) throws {
        let definition = try Self.definitions()[number]
        let contents = VocabularyContents(format: .gguf, definition: definition, carriesAddedTokens: true)
        let bytes = try CompiledVocabulary.file(
            contents, try PassTables(definition), sources: [], ignoresMerges: nil
        ).bytes()
        let folder = try TemporaryFolder()
        let path = folder.url.appendingPathComponent("a.jeoul").path
        var random = SeededRandom(seed: UInt64(number))
        var (refused, taken) = (0, 0)
        for entry in SealedFile.entries(bytes) where entry.count > 0 {
            guard Self.checkedBlocks.contains(where: { $0.rawValue == entry.kind }) else { continue }
            for _ in 0..<12 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let place = entry.offset + Int.random(in: 0..<entry.bytes, using: &random)
                    changed[place] = Bool.random(using: &random) ? 0xFF : UInt8.random(in: 0...255, using: &random)
                }
                SealedFile.seal(&changed)
                try Data(changed).write(to: URL(fileURLWithPath: path))
                chmod(path, 0o600)
                guard let file = BlockFile(path), let vocabulary = CompiledVocabulary(file, paths: []) else {
                    refused += 1
                    continue
                }
                taken += 1
                let read = vocabulary.contents.definition
                for id in 0..<read.tokens.endID { _ = read.tokens[TokenID(id)] }
            }
            // A block that is not there, and one that is shorter.
            for kind in [UInt32.max, entry.kind] {
                var changed = bytes
                SealedFile.set(&changed, entry, kind: kind, count: kind == entry.kind ? entry.count - 1 : entry.count)
                SealedFile.seal(&changed)
                try Data(changed).write(to: URL(fileURLWithPath: path))
                chmod(path, 0o600)
                let isOptional =
                    entry.kind == CompiledBlock.characterMap.rawValue && kind == entry.kind
                    || [CompiledBlock.addedBytes, .addedIDs, .addedStarts, .addedFlags, .wholePreTokens, .merges]
                        .contains {
                            $0.rawValue == entry.kind
                        }
                let file = try #require(BlockFile(path))
                let vocabulary = CompiledVocabulary(file, paths: [])
                #expect(vocabulary == nil || isOptional, "block \(entry.kind)")
            }
        }
        // Of the tiny one every change shows.
        #expect(refused > 30 && (taken > 0 || number == 0), "\(refused) refused, \(taken) taken")
    }
}

/// The layout of a `BlockFile`, for tests that change it.
enum SealedFile {
    struct Entry {
        var kind: UInt32
        var place: Int
        var elementSize: Int
        var count: Int
        var offset: Int
        var bytes: Int { elementSize * count }
    }

    static func entries(_ file: [UInt8]) -> [Entry] {
        file.withUnsafeBytes { bytes in
            (0..<Int(bytes.loadUnaligned(fromByteOffset: 20, as: UInt32.self))).map { index in
                let at = 32 + index * 32
                return Entry(
                    kind: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self), place: at,
                    elementSize: Int(bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self)),
                    count: Int(bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)),
                    offset: Int(bytes.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self)))
            }
        }
    }

    static func set(_ file: inout [UInt8], _ entry: Entry, kind: UInt32, count: Int) {
        file.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: kind, toByteOffset: entry.place, as: UInt32.self)
            bytes.storeBytes(of: UInt64(count), toByteOffset: entry.place + 8, as: UInt64.self)
        }
    }

    /// Makes the checksum right again.
    static func seal(_ file: inout [UInt8]) {
        file.withUnsafeMutableBytes { bytes in
            let sum = Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[16...]))
            bytes.storeBytes(of: sum, toByteOffset: 8, as: UInt64.self)
        }
    }
}
