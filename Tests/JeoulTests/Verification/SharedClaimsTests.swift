import Foundation
import Jeoul
import TestSupport
import Testing

/// The claims about A.X 4.0 on real text with its real vocabulary, both of which come with Jeoul.
@Suite("Claims about A.X 4.0") struct BundledClaimsTests {
    private let corpora: CorpusCatalog
    private let vocabularies: VocabularyCatalog

    init() throws {
        corpora = try CorpusCatalog.standard(environment: ["HOME": "/none"])
        vocabularies = try VocabularyCatalog.standard(environment: ["HOME": "/none"])
    }

    private func verify(_ claims: [Claim], on corpora: [VerificationCorpus]) throws -> Verification {
        try Verification(of: claims, on: corpora, vocabularies: vocabularies, options: Verifying.options)
    }

    /// The path of a bundled corpus's text.
    private func path(_ id: String) throws -> String {
        let installed = try #require(corpora.installed(corpora.entry(id)))
        guard case .path(let path)? = installed.inputs.first?.location else {
            Issue.record("\(id) is no file")
            return ""
        }
        return path
    }

    /// The estimates are those of the ids that `encode` prints, summed by another program; the intervals were compared with
    /// a bootstrap over the same 281 sources by another program, within a tenth of their width.
    @Test("FLORES-200 devtest, its lines clustered by their source") func flores() throws {
        let corpora = try corpora.verificationCorpora(named: ["flores200-ko-devtest"], options: CorpusOptions())
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
        let lines = try Data(contentsOf: URL(fileURLWithPath: path("flores200-ko-devtest"))).split(
            separator: 0x0A, omittingEmptySubsequences: false
        ).prefix(300)
        let folder = try TemporaryFolder()
        let first = try folder.write(lines.flatMap { $0 + [0x0A] }, to: "first-300.txt")
        let corpus = try VerificationCorpus(path: first, options: CorpusOptions(cut: .file))
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
        let corpora = try corpora.verificationCorpora(named: [path("flores200-ko-dev")], options: CorpusOptions())
        let verification = try verify([ClaimSamples.claim("ax4-34-cost")], on: corpora)
        #expect(verification.warnings.contains { $0.english.contains("this is flores200-ko-dev") })
    }

    @Test("a text that is named twice is refused, however it is named") func twice() throws {
        for names in [
            ["klue-nli-dev", "klue-nli-dev"], ["klue-nli-dev", try path("klue-nli-dev")],
            [try path("klue-nli-dev"), try path("klue-nli-dev")],
        ] {
            let error = #expect(throws: CorpusError.self) {
                try corpora.verificationCorpora(named: names, options: CorpusOptions())
            }
            guard case .sameText? = error?.kind else { return #expect(Bool(false), "\(String(describing: error))") }
        }
    }

    @Test("texts that are mostly the same are one source, and spaces at the ends make no other document")
    func nearCopies()
        throws
    {
        let folder = try TemporaryFolder()
        let lines = (1...30).map { "\($0)번째 손님은 김밥 \($0 % 7)줄과 라면을 주문했습니다." }
        let texts = try (1...5).map { number in
            let more = lines + ["\(number)번째로 더한 줄입니다."]
            return try VerificationCorpus(
                path: folder.write(more.joined(separator: "\n") + "\n", to: "v\(number).txt"), options: CorpusOptions())
        }
        let verification = try verify([ClaimSamples.claim("ax4-33-press")], on: texts)
        #expect(verification.verdicts[0].readings[0].prediction == nil)
        #expect(
            verification.verdicts[0].sentence.contains("5 corpora of 1 collection"),
            "\(verification.verdicts[0].sentence)")
        #expect(
            verification.warnings.contains { $0.english.contains("v2.txt") && $0.english.contains("those of v1.txt") })
        let spaced = lines[..<9].flatMap { line in (0..<20).map { line + String(repeating: " ", count: $0) + "\n" } }
        let text = try VerificationCorpus(
            path: folder.write(spaced.joined(), to: "spaced.txt"), options: CorpusOptions())
        let result = try verify([ClaimSamples.claim("ax4-33-press")], on: [text]).verdicts[0].readings[0].results[0]
        #expect(result.outcome == .notJudged && result.noInterval?.english.contains("9, since 171 are copies") == true)
    }

    @Test("a part of the sampler is said to be a language model's, given as a file too") func samplerFile() throws {
        let folder = URL(fileURLWithPath: try path("sampler")).deletingLastPathComponent()
        let file = folder.appendingPathComponent("news.jsonl").path
        let text = try VerificationCorpus(path: file, options: CorpusOptions())
        let verification = try verify([ClaimSamples.claim("ax4-33-press")], on: [text])
        let sentence = verification.verdicts[0].sentence
        #expect(
            sentence.contains("by a language model under direction") && !sentence.contains("of the user"), "\(sentence)"
        )
    }
}
