import Foundation
import JeoulTokenizing
import JeoulVocabularies

/// A vocabulary, ready to count, encode and decode.
///
///     let tokenizer = try Tokenizer.load("gpt-4o")
///     try tokenizer.count("안녕하세요")            // 2
///     try tokenizer.encode("안녕하세요")           // [14307, 171731]
///
/// Exact to the last id: what the vocabulary's own library gives. No token is added at the beginning or the end. Immutable, and safe to
/// share between threads; a copy costs nothing.
public struct Tokenizer: Sendable, Identifiable {
    /// The canonical name of the vocabulary, `o200k_base` for `gpt-4o`; for one that is not known, that of its file or folder.
    public var id: String { vocabulary.id }
    /// Models that use the vocabulary, as they are known.
    public var models: [String] { vocabulary.entry?.models ?? [] }
    /// The hashes of the files that it was read from, in hexadecimal, by file name.
    public var fileHashes: [String: String] {
        Dictionary(vocabulary.files.map { ($0.url.lastPathComponent, $0.sha256) }) { first, _ in first }
    }
    /// Whether these are the very files that Jeoul has pinned for the name.
    public var isPinned: Bool { vocabulary.isPinned }
    /// One more than the greatest token id.
    public var endID: TokenID { TokenID(model.endID) }

    package let vocabulary: Vocabulary
    package let model: any TokenizerModel

    /// A vocabulary that was loaded, made ready.
    ///
    /// - Throws: `VocabularyError`, and `BytePairError` where there is no memory for it.
    package init(_ vocabulary: Vocabulary) throws {
        self.vocabulary = vocabulary
        model = try vocabulary.tokenizer()
    }

    /// Loads a vocabulary.
    ///
    /// Found are the bundled ones, what lies in the folders of `JEOUL_VOCABULARY_PATH`, what was pulled by the command, and what the Hugging
    /// Face Hub's own cache has. Nothing is fetched, and nothing is written but into `compiledFolder`.
    ///
    /// - Parameters:
    ///   - name: the name of a model (`gpt-4o`, `A.X 4.0`), of a vocabulary (`o200k_base`), or of a repository (`skt/A.X-4.0`), or the path of
    ///     a file or folder: `tokenizer.json`, `.tiktoken`, `vocab.json` and `merges.txt`, `tokenizer.model`, `.gguf`, `tekken.json`.
    ///   - compiledFolder: where vocabularies may be kept in a form that loads ten times as fast; nil for nowhere.
    /// - Complexity: O(tokens), 10 to 150 ms; 1 to 25 ms from the compiled form.
    /// - Throws: ``JeoulError/vocabulary(_:)``, which says what was looked for, where, and what to do.
    public static func load(_ name: String, compiledFolder: URL? = nil) throws(JeoulError) -> Tokenizer {
        try JeoulError.wrapping {
            var catalog = try VocabularyCatalog.standard().withoutCompiled()
            if let compiledFolder { catalog = catalog.withCompiled(in: compiledFolder) }
            let vocabulary = try catalog.load(name)
            do {
                return try Tokenizer(vocabulary)
            } catch let error as BytePairError where !error.isForWantOfMemory {
                throw VocabularyError(.malformed, error.description, file: vocabulary.files.first?.url.path)
            }
        }
    }

    /// Loads several vocabularies at once, each on a thread of its own: none of Swift's pool is held.
    ///
    /// - Parameters:
    ///   - names: as of ``load(_:compiledFolder:)->Tokenizer``.
    ///   - compiledFolder: where vocabularies may be kept in a form that loads ten times as fast; nil for nowhere.
    /// - Returns: the vocabularies in the order of their names.
    /// - Throws: ``JeoulError/vocabulary(_:)`` of the first name that cannot be loaded.
    public static func load(_ names: [String], compiledFolder: URL? = nil) async throws(JeoulError) -> [Tokenizer] {
        let loaded = names.map { name in
            Task {
                await withCheckedContinuation { continuation in
                    Thread.detachNewThread {
                        continuation.resume(
                            returning: Result { () throws(JeoulError) in
                                try Tokenizer.load(name, compiledFolder: compiledFolder)
                            })
                    }
                }
            }
        }
        var tokenizers: [Tokenizer] = []
        for task in loaded { tokenizers.append(try await task.value.get()) }
        return tokenizers
    }

    /// The ids of the vocabularies that ``load(_:compiledFolder:)->Tokenizer`` finds here by name.
    ///
    /// - Throws: ``JeoulError/system(_:)`` where Jeoul's own data are not found.
    public static func available() throws(JeoulError) -> [String] {
        try JeoulError.wrapping { try VocabularyCatalog.standard().available().map(\.id) }
    }

    // MARK: One text

    /// The number of tokens of a text. O(n).
    ///
    /// - Throws: ``JeoulError/tokenizer(_:)``, as of a special token where the policy is `.error`.
    public func count(_ text: String, specialTokens: SpecialTokenPolicy = .ordinary) throws(JeoulError) -> Int {
        try JeoulError.wrapping { try model.count(text, specialTokens: specialTokens) }
    }

    /// The token ids of a text. O(n).
    ///
    /// - Throws: ``JeoulError/tokenizer(_:)``, as of a special token where the policy is `.error`.
    public func encode(_ text: String, specialTokens: SpecialTokenPolicy = .ordinary) throws(JeoulError) -> [TokenID] {
        try JeoulError.wrapping { try model.encode(text, specialTokens: specialTokens) }
    }

    /// The text that ids stand for; what is not valid UTF-8, as where ids begin or end inside a character, becomes U+FFFD. O(ids).
    ///
    /// For ids that come one after another, see ``TokenDecoder``.
    /// - Throws: ``JeoulError/tokenizer(_:)`` of an id that is not in the vocabulary.
    public func decode(_ ids: some Sequence<TokenID>) throws(JeoulError) -> String {
        try JeoulError.wrapping { try model.decodeText(ids) }
    }

    /// The bytes of a token, or nil where there is none of that id. O(1).
    public func bytes(of id: TokenID) -> [UInt8]? { model.bytes(of: id) }

    /// The token of exactly these bytes, or nil.
    public func id(of bytes: [UInt8]) -> TokenID? { model.id(of: bytes) }

    /// Whether a token is a special one, such as `<|endoftext|>`.
    public func isSpecial(_ id: TokenID) -> Bool { model.isSpecial(id) }

    // MARK: Documents in one buffer

    /// The number of tokens of each of many documents that lie in one buffer: the fast way in.
    ///
    /// Documents that are small are counted together, and pre-tokens that come again are remembered while it runs.
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - offsets: where each document begins, and where the last one ends; ascending.
    /// - Throws: ``JeoulError/tokenizer(_:)``: bytes that are not UTF-8, offsets that lie outside or cut a character. No bytes and no
    ///   offsets make it read elsewhere.
    /// - Complexity: O(bytes); some 300 to 700 MB a second and core for Korean.
    public func counts(inDocumentsOf bytes: [UInt8], offsets: [Int]) throws(JeoulError) -> [Int] {
        guard offsets.count > 1 else { return [] }
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(offsets.count - 1)
        for (document, (start, end)) in zip(offsets, offsets.dropFirst()).enumerated() {
            guard start >= 0, start <= end, end <= bytes.count else {
                throw .tokenizer(.invalidRange(min(start, end)..<max(start, end), document: document))
            }
            ranges.append(start..<end)
        }
        return try JeoulError.wrapping {
            let session = DocumentCounter([model], options: CountingOptions(expectedBytes: bytes.count)).session()
            return try bytes.withUnsafeBufferPointer { try session.count($0, layout: .ranges(ranges))[0].map(Int.init) }
        }
    }
}

extension VocabularyCatalog {
    /// The same with compiled forms kept in a folder.
    fileprivate func withCompiled(in folder: URL) -> VocabularyCatalog {
        VocabularyCatalog(
            manifest: manifest, bundledFolder: bundledFolder, searchFolders: searchFolders, cacheFolder: cacheFolder,
            compiledFolder: folder, hubCache: hubCache)
    }
}
