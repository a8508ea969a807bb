import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulReporting
@testable import JeoulWeighing

@Suite("Verification") struct VerificationTests {
    @Test("the sentence of gpt4o-1.7x has 45 and 27 tokens, from what is bundled") func exactSentence() throws {
        let claim = try ClaimLedger.standard().claim("gpt4o-1.7x")
        let corpora = try CorpusCatalog.standard(environment: ["HOME": "/none"]).verificationCorpora(
            options: CorpusOptions())
        #expect(corpora.map(\.id).first == "flores200-ko-dev" && corpora.count == 7)
        #expect(corpora.last?.id == "sampler")
        let verification = try Verification(
            of: [claim], on: Array(corpora.suffix(1)), vocabularies: .standard(environment: [:]),
            options: Verifying.options)
        let result = try #require(verification.verdicts[0].readings[0].results.first)
        #expect(result.exact == ExactCounts(subjectTokens: 27, baselineTokens: 45))
        #expect(result.judgement?.outcome == .supported)
        let general = try #require(verification.verdicts[0].readings[1].results.first)
        #expect(general.corpus == "sampler")
        #expect(general.judgement?.outcome == .contradicted)
        #expect(verification.verdicts[0].isIncomplete == false)
    }

    @Test("a vocabulary that is not here: which command gets it") func missingVocabulary() throws {
        let folder = try TemporaryFolder()
        let verification = try Verification(
            of: [ClaimSamples.claim("tekken-2x-ko")], on: [Verifying.text("안녕\n", in: folder)],
            vocabularies: .standard(environment: ["HOME": folder.url.path]), options: Verifying.options)
        let reason = try #require(verification.verdicts[0].readings[0].results[0].notRun?.english)
        #expect(reason.contains("jeoul vocabulary pull tekken"))
        #expect(!reason.contains(folder.url.path))
        #expect(verification.verdicts[0].sentence.contains("was not judged"))
        #expect(StrictExit.status(of: verification.verdicts) == 3)
    }

    @Test("a vocabulary that nobody knows is an error with the nearest names") func unknownVocabulary() throws {
        let catalog = try VocabularyCatalog.standard(environment: [:])
        let claims = try UserClaims(["a.x-4.1 uses 33% fewer tokens than gpt-4o"], vocabularies: catalog).claims
        #expect(throws: VocabularyError.self) { try Verification(of: claims, on: [], vocabularies: catalog) }
    }

    @Test("one document: an estimate without an interval") func oneDocument() throws {
        let result = try only("가나다라\n")
        #expect(result.estimate == 1 - 6.0 / 12)
        #expect(result.interval == nil)
        #expect(result.noInterval == "too few independent documents: 1; below 10 no interval is given")
        #expect(result.outcome == .notJudged)
        #expect(result.strict?.pointInside == true)
    }

    @Test("all documents equal: an interval of no width, which decides") func equalDocuments() throws {
        // Other texts of the same ratio: copies of one would be one.
        let result = try only((1...50).map { String(repeating: "가나다라", count: $0) + "\n" }.joined())
        #expect(result.interval?.low == 0.5 && result.interval?.high == 0.5)
        #expect(result.strict?.outcome == .supported)
    }

    @Test("a text without Hangul cannot decide a claim about Korean", arguments: ["plain English\n", "漢字\n123\n"])
    func withoutHangul(text: String) throws {
        let result = try only(text)
        #expect(result.outcome == .notJudged)
        #expect(result.noInterval == "none of the text's letters are Korean")
    }

    @Test("half of the letters must be Korean, composed or not") func koreanShare() throws {
        let korean = TinyText.lines(40)
        let letters = korean.count { $0 != "\n" }
        func outcome(latin: Int, _ text: String) throws -> Outcome? {
            try only(text + String(repeating: "é1,漢", count: latin / 2) + "\n").outcome
        }
        #expect(try outcome(latin: letters - 2, korean) != .notJudged)
        #expect(try outcome(latin: letters + 2, korean) == .notJudged)
        #expect(try outcome(latin: letters - 2, korean.decomposedStringWithCanonicalMapping) != .notJudged)
        #expect(try outcome(latin: letters + 2, korean.decomposedStringWithCanonicalMapping) == .notJudged)
    }

    @Test("copies are no evidence; the estimate counts them") func copies() throws {
        let copies = try only(String(repeating: "가나다라\n", count: 100))
        #expect(copies.outcome == .notJudged)
        #expect(copies.estimate == 0.5)
        #expect(copies.noInterval?.english.contains("99 are copies of others") == true)
        let lines = TinyText.lines(40)
        let once = try only(lines)
        let twice = try only(lines + lines)
        #expect(once.interval != nil && twice.estimate == once.estimate)
        #expect(abs(try #require(twice.interval?.width) / (try #require(once.interval?.width)) - 1) < 1e-9)
    }

    @Test("copies and blocks are said") func unitsAreSaid() throws {
        let vocabularies = try TinyVocabularies()
        let claims = try vocabularies.claim("50% fewer")
        // Sixteen lines of tokens for both, then sixteen of bytes for both, and so on; the first line twice.
        var random = SplitMix64(seed: 3)
        let lines = (0..<640).map { line in
            String(repeating: line / 16 % 2 == 0 ? "가" : "라", count: Int.random(in: 3...9, using: &random))
                + " \(line)\n"
        }
        let verification = try Verification(
            of: claims.claims, on: [Verifying.text(lines.joined() + lines[0], in: vocabularies.folder)],
            vocabularies: vocabularies.catalog, options: Verifying.options, paths: claims.paths)
        let warnings = verification.corpora[0].warnings.map(\.english)
        #expect(warnings.contains { $0.hasPrefix("1 of 641 documents is a copy of another") }, "\(warnings)")
        #expect(
            warnings.contains {
                $0.contains("blocks of 16 adjacent documents are the units") || $0.contains("blocks of 8 ")
            }, "\(warnings)")
        _ = try VerificationReport(verification).json()
    }

    @Test("one file under two names is refused by its hash") func twins() throws {
        let vocabularies = try TinyVocabularies()
        let text = TinyText.lines(40)
        let claims = try vocabularies.claim("50% fewer")
        let corpora = try ["a.txt", "b.txt"].map { try Verifying.text(text, name: $0, in: vocabularies.folder) }
        let error = #expect(throws: CorpusError.self) {
            try Verification(of: claims.claims, on: corpora, vocabularies: vocabularies.catalog, paths: claims.paths)
        }
        #expect(error?.description.contains("the same text as a.txt") == true, "\(String(describing: error))")
        let records = text.split(separator: "\n").map { "{\"text\": \"\($0)\"}\n" }.joined()
        let other = try Verifying.text(records, name: "a.jsonl", in: vocabularies.folder)
        #expect(throws: CorpusError.self, "in another format") {
            try Verification(
                of: claims.claims, on: [corpora[0], other], vocabularies: vocabularies.catalog, paths: claims.paths)
        }
        let corpus = Corpus(arguments: corpora.compactMap(\.path))
        let loaded = try ["bytes", "syllables"].map { try vocabularies.catalog.load(vocabularies.path($0)) }
        let weighing = try Weighing(corpus, tokenizers: loaded.map { try $0.tokenizer() })
        #expect(throws: CorpusError.self) { try ComparisonReport(weighing, vocabularies: loaded, baseline: 0) }
    }

    @Test("an empty text is said to be empty", arguments: ["", "\n\n"]) func emptyText(text: String) throws {
        #expect(try only(text).notRun == "there are no documents that are not empty")
    }

    @Test("lines and table of clusters that are not parallel are an error") func unequalParallelFiles() throws {
        let vocabularies = try TinyVocabularies()
        let table = try vocabularies.folder.write("URL\na\nb\n", to: "clusters.tsv")
        let path = try vocabularies.folder.write("가\n나\n다\n", to: "three.txt")
        let corpus = try VerificationCorpus(
            path: path, options: CorpusOptions(), clusters: ClusterFile(path: table, column: "URL"))
        let claims = try vocabularies.claim("50% fewer")
        #expect(throws: CorpusError.self) {
            try Verification(of: claims.claims, on: [corpus], vocabularies: vocabularies.catalog, paths: claims.paths)
        }
    }

    @Test("lines of one cluster are resampled together") func clusters() throws {
        let vocabularies = try TinyVocabularies()
        let rows = (0..<60).map { "source \($0 / 6)\n" }.joined()
        let table = try vocabularies.folder.write("URL\n" + rows, to: "clusters.tsv")
        let path = try vocabularies.folder.write(TinyText.lines(60), to: "lines.txt")
        let corpus = try VerificationCorpus(
            path: path, options: CorpusOptions(), clusters: ClusterFile(path: table, column: "URL"))
        let claims = try vocabularies.claim("50% fewer")
        let report = VerificationReport(
            try Verification(of: claims.claims, on: [corpus], vocabularies: vocabularies.catalog, paths: claims.paths))
        #expect(JSONOutput.text(of: try report.json()).contains("\"clusters\": 10,"))
        // The column is the table's: no reading of the text asks the text for it.
        let analysed = try Verification(
            of: claims.claims,
            on: [
                VerificationCorpus(
                    path: path, options: CorpusOptions(clusterField: "URL"),
                    clusters: ClusterFile(path: table, column: "URL"))
            ], vocabularies: vocabularies.catalog, options: Verifying.options(sensitivity: true), paths: claims.paths)
        let moves = try #require(analysed.sensitivities[0].first?.readings[0].moves)
        #expect(moves.contains { $0.axis == .documentCut && $0.result.estimate != nil })
        _ = try VerificationReport(analysed).json()
    }

    @Test("the sampler is resampled within its registers, and its estimate is the ratio of sums") func strata() throws {
        let claim = try ClaimSamples.claim("gpt4o-1.7x")
        let catalog = try CorpusCatalog.standard(environment: [:])
        let verification = try Verification(
            of: [claim], on: catalog.verificationCorpora(named: ["sampler"], options: CorpusOptions()),
            vocabularies: .standard(environment: [:]), options: Verifying.options(sensitivity: true))
        let result = verification.verdicts[0].readings[1].results[0]
        let weighing = try #require(verification.corpora[0].weighing)
        let ratio = Double(weighing.tokens[1]) / Double(weighing.tokens[0])
        #expect(abs(try #require(result.estimate) - ratio) < 1e-12)
        let sensitivity = try #require(verification.sensitivities[0].first)
        let registers = sensitivity.readings[0].moves.filter { $0.axis == .register }
        #expect(registers.map(\.setting).contains("legal"))
        #expect(registers.count == Set(weighing.labels.compactMap(\.register)).count)
    }

    /// The only result of "50% fewer tokens" on a text.
    private func only(_ text: String) throws -> ReadingResult {
        let vocabularies = try TinyVocabularies()
        let claims = try vocabularies.claim("50% fewer")
        let verification = try Verification(
            of: claims.claims, on: [Verifying.text(text, in: vocabularies.folder)], vocabularies: vocabularies.catalog,
            options: Verifying.options, paths: claims.paths)
        // JSON has no NaN: encoding one is an error.
        _ = try VerificationReport(verification).json()
        return try #require(verification.verdicts[0].readings[0].results.first)
    }
}

@Suite("Sensitivity of a corpus") struct CorpusSensitivityTests {
    @Test("each setting alone moves the estimate as weighing under it does") func moves() throws {
        let vocabularies = try TinyVocabularies()
        let text = TinyText.lines(80) + "가<|end|>나\n"
        try vocabularies.folder.write(
            #"{"tokenizer_class": "GPT2Tokenizer", "added_tokens_decoder": {"259": {"content": "<|end|>", "special": true}}}"#,
            to: "bytes/tokenizer_config.json")
        let moves = try moves(text, vocabularies)
        #expect(moves.map(\.setting) == ["nfc", "nfd", "file", "match", "one BOS a document"])
        #expect(moves[0].shift == 0)
        // Decomposed, no syllable is a token: the two vocabularies are the same.
        #expect(moves[1].result.estimate == 0)
        #expect(moves[1].flips)
        #expect(moves[2].borrowsInterval && moves[2].result.interval != nil)
        #expect(try #require(moves[3].shift) != 0)
        #expect(try #require(moves[4].shift) < 0)
        #expect(moves.indices.allSatisfy { $0 == 2 || !moves[$0].borrowsInterval })
    }

    @Test("without special-token text, matching it moves nothing") func noSpecialTokens() throws {
        let vocabularies = try TinyVocabularies()
        #expect(try moves(TinyText.lines(40), vocabularies)[3].shift == 0)
    }

    @Test("records cannot be cut otherwise, and their registers are tried") func records() throws {
        let vocabularies = try TinyVocabularies()
        let records = TinyText.lines(40).split(separator: "\n").enumerated().map { number, line in
            "{\"text\": \"\(line)\", \"register\": \"\(number % 2 == 0 ? "news" : "chat")\"}\n"
        }.joined()
        let analysis = try sensitivity(records, name: "records.jsonl", vocabularies)
        #expect(analysis.readings[0].moves.filter { $0.axis == .register }.map(\.setting) == ["chat", "news"])
        #expect(analysis.untried.contains { $0.axis == .documentCut })
        #expect(analysis.untried.contains { $0.axis == .denominator && $0.reason == .cancels })
    }

    private func moves(_ text: String, _ vocabularies: TinyVocabularies) throws -> [Sensitivity.Move] {
        try sensitivity(text, name: "text.txt", vocabularies).readings[0].moves
    }

    private func sensitivity(
        _ text: String, name: String, _ vocabularies: TinyVocabularies
    ) throws -> Verification.CorpusSensitivity {
        let claims = try vocabularies.claim("50% fewer")
        let verification = try Verification(
            of: claims.claims, on: [Verifying.text(text, name: name, in: vocabularies.folder)],
            vocabularies: vocabularies.catalog, options: Verifying.options(sensitivity: true), paths: claims.paths)
        return try #require(verification.sensitivities[0].first)
    }
}

@Suite("Names of a verification") struct VerificationNamesTests {
    @Test("a name is the claim or the text that is known by it, wherever it stands") func sorting() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("가\n", to: "news.txt")
        let names = try VerificationNames(
            ["gpt4o-1.7x", file, "sampler"], corpora: ["flores200-ko-dev", "ax4-33-fewer", "sampler"],
            ledger: .standard(), catalog: .standard(environment: [:]))
        #expect(names.claims == ["gpt4o-1.7x", "ax4-33-fewer"])
        // The second is refused where it is read.
        #expect(names.corpora == [file, "sampler", "flores200-ko-dev", "sampler"])
    }

    @Test("a name that is neither: the nearest claim") func unknown() throws {
        let error = #expect(throws: ClaimError.self) {
            try VerificationNames(
                ["gpt4o-1.7"], corpora: [], ledger: .standard(), catalog: .standard(environment: [:]))
        }
        #expect(error.map { "\($0)" } == "there is no claim gpt4o-1.7; did you mean gpt4o-1.7x?")
    }

    @Test("files of one name in two folders are two corpora") func sameNames() throws {
        let folder = try TemporaryFolder()
        let paths = try ["a/x.txt", "b/x.txt"].map { try folder.write("가\n", to: $0) }
        let catalog = try CorpusCatalog.standard(environment: [:])
        #expect(
            try catalog.verificationCorpora(named: paths, options: CorpusOptions()).map(\.id) == ["x.txt", "x.txt#2"])
    }

    @Test("an installed corpus that is not the pinned one is not run, and says so") func damagedCorpus() throws {
        let folder = try TemporaryFolder()
        try folder.write("가나다\n", to: "nsmc.txt")
        let catalog = try CorpusCatalog.standard(environment: [
            "JEOUL_CORPUS_PATH": folder.url.path, "HOME": "/nowhere",
        ])
        let corpora = catalog.verificationCorpora(options: CorpusOptions())
        let damaged = try #require(corpora.first { $0.id == "nsmc" })
        #expect(damaged.unread?.contains("is pinned") == true)
        #expect(damaged.unread?.contains(folder.url.path) == false)
        #expect(throws: CorpusError.self) {
            try catalog.verificationCorpora(named: ["nsmc"], options: CorpusOptions())
        }
    }
}

@Suite("Claims of a user") struct UserClaimsTests {
    @Test("a file has one claim, or several like the ledger") func files() throws {
        let folder = try TemporaryFolder()
        let catalog = try VocabularyCatalog.standard(environment: [:])
        let ledger = try folder.write(ClaimSamples.ledgerData(), to: "ledger.json")
        let claim = try folder.write(JSONOutput.encode(ClaimSamples.claim("tekken-2x-ko")), to: "claim.json")
        #expect(try UserClaims([], files: [ledger], vocabularies: catalog).claims == ClaimLedger.standard().claims)
        #expect(try UserClaims([], files: [claim], vocabularies: catalog).claims.map(\.id) == ["tekken-2x-ko"])
        #expect(throws: ClaimError.duplicateClaim("tekken-2x-ko")) {
            try UserClaims([], files: [claim, ledger], vocabularies: catalog)
        }
    }

    @Test("an error names the file and the field") func malformed() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(#"{"id": "x"}"#, to: "claim.json")
        let error = #expect(throws: ClaimFileError.self) {
            try UserClaims([], files: [file], vocabularies: .standard(environment: [:]))
        }
        #expect(error?.description == "\(file): the claims are wrong at subject: the field is missing")
    }

    @Test("a path gives way to the vocabulary's name, in the words too") func paths() throws {
        let catalog = try VocabularyCatalog.standard(environment: [:])
        let claims = try UserClaims(
            ["\"/some/where/a.x-4.0\" uses 33% fewer tokens than /else/where/mine"], vocabularies: catalog)
        #expect(claims.claims[0].words == "\"a.x-4.0#2\" uses 33% fewer tokens than mine")
        #expect(claims.paths == ["a.x-4.0#2": "/some/where/a.x-4.0", "mine": "/else/where/mine"])
    }
}
