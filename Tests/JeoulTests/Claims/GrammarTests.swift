import Jeoul
import Testing

@Suite("Grammar of a user's claim") struct GrammarTests {
    struct Sample: CustomStringConvertible, Sendable {
        let text: String
        let quantities: [Quantity]
        let values: [Double]
        var relations: [Reading.Relation] = [.equals]
        var hedged = false
        var description: String { text }
    }

    @Test(
        "what it understands",
        arguments: [
            Sample(text: "a.x-4.0 uses 33% fewer tokens than gpt-4o", quantities: [.reduction], values: [0.33]),
            Sample(
                text: "A.X-4.0 uses approximately 33% fewer tokens than GPT-4o for the same Korean input.",
                quantities: [.reduction], values: [0.33], hedged: true),
            Sample(
                text: "a needs ~33 per cent less tokens than b", quantities: [.reduction], values: [0.33],
                hedged: true),
            Sample(
                text: "a uses 1.7x fewer tokens than b", quantities: [.ratioBaselineOverSubject], values: [1.7]),
            Sample(
                text: "\"GPT 4o\" uses about 1.5x more tokens than a",
                quantities: [.ratioSubjectOverBaseline, .ratioSubjectOverBaseline], values: [1.5, 2.5], hedged: true),
            Sample(
                text: "a uses 50% more tokens than b on Korean text", quantities: [.ratioSubjectOverBaseline],
                values: [1.5]),
            Sample(
                text: "a uses 1.5 times the tokens of b", quantities: [.ratioSubjectOverBaseline], values: [1.5]),
            Sample(
                text: "a is 33% more efficient than b", quantities: [.reduction, .ratioBaselineOverSubject],
                values: [0.33, 1.33]),
            Sample(
                text: "a is over 30% more token-efficient than b", quantities: [.reduction, .ratioBaselineOverSubject],
                values: [0.3, 1.3], relations: [.atLeast]),
            Sample(
                text: "a is 2x more efficient than b",
                quantities: [.ratioBaselineOverSubject, .ratioBaselineOverSubject], values: [2, 3]),
            Sample(
                text: "a processes Korean inputs 33% more efficiently than b",
                quantities: [.reduction, .ratioBaselineOverSubject], values: [0.33, 1.33]),
            Sample(
                text: "a handles ~1.5x more Korean content than b",
                quantities: [.ratioBaselineOverSubject, .ratioBaselineOverSubject], values: [1.5, 2.5], hedged: true),
            Sample(
                text: "a saves up to 34% of tokens compared with b", quantities: [.reduction, .reduction],
                values: [0.34, 0.34], relations: [.atMost, .reached]),
            Sample(
                text: "a improves token efficiency by at least 30% over b",
                quantities: [.reduction, .ratioBaselineOverSubject], values: [0.3, 1.3], relations: [.atLeast]),
            Sample(
                text: "GPT-4o가 A.X-4.0보다 약 1.5배 더 많은 토큰을 사용",
                quantities: [.ratioSubjectOverBaseline, .ratioSubjectOverBaseline], values: [1.5, 2.5], hedged: true),
            Sample(
                text: "\"A.X 4.0\"은 GPT-4o 대비 토큰을 33% 적게 쓴다", quantities: [.reduction], values: [0.33]),
            Sample(
                text: "a는 b보다 30% 이상 효율적이다.", quantities: [.reduction, .ratioBaselineOverSubject],
                values: [0.3, 1.3], relations: [.atLeast]),
        ])
    func understands(sample: Sample) throws {
        let claim = try ClaimGrammar.parse(sample.text)
        #expect(claim.readings.map(\.quantity) == sample.quantities)
        #expect(claim.readings.map(\.value) == sample.values)
        #expect(claim.readings.enumerated().allSatisfy { $1.relation == sample.relations[$0 % sample.relations.count] })
        #expect(claim.hedged == sample.hedged)
        #expect(claim.words == sample.text)
    }

    @Test("readings and ranges are those of the ledger's words") func ledger() throws {
        for (id, words) in [
            ("ax4-33-fewer", "a.x-4.0 uses approximately 33% fewer tokens than gpt-4o for the same Korean input"),
            ("ax4-33-press", "a.x-4.0 processes Korean inputs 33 per cent more efficiently than gpt-4o"),
            ("ax4-1.5x-content", "a.x-4.0 handles ~1.5x more Korean content than gpt-4o"),
            ("ax4-34-cost", "a.x-4.0 saves up to 34% of costs against gpt-4o"),
            ("ax4-1.5x-gpt4o-ko", "gpt-4o가 a.x-4.0보다 약 1.5배 더 많은 토큰을 사용"),
            ("kanana2-30", "kanana-2 improves Korean efficiency by over 30% over kanana-1.5"),
            ("tekken-2x-ko", "tekken is 2x more efficient than mistral-v3"),
        ] {
            let ledger = try ClaimSamples.claim(id)
            let parsed = try ClaimGrammar.parse(words, resolve: { $0.lowercased() == "gpt-4o" ? "o200k_base" : $0 })
            #expect(parsed.subject == ledger.subject)
            #expect(parsed.baseline == ledger.baseline)
            #expect(parsed.hedged == ledger.hedged)
            #expect(parsed.readings.map(\.strict) == ledger.readings.map(\.strict), "\(id)")
            #expect(parsed.readings.map(\.worded) == ledger.readings.map(\.worded), "\(id)")
            #expect(parsed.readings.map(\.value) == ledger.readings.map(\.value), "\(id)")
        }
    }

    @Test(
        "what it does not, with the place",
        arguments: [
            ("", 0), ("a.x-4.0", 7), ("a eats 3% fewer tokens than b", 2), ("a uses fewer tokens than b", 7),
            ("a uses 33 fewer tokens than b", 7), ("a uses 33% few tokens than b", 11),
            ("a uses 33% fewer token than b", 17), ("a uses 33% fewer tokens then b", 24),
            ("a uses 33% fewer tokens than", 28), ("a uses 33% fewer tokens than b in English", 34),
            ("a uses 33% fewer tokens than b today", 31), ("a uses 120% fewer tokens than b", 7),
            ("a saves 2x of tokens over b", 8), ("a uses 0.7x the tokens of b", 7),
            ("a uses about up to 33% fewer tokens than b", 19), ("a uses up to about 33% fewer tokens than b", 13),
            ("\"a uses 33% fewer tokens than b", 0), ("a uses 33% fewer tokens than a", 29),
            ("한국 uses 33% fewer tokens than b", 0), ("a는 b보다 33% 좋다", 11),
        ])
    func refuses(text: String, offset: Int) {
        let error = #expect(throws: ClaimSyntaxError.self) { try ClaimGrammar.parse(text) }
        #expect(error?.offset == offset, "\(error?.description ?? "")")
    }

    @Test("a vocabulary that is not known is told with its place") func unknown() {
        let error = #expect(throws: ClaimSyntaxError.self) {
            try ClaimGrammar.parse("a uses 33% fewer tokens than xyz", resolve: { $0 == "xyz" ? nil : $0 })
        }
        #expect(error?.offset == 29)
        #expect(
            error?.description
                == "the claim \"a uses 33% fewer tokens than xyz\" is wrong at character 30, at “xyz”: expected "
                + "a known vocabulary")
    }
}
