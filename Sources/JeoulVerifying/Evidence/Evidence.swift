import Foundation
import JeoulText
import JeoulCorpora
import JeoulReporting
import JeoulClaims
import JeoulWeighing

/// All that a sceptic needs to check a verification, as the files of a folder:
///
/// - `result.json`: the verdicts and everything that made them, by `evidence.schema.json`;
/// - `claims.json`: the claims, as in the ledger;
/// - `documents/*.csv`: the counts of each document of each corpus (``DocumentCounts``);
/// - `evidence.schema.json`, `README.md`: what the files mean;
/// - `SHA256SUMS`: the hashes of all of these, for `sha256sum -c`; its own hash is the evidence's fingerprint;
/// - `run.json`: what is true of one machine only (the command as typed, paths); not among the hashed files.
///
/// The hashed files hold no path and no time: the same versions, files and settings give the same bytes on every machine.
package struct Evidence: Sendable {
    /// A file: its path in the folder, and its bytes.
    package struct File: Sendable, Equatable {
        /// The path in the folder, with `/`.
        package let name: String
        /// The bytes.
        package let bytes: Data
    }

    /// The hashed files, in the order of their names' bytes.
    package let files: [File]
    /// What belongs to this machine: for `run.json`.
    package let run: EvidenceRun

    static let sumsName = "SHA256SUMS"
    static let runName = "run.json"

    /// The evidence of a verification.
    ///
    /// - Parameters:
    ///   - ledger: claims that are in it are named in the command by their ids.
    ///   - typed: the command line as typed.
    /// - Throws: `CorpusError`, `DataFolderError`, and what encoding throws.
    package init(_ report: VerificationReport, ledger: ClaimLedger, typed: [String] = []) throws {
        let verification = report.verification
        let claims = verification.verdicts.map(\.claim)
        let document: JSONValue = [
            "schema": .integer(ClaimLedger.schema), "claims": .array(try claims.map { try JSONValue(encoding: $0) }),
        ]
        guard case .object(var result) = try report.json() else { preconditionFailure("a report is an object") }
        result["command"] = .string(EvidenceCommand(report, ledger: ledger).text)
        let schema = try DataFolder.claims.url().appendingPathComponent("evidence.schema.json")
        var files = [
            File(name: "result.json", bytes: Data(JSONOutput.text(of: .object(result)).utf8)),
            File(name: "claims.json", bytes: Data(JSONOutput.text(of: document).utf8)),
            File(name: "evidence.schema.json", bytes: try Data(contentsOf: schema)),
            File(name: "README.md", bytes: Data(Self.readme.utf8)),
        ]
        let names = verification.vocabularies.columnNames
        for (index, corpus) in verification.corpora.enumerated() {
            guard let weighing = corpus.weighing else { continue }
            files.append(
                File(
                    name: Self.countsName(index, corpus.text.id),
                    bytes: DocumentCounts(weighing, vocabularies: names).csv))
        }
        self.files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        run = EvidenceRun(verification, typed: typed)
    }

    /// The hashes of all files, as `sha256sum` writes them.
    package var sums: Data {
        Data(files.map { "\(ContentDigest.hexadecimal(of: $0.bytes))  \($0.name)\n" }.joined().utf8)
    }

    /// The sha256 of ``sums``: one line that stands for the evidence.
    package var fingerprint: String { ContentDigest.hexadecimal(of: sums) }

    /// `documents/01-sampler.csv`: a number and as much of the id as is plain.
    static func countsName(_ index: Int, _ id: String) -> String {
        let plain = id.unicodeScalars.map { scalar in
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains(scalar))
            return isPlain ? String(scalar) : "_"
        }.joined()
        return "documents/\(index < 9 ? "0" : "")\(index + 1)-\(plain).csv"
    }

    private static let readme = """
        # Evidence of a verification by Jeoul

        - `result.json`: the verdicts, and the versions, settings, vocabularies and corpora that made them.
        - `claims.json`: the claims with every reading.
        - `documents/*.csv`: the counts of each document; the sums are in `result.json`.
        - `evidence.schema.json`: the JSON Schema of `result.json`.
        - `SHA256SUMS`: check with `sha256sum -c SHA256SUMS`. The sha256 of this file stands for the whole.
        - `run.json`: the command as it was typed, and paths of the machine it ran on; not part of the evidence.

        `jeoul reproduce FOLDER` does the whole again and tells every difference. Without Jeoul: the sha256 of each file of
        each vocabulary and corpus is in `result.json`; the tokens of a document are those of the vocabulary's reference
        library without BOS or EOS, special-token text taken as ordinary text; an estimate is a ratio of the columns' sums in
        `documents/*.csv`, a function of T/T₀ that the reading names.

        """
}

/// The command that repeats a verification, in which files are named without their folders and all settings that make the
/// result are said.
struct EvidenceCommand {
    let text: String

    init(_ report: VerificationReport, ledger: ClaimLedger) {
        let settings = report.settings
        let claims = report.verification.verdicts.map(\.claim)
        let isKnown = { (claim: Claim) in ledger.claims.contains(claim) }
        var words = ["jeoul", "verify"] + claims.filter(isKnown).map(\.id)
        if !claims.allSatisfy(isKnown) { words += ["--claim-file", "claims.json"] }
        words += ["--corpus"] + report.verification.corpora.map(\.text.id)
        words += ["--normalization", settings.normalization.rawValue, "--document", settings.document.rawValue]
        if let format = settings.inputFormat { words += ["--input-format", format.rawValue] }
        if let encoding = settings.encoding { words += ["--encoding", encoding] }
        if let policy = settings.onError { words += ["--on-error", policy.rawValue] }
        if settings.textField != "text" { words += ["--text-field", settings.textField] }
        if let table = report.verification.corpora.lazy.compactMap({ $0.text.ownClusters }).first {
            words += ["--clusters", VerificationCorpus.name(ofPath: table.path), "--cluster", table.column]
        } else if let cluster = settings.cluster {
            words += ["--cluster", cluster]
        }
        words += ["--invalid-utf8", settings.invalidUTF8.rawValue]
        words += ["--seed", String(settings.seed), "--resamples", String(settings.resamples)]
        words.append(settings.sensitivity ? "--sensitivity" : "--no-sensitivity")
        if let language = settings.language { words += ["--language", language.rawValue] }
        text = words.map(Self.quoted).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || "0123456789.-_/,=:+#".unicodeScalars.contains(scalar)
            }
        return isPlain && !word.hasPrefix("#")
            ? word
            : "'"
                + word.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "'\\''") + "'"
    }
}

/// What is true of one machine only.
package struct EvidenceRun: Sendable, Codable, Equatable {
    /// The command line as typed.
    package var typed: [String]
    /// For each corpus that was given as a file, its path.
    package var corpora: [String: String]
    /// For each corpus with a table of clusters that was given as a file, the table's path.
    package var clusterTables: [String: String]
    /// For each vocabulary that was given as a path, the path.
    package var vocabularies: [String: String]

    private enum CodingKeys: String, CodingKey {
        case typed
        case corpora
        case clusterTables = "cluster_tables"
        case vocabularies
    }

    init(_ verification: Verification, typed: [String]) {
        self.typed = typed
        corpora = [:]
        clusterTables = [:]
        for corpus in verification.corpora {
            if let path = corpus.text.path { corpora[corpus.text.id] = Self.absolute(path) }
            if let table = corpus.text.ownClusters { clusterTables[corpus.text.id] = Self.absolute(table.path) }
        }
        vocabularies = verification.vocabularies.paths.mapValues(Self.absolute)
    }

    private static func absolute(_ path: String) -> String {
        path == "-" ? path : URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// Written by hand, for a dictionary has no order.
    var json: JSONValue {
        func object(_ paths: [String: String]) -> JSONValue {
            var object = JSONObject()
            for name in paths.keys.sorted() { object[name] = JSONValue(paths[name]) }
            return .object(object)
        }
        return [
            "typed": .array(typed.map { .string($0) }), "corpora": object(corpora),
            "cluster_tables": object(clusterTables), "vocabularies": object(vocabularies),
        ]
    }
}
