import Foundation
import Jeoul
import TestSupport
import Testing

@Suite("Metrics against a slow oracle") struct MetricOracleTests {
    private static func check(_ documents: [String], _ vocabulary: String, _ name: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(vocabulary)
        let oracle = try MetricOracle(documents, tokenizer)
        let values = try MetricTexts.values(documents, tokenizer)
        for metric in MetricOracle.metrics {
            let found = try #require(values[metric])
            let expected = oracle.value(metric)
            let label = "\(metric.id) of \(vocabulary) on \(name)"
            #expect((found.value == nil) == (expected == nil), "\(label)")
            if let value = found.value, let expected {
                #expect(agree(value, expected, 1e-11), "\(label): \(value), \(expected)")
            }
            if let mean = oracle.meanOfRatios(metric) {
                // A document's attributed tokens are rounded to 1/720720 where tokens are long.
                let tolerance = metric == .attributedTokensPerKoreanCharacter ? 1e-7 : 1e-9
                #expect(agree(found.meanOfRatios ?? .nan, mean, tolerance), "mean of \(label)")
            }
        }
    }

    private static let registers = ["news", "conversation", "technical", "literature", "review"]

    @Test("on the sampler", arguments: TestTokenizers.bundled, registers)
    func sampler(vocabulary: String, register: String) throws {
        try Self.check(try MetricTexts.sampler(register), vocabulary, register)
    }

    @Test("on decomposed text", arguments: TestTokenizers.bundled) func decomposed(vocabulary: String) throws {
        let documents = try MetricTexts.sampler("spoken").map(\.decomposedStringWithCanonicalMapping)
        try Self.check(documents, vocabulary, "spoken in NFD")
    }

    @Test(
        "on real text, for every byte-level vocabulary",
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: TestTokenizers.byteLevel)
    func real(vocabulary: String) throws {
        for name in ["kor_Hang.devtest", "jhe-dev.ko", "klue-sts-dev.txt"] {
            let documents = try #require(try MetricTexts.shared(name, limit: 60_000))
            try Self.check(documents, vocabulary, name)
        }
    }

    @Test(
        "on adversarial text", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: ["o200k_base", "qwen2.5", "exaone-4.0"])
    func adversarial(vocabulary: String) throws {
        let all = try #require(try MetricTexts.shared("adversarial.jsonl"))
        for start in stride(from: 0, to: 3000, by: 300) {
            try Self.check(Array(all[start..<start + 60]), vocabulary, "adversarial from \(start)")
        }
    }
}
