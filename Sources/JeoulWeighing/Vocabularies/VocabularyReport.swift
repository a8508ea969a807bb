import JeoulText
import JeoulVocabularies
import JeoulReporting
import JeoulStatistics

/// What `jeoul vocabulary show` says: the facts, and where the files are here the census.
package struct VocabularyReport: Sendable {
    private let entry: VocabularyEntry?
    private let vocabulary: Vocabulary?
    private let census: VocabularyCensus?
    /// Why there is no census; nil where there is one.
    package let absence: String?

    /// The report on a vocabulary that is here. Counts its tokens.
    ///
    /// - Throws: what making it ready or encoding syllables throws.
    package init(_ vocabulary: Vocabulary) throws {
        self.vocabulary = vocabulary
        entry = vocabulary.entry
        census = try VocabularyCensus(vocabulary.tokenizer(), added: vocabulary.definition.addedTokens)
        absence = nil
    }

    /// The report on a vocabulary of the manifest that is not here, or whose files cannot be used.
    package init(_ entry: VocabularyEntry, absence: String) {
        self.entry = entry
        vocabulary = nil
        census = nil
        self.absence = absence
    }

    /// The report on a vocabulary by id, alias or path. A known one that is not here has no census; its absence says
    /// why.
    ///
    /// - Throws: ``VocabularyError`` where nothing is known, or a file is not what it must be.
    package init(
        _ name: String, in catalog: VocabularyCatalog, load: (String) throws -> Vocabulary
    ) throws {
        do {
            try self.init(try load(name))
        } catch let error as VocabularyError {
            guard let entry = catalog.entry(named: name) else { throw error }
            switch error.problem {
            case .notInstalled, .unsupported, .unknownSplitter, .unknownNormalizer:
                self.init(entry, absence: error.description)
            default: throw error
            }
        }
    }

    /// All of it as a table of facts.
    package var table: Table {
        var table = Table(columns: [
            Table.Column("field", title: "Field"), Table.Column("value", title: "Value"),
        ])
        for (name, value) in VocabularyFacts(entry: entry, vocabulary: vocabulary).lines + (census?.facts ?? []) {
            table.append([.text(name), .text(value)])
        }
        return table
    }

    /// The same for reading in a terminal: facts, then the census with charts.
    package func readable(width: Int, style: TextStyle = .plain) -> String {
        let facts = VocabularyFacts(entry: entry, vocabulary: vocabulary).lines
        var text = FactList(facts).text(width: width, style: style)
        if let census { text += "\n" + census.readable(width: width, style: style) }
        if let absence { text += "\n" + Prose.lines("No census: \(absence)", width: width).map { $0 + "\n" }.joined() }
        return text
    }

    /// The same for programs: `jeoul`, `unicode`, `icu`, then `id`, `requested`, `entry` (what the manifest says,
    /// null for a vocabulary that it does not know), `location`, `format`, `files`, `splitter`, `normalizer`,
    /// `rank_rule`, `added_tokens`, `notes`, `census` (null where the files are not here) and `absence` (why there is
    /// none).
    package var json: JSONValue {
        var object: JSONObject = [
            "jeoul": .string(jeoulVersion), "unicode": .string(unicodeVersion), "icu": .string(icuVersion),
            "id": JSONValue(vocabulary?.id ?? entry?.id), "requested": JSONValue(vocabulary?.requested),
            "entry": entry.map(\.json) ?? .null,
        ]
        if let vocabulary {
            object["location"] = .string(vocabulary.location.description)
            object["format"] = .string(vocabulary.format.rawValue)
            object["files"] = .array(
                vocabulary.files.map { file in
                    [
                        "name": .string(file.url.lastPathComponent), "bytes": .integer(file.bytes),
                        "sha256": .string(file.sha256), "pinned": .boolean(file.isPinned),
                    ]
                })
            object["splitter"] = JSONValue(vocabulary.definition.splitter?.name)
            object["normalizer"] = JSONValue(vocabulary.definition.normalizer?.name)
            object["rank_rule"] = .string(vocabulary.definition.model.rule)
            object["added_tokens"] = .array(
                vocabulary.definition.addedTokens.map { token in
                    [
                        "id": .integer(Int(token.id)), "text": .string(String(decoding: token.content, as: UTF8.self)),
                        "special": .boolean(token.isSpecial),
                    ]
                })
            object["notes"] = .array(vocabulary.notes.map { .string($0.description) })
        }
        object["census"] = census.map(\.json) ?? .null
        object["absence"] = JSONValue(absence)
        return .object(object)
    }
}

extension VocabularyEntry {
    /// What the manifest says, under its own names.
    fileprivate var json: JSONValue {
        [
            "vendor": .string(vendor), "models": .array(models.map { .string($0) }),
            "aliases": .array(aliases.map { .string($0) }), "kind": .string(kind.rawValue),
            "ranks": JSONValue(ranks?.rawValue), "splitter": JSONValue(splitter), "normalizer": JSONValue(normalizer),
            "tokens": JSONValue(tokens),
            "licence": [
                "name": JSONValue(licence.name), "spdx": JSONValue(licence.spdx),
                "redistributable": licence.redistributable.map { .boolean($0) } ?? .null,
            ],
            "forms": .array(
                forms.map { form in
                    [
                        "format": .string(form.format.rawValue), "bundled": .boolean(form.bundled),
                        "source": .string(form.sourceText), "note": JSONValue(form.note),
                        "files": .array(
                            form.files.map { file in
                                [
                                    "name": .string(file.name), "bytes": JSONValue(file.bytes),
                                    "sha256": JSONValue(file.sha256),
                                ]
                            }),
                    ]
                }),
            "llama_cpp_fingerprint": JSONValue(llamaCppFingerprint?.sha256), "note": JSONValue(note),
            "unknown": .array(unknown.map { .string($0) }),
        ]
    }
}
