import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulFetching

/// Where things of the Hub are, and programs of the system that say much.
@Suite struct HubPlaceTests {
    /// The home stands for itself wherever a place is named.
    @Test func theTokenIsWhereTheCacheIs() throws {
        let folder = try TemporaryFolder()
        try folder.write("hf_kept\n", to: "hf/token")
        try folder.write("hf_other\n", to: "other")
        let home = folder.url.path
        for (variables, token) in [
            (["HF_HOME": "~/hf"], "hf_kept"), (["HF_HOME": home + "/hf"], "hf_kept"),
            (["HF_TOKEN_PATH": "~/other"], "hf_other"),
        ] {
            let settings = try FetchSettings(environment: variables.merging(["HOME": home]) { $1 })
            #expect(settings.token == token, "\(variables)")
        }
    }

    /// One rule for names, wherever they are read.
    @Test(arguments: ["a/b.", "a./b", "a/b@" + String(repeating: "c/", count: 64) + "c", "a/b@v1", "a/b", "a/-b"])
    func namesAreOfOneRule(_ name: String) {
        let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
        let found = HubName(parts[0], revision: parts.count > 1 ? parts[1] : nil)
        #expect((found == nil) == ((try? HubRepository(name)) == nil))
    }

    /// A program that fills the pipe of its errors before it writes its output.
    @Test func muchOnStandardErrorBlocksNothing() throws {
        let program = try SystemProgram(
            URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", "head -c 500000 /dev/zero | tr '\\0' e >&2; echo 나"])
        var output = Data()
        while let more = program.nextOutput() { output.append(more) }
        let end = program.finish()
        #expect(end.status == 0 && output == Data("나\n".utf8))
        #expect(end.errors.hasPrefix("eee") && end.errors.utf8.count == 1 << 16)
    }

    /// A repository without a list, which has none of the usual files either.
    @Test(.enabled(if: PullFixture.isUsable, PullFixture.absence)) func nothingIsNotPulled() throws {
        let fixture = try PullFixture()
        let error = try fetchError {
            _ = try VocabularyPull(catalog: fixture.catalog(), session: fixture.session()).pull("nolist/none")
        }
        #expect(error.kind == .missingFiles(["any file of a tokenizer"]), "\(error)")
        #expect(fixture.folders.isEmpty && fixture.leftovers.isEmpty)
    }
}
