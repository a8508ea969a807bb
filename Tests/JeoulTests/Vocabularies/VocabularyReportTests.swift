import Foundation
import JeoulVocabularies
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulWeighing

/// `jeoul vocabulary list`, `show` and `diff`.
@Suite struct VocabularyReportTests {
    private let catalog: VocabularyCatalog

    init() throws { catalog = try VocabularyCatalog.standard(environment: ["HOME": "/nonexistent"]) }

    @Test func theListHasAll() throws {
        let listings = catalog.listings()
        #expect(listings.count == catalog.manifest.vocabularies.count)
        let states = Dictionary(uniqueKeysWithValues: listings.map { ($0.entry.id, $0.state) })
        #expect(
            states["o200k_base"] == .bundled && states["qwen3"] == .bundled && states["a.x-4.0"] == .bundled
                && states["exaone-4.0"] == .notHere)
        let csv = listings.table().csv()
        #expect(csv.hasPrefix("id,vendor,models,aliases,tokens,splitter,licence,state\r\n"))
        #expect(csv.contains("solar-pro-2,Upstage,Solar Pro 2,"))
        guard case .array(let items) = listings.json(), case .object(let first) = items[0] else { throw Unexpected() }
        #expect(first["state"] == "bundled" && first["licence"] == "MIT" && first["tokens"] == 199_998)
    }

    @Test func aKnownOneThatIsNotHereIsShownWithoutCensus() throws {
        let report = try VocabularyReport("solar-pro-2", in: catalog) { try catalog.load($0) }
        #expect(report.absence?.contains("jeoul vocabulary pull solar-pro-2") == true)
        let text = report.readable(width: 80)
        #expect(text.contains("upstage/solar-pro2-tokenizer") && text.contains("No census"))
        guard case .object(let json) = report.json else { throw Unexpected() }
        #expect(json["census"] == .null && json["id"] == "solar-pro-2")
    }

    @Test func anUnknownOneIsAnError() {
        #expect(throws: VocabularyError.self) {
            try VocabularyReport("gpt4oo", in: self.catalog) { try self.catalog.load($0) }
        }
    }

    @Test func aBundledOneIsShown() throws {
        let report = try VocabularyReport("gpt-4", in: catalog) { try catalog.load($0) }
        let text = report.readable(width: 80)
        #expect(
            text.contains("syllables of KS X 1001                      129     1,150     1,071       5.5%"), "\(text)")
        #expect(text.contains("223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"))
        #expect(report.table.csv().contains("requested,gpt-4\r\n"))
        guard case .object(let json) = report.json, case .object(let census) = json["census"] else {
            throw Unexpected()
        }
        #expect(census["tokens"] == 100_256)
    }

    @Test func twoAreCompared() throws {
        let report = try VocabularyDifferenceReport(catalog.load("gpt-4"), catalog.load("gpt-4o"))
        let csv = report.table.csv()
        #expect(csv.hasPrefix("tokens,shared,only_first,only_second\r\nall,85033,15223,114965\r\n"), "\(csv)")
        #expect(csv.contains("with Hangul,281,18,2092\r\n"))
        #expect(report.readable(width: 80).contains("Hangul tokens that only o200k_base has"))
    }

    private struct Unexpected: Error {}
}
