import JeoulTokenizing
import JeoulVocabularies
import JeoulReporting

/// What the manifest and the files say of a vocabulary, as lines of a name and a value.
struct VocabularyFacts {
    /// Names and values in order; values that are not known are left out, and named by the last line.
    private(set) var lines: [(name: String, value: String)] = []

    init(entry: VocabularyEntry?, vocabulary: Vocabulary?) {
        add("id", vocabulary?.id ?? entry?.id)
        if let vocabulary, vocabulary.requested != vocabulary.id { add("requested", vocabulary.requested) }
        if let entry {
            add("vendor", entry.vendor)
            add("models", entry.models.joined(separator: ", "))
            add("aliases", entry.aliases.joined(separator: ", "))
            add("kind", entry.kind.rawValue)
            add(
                "licence",
                [entry.licence.name, entry.licence.redistributableText].compactMap { $0 }.joined(separator: ", "))
        }
        if let vocabulary {
            add("location", vocabulary.location.description)
            add("format", vocabulary.format.rawValue)
            for file in vocabulary.files {
                let name = file.url.lastPathComponent
                add(
                    "file",
                    "\(name), \(NumberFormat.grouped(file.bytes)) bytes, \(file.isPinned ? "pinned" : "not pinned")")
                add("sha256", file.sha256)
            }
            add("splitter", vocabulary.definition.splitter?.name)
            add("normalizer", vocabulary.definition.normalizer?.name)
            add("rank rule", vocabulary.definition.model.rule)
            add("added tokens", Self.addedTokens(vocabulary.definition.addedTokens))
        } else if let entry {
            add("splitter", entry.splitter)
            add("normalizer", entry.normalizer)
            add("rank rule", entry.ranks?.sentence)
            add("tokens", entry.tokens.map(NumberFormat.grouped))
        }
        for form in entry?.forms ?? [] {
            add("source", form.sourceText)
            if vocabulary == nil {
                for file in form.files { add("sha256", "\(file.name): \(file.sha256 ?? "not known")") }
            }
            add("source note", form.note)
        }
        if let fingerprint = entry?.llamaCppFingerprint { add("llama.cpp fingerprint", fingerprint.sha256) }
        add("note", entry?.note)
        for note in vocabulary?.notes ?? [] { add(note.isWarning ? "warning" : "remark", note.description) }
        add("unknown", entry?.unknown.joined(separator: ", "))
    }

    private mutating func add(_ name: String, _ value: String?) {
        if let value, !value.isEmpty { lines.append((name, value)) }
    }

    private static func addedTokens(_ tokens: [AddedToken]) -> String {
        let others = tokens.filter { !$0.isSpecial }
        let shown = others.prefix(8).map { VisibleText.token($0.content) }.joined(separator: " ")
        let special = "\(tokens.count - others.count) special"
        if others.isEmpty { return special }
        return "\(special); \(others.count) always matched: \(shown)\(others.count > 8 ? " …" : "")"
    }
}

extension VisibleText {
    /// A token by itself: its whole scalars as text, the rest as bytes.
    static func token(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text.map { cluster(String($0)) }.joined() }
        return part(0..<bytes.count, of: bytes).shown
    }
}

extension VocabularyLocation: CustomStringConvertible {
    /// Where the files are, for a reader.
    package var description: String {
        switch self {
        case .bundled: "bundled with Jeoul"
        case .searchPath(let url): "\(url.path) (JEOUL_VOCABULARY_PATH)"
        case .cache(let url): "\(url.path) (cache)"
        case .hubCache(let url): "\(url.path) (the Hub's cache)"
        case .path(let url): url.path
        }
    }
}

extension Licence {
    fileprivate var redistributableText: String? {
        redistributable.map { $0 ? "may be passed on" : "may not be passed on freely" }
    }
}

extension VocabularyForm {
    /// Where users get the files, for a reader.
    var sourceText: String {
        let version = source.revision.map { "@" + $0 } ?? ""
        let gated = source.gated == true ? ", gated: its terms must be accepted there" : ""
        let places = [
            source.repository.map { "Hugging Face Hub \($0)\(version)" }, source.url,
            source.package.map { package in
                "PyPI \(package)\(source.kind == "hub" ? "" : source.revision.map { " \($0)" } ?? "")"
                    + (source.member.map { ", \($0)" } ?? "")
            },
        ]
        return "\(format.rawValue): \(places.compactMap { $0 }.joined(separator: "; also "))\(gated)"
    }
}

extension SplitterDefinition {
    /// Its name.
    var name: String {
        switch self {
        case .pattern(let pattern): pattern.rawValue
        case .steps(let steps):
            steps.isEmpty ? "none: the whole text is one piece" : "\(steps.count) steps of the file's own"
        }
    }
}

extension NormalizerDefinition {
    /// Its name.
    var name: String {
        switch self {
        case .normalization(.asIs): "none"
        case .normalization(let normalization): normalization.rawValue.uppercased()
        case .steps(let steps): steps.isEmpty ? "none" : "\(steps.count) steps of the file's own"
        }
    }
}

extension RankRule {
    fileprivate var sentence: String {
        switch self {
        case .id: "the lowest id of the result merges first"
        case .merges: "the order of the merges"
        case .score: "the highest score of the piece merges first"
        }
    }
}

extension TokenModel {
    /// What orders the merges, for a reader.
    var rule: String {
        func whole(_ isTaken: Bool) -> String { isTaken ? "; a piece that is a token is taken at once" : "" }
        return switch self {
        case .byteLevel(.tokenID, let ignoresMerges): RankRule.id.sentence + whole(ignoresMerges)
        case .byteLevel(.list(let merges), let ignoresMerges):
            "the order of \(NumberFormat.grouped(merges.count)) merges" + whole(ignoresMerges)
        case .characters(let model):
            "the order of \(NumberFormat.grouped(model.merges.count)) merges of characters"
                + whole(model.ignoresMerges)
        case .sentencePiece: RankRule.score.sentence
        }
    }
}
