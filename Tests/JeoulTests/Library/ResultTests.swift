import Foundation
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulWeighing

/// Measurements, comparisons and verifications made in one call, against the reports of the command.
@Suite("the library's results") struct LibraryResultTests {
    private let tokenizers: [Tokenizer]
    private let corpus: Corpus

    init() throws {
        tokenizers = try ["gpt-4o", "a.x-4.0", "qwen2.5"].map { try Tokenizer.load($0) }
        corpus = try .named("klue-sts-dev")
    }

    @Test func measurement() async throws {
        let measurement = try TokenMeasurement(of: corpus, with: tokenizers)
        let weighing = try Weighing(corpus, tokenizers: tokenizers.map(\.model))
        #expect(measurement.rows.map(\.tokens) == weighing.tokens && measurement.documents == 1038)
        #expect(measurement.characters == weighing.characters)
        #expect(
            measurement["a.x-4.0"]?.tokensPerKoreanCharacter == Double(weighing.tokens[1])
                / Double(weighing.characters.hangul))
        let task = TokenMeasurement.task(of: corpus, with: tokenizers)
        #expect(try await task.value == measurement)
        let decoded = try JSONDecoder().decode(TokenMeasurement.self, from: JSONEncoder().encode(measurement))
        #expect(decoded == measurement)
    }

    @Test func noKoreanCharacterIsNoZero() throws {
        let measurement = try TokenMeasurement(of: Corpus(texts: ["abc"]), with: tokenizers)
        #expect(measurement.rows.allSatisfy { $0.tokensPerKoreanCharacter == nil && $0.tokens == 1 })
        #expect(!measurement.warnings.isEmpty)
    }

    @Test(.timeLimit(.minutes(1))) func workIsCancelled() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "jeoul-long-\(UUID().uuidString).txt")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(String(repeating: "저울은 무게를 잽니다.\n", count: 1_000_000).utf8).write(to: file)
        let long = Corpus(files: [file.path])
        let task = TokenMeasurement.task(of: long, with: tokenizers)
        task.cancel()
        #expect(await JeoulErrorKind(of: { try await task.value }) == .cancelled)
        for await _ in task.progress {}
        // Who waits is cancelled.
        let waiting = Task { [tokenizers] in
            try await TokenMeasurement.task(of: long, with: tokenizers).value
        }
        waiting.cancel()
        #expect(await JeoulErrorKind(of: { try await waiting.value }) == .cancelled)
        let missing = TokenMeasurement.task(of: Corpus(files: ["none"]), with: tokenizers)
        #expect(await JeoulErrorKind(of: { try await missing.value }) == .corpus)
    }

    @Test func comparison() async throws {
        let comparison = try TokenComparison(of: corpus, Array(tokenizers[1...]), against: tokenizers[0])
        let weighing = try Weighing(corpus, tokenizers: tokenizers.map(\.model))
        let report = try ComparisonReport(weighing, vocabularies: tokenizers.map(\.vocabulary), baseline: 0)
        #expect(comparison.rows.map(\.ratio) == report.rows.map(\.estimate.value))
        #expect(comparison.rows.compactMap(\.interval?.lowerBound) == report.rows.compactMap(\.estimate.interval?.low))
        #expect(comparison.rows.compactMap(\.interval).count == 2 && comparison.rows[0].units == 519)
        #expect(
            try await TokenComparison.task(of: corpus, Array(tokenizers[1...]), against: tokenizers[0]).value
                == comparison)
        let few = try TokenComparison(of: Corpus(texts: ["가나", "다라"]), [tokenizers[1]], against: tokenizers[0])
        #expect(few.rows[0].interval == nil && few.rows[0].noInterval?.isEmpty == false)
    }

    @Test func verification() throws {
        let words = "A.X 4.0 uses 33% fewer tokens than GPT-4o"
        let verification = try ClaimVerification(of: words, on: ["klue-sts-dev"])
        #expect(verification.words == words && verification.readings.map(\.outcome) == [.moreThanClaimed])
        let result = try #require(verification.readings[0].results.first)
        #expect(result.corpus == "klue-sts-dev" && result.needsAtLeast == 0.325 && result.needsAtMost == 0.335)
        let own = try ClaimVerification(of: words, on: corpus)
        #expect(own.readings[0].results[0].interval == result.interval)
        #expect(try ClaimVerification(of: "ax4-33-press", on: ["klue-sts-dev"]).id == "ax4-33-press")
        #expect(JeoulErrorKind(of: { try ClaimVerification(of: "weighs nothing", on: ["klue-sts-dev"]) }) == .claim)
        #expect(JeoulErrorKind(of: { try ClaimVerification(of: words, on: ["no-such-corpus"]) }) == .corpus)
    }
}
