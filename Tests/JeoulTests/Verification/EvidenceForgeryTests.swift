import Foundation
import TestSupport
import Testing

@testable import Jeoul

/// Evidence by an opponent: consistent in itself, every hash right, and not what it says.
@Suite("Forged evidence") struct EvidenceForgeryTests {
    private let folder: TemporaryFolder
    private let catalog: VocabularyCatalog
    private let corpora: CorpusCatalog
    private let ledger: ClaimLedger
    private var path: String { folder.url.appendingPathComponent("evidence").path }

    init() throws {
        folder = try TemporaryFolder()
        let environment = ["HOME": folder.url.path]
        catalog = try VocabularyCatalog.standard(environment: environment)
        corpora = try CorpusCatalog.standard(environment: environment)
        ledger = try ClaimLedger.standard()
        try folder.write(Self.korean, to: "text.txt")
    }

    private static let korean = (1...40).map { "\($0)번째 손님은 김밥 \($0 % 7)줄과 라면을 주문했습니다.\n" }.joined()

    /// A claim of the ledger with some fields changed.
    private func claim(
        _ id: String = "ax4-33-fewer", newID: String? = nil, subject: String? = nil, baseline: String? = nil,
        readings: [Reading]? = nil, source: Claim.Source? = nil
    ) throws -> Claim {
        let claim = try ledger.claim(id)
        return try Claim(
            id: newID ?? claim.id, subject: subject ?? claim.subject, baseline: baseline ?? claim.baseline,
            subjectName: claim.subjectName, baselineName: claim.baselineName, words: claim.words,
            source: source ?? claim.source, hedged: claim.hedged, valueText: claim.valueText,
            readings: readings ?? claim.readings,
            exact: claim.exact, scope: claim.scope, note: claim.note)
    }

    /// Writes the evidence of a verification, as an honest program would.
    private func write(
        _ claims: [Claim], on texts: [VerificationCorpus]? = nil, paths: [String: String] = [:],
        withheld: [String: String] = [:]
    ) throws {
        let texts = try texts ?? [VerificationCorpus(path: folder.url.path + "/text.txt", options: CorpusOptions())]
        let verification = try Verification(
            of: claims, on: texts, vocabularies: catalog, options: Verifying.options, paths: paths, withheld: withheld,
            tolerant: true)
        try EvidenceFolder.write(Evidence(VerificationReport(verification), ledger: ledger), to: path, replacing: true)
    }

    private func reproduce(trustsRun: Bool = true) throws -> Reproduction {
        try Reproduction(
            EvidenceFolder.read(path), corpora: corpora, vocabularies: catalog, ledger: ledger,
            sources: EvidenceSources(trustsRun: trustsRun), work: WeighingOptions(threads: 1))
    }

    @Test("asks for more work than evidence does") func work() throws {
        try write([claim()])
        let stored = try EvidenceFolder.read(path)
        var settings = stored.settings
        #expect(EvidenceLimits.refusals(stored, settings).isEmpty)
        settings.resamples = 1_000_000_000
        settings.bootstrapLimit = .max
        let refusals = EvidenceLimits.refusals(stored, settings)
        #expect(refusals.count == 2 && refusals.contains { $0.contains("--resamples") }, "\(refusals)")
        settings.resamples = .max
        #expect(EvidenceLimits.refusals(stored, settings).count == 2)
        let many = try (0..<501).map { try claim(newID: "c\($0)") }
        try write(many)
        #expect(throws: EvidenceError.self) { try reproduce() }
    }

    @Test("words of the evidence's own, with a vendor as their source") func source() throws {
        let press = Claim.Source(title: "Press release", date: "2026-01-01")
        let invented = try Claim(
            id: "press", subject: "gpt-4o", baseline: "gpt-4", subjectName: "GPT-4o", baselineName: "GPT-4",
            words: "33% fewer tokens", source: press, hedged: false, valueText: "33%",
            readings: [
                Reading(
                    id: "a", says: "fewer tokens", quantity: .reduction, figure: #require(Figure("33%")),
                    formula: .figure,
                    hedged: false)
            ])
        try write([invented, claim("gpt4o-1.7x")])
        let found = try reproduce()
        #expect(found.isSame)
        #expect(found.warnings.first?.contains("the claim press, which is not in the ledger") == true)
        #expect(!found.unpinned.contains { $0.contains("gpt4o-1.7x") })
    }

    @Test("a reading that is possible, left out as impossible") func possible() throws {
        let honest = try claim(newID: "mine")
        let json = try JSONEncoder().encode(honest)
        var object = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
        object["impossible"] = ["fewer_tokens"]
        let forged = try JSONSerialization.data(withJSONObject: object)
        #expect(throws: ClaimError.self) { try Claim(json: forged) }
    }

    private func refusal(trustsRun: Bool = true) throws -> [String] {
        do {
            let found = try reproduce(trustsRun: trustsRun)
            Issue.record("it is taken: \(found.headline)")
            return []
        } catch EvidenceError.refused(let reasons) {
            return reasons
        }
    }

    // MARK: The audit's five

    @Test("the ledger's words with another baseline") func anotherBaseline() throws {
        try write([claim()])
        #expect(try reproduce().isSame)
        try write([claim(baseline: "cl100k_base")])
        let found = try reproduce()
        let difference = try #require(found.differences.first)
        #expect(!found.isSame && difference.part == .claim && difference.place == "claims[ax4-33-fewer].baseline")
        #expect(difference.recorded == "cl100k_base" && difference.now == "o200k_base (the ledger)")
        // Under an id of its own the words are still the ledger's.
        try write([claim(newID: "mine", baseline: "cl100k_base")])
        #expect(
            try reproduce().differences.contains {
                $0.part == .claim && $0.place.contains("the words of ax4-33-fewer.baseline")
            })
    }

    @Test("an official id mapped to another vocabulary's files", arguments: ["a.x-4.0", "gpt-4o", "o200k_base"])
    func mappedID(name: String) throws {
        try TinyVocabularies.write("cut", merging: ["가", "나"], to: folder)
        let subject = name == "a.x-4.0" ? nil : "a.x-4.0"
        let claim = try claim(subject: subject ?? name, baseline: subject == nil ? "o200k_base" : name)
        try write([claim], paths: [name: folder.url.appendingPathComponent("cut").path])
        for trustsRun in [true, false] {
            #expect(
                try refusal(trustsRun: trustsRun).contains {
                    $0.contains("“\(name)”") && $0.contains("no path can stand for it")
                })
        }
    }

    @Test("one vendor's files under another's id") func anotherVendor() throws {
        let qwen = try #require(catalog.bundledFolder).appendingPathComponent("qwen2.5/qwen.tiktoken").path
        try write([claim(subject: "exaone-4.0")], paths: ["exaone-4.0": qwen])
        #expect(try refusal().contains { $0.contains("“exaone-4.0”") })
        // Under a name of their own, but called by the other's in the words.
        try write([claim(newID: "mine", subject: "mine", source: Claim.Source(title: "me"))], paths: ["mine": qwen])
        #expect(
            try reproduce().differences.contains {
                $0.place == "claims[mine].subject_name" && $0.now == "“A.X 4.0” is a.x-4.0"
            })
    }

    @Test("selected lines as a corpus of the catalog") func selectedLines() throws {
        let text = try VerificationCorpus(
            path: folder.url.path + "/text.txt", id: "klue-nli-dev", options: CorpusOptions())
        try write([claim()], on: [text])
        #expect(
            try refusal().contains { $0.contains("the corpus klue-nli-dev") && $0.contains("only the pinned text") })
        // In the place where the catalog looks for it.
        try folder.write(Self.korean, to: "shared/nsmc.txt")
        let shared = try CorpusCatalog.standard(environment: ["JEOUL_CORPUS_PATH": folder.url.path + "/shared"])
        let installed = try #require(shared.installed(shared.entry("nsmc")))
        try write([claim()], on: [VerificationCorpus(installed, options: CorpusOptions())])
        #expect(throws: EvidenceError.self) {
            try Reproduction(
                EvidenceFolder.read(path), corpora: shared, vocabularies: catalog, ledger: ledger,
                sources: EvidenceSources(trustsRun: true))
        }
    }

    @Test("an invented reason for what was not run") func inventedReason() throws {
        try write([claim()], withheld: ["a.x-4.0": "its licence forbids to count with it"])
        let found = try reproduce()
        #expect(!found.isSame && found.runnable == ["the vocabulary a.x-4.0"])
        #expect(
            found.differences.contains {
                $0.place == "vocabularies[a.x-4.0].not_run" && $0.recorded == "its licence forbids to count with it"
            })
        #expect(found.warnings.contains { $0.contains("can be run here: the vocabulary a.x-4.0") })
        // Of a corpus.
        let entry = try corpora.entry("jhe-ko-dev")
        let unread = VerificationCorpus(
            id: entry.id, title: entry.title, origin: .catalog, unread: "the file is damaged", licence: entry.licence)
        try write([claim()], on: [unread])
        #expect(
            try reproduce().differences.contains {
                $0.place == "corpora[jhe-ko-dev].not_run" && $0.now == "it can be read here"
            })
    }

    // MARK: More

    @Test("ranges that are not those of the words") func otherRanges() throws {
        let user = try UserClaims(["a.x-4.0 uses 33% fewer tokens than gpt-4o"], vocabularies: catalog).claims[0]
        try write([user])
        #expect(try reproduce().isSame)
        let wide = Reading(
            id: "a", says: user.readings[0].says, quantity: .reduction, relation: .equals, value: 0.33,
            strict: ClaimRange(low: 0.2, high: 0.5), worded: nil)
        let forged = try Claim(
            id: "claim", subject: user.subject, baseline: user.baseline, subjectName: user.subjectName,
            baselineName: user.baselineName, words: user.words, source: user.source, hedged: false, valueText: "33%",
            readings: [wide])
        try write([forged])
        #expect(
            try reproduce().differences.contains { $0.part == .claim && $0.place.hasSuffix("readings[a].strict_low") })
        // In a file's claim, whose words need not be the grammar's.
        let filed = try Claim(
            id: "filed", subject: user.subject, baseline: user.baseline, subjectName: user.subjectName,
            baselineName: user.baselineName, words: "33% fewer, in our view", source: Claim.Source(title: "a file"),
            hedged: false,
            valueText: "33%", readings: [wide])
        try write([filed])
        #expect(try reproduce().differences.contains { $0.part == .claim && $0.place == "claims[filed].readings[a]" })
    }

    @Test("what is not pinned is named first, with its hash") func unpinned() throws {
        try TinyVocabularies.write("mine", merging: ["가"], to: folder)
        let place = folder.url.appendingPathComponent("mine").path
        let user = try UserClaims(["\"\(place)\" uses 33% fewer tokens than gpt-4o"], vocabularies: catalog)
        try write(user.claims, paths: user.paths)
        let found = try reproduce()
        #expect(found.isSame, "\(found.differences)")
        #expect(found.unpinned.count == 2)
        #expect(found.unpinned[0].contains("the vocabulary mine") && found.unpinned[0].contains("sha256"))
        #expect(found.unpinned[1].contains("the text text.txt"))
        #expect(found.warnings.first?.hasPrefix("unpinned: ") == true)
    }

    @Test("nothing is read that only run.json names, and all that is missing is said at once") func unnamed() throws {
        try TinyVocabularies.write("mine", merging: ["가"], to: folder)
        let place = folder.url.appendingPathComponent("mine").path
        let user = try UserClaims(["\"\(place)\" uses 33% fewer tokens than gpt-4o"], vocabularies: catalog)
        try write(user.claims, paths: user.paths)
        do {
            _ = try reproduce(trustsRun: false)
            Issue.record("it read what nobody named")
        } catch EvidenceError.unavailable(let reasons) {
            #expect(reasons.count == 2)
            #expect(reasons.contains { $0.contains("--vocabulary mine=PATH") })
            #expect(reasons.contains { $0.contains("--file text.txt=PATH") })
        }
    }

    @Test("a text that is called as a corpus is, and settings that are not the default, are named")
    func namedLikeACorpus() throws {
        try folder.write(Self.korean, to: "klue-nli-dev.txt")
        let text = try VerificationCorpus(path: folder.url.path + "/klue-nli-dev.txt", options: CorpusOptions())
        var options = Verifying.options
        options.weighing.normalization = .nfd
        let verification = try Verification(of: [claim()], on: [text], vocabularies: catalog, options: options)
        try EvidenceFolder.write(Evidence(VerificationReport(verification), ledger: ledger), to: path)
        let found = try reproduce()
        #expect(found.unpinned.contains { $0.contains("is not the pinned text of klue-nli-dev") })
        #expect(found.warnings.contains("not by default: the text was normalized to nfd"))
    }

    @Test("no link is followed, nothing but regular files is opened, and no name leads out") func links() throws {
        try write([claim()])
        let csv = path + "/documents/01-text.txt.csv"
        let files = FileManager.default
        try files.moveItem(atPath: csv, toPath: folder.url.path + "/outside.csv")
        try files.createSymbolicLink(atPath: csv, withDestinationPath: folder.url.path + "/outside.csv")
        try folder.write("mine", to: "evidence/notes.txt")
        let stored = try EvidenceFolder.read(path)
        #expect(
            stored.changed == [
                StoredEvidence.Changed(name: "documents/01-text.txt.csv", now: "is no regular file, and is not opened")
            ])
        #expect(stored.extra == ["notes.txt"])
        #expect(try reproduce().extra == ["notes.txt"])
        // A pipe is not waited for.
        try files.removeItem(atPath: csv)
        #expect(mkfifo(csv, 0o600) == 0)
        #expect(try EvidenceFolder.read(path).changed.first?.now == "is no regular file, and is not opened")
        // The folder of a file may be a link too.
        try files.removeItem(atPath: path + "/documents")
        try files.createDirectory(atPath: folder.url.path + "/elsewhere", withIntermediateDirectories: false)
        try files.copyItem(
            atPath: folder.url.path + "/outside.csv", toPath: folder.url.path + "/elsewhere/01-text.txt.csv")
        try files.createSymbolicLink(atPath: path + "/documents", withDestinationPath: folder.url.path + "/elsewhere")
        #expect(try EvidenceFolder.read(path).changed.first?.now == "is no regular file, and is not opened")
        let sums = try String(contentsOfFile: path + "/SHA256SUMS", encoding: .utf8)
        for name in ["../outside.csv", "/etc/passwd", "documents//x", "./result.json", ""] {
            try (sums + String(repeating: "0", count: 64) + "  \(name)\n").write(
                toFile: path + "/SHA256SUMS", atomically: true, encoding: .utf8)
            #expect(throws: EvidenceError.self, "\(name)") { try EvidenceFolder.read(path) }
        }
    }

    @Test("a file that is larger than evidence is is not read") func tooLarge() throws {
        try write([claim()])
        let handle = try #require(FileHandle(forWritingAtPath: path + "/documents/01-text.txt.csv"))
        try handle.truncate(atOffset: 4 << 30)
        try handle.close()
        #expect(try EvidenceFolder.read(path).changed.first?.now == "is larger than evidence is, and is not read")
    }

    @Test("files that are gone are all said at once") func goneFiles() throws {
        try write([claim()])
        for name in ["result.json", "claims.json"] { try FileManager.default.removeItem(atPath: path + "/" + name) }
        let error = #expect(throws: EvidenceError.self) { try EvidenceFolder.read(path) }
        #expect(error?.description.contains("claims.json is not there; result.json is not there") == true)
    }

    @Test("what a killed process has left is cleaned by the next") func leftovers() throws {
        // No process has this number: it is above the system's greatest.
        try folder.write("half", to: ".evidence.partial-4194999-AAAAAAAA/result.json")
        try folder.write(
            "half", to: ".evidence.partial-\(ProcessInfo.processInfo.processIdentifier)-BBBBBBBB/result.json")
        try folder.write("mine", to: ".evidence.partial-notes/keep")
        try write([claim()])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter {
            $0.hasPrefix(".evidence")
        }
        #expect(
            names.sorted() == [
                ".evidence.partial-\(ProcessInfo.processInfo.processIdentifier)-BBBBBBBB", ".evidence.partial-notes",
            ])
        // Killed between moving the old one away and putting the new one in its place.
        try FileManager.default.moveItem(atPath: path, toPath: folder.url.path + "/.evidence.old-4194999-CCCCCCCC")
        #expect(throws: EvidenceError.exists(path: path)) {
            try EvidenceFolder.write(
                Evidence(
                    VerificationReport(
                        Verification(of: [claim()], on: [], vocabularies: catalog, options: Verifying.options)),
                    ledger: ledger),
                to: path)
        }
        #expect(try EvidenceFolder.read(path).claims.count == 1)
    }
}
