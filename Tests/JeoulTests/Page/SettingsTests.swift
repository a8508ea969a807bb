import Foundation
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulFetching
@testable import JeoulPages
@testable import JeoulReporting
@testable import JeoulStatistics
@testable import JeoulTokenizing
@testable import JeoulVocabularies
@testable import JeoulWeighing

/// How the figures of a page move with the settings: each by its definition, from the texts themselves.
@Suite struct SettingsTests {
    private static let vocabularies = Result {
        let catalog = try VocabularyCatalog.standard(environment: [:])
        return try ["a.x-4.0", "o200k_base"].map { id in
            let vocabulary = try catalog.load(id)
            return (vocabulary: vocabulary, tokenizer: try vocabulary.tokenizer())
        }
    }

    private func corpus(_ id: String) throws -> Corpus {
        let catalog = try CorpusCatalog.standard(environment: ["HOME": "/none"])
        return try #require(try catalog.verificationCorpora(named: [id], options: CorpusOptions()).first).corpus
    }

    private func sweep(_ corpus: Corpus, baseline: Int?) throws -> (SettingsSweep, Weighing) {
        let loaded = try Self.vocabularies.get()
        let options = WeighingOptions(threads: 2)
        let weighing = try Weighing(corpus, tokenizers: loaded.map(\.tokenizer), options: options)
        let sweep = try SettingsSweep(
            corpus, weighing, tokenizers: loaded.map(\.tokenizer), names: loaded.map(\.vocabulary).columnNames,
            baseline: baseline, countsHanja: false, options: options, estimation: EstimationOptions())
        return (sweep, weighing)
    }

    private func tokens(_ texts: [String], _ vocabulary: Int) throws -> Int {
        let tokenizer = try Self.vocabularies.get()[vocabulary].tokenizer
        return try texts.reduce(0) { try $0 + tokenizer.count($1) }
    }

    @Test func ofLines() throws {
        let corpus = try corpus("klue-sts-dev")
        let (sweep, weighing) = try sweep(corpus, baseline: nil)
        #expect(sweep.trials.map(\.axis) == [.normalization, .normalization, .documentCut])
        #expect(sweep.trials.map(\.setting) == ["nfc", "nfd", "file"])
        #expect(sweep.untried.count == 1 && sweep.untried[0].english.contains("register"))
        let texts = try corpus.documents().map { String(decoding: $0, as: UTF8.self) }
        let characters = Double(weighing.characters.hangul)
        for vocabulary in 0..<2 {
            let forms = [
                texts.map(\.precomposedStringWithCanonicalMapping),
                texts.map(\.decomposedStringWithCanonicalMapping), [texts.joined(separator: "\n") + "\n"],
            ]
            for (trial, form) in zip(sweep.trials, forms) {
                let value = try #require(trial.estimates[vocabulary].value)
                #expect(abs(value - Double(try tokens(form, vocabulary)) / characters) < 1e-12, "\(trial.setting)")
            }
            #expect(sweep.base[vocabulary].value == sweep.trials[0].estimates[vocabulary].value)
            // One document has no interval of its own.
            let whole = sweep.trials[2].estimates[vocabulary]
            let (base, moved) = (try #require(sweep.base[vocabulary].interval), try #require(whole.interval))
            let scale = try #require(whole.value) / (try #require(sweep.base[vocabulary].value))
            #expect(whole.isBorrowed && abs(moved.low / base.low - scale) < 1e-12)
            #expect(!sweep.trials[1].estimates[vocabulary].isBorrowed)
        }
    }

    @Test func ofRecordsWithRegisters() throws {
        let corpus = try corpus("sampler")
        let (sweep, weighing) = try sweep(corpus, baseline: 1)
        #expect(sweep.untried.map(\.english).contains { $0.contains("records") })
        let registers = sweep.trials.filter { $0.axis == .register }
        #expect(registers.count > 5)
        let texts = try corpus.documents().map { String(decoding: $0, as: UTF8.self) }
        for trial in registers {
            let own = texts.indices.filter { weighing.labels[$0].register?.description == trial.setting }.map {
                texts[$0]
            }
            #expect(own.count > 10)
            let ratio = Double(try tokens(own, 0)) / Double(try tokens(own, 1))
            #expect(abs(try #require(trial.estimates[0].value) - ratio) < 1e-12, "\(trial.setting)")
            #expect(trial.estimates[0].interval != nil)
        }
    }

    /// The page has all that was tried, on one scale, and says what its intervals are made of.
    @Test(arguments: [nil, 1]) func onAPage(baseline: Int?) throws {
        let corpus = try corpus("klue-sts-dev")
        let (sweep, weighing) = try sweep(corpus, baseline: baseline)
        let loaded = try Self.vocabularies.get()
        var page = try ReportPage(
            corpora: [ReportPage.Corpus(corpus, weighing: weighing, names: loaded.map(\.vocabulary).columnNames)],
            vocabularies: loaded, sample: weighing.beginning, arguments: ["jeoul"], data: .object([:]))
        if let baseline {
            page.add(try ComparisonReport(weighing, vocabularies: loaded.map(\.vocabulary), baseline: baseline))
        } else {
            page.add(MeasurementReport(weighing, vocabularies: loaded.map(\.vocabulary)))
        }
        page.add(sweep)
        let charts = page.sweepCharts
        #expect(charts.count == (baseline == nil ? 2 : 1))
        #expect(
            Set(charts.map { $0.drawing(width: 360).shapes.count { if case .dot = $0 { true } else { false } } }) == [4]
        )
        #expect(Set(charts.map { ForestLayout($0, width: 360).axis.low }).count == 1)
        let html = page.html()
        #expect(html.contains("<figure id=\"settings\"") && html.contains("If it is measured otherwise"))
        #expect(html.contains("519 clusters of 1,038 documents") && html.contains("군집 519개(문서 1,038건)"))
        #expect(html.contains("A document a line or record; text as is; no BOS or EOS"))
        #expect(page.chart(.settings) != nil && html.contains("<th scope=\"row\""))
        for term in [
            "jackknife", "Student’s t", "degrees of freedom", "block", "as reported", "document cut", "BOS, EOS",
        ] {
            #expect(
                html.contains(">\(term)<") || html.contains(">\(term), ") || html.contains(", \(term)<")
                    || html.contains(", \(term), "), "\(term)")
        }
        for value in sweep.trials.compactMap(\.estimates.first?.value) {
            #expect(html.contains(NumberText.decimal(value, 4)), "\(value)")
        }
    }

    /// Of several claims the settings are tables, and the page does not say a thing twice.
    @Test func ofSeveralClaims() throws {
        let vocabularies = try VocabularyCatalog.standard(environment: [:])
        let catalog = try CorpusCatalog.standard(environment: ["HOME": "/none"])
        let ledger = try ClaimLedger.standard()
        func page(_ ids: [String]) throws -> (ReportPage, Verification) {
            let verification = try Verification(
                of: ids.map { try ledger.claim($0) },
                on: catalog.verificationCorpora(named: ["klue-sts-dev"], options: CorpusOptions()),
                vocabularies: vocabularies, options: Verifying.options(sensitivity: true))
            return (
                try ReportPage(
                    of: verification, report: VerificationReport(verification), arguments: ["jeoul"]), verification
            )
        }
        let (one, _) = try page(["ax4-33-press"])
        let (two, verification) = try page(["ax4-33-press", "ax4-1.5x-content"])
        let (lone, both) = (one.html(), two.html())
        #expect(lone.contains("<figure id=\"settings-0-0\"") && !both.contains("<figure id=\"settings-"))
        #expect(both.contains("id=\"settings-1-1\"") && both.contains(">Normalization: NFD<") == false)
        let cells = two.claims.flatMap(\.moves).map(\.table)
        for (claim, tables) in zip(verification.sensitivities, [Array(cells[..<2]), Array(cells[2...])]) {
            for (reading, table) in zip(try #require(claim.first).readings, tables) {
                #expect(table.rows.count == reading.moves.count + 1)
                for (row, result) in zip(table.rows, [reading.base] + reading.moves.map(\.result)) {
                    let number = try #require(result.estimate)
                    let chart = two.claims.flatMap(\.moves)[0].corpora[0].chart
                    let shown = row.cells[1].readable
                    #expect(
                        [NumberText.percent(number, 1), NumberText.decimal(number, 2), NumberText.decimal(number, 3)]
                            .contains { shown.hasPrefix($0) }, "\(shown) \(number) \(chart.decimals)")
                }
            }
        }
        // The data have what each setting finds, once.
        let script = try #require(
            both.components(separatedBy: "id=\"data\">").last?.components(separatedBy: "</script>").first)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(script.utf8)) as? [String: Any])
        let claims = try #require(object["claims"] as? [[String: Any]])
        let readings = try #require(
            (claims[0]["sensitivity"] as? [[String: Any]])?.first?["readings"] as? [[String: Any]])
        let moves = try #require(readings[0]["moves"] as? [[String: Any]])
        let nfd = try #require(moves.first { $0["setting"] as? String == "nfd" }?["result"] as? [String: Any])
        #expect(Set(nfd.keys) == ["estimate", "interval", "outcome"])
        let estimate = try #require(verification.sensitivities[0][0].readings[0].moves[1].result.estimate)
        #expect(abs(try #require(nfd["estimate"] as? Double) - estimate) < 1e-12)
        // Where each claim and its figures are, and whose a section is.
        for mark in ["href=\"#claim-1\"", "id=\"claim-1\"", "href=\"#found-1\"", "id=\"found-1\""] {
            #expect(both.contains(mark) && !lone.contains("class=\"contents\""), "\(mark)")
        }
        #expect(both.contains(">ax4-1.5x-content: What was found, and what is claimed<"))
        // A claim's id is written as it is.
        #expect(both.contains("ax4-33-press, reading a") && !both.contains("Ax4-33-press"))
        // What another claim adds is little beside what all share.
        #expect(both.utf8.count < lone.utf8.count + 90_000, "\(lone.utf8.count) and \(both.utf8.count)")
    }
}
