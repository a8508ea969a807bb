import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying

/// Word order, particles and possessives change nothing of what a claim says, so neither of its roles nor of its figure.
@Suite("Roles of a user's claim") struct RoleTests {
    typealias Phrasing = GrammarTests.Phrasing

    private func check(_ phrasing: Phrasing) throws {
        let claim = try ClaimGrammar.parse(phrasing.text, resolve: GrammarTests.resolve)
        #expect(claim.subject == "a.x-4.0" && claim.baseline == "o200k_base")
        #expect(GrammarTests.meaning(claim) == phrasing.meaning)
    }

    /// Every way to say the subject before or behind every way to say the baseline. 33% fewer, whatever stands where.
    static let comparisons: [Phrasing] = {
        let subjects = [
            "A.X 4.0은", "A.X 4.0이", "A.X 4.0의 토큰은", "A.X 4.0의 토큰이", "A.X 4.0 토큰은", "A.X 4.0 토큰 수가", "A.X 4.0이 쓰는 토큰은",
            "A.X 4.0이 사용하는 토큰의 수는", "A.X 4.0의 한국어 토큰 사용량이",
        ]
        let baselines = [
            "GPT-4o보다", "GPT-4o 대비", "GPT-4o에 비해", "GPT-4o와 비교해", "GPT-4o에 견주어", "GPT-4o의 토큰보다", "GPT-4o 토큰보다",
            "GPT-4o의 토큰 대비", "GPT-4o 토큰 수에 비해", "GPT-4o가 쓰는 토큰보다", "GPT-4o가 쓰는 것보다 토큰이", "GPT-4o가 사용하는 토큰의 수와 비교하면",
            "GPT-4o를 쓸 때보다 토큰이", "GPT-4o의 한국어 토큰 사용량에 비하면",
        ]
        return subjects.flatMap { subject in
            baselines.flatMap { baseline -> [Phrasing] in
                let thing = (subject + baseline).contains("토큰") ? "" : " 토큰이"
                return [
                    Phrasing("\(subject) \(baseline)\(thing) 33% 적다", "1-T/T0=0.33"),
                    Phrasing("\(baseline) \(subject)\(thing) 33% 적다", "1-T/T0=0.33"),
                ]
            }
        }
    }()

    /// Every way to say that the figure is of the baseline's tokens, with the subject before and behind.
    static let shares: [Phrasing] = {
        let baselines = [
            "GPT-4o의", "GPT-4o 토큰의", "GPT-4o의 토큰의", "GPT-4o가 쓰는 토큰의", "GPT-4o가 사용하는 토큰 수의", "GPT-4o 토큰 사용량의",
            "GPT-4o의 한국어 토큰의",
        ]
        let figures = [
            ("65%만", "T/T0=0.65"), ("65%만큼", "T/T0=0.65"), ("65% 수준을", "T/T0=0.65"), ("약 65%를", "~ T/T0=0.65"),
            ("절반만", "T/T0=0.5"),
            ("절반을", "T/T0=0.5"), ("3분의 2만", "T/T0=0.6667"), ("3분의 2만큼", "T/T0=0.6667"), ("5분의 3 수준을", "T/T0=0.6"),
            ("10분의 7만", "T/T0=0.7"), ("십분의 칠만", "T/T0=0.7"), ("0.65배만", "T/T0=0.65"), ("65% 이하만", "T/T0<=0.65"),
        ]
        return baselines.flatMap { baseline in
            figures.flatMap { figure, meaning in
                [
                    Phrasing("\(baseline) \(figure) A.X 4.0은 토큰으로 쓴다", meaning),
                    Phrasing("\(baseline) \(figure) A.X 4.0이 토큰으로 쓴다", meaning),
                    Phrasing("A.X 4.0은 \(baseline) \(figure) 토큰으로 쓴다", meaning),
                    Phrasing("A.X 4.0의 토큰은 \(baseline) \(figure) 쓴다", meaning),
                ]
            }
        }
    }()

    static let others = [
        // The words of the reports that found the roles swapped.
        Phrasing("GPT-4o의 토큰보다 A.X 4.0의 토큰이 33% 적다", "1-T/T0=0.33"),
        Phrasing("A.X 4.0의 토큰은 GPT-4o 토큰 대비 65%", "T/T0=0.65"),
        Phrasing("A.X 4.0의 토큰은 GPT-4o 토큰 대비 65%다", "T/T0=0.65"),
        Phrasing("A.X 4.0 토큰은 GPT-4o 대비 65%이다", "T/T0=0.65"),
        Phrasing("GPT-4o 토큰의 65%만 A.X 4.0은 쓴다", "T/T0=0.65"),
        Phrasing("GPT-4o가 쓰는 토큰의 65%만 A.X 4.0은 쓴다", "T/T0=0.65"),
        Phrasing("GPT-4o 토큰의 65%만큼 A.X 4.0은 쓴다", "T/T0=0.65"),
        Phrasing("GPT-4o 토큰의 절반만 A.X 4.0은 쓴다", "T/T0=0.5"),
        Phrasing("GPT-4o 토큰의 3분의 2만 A.X 4.0은 쓴다", "T/T0=0.6667"),
        Phrasing("GPT-4o 토큰의 65% 수준 A.X 4.0은 쓴다", "T/T0=0.65"),
        Phrasing("GPT-4o 토큰 65%만 A.X 4.0은 쓴다", "T/T0=0.65"),
        Phrasing("GPT-4o 토큰을 33% A.X 4.0이 줄인다", "1-T/T0=0.33"),
        Phrasing("GPT-4o의 토큰을 A.X 4.0이 33% 줄인다", "1-T/T0=0.33"),
        Phrasing("A.X 4.0은 GPT-4o의 토큰을 33% 줄인다", "1-T/T0=0.33"),
        Phrasing("A.X 4.0은 GPT-4o 토큰의 33%를 절감한다", "1-T/T0=0.33"),
        Phrasing("A.X 4.0은 GPT-4o 토큰의 67%로 줄인다", "T/T0=0.67"),
        Phrasing("GPT-4o의 토큰을 A.X 4.0은 67% 수준으로 줄인다", "T/T0=0.67"),
        Phrasing("GPT-4o 토큰보다 A.X 4.0 토큰이 33% 적다", "1-T/T0=0.33"),
        Phrasing("A.X 4.0 토큰은 GPT-4o 토큰보다 33% 적다", "1-T/T0=0.33"),
        Phrasing("A.X 4.0을 쓰면 GPT-4o를 쓸 때보다 토큰이 33% 줄어든다", "1-T/T0=0.33"),
        Phrasing("A.X 4.0을 GPT-4o와 비교하면 토큰이 33% 적다", "1-T/T0=0.33"),
        Phrasing("A.X 4.0은 토큰 효율에서 GPT-4o를 33% 앞선다", "1-T/T0=0.33 T0/T=1.33"),
        Phrasing("GPT-4o를 토큰 효율에서 A.X 4.0이 33% 앞선다", "1-T/T0=0.33 T0/T=1.33"),
        Phrasing("A.X 4.0의 토큰 효율은 GPT-4o 대비 133%", "T0/T=1.33"),
        Phrasing("A.X 4.0의 비용은 GPT-4o의 3분의 2 수준이다", "T/T0=0.6667"),
        Phrasing("GPT-4o 비용의 3분의 2면 A.X 4.0은 된다", "T/T0=0.6667"),
        Phrasing("GPT-4o의 1.5배 토큰을 쓴다, A.X 4.0은", "T/T0=1.5"),
        Phrasing("GPT-4o의 1.5배에 달하는 토큰을 A.X 4.0은 쓴다", "T/T0=1.5"),
        // In English.
        Phrasing("Compared with the tokens of GPT-4o, the tokens of A.X 4.0 are 33% fewer", "1-T/T0=0.33"),
        Phrasing("Than the tokens of GPT-4o, the tokens of A.X 4.0 are 33% fewer", "1-T/T0=0.33"),
        Phrasing("The tokens of A.X 4.0 are 33% fewer than the tokens of GPT-4o", "1-T/T0=0.33"),
        Phrasing("The token count of A.X 4.0 is 33% lower than the token count of GPT-4o", "1-T/T0=0.33"),
        Phrasing("Compared with the token count of GPT-4o, that of A.X 4.0 is 33% lower", "1-T/T0=0.33"),
        Phrasing("Relative to GPT-4o's tokens, A.X 4.0's are 33% fewer", "1-T/T0=0.33"),
        Phrasing("The token count of A.X 4.0 is 65% of that of GPT-4o", "T/T0=0.65"),
        Phrasing("The token count of A.X 4.0 is 65% of the token count of GPT-4o", "T/T0=0.65"),
        Phrasing("65% of the tokens of GPT-4o is all A.X 4.0 needs", "T/T0=0.65"),
        Phrasing("65% of GPT-4o's tokens is what A.X 4.0 needs", "T/T0=0.65"),
        Phrasing("Half the tokens of GPT-4o is all A.X 4.0 needs", "T/T0=0.5"),
        Phrasing("A.X 4.0 cuts the tokens of GPT-4o by a third", "1-T/T0=0.3333"),
        Phrasing("A.X 4.0 uses twice GPT-4o's tokens", "T/T0=2"),
        Phrasing("33% fewer tokens are used by A.X 4.0 than by GPT-4o", "1-T/T0=0.33"),
        Phrasing("Than GPT-4o, A.X 4.0 uses 33% fewer tokens", "1-T/T0=0.33"),
        Phrasing("A.X 4.0 beats GPT-4o with 65% of the tokens", "T/T0=0.65"),
    ]

    @Test("in every order, behind every particle", arguments: [comparisons, shares, others]) func roles(
        phrasings: [Phrasing]
    ) {
        for phrasing in phrasings {
            #expect(throws: Never.self, "\(phrasing.text)") { try check(phrasing) }
        }
    }

    @Test("the table is as long as it says") func count() {
        #expect(Self.comparisons.count > 250 && Self.shares.count > 360)
    }

    /// With the two names exchanged, every phrasing says the opposite: none may be read by a name's place.
    @Test("with the names exchanged, the roles are") func exchanged() {
        let table = Self.comparisons + Self.shares + Self.others + GrammarTests.english + GrammarTests.korean
        for phrasing in table where !phrasing.text.contains("SK") && !phrasing.text.contains("‑") {
            let text = phrasing.text.replacing("A.X 4.0", with: "\u{1}").replacing("GPT-4o", with: "A.X 4.0")
                .replacing("\u{1}", with: "GPT-4o")
            let claim = try? ClaimGrammar.parse(text, resolve: GrammarTests.resolve)
            #expect(claim?.subject == "o200k_base" && claim?.baseline == "a.x-4.0", "\(text)")
            #expect(claim.map(GrammarTests.meaning) == phrasing.meaning, "\(text)")
        }
    }

    @Test(
        "what could be read in two ways is an error that says so",
        arguments: [
            "A.X 4.0과 GPT-4o를 비교하면 토큰이 33% 적다", "GPT-4o와 A.X 4.0을 비교하면 토큰이 33% 적다", "A.X 4.0 토큰 33% 절감 GPT-4o",
            "A.X 4.0보다 GPT-4o보다 토큰이 33% 적다", "A.X 4.0의 토큰의 65%, GPT-4o의 토큰의 65%를 쓴다", "A.X 4.0 GPT-4o 토큰 33% 적다",
            "A.X 4.0은 GPT-4o의 65% 적은 토큰을 쓴다", "A.X 4.0은 GPT-4o 토큰의 절반 더 적게 쓴다", "A.X 4.0은 GPT-4o보다 토큰을 65%로 덜 쓴다",
            "A.X 4.0은 GPT-4o보다 토큰을 65%만 쓴다", "A.X 4.0의 토큰은 GPT-4o보다 33%이다", "A.X 4.0의 토큰 효율은 GPT-4o 대비 33%",
            "GPT-4o의 토큰 A.X 4.0의 토큰 33% 적다", "A.X 4.0은 GPT-4o 토큰을 33% 더 쓴다", "33% A.X 4.0이 GPT-4o 줄인다",
            "A.X 4.0보다 GPT-4o 토큰의 65%를 쓴다",
            "The tokens of A.X 4.0 and the tokens of GPT-4o are 33% fewer", "Than A.X 4.0 than GPT-4o 33% fewer tokens",
            "With half the tokens, A.X 4.0 beats GPT-4o", "With 65% of the tokens A.X 4.0 beats GPT-4o",
            "Half the tokens GPT-4o uses and A.X 4.0 uses", "The tokens of A.X 4.0 are 33% compared with GPT-4o",
        ])
    func ambiguous(text: String) {
        let error = #expect(throws: ClaimSyntaxError.self) {
            try ClaimGrammar.parse(text, resolve: GrammarTests.resolve)
        }
        #expect(error?.description.contains("I could not read this") == true)
    }

    @Test(
        "names in Hangul, particles at once behind them",
        arguments: [
            ("엑사원 4.0은 하이퍼클로바X보다 토큰을 33% 덜 쓴다", "exaone-4.0", "hyperclovax-seed"),
            ("엑사원4.0은 하이퍼클로바 X에 비해 토큰을 33% 덜 쓴다", "exaone-4.0", "hyperclovax-seed"),
            ("에이닷엑스 4.0의 토큰은 챗GPT-4o의 토큰보다 33% 적다", "a.x-4.0", "o200k_base"),
            ("에이닷 엑스 4.0은 지피티-4o보다 토큰을 33% 덜 쓴다", "a.x-4.0", "o200k_base"),
            ("솔라는 지피티-4o보다 토큰을 33% 덜 쓴다", "solar-10.7b", "o200k_base"),
            ("솔라 프로 2는 솔라보다 토큰을 33% 덜 쓴다", "solar-pro-2", "solar-10.7b"),
            ("챗지피티-4o보다 K-엑사원이 토큰을 33% 덜 쓴다", "k-exaone", "o200k_base"),
            ("카나나 2는 카나나 1.5보다 토큰을 30% 덜 쓴다", "kanana-2", "kanana-1.5"),
            ("믿음 2.0이 GPT-4o 토큰의 65%만 쓴다", "midm-2.0", "o200k_base"),
            ("네이버 하이퍼클로바X는 LG AI연구원의 엑사원 4.0보다 토큰을 3% 덜 쓴다", "hyperclovax-seed", "exaone-4.0"),
            ("엑사원 4.0 uses 33% fewer tokens than GPT-4o", "exaone-4.0", "o200k_base"),
        ])
    func namesInHangul(text: String, subject: String, baseline: String) throws {
        let catalog = try VocabularyCatalog.standard(environment: ["HOME": "/none"])
        let claim = try UserClaims([text], vocabularies: catalog).claims[0]
        #expect(claim.subject == subject && claim.baseline == baseline)
    }

    @Test("known names complete words that leave them out") func known() throws {
        let names = ClaimNames(subject: "A.X 4.0", baseline: "GPT-4o")
        for (words, subject, baseline) in [
            ("33% fewer tokens", "a.x-4.0", "o200k_base"), ("33% fewer tokens than GPT-4o", "a.x-4.0", "o200k_base"),
            ("A.X 4.0 uses 33% fewer tokens", "a.x-4.0", "o200k_base"),
            ("GPT-4 uses 33% fewer tokens", "cl100k_base", "o200k_base"),
            ("GPT-4보다 토큰을 33% 덜 쓴다", "a.x-4.0", "cl100k_base"),
        ] {
            let claim = try ClaimGrammar.parse(words, names: names, resolve: GrammarTests.resolve)
            #expect(claim.subject == subject && claim.baseline == baseline, "\(words)")
            #expect(claim.readings.map(\.value) == [0.33])
        }
    }
}
