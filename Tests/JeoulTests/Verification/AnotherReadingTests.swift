import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulWeighing

/// A sensitivity analysis reads a text several times: each time all of it, and the same one.
@Suite struct AnotherReadingTests {
    private final class Flag: Sendable {
        private let state = Mutex(false)
        var isSet: Bool { state.withLock { $0 } }
        func set() { state.withLock { $0 = true } }
    }

    @Test(arguments: [1, 2, 3]) func interruptedAnalysesAreNone(_ pass: Int) throws {
        let vocabularies = try TinyVocabularies()
        let claims = try vocabularies.claim("50% fewer")
        let interrupted = Flag()
        var options = Verifying.options(sensitivity: true)
        options.weighing.progress = { if $0.pass >= pass { interrupted.set() } }
        var reading = CorpusOptions(batchBytes: 64)
        reading.isCancelled = { interrupted.isSet }
        // In no form, so that it is weighed again in each.
        let text = TinyText.lines(60) + "가\u{1100}\u{1161}\n" + TinyText.lines(60)
        let corpus = try Verifying.text(text, in: vocabularies.folder, options: reading)
        let verification = try Verification(
            of: claims.claims, on: [corpus], vocabularies: vocabularies.catalog, options: options, paths: claims.paths)
        #expect(interrupted.isSet && verification.isPartial)
        #expect(verification.sensitivities == [[]])
        #expect(verification.warnings.contains { $0.english.contains("interrupted") })
        // What was read to its end is whole.
        #expect(verification.corpora[0].weighing?.corpus.isPartial == (pass == 1))
        _ = try VerificationReport(verification).json()
    }

    @Test func anotherTextIsNoticed() throws {
        let folder = try TemporaryFolder()
        let paths = [try folder.write("첫째 줄\n둘째 줄\n", to: "a.txt"), try folder.write("셋째\n", to: "b.txt")]
        func read(_ cut: DocumentCut = .line, onError: ErrorPolicy = .stop) throws -> CorpusSummary {
            try Corpus(arguments: paths, options: CorpusOptions(cut: cut, onError: onError)).summary()
        }
        let first = try read()
        try first.checkIsRead(again: try read())
        try first.checkIsRead(again: try read(.file))
        try folder.write("셋쩨\n", to: "b.txt")
        let error = #expect(throws: CorpusError.self) { try first.checkIsRead(again: try read()) }
        #expect(error?.kind == .changed(.rewritten) && error?.file == paths[1])
        var interrupted = first
        interrupted.isPartial = true
        #expect(throws: InterruptedAnalysis.self) { try first.checkIsRead(again: interrupted) }
        // A line that is skipped is one file that is, where files are the documents; that is no other text.
        try folder.write(Array("셋\n".utf8) + [0xFF, 0x0A], to: "b.txt")
        try read(onError: .skip).checkIsRead(again: try read(.file, onError: .skip))
    }
}
