import Foundation
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulReporting
@testable import JeoulWeighing

@Suite("Evidence") struct EvidenceTests {
    let vocabularies: TinyVocabularies
    let corpora: CorpusCatalog
    let ledger: ClaimLedger
    var folder: TemporaryFolder { vocabularies.folder }
    var evidencePath: String { folder.url.appendingPathComponent("evidence").path }

    init() throws {
        vocabularies = try TinyVocabularies()
        corpora = try CorpusCatalog.standard(environment: ["HOME": vocabularies.folder.url.path])
        ledger = try ClaimLedger.standard()
        try vocabularies.folder.write(TinyText.lines(60), to: "text.txt")
    }

    /// Evidence of "50% fewer tokens" on `text.txt`.
    private func evidence(threads: Int = 1, text: String = "text.txt") throws -> Evidence {
        let claims = try vocabularies.claim("50% fewer")
        var options = Verifying.options(sensitivity: true)
        options.weighing.threads = threads
        options.estimation.threads = threads
        let corpus = try VerificationCorpus(
            path: folder.url.appendingPathComponent(text).path, options: CorpusOptions())
        let verification = try Verification(
            of: claims.claims, on: [corpus], vocabularies: vocabularies.catalog, options: options, paths: claims.paths)
        return try Evidence(VerificationReport(verification), ledger: ledger, typed: ["jeoul", "verify"])
    }

    private func written() throws -> String {
        try EvidenceFolder.write(evidence(), to: evidencePath)
        return evidencePath
    }

    private func reproduce(_ path: String, seed: UInt64? = nil, paths: [String: String] = [:]) throws -> Reproduction {
        try Reproduction(
            EvidenceFolder.read(path), corpora: corpora, vocabularies: vocabularies.catalog, ledger: ledger,
            sources: EvidenceSources(texts: paths, trustsRun: true), seed: seed, work: WeighingOptions(threads: 2))
    }

    // MARK: Writing

    @Test("the hashed files depend neither on threads nor on folders, and name no path") func sameBytes() throws {
        try folder.write(TinyText.lines(60), to: "elsewhere/text.txt")
        let first = try evidence()
        #expect(try evidence(threads: 3, text: "elsewhere/text.txt").files == first.files)
        for file in first.files {
            #expect(!String(decoding: file.bytes, as: UTF8.self).contains(folder.url.path), "\(file.name)")
        }
        #expect(
            first.files.map(\.name) == [
                "README.md", "claims.json", "documents/01-text.txt.csv", "evidence.schema.json", "result.json",
            ])
    }

    @Test("the counts of documents sum to the result") func documentCounts() throws {
        let files = try evidence().files
        let csv = String(decoding: try #require(files.first { $0.name.hasSuffix(".csv") }).bytes, as: UTF8.self)
        let rows = csv.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(rows[0] == ["document", "bytes", "korean_characters", "syllables", "bytes"])
        #expect(rows.count == 61)
        let bytes = rows.dropFirst().compactMap { Int($0[1]) }.reduce(0, +)
        let tokens = rows.dropFirst().compactMap { Int($0[4]) }.reduce(0, +)
        #expect(tokens == bytes)
        let result = String(decoding: try #require(files.first { $0.name == "result.json" }).bytes, as: UTF8.self)
        #expect(result.contains("\"denominator_sum\": \(tokens)"))
    }

    @Test("result.json is as its schema says") func schema() throws {
        let files = try evidence().files
        func json(_ name: String) throws -> JSONValue {
            try JSONDecoder().decode(JSONValue.self, from: try #require(files.first { $0.name == name }).bytes)
        }
        let schema = SchemaValidator(try json("evidence.schema.json"))
        #expect(schema.faults(of: try json("result.json")) == [])
        #expect(schema.faults(of: ["schema": 2]).isEmpty == false)
    }

    @Test(
        "a folder that holds something else is left alone; evidence is replaced only where that is asked for, and nothing beside it"
    )
    func targets() throws {
        let evidence = try evidence()
        try folder.write("mine", to: "full/notes.txt")
        let full = folder.url.appendingPathComponent("full").path
        for replacing in [false, true] {
            #expect(throws: EvidenceError.notEvidence(path: full)) {
                try EvidenceFolder.write(evidence, to: full, replacing: replacing)
            }
        }
        try EvidenceFolder.write(evidence, to: evidencePath)
        #expect(throws: EvidenceError.exists(path: evidencePath)) {
            try EvidenceFolder.write(evidence, to: evidencePath)
        }
        let mine = try folder.write("mine", to: "evidence/mine.txt")
        #expect(throws: EvidenceError.foreignFile(path: evidencePath, file: "mine.txt")) {
            try EvidenceFolder.write(evidence, to: evidencePath, replacing: true)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: mine)) == Data("mine".utf8))
        try FileManager.default.removeItem(atPath: mine)
        let link = folder.url.appendingPathComponent("link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: evidencePath)
        #expect(throws: EvidenceError.notAFolder(path: link)) {
            try EvidenceFolder.write(evidence, to: link, replacing: true)
        }
        try EvidenceFolder.write(evidence, to: evidencePath, replacing: true)
        let beside = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(!beside.contains { $0.contains("partial") || $0.contains(".old") })
    }

    @Test("a folder that cannot be listed is not taken for empty") func unlistable() throws {
        let evidence = try evidence()
        let mine = try folder.write("mine", to: "evidence/mine.txt")
        let closed = try folder.write("mine", to: "other/inner/mine.txt")
        let inner = URL(fileURLWithPath: closed).deletingLastPathComponent().path
        let other = folder.url.appendingPathComponent("other").path
        try FileManager.default.removeItem(atPath: closed)
        try EvidenceFolder.write(evidence, to: other + "/new")
        for name in try FileManager.default.contentsOfDirectory(atPath: other + "/new") {
            try FileManager.default.moveItem(atPath: other + "/new/" + name, toPath: other + "/" + name)
        }
        try FileManager.default.removeItem(atPath: other + "/new")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: closed))
        for path in [evidencePath, inner] { #expect(chmod(path, 0o311) == 0) }
        defer { for path in [evidencePath, inner] { chmod(path, 0o755) } }
        try withoutPrivileges {
            for path in [evidencePath, other] {
                for replacing in [false, true] where replacing || path == evidencePath {
                    let error = #expect(throws: EvidenceError.self) {
                        try EvidenceFolder.check(path, replacing: replacing)
                    }
                    #expect(error?.description.contains("what lies there cannot be listed") == true)
                }
            }
        }
        #expect(try String(contentsOfFile: mine, encoding: .utf8) == "mine")
        #expect(try String(contentsOfFile: closed, encoding: .utf8) == "mine")
    }

    /// Runs on this thread as a user who may read no more than permissions say: Linux has the user of file accesses by thread.
    private func withoutPrivileges(_ body: () throws -> Void) throws {
        guard getuid() == 0 else { return try body() }
        typealias Change = @convention(c) (uid_t) -> CInt
        // SAFETY: glibc's and musl's function of that name has this type.
        let change = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: Change.self)
        _ = change(65_534)
        defer { _ = change(0) }
        try body()
    }

    @Test("what a process that is gone had moved away is removed only where it is evidence and nothing besides")
    func leftovers() throws {
        let evidence = try evidence()
        try EvidenceFolder.write(evidence, to: evidencePath)
        func old(_ tag: String) -> String { folder.url.path + "/.evidence.old-4194999-\(tag)" }
        let kept = [
            try folder.write("mine", to: ".evidence.old-4194999-AAAAAAAA/precious.txt"), old("BBBBBBBB") + "/mine.txt",
        ]
        for tag in ["BBBBBBBB", "CCCCCCCC"] {
            try FileManager.default.copyItem(atPath: evidencePath, toPath: old(tag))
        }
        try Data("mine".utf8).write(to: URL(fileURLWithPath: kept[1]))
        try FileManager.default.createDirectory(atPath: old("DDDDDDDD"), withIntermediateDirectories: false)
        // Half removed.
        try FileManager.default.copyItem(atPath: evidencePath, toPath: old("EEEEEEEE"))
        try FileManager.default.removeItem(atPath: old("EEEEEEEE") + "/documents")
        try EvidenceFolder.write(evidence, to: evidencePath, replacing: true)
        for file in kept { #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine") }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            .filter { $0.hasPrefix(".evidence.") }
        #expect(left.sorted() == [".evidence.old-4194999-AAAAAAAA", ".evidence.old-4194999-BBBBBBBB"])
    }

    @Test("what cannot be written leaves nothing") func unwritable() throws {
        let file = try folder.write("a file", to: "file")
        #expect(throws: EvidenceError.self) { try EvidenceFolder.write(evidence(), to: file + "/evidence") }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "a file")
    }

    // MARK: Reproducing

    @Test("done again, every byte is the same") func reproduced() throws {
        let reproduction = try reproduce(written())
        #expect(reproduction.isSame)
        #expect(reproduction.same.count == 5)
        #expect(reproduction.fingerprint == (try evidence().fingerprint))
    }

    @Test("a changed byte of the corpus is told with the document") func changedCorpus() throws {
        let path = try written()
        var text = TinyText.lines(60).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        text[16] = text[16].replacingOccurrences(of: "라", with: "가") + "라"
        try folder.write(text.joined(separator: "\n"), to: "text.txt")
        let reproduction = try reproduce(path)
        #expect(!reproduction.isSame)
        #expect(reproduction.differences.first?.part == .corpus)
        #expect(reproduction.differences.contains { $0.place == "corpora[text.txt].files[text.txt].sha256" })
        let counts = reproduction.differences.filter { $0.part == .counts }
        #expect(counts.map(\.place) == ["documents/01-text.txt.csv, document 17"])
    }

    @Test("a byte that makes the corpus unreadable is a difference too") func unreadableCorpus() throws {
        let path = try written()
        var bytes = Array(TinyText.lines(60).utf8)
        bytes[4] = 0xFF
        try folder.write(bytes, to: "text.txt")
        let first = try #require(try reproduce(path).differences.first)
        #expect(first.place == "corpora[text.txt]")
        #expect(first.now?.contains("invalid UTF-8") == true)
    }

    @Test("a changed vocabulary is told with its file") func changedVocabulary() throws {
        let path = try written()
        try TinyVocabularies.write("syllables", merging: ["가", "나"], to: folder)
        let reproduction = try reproduce(path)
        #expect(reproduction.differences.first?.part == .vocabulary)
        #expect(
            reproduction.differences.map(\.place).contains("vocabularies[syllables].files[merges.txt].sha256"))
        #expect(reproduction.differences.contains { $0.place == "claims[claim].sentence" })
    }

    @Test("another seed moves the bootstrap, and neither an estimate nor its interval") func otherSeed() throws {
        let reproduction = try reproduce(written(), seed: 9)
        #expect(reproduction.differences.contains { $0.place == "settings.seed" && $0.now == "9" })
        #expect(reproduction.differences.contains { $0.place.hasSuffix(".bca.low") })
        #expect(!reproduction.differences.contains { $0.place.hasSuffix(".interval.low") })
        #expect(!reproduction.differences.contains { $0.place.hasSuffix(".estimate") })
        #expect(reproduction.different == ["result.json"])
    }

    @Test("evidence that was edited is told") func edited() throws {
        let path = try written()
        let result = path + "/result.json"
        let text = try String(contentsOfFile: result, encoding: .utf8)
        let edited = text.replacingOccurrences(of: "\"outcome\": \"contradicted\"", with: "\"outcome\": \"supported\"")
        #expect(edited != text)
        try edited.write(toFile: result, atomically: true, encoding: .utf8)
        let reproduction = try reproduce(path)
        #expect(reproduction.differences.first?.part == .evidence)
        #expect(reproduction.differences.contains { $0.recorded == "supported" && $0.now == "contradicted" })
    }

    @Test("a corpus that has moved is asked for, and found where it is said to be") func movedCorpus() throws {
        let path = try written()
        let moved = try folder.write(TinyText.lines(60), to: "moved/other-name.txt")
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("text.txt"))
        let error = #expect(throws: EvidenceError.self) { try reproduce(path) }
        #expect(error?.description.contains("--file text.txt=PATH") == true)
        #expect(try reproduce(path, paths: ["text.txt": moved]).isSame)
    }

    @Test("what was not here when the evidence was made is left out again") func withheld() throws {
        let claims = try [ClaimSamples.claim("tekken-2x-ko")]
        let bundled = try VocabularyCatalog.standard(environment: ["HOME": folder.url.path])
        let corpus = try Verifying.text("안녕하세요\n반갑습니다\n", name: "hello.txt", in: folder)
        let verification = try Verification(of: claims, on: [corpus], vocabularies: bundled, options: Verifying.options)
        try EvidenceFolder.write(Evidence(VerificationReport(verification), ledger: ledger), to: evidencePath)
        let stored = try EvidenceFolder.read(evidencePath)
        #expect(stored.vocabularies.first?.notRun?.contains("pull tekken") == true)
        let again = try Reproduction(
            stored, corpora: corpora, vocabularies: .standard(environment: ["HOME": "/nowhere"]), ledger: ledger,
            sources: EvidenceSources(trustsRun: true))
        #expect(again.isSame && again.runnable.isEmpty)
    }
}

/// As much of JSON Schema as `evidence.schema.json` uses: type, const, enum, required, properties, additionalProperties,
/// items, minimum, pattern of a sha256, and `$ref` into `$defs`.
private struct SchemaValidator {
    private let root: JSONObject

    init(_ schema: JSONValue) {
        guard case .object(let root) = schema else { preconditionFailure("a schema is an object") }
        self.root = root
    }

    func faults(of value: JSONValue) -> [String] { faults(value, root, at: "$") }

    private func faults(_ value: JSONValue, _ schema: JSONObject, at path: String) -> [String] {
        var faults: [String] = []
        if case .string(let reference)? = schema["$ref"], case .object(let definitions)? = root["$defs"],
            case .object(let definition)? = definitions[String(reference.dropFirst("#/$defs/".count))]
        {
            faults += self.faults(value, definition, at: path)
        }
        if let constant = schema["const"], constant != value { faults.append("\(path): not \(constant)") }
        if case .array(let values)? = schema["enum"], !values.contains(value) {
            faults.append("\(path): not of the enum")
        }
        switch schema["type"] {
        case .string(let type)?: if !isOf(type, value) { faults.append("\(path): not \(type)") }
        case .array(let types)?:
            if !types.contains(where: { if case .string(let type) = $0 { isOf(type, value) } else { false } }) {
                faults.append("\(path): of no type allowed")
            }
        default: break
        }
        if case .integer(let minimum)? = schema["minimum"], case .integer(let number) = value, number < minimum {
            faults.append("\(path): below \(minimum)")
        }
        if schema["pattern"] != nil, case .string(let text) = value, text.count != 64 {
            faults.append("\(path): no sha256")
        }
        if case .array(let elements) = value, case .object(let items)? = schema["items"] {
            for (index, element) in elements.enumerated() {
                faults += self.faults(element, items, at: "\(path)[\(index)]")
            }
        }
        guard case .object(let object) = value else { return faults }
        if case .array(let names)? = schema["required"] {
            for case .string(let name) in names where object[name] == nil { faults.append("\(path): no \(name)") }
        }
        let properties: JSONObject = if case .object(let known)? = schema["properties"] { known } else { [:] }
        for member in object.members {
            if case .object(let property)? = properties[member.name] {
                faults += self.faults(member.value, property, at: "\(path).\(member.name)")
            } else if schema["additionalProperties"] == .boolean(false) {
                faults.append("\(path): \(member.name) is not known")
            }
        }
        return faults
    }

    private func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .boolean), ("null", .null),
            ("integer", .integer), ("number", .integer), ("number", .number), ("integer", .unsigned):
            true
        default: false
        }
    }
}
