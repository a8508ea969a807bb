import Foundation

extension VocabularyFileSet {
    /// Opens files of which it is known that they belong together, named as in a form of the manifest.
    init(form files: [VocabularyFile]) throws(VocabularyError) {
        func named(_ name: String) -> VocabularyFile? { files.first { $0.name == name } }
        if let vocab = named("vocab.json"), let merges = named("merges.txt") {
            self = .vocabMerges(vocab: vocab, merges: merges, try TokenizerConfiguration { named($0) })
        } else {
            self = .single(files[0])
        }
    }

    /// Opens what a person named: a folder, or a file.
    init(path: URL) throws(VocabularyError) {
        if VocabularyCatalog.isFolder(path) {
            self = try Self.open(folder: path)
        } else if ["vocab.json", "merges.txt"].contains(path.lastPathComponent) {
            self = try Self.open(folder: path.deletingLastPathComponent())
        } else {
            self = .single(try VocabularyFile(path))
        }
    }

    private static func open(folder: URL) throws(VocabularyError) -> VocabularyFileSet {
        func file(_ name: String) throws(VocabularyError) -> VocabularyFile? {
            let url = folder.appendingPathComponent(name)
            return FileManager.default.fileExists(atPath: url.path) ? try VocabularyFile(url) : nil
        }
        if let vocab = try file("vocab.json"), let merges = try file("merges.txt") {
            return .vocabMerges(vocab: vocab, merges: merges, try TokenizerConfiguration(file))
        }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
        let ranks = names.filter { $0.hasSuffix(".tiktoken") }
        if ranks.count > 1 {
            throw VocabularyError(
                .malformed, "several vocabularies in one folder: \(ranks.joined(separator: ", "))",
                remedy: "name the file", file: folder.path)
        }
        if let name = ranks.first { return .single(try VocabularyFile(folder.appendingPathComponent(name))) }
        if let model = try file("tokenizer.model") { return .single(model) }
        let wanted = names.contains("vocab.json") ? "merges.txt" : names.contains("merges.txt") ? "vocab.json" : nil
        throw VocabularyError(
            .unreadable, wanted.map { "\($0) is missing" } ?? "no vocabulary in this folder",
            remedy: "wanted: vocab.json and merges.txt, a .tiktoken file, or tokenizer.model", file: folder.path)
    }
}
