import Foundation
import JeoulText
import JeoulCorpora
import JeoulReporting
import JeoulWeighing
import JeoulClaims

/// What `verify` says, for readers and for programs.
///
/// The JSON is described by `Claims/evidence.schema.json`. It names no path and no time, so that two machines with the same
/// Jeoul, ICU, vocabularies and corpora give the same bytes.
package struct VerificationReport: Sendable {
    /// The version of the JSON's layout.
    package static let schema = 1

    let verification: Verification
    let reading: CorpusOptions

    /// A report.
    ///
    /// - Parameter reading: how the files were read that were named by path.
    package init(_ verification: Verification, reading: CorpusOptions = CorpusOptions()) {
        self.verification = verification
        self.reading = reading
    }

    /// The settings that make the result, which are all that must be known beside claims, corpora and vocabularies.
    package var settings: EvidenceSettings {
        EvidenceSettings(verification.options, reading: reading)
    }

    /// The same for programs.
    ///
    /// - Throws: `CorpusError` where a corpus cannot be read again, and what encoding throws.
    package func json() throws -> JSONValue {
        var claims: [JSONValue] = []
        for (verdict, sensitivities) in zip(verification.verdicts, verification.sensitivities) {
            guard case .object(var claim) = try JSONValue(encoding: verdict) else { continue }
            claim["contradicted"] = .boolean(verdict.isContradicted)
            claim["incomplete"] = .boolean(verdict.isIncomplete)
            if verification.options.analyzesSensitivity {
                claim["sensitivity"] = try JSONValue(encoding: sensitivities)
            }
            claims.append(.object(claim))
        }
        return [
            "schema": .integer(Self.schema), "jeoul": .string(jeoulVersion), "unicode": .string(unicodeVersion),
            "icu": .string(icuVersion), "settings": try JSONValue(encoding: settings),
            "vocabularies": .array(verification.vocabularies.named.map(json)),
            "corpora": .array(try verification.corpora.map(json)), "claims": .array(claims),
        ]
    }

    private func json(_ named: ClaimVocabularies.Named) -> JSONValue {
        guard let column = named.column else {
            return ["name": .string(named.name), "not_run": JSONValue(named.absence?.english)]
        }
        let vocabulary = verification.vocabularies.loaded[column]
        var object = vocabulary.reportMembers
        object["requested"] = nil
        var result = JSONObject()
        result["name"] = .string(named.name)
        result["column"] = .string(verification.vocabularies.columnNames[column])
        for member in object.members { result[member.name] = member.value }
        return .object(result)
    }

    /// Written by hand, for a dictionary has no order.
    private func written(_ provenance: CorpusProvenance) -> JSONObject {
        var object = JSONObject()
        for language in provenance.written.keys.sorted() { object[language] = JSONValue(provenance.written[language]) }
        return object
    }

    private func json(_ corpus: Verification.WeighedText) throws -> JSONValue {
        let text = corpus.text
        var object: JSONObject = [
            "id": .string(text.id), "title": .string(text.title), "origin": .string(text.origin.rawValue),
            "source": .string(text.provenance.source), "written": .object(written(text.provenance)),
            "licence": JSONValue(text.licence), "document": .string(text.unit.rawValue),
        ]
        if let group = text.group { object["group"] = group == .noGroup ? .null : .string(group.description) }
        guard let weighing = corpus.weighing, let weighed = corpus.weighed else {
            object["not_run"] = JSONValue(corpus.failure)
            object["files"] = .array(
                text.corpus.inputs.compactMap { input in
                    guard let path = input.path, let state = FileState(path: path),
                        let sha256 = try? FileDigest.hexadecimal(ofFile: path)
                    else { return nil }
                    return ["name": .string(input.name), "bytes": .integer(state.bytes), "sha256": .string(sha256)]
                })
            return .object(object)
        }
        let report = CorpusReport(weighing: weighing, denominator: .hangul, countsHanja: false, cut: .line)
        if case .object(let counts) = report.json {
            for member in counts.members { object[member.name] = member.value }
        }
        object["files"] = .array(
            weighing.corpus.inputs.map { input in
                [
                    "name": .string(input.name),
                    "format": .string(input.kind.format.rawValue), "documents": .integer(input.documents),
                    "bytes": .integer(input.bytes), "sha256": JSONValue(input.sha256),
                ]
            })
        if let table = text.corpus.inputs.first?.clusters {
            object["cluster_table"] = .string(VerificationCorpus.name(ofPath: table.path))
            object["cluster_table_sha256"] = .string(try FileDigest.hexadecimal(ofFile: table.path))
            object["cluster_column"] = .string(table.column)
        }
        object["korean_share"] = JSONValue(weighing.koreanShare)
        object["clusters"] = JSONValue(weighed.table.clusterCount)
        object["stratified"] = .boolean(weighed.ratios.values.contains { $0.mix != nil })
        let names = verification.vocabularies.columnNames
        object["warnings"] = .array((corpus.warnings + weighing.unknown(names)).map { .string($0.english) })
        var tokens = JSONObject()
        for (name, count) in zip(names, weighing.tokens) { tokens[name] = .integer(count) }
        object["tokens"] = .object(tokens)
        let pairs = weighed.ratios.keys.sorted { ($0.subject, $0.baseline) < ($1.subject, $1.baseline) }
        object["token_ratios"] = .array(
            try pairs.compactMap { pair in
                try weighed.ratios[pair].map { try JSONValue(encoding: $0) }
            })
        return .object(object)
    }
}
