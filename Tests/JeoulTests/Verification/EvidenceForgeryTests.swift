import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulFetching
@testable import JeoulPages
@testable import JeoulWeighing

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
            exact: claim.exact, scope: claim.scope, note: claim.note,
            noteKorean: claim.noteKorean)
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
        let usual = Normalization.asIs.rawValue
        #expect(found.warnings.contains("not by default: normalization was nfd, by default it is \(usual)"))
    }

    @Test("every setting that changes what is read or found is named where it is not the default") func settings()
        throws
    {
        var settings = EvidenceSettings(VerificationOptions(), reading: CorpusOptions())
        #expect(try Reproduction.unusual(settings).isEmpty)
        settings.document = .file
        settings.inputFormat = .csv
        settings.encoding = "cp949"
        settings.onError = .skip
        settings.textField = "alt"
        settings.cluster = "url"
        settings.invalidUTF8 = .replace
        settings.bootstrapLimit = 5
        settings.level = 0.9
        settings.seed = 7
        settings.resamples = 99
        settings.language = .korean
        let found = try Reproduction.unusual(settings)
        #expect(found.count == 11, "\(found)")
        #expect(found.contains("text_field was alt, by default it is text"))
        #expect(found.contains("on_error was skip, by default it is nothing"))
    }

    /// A claim of a file, whose words and readings are its own.
    private func filed(
        _ words: String, _ reading: Reading, subject: String = "a.x-4.0", baseline: String = "o200k_base",
        subjectName: String = "A.X 4.0", baselineName: String = "GPT-4o", hedged: Bool = false, value: String = "33%",
        title: String = "OpenAI, a page", note: String? = nil
    ) throws -> Claim {
        try Claim(
            id: "filed", subject: subject, baseline: baseline, subjectName: subjectName, baselineName: baselineName,
            words: words, source: Claim.Source(title: title, note: note), hedged: hedged, valueText: value,
            readings: [reading])
    }

    private func reading(
        _ quantity: Quantity, _ figure: String, _ formula: ReadingFormula = .figure,
        relation: Reading.Relation = .equals, hedged: Bool = false, says: String = "as its words say"
    ) throws -> Reading {
        Reading(
            id: "a", says: says, quantity: quantity, relation: relation, figure: try #require(Figure(figure)),
            formula: formula, hedged: hedged)
    }

    @Test("readings that are not those of their words, though a range of the figure") func otherReadings() throws {
        let swapped = try filed(
            "GPT-4 uses 61% fewer tokens", reading(.ratioSubjectOverBaseline, "61%", .onePlusFigure),
            subject: "cl100k_base", subjectName: "GPT-4", value: "61%")
        let part = try filed("33% fewer tokens", reading(.ratioSubjectOverBaseline, "3%", .onePlusFigure), value: "3%")
        let above = try filed(
            "33% more tokens", reading(.ratioSubjectOverBaseline, "33%", .onePlusFigure, relation: .atLeast))
        let hedged = try filed(
            "55% more tokens", reading(.ratioSubjectOverBaseline, "55%", .onePlusFigure, hedged: true), hedged: true,
            value: "55%")
        let unhedged = try filed("approximately 33% fewer tokens", reading(.reduction, "33%"))
        let below = try filed("uses over 33% fewer tokens than GPT-4o", reading(.reduction, "33%", relation: .atMost))
        let formula = try filed(
            "1.5x as many tokens", reading(.ratioSubjectOverBaseline, "1.5x", .onePlusFigure), value: "1.5x")
        let others = try filed("Llama 3 uses 33% fewer tokens than GPT-4", reading(.reduction, "33%"))
        let baseline = try filed(
            "33% fewer tokens than GPT-4o", reading(.reduction, "33%"), baseline: "cl100k_base",
            baselineName: "cl100k_base")
        let prefixed = try filed(
            "33% fewer tokens", reading(.reduction, "33%"), baseline: "cl100k_base", baselineName: "OpenAI GPT-4o")
        let exchanged = try filed(
            "GPT-4o uses 33% fewer tokens than A.X 4.0", reading(.reduction, "33%"))
        let noted = try filed(
            "33% fewer tokens", reading(.reduction, "3%"), value: "3%", title: Claim.Source.user.title, note: "mine")
        let one = try filed("33% more efficient than GPT-4o", reading(.reduction, "33%"))
        for (name, claim) in [
            ("swapped", swapped), ("part", part), ("above", above), ("hedged", hedged), ("unhedged", unhedged),
            ("below", below), ("formula", formula), ("others", others), ("baseline", baseline), ("prefixed", prefixed),
            ("exchanged", exchanged), ("noted", noted), ("one", one),
        ] {
            let audit = ClaimAudit(claim, ledger: ledger, vocabularies: catalog.manifest)
            #expect(!audit.differences.isEmpty, "\(name)")
        }
        // One of them by the whole way.
        try write([swapped])
        let found = try reproduce()
        #expect(!found.isSame && found.differences.contains { $0.place == "claims[filed].readings[a]" })
        #expect(found.headline.hasPrefix("not certified") && !found.table().notes.contains(Reproduction.proof))
    }

    @Test("what is honest is not objected to, and what is unread is on its own word") func ownWord() throws {
        let honest = try filed("A.X 4.0 uses 33% fewer tokens than GPT-4o", reading(.reduction, "33%"))
        let audit = ClaimAudit(honest, ledger: ledger, vocabularies: catalog.manifest)
        #expect(audit.differences.isEmpty, "\(audit.differences)")
        #expect(audit.unchecked == ["how the readings of filed are described (`says`) is on its own word"])
        let unread = try filed("33% better, in our view", reading(.reduction, "33%"))
        let other = ClaimAudit(unread, ledger: ledger, vocabularies: catalog.manifest)
        #expect(other.differences.isEmpty && other.unchecked.first?.contains("its words cannot be read at ") == true)
        // 3% does not stand in 33%.
        let part = try filed("33% better, in our view", reading(.reduction, "3%"), value: "3%")
        #expect(
            ClaimAudit(part, ledger: ledger, vocabularies: catalog.manifest).differences.map(\.place)
                == ["claims[filed].value_text"])
        try write([unread])
        #expect(try reproduce().unpinned.contains { $0.hasPrefix("the readings of filed") })
    }

    @Test("the ledger's words, written otherwise, are still the ledger's") func nearWords() throws {
        let press = try ledger.claim("ax4-33-press")
        func changed(_ id: String, words: String, _ readings: [Reading], baseline: String) throws -> Claim {
            try Claim(
                id: id, subject: press.subject, baseline: baseline, subjectName: press.subjectName,
                baselineName: press.baselineName, words: words, source: press.source, hedged: false,
                valueText: press.valueText, readings: readings, note: press.note,
                noteKorean: press.noteKorean)
        }
        for claim in [
            try changed("mine", words: press.words + ".", [press.readings[0]], baseline: press.baseline),
            try changed("AX4-33-press", words: press.words + " ", press.readings, baseline: "cl100k_base"),
        ] {
            let audit = ClaimAudit(claim, ledger: ledger, vocabularies: catalog.manifest)
            #expect(audit.differences.contains { $0.now?.hasSuffix("(the ledger)") == true }, "\(claim.id)")
        }
    }

    @Test("of two entries with the same words, either is honest under another id") func twoEntries() throws {
        for id in ["solar-open-ko-bpt", "solar-open-ko-bpt-deepseek"] {
            let copy = try claim(id, newID: "mine")
            let audit = ClaimAudit(copy, ledger: ledger, vocabularies: catalog.manifest)
            #expect(audit.differences.isEmpty, "\(audit.differences)")
        }
    }

    @Test("a table of clusters of the evidence's own is named, with its hash, and the text by its own")
    func ownClusters()
        throws
    {
        let installed = try #require(corpora.installed(corpora.entry("klue-sts-dev")))
        guard case .path(let place)? = installed.inputs.first?.location else { return #expect(Bool(false)) }
        let lines = try Data(contentsOf: URL(fileURLWithPath: place)).count { $0 == 0x0A }
        try folder.write("n\n" + (1...lines).map { "\($0)\n" }.joined(), to: "each.tsv")
        let text = try VerificationCorpus(
            path: place, options: CorpusOptions(),
            clusters: ClusterFile(path: folder.url.appendingPathComponent("each.tsv").path, column: "n"))
        try write([claim()], on: [text])
        let found = try reproduce()
        let said = try #require(found.unpinned.first { $0.contains("given as a file") })
        #expect(said.contains("is the pinned text of klue-sts-dev, sha256 "), "\(said)")
        #expect(said.contains("the column n of each.tsv, sha256 ") && said.contains("not by the pinned corpus"))
    }

    @Test("evidence with skipped records names no path, and reproduces from anywhere") func skippedRecords() throws {
        let rows = (1...40).map { "{\"text\": \"\($0)번째 손님은 김밥 \($0 % 7)줄과 라면을 주문했습니다.\"}\n" }.joined()
        try folder.write(rows + "{broken\n", to: "deep/two.jsonl")
        var options = CorpusOptions()
        options.onError = .skip
        let text = try VerificationCorpus(path: folder.url.path + "/deep/two.jsonl", options: options)
        let verification = try Verification(
            of: [claim()], on: [text], vocabularies: catalog, options: Verifying.options)
        let evidence = try Evidence(VerificationReport(verification, reading: options), ledger: ledger)
        for file in evidence.files { #expect(!String(decoding: file.bytes, as: UTF8.self).contains(folder.url.path)) }
        try EvidenceFolder.write(evidence, to: path, replacing: true)
        let found = try reproduce()
        #expect(found.isSame, "\(found.differences)")
        #expect(found.settings.contains("on_error was skip, by default it is nothing"))
    }

    @Test("words that take long to read do not keep a reproduction") func hostileWords() throws {
        let words = "A.X 4.0은 GPT-4o보다 " + String(repeating: "에서", count: 4_000) + "뷁 33% 덜 쓴다"
        try write([filed(words, reading(.reduction, "33%"))])
        let start = ContinuousClock.now
        _ = try reproduce()
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test(
        "a file that is called as a corpus is, in other signs",
        arguments: ["KLUE-NLI dev", "klue_nli_dev", "KLUE‑NLI‐dev"])
    func namedLike(name: String) throws {
        let text = try VerificationCorpus(path: folder.url.path + "/text.txt", id: name, options: CorpusOptions())
        try write([claim()], on: [text])
        #expect(try refusal().contains { $0.contains("the corpus klue-nli-dev") })
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
