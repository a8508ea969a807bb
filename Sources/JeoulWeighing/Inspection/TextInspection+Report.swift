import JeoulText
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

extension TextInspection {
    /// The tokens for programs: `text`, `bytes`, `korean_characters` and `vocabularies`, each with `id`, `requested`,
    /// `tokens` (the number), `tokens_per_korean_character`, `ending_inside_syllable` (the number), `normalized_text`
    /// (null where the normalizer changes nothing) and `token_list`: for each token `id`, `bytes` (hexadecimal),
    /// `text` (null where the bytes are not valid UTF-8), `range` (byte offsets in the normalized text, the end
    /// excluded) and `ends_inside_syllable`.
    package var json: JSONValue {
        [
            "text": .string(String(decoding: text, as: UTF8.self)),
            "bytes": .integer(text.count),
            "korean_characters": .integer(koreanCharacters),
            "vocabularies": .array(
                vocabularies.map { item in
                    let normalized = String(decoding: item.text, as: UTF8.self)
                    return [
                        "id": .string(item.vocabulary.id), "requested": .string(item.vocabulary.requested),
                        "tokens": .integer(item.tokens.count),
                        "tokens_per_korean_character": JSONValue(perCharacter(item)),
                        "ending_inside_syllable": .integer(item.cuts),
                        "normalized_text": item.text == text ? .null : .string(normalized),
                        "token_list": .array(item.tokens.map(\.json)),
                    ]
                }),
        ]
    }

    func perCharacter(_ item: InspectedVocabulary) -> Double? {
        koreanCharacters == 0 ? nil : Double(item.tokens.count) / Double(koreanCharacters)
    }

    /// The counts, a row a vocabulary, in the order asked for.
    package var counts: Table {
        var table = Table(columns: [
            Table.Column("vocabulary", title: "vocabulary"),
            Table.Column("tokens", title: "tokens", alignment: .right),
            Table.Column("tokens_per_korean_character", title: "per Korean character", alignment: .right),
            Table.Column("ending_inside_syllable", title: "ending inside a syllable", alignment: .right),
        ])
        for item in vocabularies {
            table.append([
                .text(item.vocabulary.id), .integer(item.tokens.count),
                perCharacter(item).map { .decimal($0, digits: 3) } ?? .absent, .integer(item.cuts),
            ])
        }
        return table
    }
}

extension [TextInspection] {
    /// All tokens of several documents, a row a token: for CSV and Markdown.
    package var tokenTable: Table {
        var table = Table(columns: [
            Table.Column("document", title: "document", alignment: .right),
            Table.Column("vocabulary", title: "vocabulary"),
            Table.Column("token", title: "token", alignment: .right),
            Table.Column("id", title: "id", alignment: .right),
            Table.Column("text", title: "text"),
            Table.Column("bytes", title: "bytes"),
            Table.Column("start", title: "start", alignment: .right),
            Table.Column("end", title: "end", alignment: .right),
            Table.Column("ends_inside_syllable", title: "ends inside a syllable"),
        ])
        for (document, inspection) in enumerated() {
            for item in inspection.vocabularies {
                for (index, token) in item.tokens.enumerated() {
                    table.append([
                        .integer(document + 1), .text(item.vocabulary.id), .integer(index + 1), .integer(Int(token.id)),
                        token.text.map { .text($0) } ?? .absent, .text(token.bytes.hexadecimal),
                        .integer(token.range.lowerBound), .integer(token.range.upperBound),
                        .text(token.endsInsideSyllable ? "yes" : "no"),
                    ])
                }
            }
        }
        return table
    }
}

extension InspectedToken {
    fileprivate var json: JSONValue {
        [
            "id": .integer(Int(id)), "bytes": .string(bytes.hexadecimal), "text": JSONValue(text),
            "range": [.integer(range.lowerBound), .integer(range.upperBound)],
            "ends_inside_syllable": .boolean(endsInsideSyllable),
        ]
    }
}

extension [TextInspection] {
    /// Several documents for programs: `jeoul`, `unicode`, `icu` (versions) and `documents`.
    package var json: JSONValue {
        [
            "jeoul": .string(jeoulVersion), "unicode": .string(unicodeVersion), "icu": .string(icuVersion),
            "documents": .array(map(\.json)),
        ]
    }
}

extension Corpus {
    /// The first documents, normalized, each with its place for a reader, and whether there are no more. O(their bytes, and the batch's).
    ///
    /// - Throws: ``CorpusError``, ``ICUError``.
    package func documents(
        limit: Int, normalization: Normalization
    ) throws -> (documents: [(place: String, text: [UInt8])], isAll: Bool, summary: CorpusSummary) {
        let normalizer = normalization.form.map { Normalizer($0) }
        var reader = makeReader()
        var documents: [(place: String, text: [UInt8])] = []
        while let batch = try reader.next() {
            let file = inputs.count == 1 ? "" : inputs[batch.input].name + ", "
            for (index, range) in batch.documentRanges.enumerated() {
                if documents.count == limit { return (documents, false, reader.summary) }
                let document = Array(batch.bytes(of: range))
                let place = "\(file)document \(batch.number(ofDocument: index))"
                documents.append((place, try normalizer?.normalized(document) ?? document))
            }
        }
        return (documents, true, reader.summary)
    }
}
