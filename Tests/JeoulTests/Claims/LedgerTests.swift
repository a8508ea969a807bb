import Foundation
import Testing

@testable import Jeoul
@testable import JeoulWeighing
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulPages

@Suite("Claim ledger") struct LedgerTests {
    @Test("all of it is read") func read() throws {
        let data = try ClaimSamples.ledgerData()
        let ledger = try ClaimLedger(json: data)
        let written = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(ledger.claims.count == (written["claims"] as? [Any])?.count)
        let press = try ledger.claim("ax4-33-press")
        #expect(press.subject == "a.x-4.0")
        #expect(press.source.date == "2025-09")
        #expect(press.readings.map(\.quantity) == [.reduction, .ratioBaselineOverSubject])
        let openAI = try ledger.claim("gpt4o-1.7x")
        #expect(openAI.exact?.subjectTokens == 27)
        #expect(openAI.readings[0].strict == nil)
        #expect(throws: ClaimError.self) { try ledger.claim("none") }
    }

    @Test("every range follows from value_text") func ranges() throws {
        for claim in try ClaimLedger(json: ClaimSamples.ledgerData()).claims {
            for reading in claim.readings where reading.quantity != .exactCounts {
                guard let figure = Figure(claim.valueText) else {
                    // A direction without a figure: fewer than the baseline.
                    #expect(
                        reading.relation == .atMost && reading.value == reading.quantity.noDifference, "\(claim.id)")
                    continue
                }
                let derived = ReadingFormula.allCases.map { formula in
                    Reading(
                        id: reading.id, says: reading.says, quantity: reading.quantity, relation: reading.relation,
                        figure: figure, formula: formula, hedged: claim.hedged)
                }
                #expect(derived.contains(reading), "\(claim.id) \(reading.id): \(derived)")
            }
        }
    }

    /// What the ledger reads from its words is what the grammar reads from them, where it can.
    @Test("the readings are those of the words") func ofTheWords() throws {
        let catalog = try VocabularyCatalog.standard(environment: ["HOME": "/none"])
        var read: [String] = []
        for claim in try ClaimLedger(json: ClaimSamples.ledgerData()).claims {
            let names = ClaimNames(subject: claim.subjectName, baseline: claim.baselineName)
            let parsed = try? ClaimGrammar.parse(claim.words, names: names) { catalog.entry(named: $0)?.id }
            guard let parsed else { continue }
            read.append(claim.id)
            #expect(parsed.subject == claim.subject && parsed.baseline == claim.baseline, "\(claim.id)")
            #expect(parsed.hedged == claim.hedged && parsed.valueText == claim.valueText, "\(claim.id)")
            let known = claim.readings.filter { $0.quantity != .exactCounts }
            #expect(parsed.readings.count == known.count, "\(claim.id)")
            for (meant, stated) in zip(parsed.readings, known) {
                #expect(meant.relation == stated.relation, "\(claim.id)")
                let (a, b) = (ratios(meant), ratios(stated))
                #expect(a.count == b.count && zip(a, b).allSatisfy { agree($0, $1, 1e-5) }, "\(claim.id)")
            }
        }
        #expect(read.count >= 8, "\(read)")
    }

    /// The ends of a reading's ranges as T/T₀, in order, whatever its quantity.
    private func ratios(_ reading: Reading) -> [Double] {
        [reading.strict, reading.worded].flatMap { range in
            [range?.low, range?.high].compactMap { $0.flatMap(reading.quantity.tokenRatio(ofValue:)) }.sorted()
        }
    }

    @Test("every entry says where its words stand, or that it is not known") func sources() throws {
        for claim in try ClaimLedger(json: ClaimSamples.ledgerData()).claims {
            let source = claim.source
            #expect(
                source.url != nil || source.note?.contains("not known") == true
                    || source.note?.contains("No URL") == true, "\(claim.id)")
            if source.url?.contains("/blob/") == true {
                #expect(source.url?.contains(source.commit ?? "?") == true && source.path != nil, "\(claim.id)")
            }
            #expect(
                source.date != nil || source.note?.contains("not known") == true
                    || source.note?.contains("date") == true, "\(claim.id)")
        }
    }

    @Test("counts on a text of which one side is stated") func exactCounts() throws {
        let catalog = try VocabularyCatalog.standard(environment: ["HOME": "/none"])
        let claims = try ["gpt4o-example-5", "gpt4o-example-2"].map { try ClaimSamples.claim($0) }
        let verification = try Verification(of: claims, on: [], vocabularies: catalog)
        for (verdict, tokens) in zip(verification.verdicts, [5, 2]) {
            let result = try #require(verdict.readings[0].results.first)
            #expect(result.exact?.subjectTokens == tokens && result.judgement?.outcome == .supported)
        }
    }

    @Test("a claim survives JSON, nulls included") func codable() throws {
        for claim in try ClaimLedger(json: ClaimSamples.ledgerData()).claims {
            let data = try JSONEncoder().encode(claim)
            #expect(try Claim(json: data) == claim)
            if claim.id == "ax4-34-cost" {
                #expect(String(decoding: data, as: UTF8.self).contains(#""strict_low":0"#))
            }
        }
    }

    private func changed(_ old: String, _ new: String) throws -> Data {
        let text = String(decoding: try ClaimSamples.ledgerData(), as: UTF8.self)
        let place = try #require(text.range(of: old))
        return Data(text.replacingCharacters(in: place, with: new).utf8)
    }

    @Test("what is wrong is told with its place") func errors() throws {
        #expect(throws: ClaimError.unsupportedSchema(2)) {
            try ClaimLedger(json: changed(#""schema": 1"#, #""schema": 2"#))
        }
        #expect(throws: ClaimError.duplicateClaim("ax4-33-fewer")) {
            try ClaimLedger(json: changed("ax4-33.3-efficient", "ax4-33-fewer"))
        }
        let misspelt = #expect(throws: ClaimError.self) {
            try ClaimLedger(json: changed(#""strict_low""#, #""strict_lo""#))
        }
        guard case .malformed(let path, _) = misspelt else {
            return #expect(Bool(false), "\(String(describing: misspelt))")
        }
        #expect(path == "claims[0].readings[0].strict_lo")
        let missing = #expect(throws: ClaimError.self) {
            try ClaimLedger(json: changed(#""hedged": true,"#, ""))
        }
        #expect(missing == .malformed(path: "claims[0].hedged", reason: "the field is missing"))
        for (old, new) in [
            (#""strict_high": 0.335"#, #""strict_high": 0.32"#), (#""hedged": true"#, #""hedged": false"#),
            (#""quantity": "reduction""#, #""quantity": "exact_counts""#),
            (#""relation": "equals""#, #""relation": "at_most""#),
        ] {
            #expect(throws: ClaimError.self, "\(new)") { try ClaimLedger(json: changed(old, new)) }
        }
        #expect(throws: ClaimError.self) { try ClaimLedger(json: Data("{".utf8)) }
        #expect(throws: ClaimError.self) {
            try ClaimLedger(json: changed(#""quantity": "reduction""#, #""quantity": "x""#))
        }
    }
}

@Suite("Figures") struct FigureTests {
    @Test("are read digit by digit") func parse() {
        #expect(Figure("33.3%")?.value == 0.333)
        #expect(Figure("33.30%")?.strict == 0.33295...0.33305)
        #expect(Figure("1.5배")?.strict == 1.45...1.55)
        #expect(Figure("33 per cent")?.strict == 0.325...0.335)
        #expect(Figure("2x")?.strict == 1.5...2.5)
        #expect(Figure("2 times")?.unit == .times)
        for wrong in [
            "", "33", "%", "x", "3.%", ".5x", "1.2.3x", "0%", "-3%", "3 pounds", "1e3%", "12345678901%", "３%",
        ] {
            #expect(Figure(wrong) == nil, "\(wrong)")
        }
    }
}
