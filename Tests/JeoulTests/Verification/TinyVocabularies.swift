import Foundation
import Jeoul

/// Two vocabularies small enough to be made and loaded in a test, as folders: `bytes` has the 256 bytes alone, `syllables` a
/// token for 가, 나 and 다 too.
struct TinyVocabularies {
    let folder: TemporaryFolder
    let catalog: VocabularyCatalog

    init() throws {
        folder = try TemporaryFolder()
        catalog = VocabularyCatalog(manifest: VocabularyManifest(vocabularies: []))
        try Self.write("bytes", merging: [], to: folder)
        try Self.write("syllables", merging: ["가", "나", "다"], to: folder)
    }

    func path(_ name: String) -> String { folder.url.appendingPathComponent(name).path }

    /// A claim of the two, in the words of the grammar: `claim("33% fewer")`.
    func claim(_ amount: String) throws -> UserClaims {
        try UserClaims(
            ["\"\(path("syllables"))\" uses \(amount) tokens than \"\(path("bytes"))\""], vocabularies: catalog)
    }

    static func write(_ name: String, merging syllables: [String], to folder: TemporaryFolder) throws {
        // GPT-2's alphabet: printable bytes stand for themselves, the others follow from U+0100.
        var next: UInt32 = 0x100
        var alphabet: [String] = []
        for byte in UInt32(0)..<256 {
            let isPrintable = 0x21...0x7E ~= byte || 0xA1...0xAC ~= byte || 0xAE...0xFF ~= byte
            alphabet.append(String(Unicode.Scalar(isPrintable ? byte : next)!))
            if !isPrintable { next += 1 }
        }
        var tokens = alphabet
        var merges: [String] = []
        for syllable in syllables {
            let bytes = syllable.utf8.map { alphabet[Int($0)] }
            for (left, right) in [(bytes[0], bytes[1]), (bytes[0] + bytes[1], bytes[2])]
            where !tokens.contains(left + right) {
                tokens.append(left + right)
                merges.append("\(left) \(right)")
            }
        }
        let ids = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($0.element, $0.offset) })
        try folder.write(JSONEncoder().encode(ids), to: "\(name)/vocab.json")
        try folder.write("#version: 0.2\n" + merges.map { $0 + "\n" }.joined(), to: "\(name)/merges.txt")
        try folder.write(#"{"tokenizer_class": "GPT2Tokenizer"}"#, to: "\(name)/tokenizer_config.json")
    }
}

/// Lines of 가, 나, 다 and 라 for those vocabularies; 라 takes three tokens under both.
enum TinyText {
    static func lines(_ count: Int, seed: UInt64 = 5) -> String {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            (0..<Int.random(in: 3...12, using: &random)).map { _ in
                ["가", "나", "다", "라"][Int.random(in: 0..<4, using: &random)]
            }.joined() + "\n"
        }.joined()
    }
}

/// Catalogs and verifications for the tests.
enum Verifying {
    static let options = VerificationOptions(
        weighing: WeighingOptions(threads: 1), estimation: EstimationOptions(resamples: 500))

    static func options(sensitivity: Bool) -> VerificationOptions {
        var options = options
        options.analyzesSensitivity = sensitivity
        return options
    }

    /// A file of the text, as a corpus.
    static func text(
        _ text: String, name: String = "text.txt", in folder: TemporaryFolder, options: CorpusOptions = CorpusOptions()
    ) throws -> VerificationCorpus {
        try VerificationCorpus(path: folder.write(text, to: name), options: options)
    }
}
