import Foundation
import JeoulTokenizing
import JeoulVocabularies
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulWeighing

/// The proof: what holds passes, what does not is told.
@Suite struct VocabularyCheckTests {
    private func check(_ name: String, environment: [String: String] = [:], splitter: SplitPattern? = nil) throws
        -> VocabularyCheck
    {
        let catalog = try VocabularyCatalog.standard(environment: environment)
        return try VocabularyCheck(name, catalog: catalog, corpora: .standard(environment: environment)) {
            try catalog.load($0, splitter: splitter.map { .pattern($0) })
        }
    }

    private func outcome(_ check: VocabularyCheck, _ name: String) -> VocabularyCheck.Outcome? {
        check.items.first { $0.name == name }?.outcome
    }

    private static let bundledChecks = [
        "files", "llama.cpp fingerprint", "bytes", "reachable tokens", "round trip: sampler", "round trip: adversarial",
    ]

    @Test(arguments: TestTokenizers.bundled) func theBundledPass(_ id: String) throws {
        let check = try check(id)
        #expect(!check.hasFailed)
        for name in Self.bundledChecks { #expect(outcome(check, name) == .passed, "\(name)") }
        #expect(outcome(check, "reference ids: kor_Hang.devtest") == .passed)
        #expect(outcome(check, "reference ids: nsmc.txt") == .notRun)
    }

    @Test(
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: ["a.x-4.0", "hyperclovax-seed"])
    func referenceIdsAreCompared(_ id: String) throws {
        let shared = try #require(try SharedData.url("vocab"))
        let corpora = try #require(try SharedData.url("corpora"))
        // A folder of some corpora: the greatest takes its time.
        let folder = try TemporaryFolder()
        for name in ["flores200", "klue-sts-dev.txt", "adversarial.jsonl"] {
            try FileManager.default.createSymbolicLink(
                at: folder.url.appending(path: name), withDestinationURL: corpora.appending(path: name))
        }
        let check = try check(
            id, environment: ["JEOUL_VOCABULARY_PATH": shared.path, "JEOUL_CORPUS_PATH": folder.url.path])
        #expect(!check.hasFailed, "\(check.items)")
        for name in ["kor_Hang.devtest", "klue-sts-dev.txt", "adversarial.jsonl"] {
            #expect(outcome(check, "reference ids: \(name)") == .passed, "\(name)")
        }
        #expect(outcome(check, "reference ids: nsmc.txt") == .notRun)
        if id == "hyperclovax-seed" {
            let rule = check.items.first { $0.name == "rank rule" }
            #expect(rule?.detail.contains("id order would be wrong") == true, "\(check.items)")
        }
    }

    /// Two tokens have changed places: nothing pins such a file. The fingerprint does not see it: its text has neither.
    @Test func anotherFileIsFoundOut() throws {
        let bundled = try #require(VocabularyCatalog.standard(environment: [:]).bundledFolder)
        var lines = try String(contentsOf: bundled.appending(path: "cl100k_base/cl100k_base.tiktoken"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let (first, second) = (lines[300].split(separator: " "), lines[301].split(separator: " "))
        lines[300] = "\(second[0]) \(first[1])"
        lines[301] = "\(first[0]) \(second[1])"
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "changed.tiktoken")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        let check = try check(file.path, splitter: .cl100k)
        #expect(outcome(check, "files") == .notRun)
        #expect(outcome(check, "reference ids") == .notRun)
    }

    /// The real ranks under another name: the fingerprint tells whose they are.
    @Test func aKnownFingerprintIsRecognized() throws {
        let bundled = try #require(VocabularyCatalog.standard(environment: [:]).bundledFolder)
        var text = try String(contentsOf: bundled.appending(path: "o200k_base/o200k_base.tiktoken"), encoding: .utf8)
        text += "\n"
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "mine.tiktoken")
        try Data(text.utf8).write(to: file)
        let check = try check(file.path, splitter: .o200k)
        let item = try #require(check.items.first { $0.name == "llama.cpp fingerprint" })
        #expect(item.outcome == .noted && item.detail.contains("o200k_base"), "\(item)")
    }

    @Test func aWrongHashIsAFailedCheck() throws {
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "llama-3")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data("AA== 0\n".utf8).write(to: place.appending(path: "tokenizer.model"))
        let check = try check("llama-3", environment: ["JEOUL_VOCABULARY_PATH": folder.url.path])
        #expect(check.hasFailed && outcome(check, "files") == .failed)
        #expect(check.id == "llama-3")
    }

    @Test func whatIsNotHereCannotBeChecked() {
        #expect(throws: VocabularyError.self) { try self.check("llama-3") }
        #expect(throws: VocabularyError.self) { try self.check("no-such-vocabulary") }
    }
}
