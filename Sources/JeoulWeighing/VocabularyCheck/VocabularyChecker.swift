import Foundation
import JeoulText
import JeoulTokenizing
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting

/// Makes the checks of one vocabulary.
struct VocabularyChecker {
    private typealias Item = VocabularyCheck.Item

    /// The seed and the number of the adversarial documents.
    static let adversarialSeed: UInt64 = 20_250_811, adversarialDocuments = 2000

    let vocabulary: Vocabulary
    let manifest: VocabularyManifest
    let corpora: CorpusCatalog
    private let tokenizer: any TokenizerModel

    /// - Throws: `BytePairError` where the vocabulary cannot be made ready.
    init(_ vocabulary: Vocabulary, manifest: VocabularyManifest, corpora: CorpusCatalog) throws {
        self.vocabulary = vocabulary
        self.manifest = manifest
        self.corpora = corpora
        tokenizer = try vocabulary.tokenizer()
    }

    /// All checks, in the order in which they are shown.
    func items() throws -> [VocabularyCheck.Item] {
        let sampler = try corpora.corpus("sampler").corpus().documents().map { Array($0) }
        var adversarial = AdversarialText(seed: Self.adversarialSeed)
        let hard = adversarial.documents(Self.adversarialDocuments)
        return [files(), try fingerprint(), bytes()] + (try reachability()) + [
            try roundTrip("round trip: sampler", sampler, "the bundled sampler"),
            try roundTrip("round trip: adversarial", hard, "adversarial text of seed \(Self.adversarialSeed)"),
            try rankRule(sampler),
        ] + (try referenceCounts())
    }

    // MARK: The files

    private func files() -> VocabularyCheck.Item {
        let names = vocabulary.files.map { file in
            "\(file.url.lastPathComponent) \(file.sha256)\(file.isPinned ? "" : " (not pinned)")"
        }.joined(separator: ", ")
        if vocabulary.isPinned { return Item("files", .passed, "sha256 as pinned: \(names)") }
        return Item("files", .notRun, "nothing pins what was found: \(names)")
    }

    private func fingerprint() throws -> VocabularyCheck.Item {
        let name = "llama.cpp fingerprint"
        let special = vocabulary.definition.addedTokens.filter(\.isSpecial).map(\.id)
        guard let recorded = vocabulary.entry?.llamaCppFingerprint else {
            // Nothing to compare with, but it may be one that is known.
            let known = try manifest.vocabularies.filter { entry in
                guard let recorded = entry.llamaCppFingerprint else { return false }
                return try recorded.counterpart(of: tokenizer, special: special).sha256 == recorded.sha256
            }
            let found = try LlamaCppFingerprint(of: tokenizer).sha256
            if known.isEmpty { return Item(name, .notRun, "none is recorded; it is \(found)") }
            let names = known.map(\.id).joined(separator: ", ")
            return Item(name, .noted, "none is recorded for this name; it is that of \(names)")
        }
        let found = try recorded.counterpart(of: tokenizer, special: special)
        return found.sha256 == recorded.sha256
            ? Item(name, .passed, "as recorded: \(recorded.sha256)")
            : Item(name, .failed, "it is \(found.sha256), recorded is \(recorded.sha256)")
    }

    private func bytes() -> VocabularyCheck.Item {
        let missing = (0...255).filter { tokenizer.id(of: [UInt8($0)]) == nil }
        guard !missing.isEmpty else { return Item("bytes", .passed, "all 256 single bytes are tokens") }
        let shown = missing.prefix(8).map { VisibleText.bytes([UInt8($0)]) }.joined(separator: " ")
        if missing.allSatisfy({ $0 == 0xC0 || $0 == 0xC1 || $0 >= 0xF5 }) {
            return Item(
                "bytes", .passed, "all bytes that text can have are tokens; UTF-8 never has the other \(missing.count)")
        }
        // A byte-level vocabulary without some is one of characters that are written in its alphabet: what they make is lost.
        return Item("bytes", .noted, "\(missing.count) single bytes are no tokens: \(shown)")
    }

    // MARK: The merges

    private func reachability() throws -> [VocabularyCheck.Item] {
        guard let found = try TokenReachability(vocabulary.definition, tokenizer: tokenizer) else {
            return [Item("reachable tokens", .notRun, "only the tokens of byte-level vocabularies are tried")]
        }
        func examples(_ ids: [TokenID]) -> String {
            let shown = ids.prefix(5).map { "\(VisibleText.token(tokenizer.bytes(of: $0) ?? [])) (\($0))" }
            return shown.joined(separator: " ") + (ids.count > 5 ? " …" : "")
        }
        let total = NumberFormat.grouped(found.tokens)
        let reached: VocabularyCheck.Item
        if found.unmerged.isEmpty {
            reached = Item("reachable tokens", .passed, "the merges reach all \(total) ordinary tokens")
        } else {
            let unreachable = found.unreachable
            // The pinned files are what they are; of others it may be that merges are missing.
            let outcome: VocabularyCheck.Outcome =
                unreachable.isEmpty ? .passed : vocabulary.isPinned ? .noted : .failed
            let count = NumberFormat.grouped(found.unmerged.count)
            var detail = "the merges do not reach \(count) of \(total): \(examples(found.unmerged))"
            if !found.wholePreTokens.isEmpty {
                let taken = unreachable.isEmpty ? "all" : NumberFormat.grouped(found.wholePreTokens.count)
                detail += "; \(taken) of these are taken where a whole piece is the token"
            }
            reached = Item("reachable tokens", outcome, detail)
        }
        guard !found.cutAlone.isEmpty else { return [reached] }
        let detail =
            "\(NumberFormat.grouped(found.cutAlone.count)) tokens are not what their own text becomes, since the splitter "
            + "cuts it, the normalizer changes it or an added token stands in it: \(examples(found.cutAlone))"
        return [reached, Item("tokens cut by the splitter", .noted, detail)]
    }

    private func rankRule(_ sampler: [[UInt8]]) throws -> VocabularyCheck.Item {
        let name = "rank rule"
        guard case .byteLevel(let order, let ignoresMerges) = vocabulary.definition.model else {
            return Item(name, .noted, "\(vocabulary.definition.model.rule); there is no order of ids to compare with")
        }
        guard case .list(let merges) = order else {
            return Item(name, .noted, "by id: the file has no other order (\(vocabulary.format.rawValue))")
        }
        let byID = try reordered(.tokenID, ignoresMerges: ignoresMerges)
        var tokens = (merges: 0, id: 0)
        var different = 0
        for document in sampler {
            let ids = try tokenizer.encode(document)
            let others = try byID.encode(document)
            tokens = (tokens.merges + ids.count, tokens.id + others.count)
            if ids != others { different += 1 }
        }
        let rule = "by the order of \(NumberFormat.grouped(merges.count)) merges"
        guard different > 0 else {
            return Item(name, .noted, "\(rule); id order gives the same ids on the sampler")
        }
        return Item(
            name, .noted,
            "\(rule); id order would be wrong: other ids in \(different) of \(sampler.count) documents of the sampler, "
                + "\(NumberFormat.grouped(tokens.id)) instead of \(NumberFormat.grouped(tokens.merges)) tokens")
    }

    /// The tokenizer with another order of merges.
    private func reordered(_ order: MergeOrder, ignoresMerges: Bool) throws -> any TokenizerModel {
        var definition = vocabulary.definition
        definition.model = .byteLevel(order: order, ignoresMerges: ignoresMerges)
        return try definition.tokenizer()
    }

    // MARK: Texts

    /// What decoding gives is the text after the vocabulary's normalizer.
    private func roundTrip(_ name: String, _ documents: [[UInt8]], _ what: String) throws -> VocabularyCheck.Item {
        var normalizer: Normalizer?
        var form = ""
        if case .normalization(let normalization) = vocabulary.definition.normalizer {
            normalizer = normalization.form.map { Normalizer($0) }
            form = normalizer.map { ", up to \($0.form.rawValue.uppercased())" } ?? ""
        }
        var tokens = 0
        for (index, document) in documents.enumerated() {
            let ids = try tokenizer.encode(document)
            tokens += ids.count
            let decoded = try tokenizer.decode(ids)
            guard decoded != document else { continue }
            // Text on both sides of an added token is normalized apart, so that the whole may not be in the form yet.
            if let normalizer, try normalizer.normalized(decoded) == normalizer.normalized(document) { continue }
            let place = "document \(index + 1) of \(what) comes back different"
            let offset = zip(decoded, document).prefix { $0 == $1 }.count
            if case .steps(let steps) = vocabulary.definition.normalizer, !steps.isEmpty {
                return Item(name, .noted, "\(place) at byte \(offset), as the normalizer of the file may want it")
            }
            return Item(name, .failed, "\(place) at byte \(offset)")
        }
        let count = "\(NumberFormat.counted(documents.count, "document")) of \(what)"
        return Item(name, .passed, "\(count), \(NumberFormat.counted(tokens, "token")), come back\(form)")
    }

    private func referenceCounts() throws -> [VocabularyCheck.Item] {
        let recorded = vocabulary.entry?.referenceCounts ?? []
        if recorded.isEmpty { return [Item("reference ids", .notRun, "the manifest records none")] }
        return try recorded.map { reference in
            let name = "reference ids: \(reference.corpus)"
            let found: ReferenceCount
            do {
                guard let corpus = try corpora.referenceCorpus(reference.corpus) else {
                    return Item(name, .notRun, "the corpus is not here (see JEOUL_CORPUS_PATH)")
                }
                found = try ReferenceCount(corpus, named: reference.corpus, by: tokenizer)
            } catch let error as CorpusError {
                return Item(name, .notRun, "the corpus cannot be used: \(error)")
            }
            let count =
                "\(NumberFormat.counted(found.tokens, "token")) of \(NumberFormat.counted(found.documents, "document"))"
            if found == reference { return Item(name, .passed, "\(count), every id as recorded") }
            let expected = NumberFormat.grouped(reference.tokens)
            return Item(
                name, .failed,
                found.tokens == reference.tokens
                    ? "\(count), but other ids" : "\(count), recorded are \(expected) tokens")
        }
    }
}

extension CorpusCatalog {
    /// The corpus that a reference count names by its file, checked against its pin; nil where it is not here.
    fileprivate func referenceCorpus(_ file: String) throws -> Corpus? {
        let entry = manifest.corpora.first { entry in
            entry.pathInSharedLayout.map { ($0 as NSString).lastPathComponent == file } ?? false
        }
        if let entry {
            guard let found = installed(entry) else { return nil }
            try found.verify()
            return found.corpus()
        }
        // Generated text is no corpus of the manifest: the recorded ids vouch for it.
        for folder in sharedFolders {
            let path = folder.appendingPathComponent(file).path
            if FileManager.default.fileExists(atPath: path) { return Corpus(arguments: [path]) }
        }
        return nil
    }
}

extension ReferenceCount {
    /// The count of a corpus: documents, tokens, and the digest of all ids. O(bytes).
    ///
    /// - Throws: what reading and encoding throw.
    package init(_ corpus: Corpus, named name: String, by tokenizer: any TokenizerModel) throws {
        var digest = ContentDigest()
        var documents = 0
        var tokens = 0
        _ = try Encoding(corpus, tokenizer: tokenizer).forEachBatch { batch, _ in
            var bytes = Data(capacity: 4 * (batch.ids.count + batch.ends.count))
            for document in batch.ends.indices {
                for id in batch[document] { bytes.append(littleEndian: id) }
                bytes.append(littleEndian: .max)
            }
            digest.update(bytes)
            documents += batch.ends.count
            tokens += batch.ids.count
        }
        self.init(corpus: name, documents: documents, tokens: tokens, idsSha256: digest.hexadecimal)
    }
}

extension Data {
    fileprivate mutating func append(littleEndian value: UInt32) {
        append(contentsOf: [
            UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8),
            UInt8(truncatingIfNeeded: value >> 16),
            UInt8(truncatingIfNeeded: value >> 24),
        ])
    }
}
