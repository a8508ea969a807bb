import Foundation

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// A small byte-level vocabulary that tests write to files: the 256 bytes, then what the merges make.
struct TinyVocabulary {
    /// The tokens by id.
    var tokens: [[UInt8]] = (0...255).map { [UInt8($0)] }
    /// Pairs of tokens, first to be done first.
    var merges: [([UInt8], [UInt8])] = []

    /// 가, 나 and a few more.
    static let korean: TinyVocabulary = {
        var tiny = TinyVocabulary()
        for text in ["가", "나", "가나", "ab", " a", "abc"] { tiny.add(Array(text.utf8)) }
        return tiny
    }()

    /// Adds a token by merging its bytes from the left, adding the tokens on the way.
    mutating func add(_ token: [UInt8]) {
        for end in 2...token.count where !tokens.contains(Array(token[..<end])) {
            merges.append((Array(token[..<(end - 1)]), [token[end - 1]]))
            tokens.append(Array(token[..<end]))
        }
    }

    /// A token in GPT-2's byte alphabet.
    static func spelled(_ token: [UInt8]) -> String {
        String(String.UnicodeScalarView(token.map { Unicode.Scalar(ByteLevelAlphabet.characters[Int($0)])! }))
    }

    var tiktoken: String {
        tokens.enumerated().map { "\(Data($1).base64EncodedString()) \($0)\n" }.joined()
    }

    var vocabJSON: String {
        let members = tokens.enumerated().map { id, token in
            "\"\(Self.spelled(token).replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\": \(id)"
        }
        return "{\n" + members.joined(separator: ",\n") + "\n}"
    }

    var mergesText: String {
        "#version: 0.2\n" + merges.map { "\(Self.spelled($0.0)) \(Self.spelled($0.1))\n" }.joined()
    }
}

/// A folder that lasts as long as its value.
final class TemporaryFolder: Sendable {
    let url: URL

    init(_ files: [String: String] = [:]) throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("jeoul-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, text) in files { try write(Data(text.utf8), name) }
    }

    @discardableResult
    func write(_ data: Data, _ name: String) throws -> URL {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}

extension VocabularyCatalog {
    /// A catalog that knows nothing.
    static let empty = VocabularyCatalog(manifest: VocabularyManifest(vocabularies: []))

    /// Loads what the files of a folder define, with the splitter gpt2.
    func load(_ files: [String: String], file: String = "") throws -> Vocabulary {
        let folder = try TemporaryFolder(files)
        return try load(folder.url.appendingPathComponent(file).path, splitter: .pattern(.gpt2))
    }
}

/// The error of loading these files.
func loadingError(_ files: [String: String], file: String = "") -> VocabularyError? {
    do {
        _ = try VocabularyCatalog.empty.load(files, file: file)
        return nil
    } catch {
        return error as? VocabularyError
    }
}
