import Foundation
import Jeoul
import TestSupport
import Testing

/// The claims about A.X 4.0 on real text with its real vocabulary.
@Suite("Claims about A.X 4.0", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
struct SharedClaimsTests {
    private func verify(_ claims: [Claim], on corpora: [VerificationCorpus]) throws -> Verification {
        try Verification(
            of: claims, on: corpora, vocabularies: TestTokenizers.catalog(), options: Verifying.options)
    }

    /// The estimates are those of the ids that `encode` prints, summed by another program; the intervals were compared with
    /// a bootstrap over the same 281 sources by another program, within a tenth of their width.
    @Test("FLORES-200 devtest, its lines clustered by their source") func flores() throws {
        guard let folder = try SharedData.url("corpora")?.path else { return }
        let catalog = try CorpusCatalog.standard(environment: ["JEOUL_CORPUS_PATH": folder])
        let corpora = try catalog.verificationCorpora(named: ["flores200-ko-devtest"], options: CorpusOptions())
        let ledger = try ClaimLedger.standard()
        let verification = try verify(
            ["ax4-33-fewer", "ax4-1.5x-content", "ax4-34-cost"].map { try ledger.claim($0) }, on: corpora)
        let fewer = try #require(verification.verdicts[0].readings[0].results.first)
        #expect(fewer.estimate == 1 - 25_580.0 / 39_566)
        #expect(fewer.strict?.outcome == .moreThanClaimed)
        #expect(fewer.worded?.outcome == .supported)
        let interval = try #require(fewer.interval)
        #expect(abs(interval.low - 0.3479) < 0.002 && abs(interval.high - 0.3590) < 0.002)
        let content = verification.verdicts[1].readings.map { $0.results[0].worded?.outcome }
        #expect(content == [.supported, .contradicted])
        #expect(verification.verdicts[2].readings[0].results[0].strict?.outcome == .contradicted)
        let json = JSONOutput.text(of: try VerificationReport(verification).json())
        #expect(json.contains("\"clusters\": 281,"))
        #expect(json.contains("\"cluster_column\": \"URL\""))
    }

    @Test("the first 300 lines as one document have the counts that llama.cpp gives") func koqloss() throws {
        guard let url = try SharedData.url("corpora/flores200/kor_Hang.devtest") else { return }
        let lines = try Data(contentsOf: url).split(separator: 0x0A, omittingEmptySubsequences: false).prefix(300)
        let folder = try TemporaryFolder()
        let path = try folder.write(lines.flatMap { $0 + [0x0A] }, to: "first-300.txt")
        let corpus = try VerificationCorpus(path: path, options: CorpusOptions(cut: .file))
        let verification = try verify([ClaimSamples.claim("ax4-33-fewer")], on: [corpus])
        let weighing = try #require(verification.corpora[0].weighing)
        #expect(
            weighing.corpus.sha256 == "59697c54071c1ad2e002f415f475a43b1faa7ca2757cc2999ebd78cd35d30248")
        #expect(weighing.tokens == [8_282, 12_120])
        let result = verification.verdicts[0].readings[0].results[0]
        #expect(result.estimate == 1 - 8_282.0 / 12_120)
        #expect(result.noInterval == "too few independent documents: 1; below 10 no interval is given")
    }

    @Test("a file that is a corpus with sources is judged as that corpus") func byPath() throws {
        guard let url = try SharedData.url("corpora/flores200/kor_Hang.dev") else { return }
        let corpora = try CorpusCatalog.standard(environment: [:]).verificationCorpora(
            named: [url.path], options: CorpusOptions())
        let verification = try verify([ClaimSamples.claim("ax4-34-cost")], on: corpora)
        #expect(verification.warnings.contains { $0.contains("this is flores200-ko-dev") })
    }
}
