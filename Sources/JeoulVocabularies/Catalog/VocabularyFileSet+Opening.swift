#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

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

    /// Opens what a person named: a folder, or a file. Of a folder that holds several forms the best is taken, and the
    /// note says so: `tokenizer.json` says all, `tekken.json` all but the normalizer, the others less.
    static func open(path: URL) throws(VocabularyError) -> (set: VocabularyFileSet, note: VocabularyNote?) {
        if VocabularyCatalog.isFolder(path) { return try open(folder: path) }
        if ["vocab.json", "merges.txt"].contains(path.lastPathComponent) {
            return (try openVocabMerges(path.deletingLastPathComponent()), nil)
        }
        return (.single(try VocabularyFile(path)), nil)
    }

    private static func open(folder: URL) throws(VocabularyError) -> (VocabularyFileSet, VocabularyNote?) {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
        func matching(_ suffix: String) -> [String] { names.filter { $0.hasSuffix(suffix) } }
        let hasMerges = names.contains("vocab.json") && names.contains("merges.txt")
        let forms: [[String]] = [
            names.filter { $0 == "tokenizer.json" }, names.filter { $0.hasPrefix("tekken") && $0.hasSuffix(".json") },
            hasMerges ? ["vocab.json"] : [], matching(".tiktoken"),
            names.filter { $0.hasSuffix(".model") || $0.utf8.contains(".model.v".utf8) }, matching(".gguf"),
        ].filter { !$0.isEmpty }
        func isPointer(_ name: String) -> Bool { VocabularyFile.isPointer(folder.appendingPathComponent(name)) }
        let pointers = forms.map { form in (form == ["vocab.json"] ? form + ["merges.txt"] : form).filter(isPointer) }
        // Where all are pointers, opening the first says so.
        let chosen = pointers.firstIndex(of: []) ?? 0
        guard let best = forms.isEmpty ? nil : forms[chosen] else {
            let wanted = names.contains("vocab.json") ? "merges.txt" : names.contains("merges.txt") ? "vocab.json" : nil
            throw VocabularyError(
                .unreadable, wanted.map { "\($0) is missing" } ?? "no vocabulary in this folder",
                remedy: "wanted: tokenizer.json, tekken.json, vocab.json and merges.txt, a .tiktoken file, "
                    + "tokenizer.model or a .gguf file",
                file: folder.path)
        }
        guard best.count == 1 else {
            throw VocabularyError(
                .malformed, "several vocabularies in one folder: \(best.joined(separator: ", "))",
                remedy: "name the file", file: folder.path)
        }
        let others = forms.indices.filter { $0 != chosen && pointers[$0].isEmpty }.flatMap { forms[$0] }
        let passed = pointers[..<chosen].flatMap { $0 }
        let set: VocabularyFileSet =
            best == ["vocab.json"]
            ? try openVocabMerges(folder) : .single(try VocabularyFile(folder.appendingPathComponent(best[0])))
        if !passed.isEmpty { return (set, .pointers(files: passed, used: best[0])) }
        return (set, others.isEmpty ? nil : .chosenForm(used: best[0], instead: others))
    }

    private static func openVocabMerges(_ folder: URL) throws(VocabularyError) -> VocabularyFileSet {
        func file(_ name: String) throws(VocabularyError) -> VocabularyFile? {
            let url = folder.appendingPathComponent(name)
            return FileManager.default.fileExists(atPath: url.path) ? try VocabularyFile(url) : nil
        }
        return .vocabMerges(
            vocab: try VocabularyFile(folder.appendingPathComponent("vocab.json")),
            merges: try VocabularyFile(folder.appendingPathComponent("merges.txt")),
            try TokenizerConfiguration(file))
    }
}
